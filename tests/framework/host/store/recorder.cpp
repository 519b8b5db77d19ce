// Recorders: data that they accept come back unchanged, and the others are refused.
#include <cmath>
#include <cstdint>
#include <limits>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include <hdf5.h>

#include <engram/random.hpp>
#include <engram/recorder.hpp>

#include "catch.hpp"
#include "result_folder.hpp"
#include "store/format.hpp"
#include "store/reader.hpp"
#include "store/writer.hpp"

using Catch::Matchers::Message;
using engram::Dataset;
using engram::Index;
using engram::Recorder;
using engram::store::Reader;
using engram::store::Writer;
using engram::store::test::Folder;

namespace {

using Reals = std::vector<double>;
using Integers = std::vector<std::int64_t>;
using Texts = std::vector<std::string>;

Dataset distance() {
  return {"distance", {"trial", "time"}, {2, 3}, Reals{0, 1, 2, 3, 4, 5}, "1", "Distance.", {"target_of_trial"}};
}
Dataset times() {
  return {"time", {"time"}, {3}, Reals{0, 0.5, 1}, "s", "Time of each sample."};
}
Dataset targets() {
  return {"target_of_trial", {"trial"}, {2}, Integers{7, -1}, "1", "Target."};
}

void check_same(const Dataset& read, const Dataset& written) {
  INFO(written.name);
  CHECK(read.name == written.name);
  CHECK(read.dimensions == written.dimensions);
  CHECK(read.shape == written.shape);
  CHECK(read.values == written.values);
  CHECK(read.unit == written.unit);
  CHECK(read.description == written.description);
  CHECK(read.coordinates == written.coordinates);
}

/// A group for wrong records.
struct Group {
  Folder folder;
  Writer writer{folder / "r.h5", false};
  Recorder& recorder = writer.group("analyses/perturbation");
};

}  // namespace

TEST_CASE("recorder: datasets come back as they were recorded, in whatever order they came") {
  const Folder folder;
  std::vector<Dataset> datasets = {distance(), times(), targets()};
  datasets.push_back({"label", {"trial"}, {2}, Texts{"\u00fc", ""}, "", "Text."});
  datasets.push_back({"number", {}, {}, Reals{-0.0}, "mV", "A single number."});
  datasets.push_back({"word", {}, {}, Texts{"one\ntwo"}, "", "A single text."});
  datasets.push_back({"none", {"nothing"}, {0}, Reals{}, "1", "No values."});
  datasets.push_back({"none_at_all", {"nothing", "trial"}, {0, 2}, Texts{}, "", "No texts."});
  datasets.push_back({"big",
                      {"trial"},
                      {2},
                      Integers{std::numeric_limits<std::int64_t>::min(), 1LL << 53U | 1},
                      "1",
                      "Beyond what a double holds."});
  const bool backwards = GENERATE(false, true);
  if (backwards) {
    std::reverse(datasets.begin(), datasets.end());
  }
  {
    Writer writer(folder / "r.h5", false);
    for (const Dataset& dataset : datasets) {
      writer.group("a/b").record(dataset);
    }
    writer.finish();
  }
  const Reader reader(folder / "r.h5");
  for (const Dataset& dataset : datasets) {
    check_same(reader.dataset("a/b/" + dataset.name), dataset);
    CHECK(reader.outline("/a/b/" + dataset.name).dimensions == dataset.dimensions);
  }
}

TEST_CASE("recorder: datasets of any shape and kind come back as they were recorded") {
  const Folder folder;
  engram::RandomStream random(5, 0);
  const std::vector<std::string> words{
      "", "a", "two words", "\u00fc\u2264\U0001f600", "line\nbreak", "'\"\\", std::string(300, 'x')};
  const std::vector<double> reals{0.0,
                                  -0.0,
                                  1e-310,
                                  -1e308,
                                  0.1,
                                  std::numeric_limits<double>::infinity(),
                                  -std::numeric_limits<double>::infinity(),
                                  std::numeric_limits<double>::denorm_min()};
  const std::vector<std::int64_t> wholes{0, -1, 1LL << 53U | 1, std::numeric_limits<std::int64_t>::max(),
                                         std::numeric_limits<std::int64_t>::min()};
  const auto filled = [&](std::size_t count, const auto& choices) {
    std::decay_t<decltype(choices)> values;
    for (std::size_t at = 0; at < count; ++at) {
      values.push_back(choices[static_cast<std::size_t>(random.below(choices.size()))]);
    }
    return values;
  };
  std::vector<Dataset> datasets;
  for (int number = 0; number < 60; ++number) {
    Dataset dataset{"x" + std::to_string(number), {}, {}, {}, number % 2 == 0 ? "ms" : "1", "Numbers."};
    std::size_t count = 1;
    const std::uint64_t rank = random.below(5);
    for (std::uint64_t dimension = 0; dimension < rank; ++dimension) {
      dataset.dimensions.push_back("d" + std::to_string(number) + "_" + std::to_string(dimension));
      dataset.shape.push_back(static_cast<Index>(random.below(number % 5 == 0 ? 2 : 5)));
      count *= static_cast<std::size_t>(dataset.shape.back());
    }
    switch (number % 4) {
      case 0:
        dataset.values = filled(count, reals);
        break;
      case 1:
        dataset.values = filled(count, wholes);
        break;
      case 2:
        dataset.values = filled(count, words);
        dataset.unit = "";
        break;
      default:
        dataset.values = filled(count, std::vector<std::int8_t>{-128, -1, 0, 1, 127});
    }
    datasets.push_back(std::move(dataset));
  }
  {
    Writer writer(folder / "r.h5", false);
    for (const Dataset& dataset : datasets) {
      writer.group("a").record(dataset);
    }
    writer.finish();
  }
  const Reader reader(folder / "r.h5");
  for (const Dataset& dataset : datasets) {
    const Dataset read = reader.stored_dataset("a/" + dataset.name);
    check_same(read, dataset);
    if (const auto* numbers = std::get_if<Reals>(&dataset.values)) {
      const auto& others = std::get<Reals>(read.values);
      for (std::size_t at = 0; at < numbers->size(); ++at) {
        CHECK(std::signbit((*numbers)[at]) == std::signbit(others[at]));
      }
    }
  }
}

TEST_CASE("recorder: values that are not finite come back too") {
  const Folder folder;
  const double infinity = std::numeric_limits<double>::infinity();
  {
    Writer writer(folder / "r.h5", false);
    writer.group("").record({"x", {"i"}, {3}, Reals{infinity, -infinity, std::nan("")}, "1", "X."});
    writer.finish();
  }
  const Dataset read = Reader(folder / "r.h5").dataset("x");
  const auto& values = std::get<Reals>(read.values);
  CHECK(values[0] == infinity);
  CHECK(values[1] == -infinity);
  CHECK(std::isnan(values[2]));
}

TEST_CASE("recorder: a whole number that is missing is one for other tools too, and not a number for figures") {
  const Folder folder;
  const std::int64_t gap = engram::store::missing_whole_number;
  const Dataset with_gap{"n", {"i"}, {3}, Integers{1, gap, 1LL << 53U | 1}, "1", "Counts."};
  const Dataset whole{"all", {"i"}, {3}, Integers{1, 2, 3}, "1", "Counts."};
  {
    Writer writer(folder / "r.h5", false);
    writer.group("").record(with_gap);
    writer.group("").record(whole);
    writer.finish();
  }
  {
    const Reader reader(folder / "r.h5");
    CHECK(reader.stored_dataset("n").values == with_gap.values);
    CHECK(reader.dataset("all").values == whole.values);
    const auto values = std::get<Reals>(reader.dataset("n").values);
    CHECK(values[0] == 1.0);
    CHECK(std::isnan(values[1]));
  }
  const hid_t file = H5Fopen((folder / "r.h5").c_str(), H5F_ACC_RDONLY, H5P_DEFAULT);
  const hid_t attribute = H5Aopen_by_name(file, "n", "_FillValue", H5P_DEFAULT, H5P_DEFAULT);
  std::int64_t stored = 0;
  REQUIRE(H5Aread(attribute, H5T_NATIVE_INT64, &stored) >= 0);
  CHECK(stored == gap);
  CHECK(H5Aexists_by_name(file, "all", "_FillValue", H5P_DEFAULT) == 0);
  H5Aclose(attribute);
  H5Fclose(file);
}

TEST_CASE("recorder: a dimension without a coordinate gets its indices") {
  const Folder folder;
  {
    Writer writer(folder / "r.h5", false);
    writer.group("a").record({"x", {"row", "column"}, {2, 3}, Reals(6), "1", "X."});
    writer.finish();
  }
  const Reader reader(folder / "r.h5");
  check_same(reader.dataset("a/row"), {"row", {"row"}, {2}, Integers{0, 1}, "1", "Index of the row."});
  check_same(reader.dataset("a/column"), {"column", {"column"}, {3}, Integers{0, 1, 2}, "1", "Index of the column."});
}

TEST_CASE("recorder: failures stay with their group and with the file") {
  const Folder folder;
  Writer writer(folder / "r.h5", false);
  writer.group("analyses/a").failure("trial 3 diverged at 0.4 s");
  writer.group("analyses/b").failure("trial 1 diverged at 0.1 s");
  writer.group("analyses/b").failure("trial 2 diverged at 0.2 s");
  CHECK(writer.failures().size() == 3);
  writer.finish();
  CHECK(writer.failures().size() == 3);
  const Reader reader(folder / "r.h5");
  CHECK(std::get<std::string>(reader.attribute("", "status")) == "failed");
  CHECK(std::get<Texts>(reader.dataset("analyses/b/failures").values) ==
        Texts{"trial 1 diverged at 0.1 s", "trial 2 diverged at 0.2 s"});
  REQUIRE(reader.failures().size() == 3);
  CHECK(reader.failures()[0].group == "analyses/a");
  CHECK(reader.failures()[0].sentence == "trial 3 diverged at 0.4 s");
}

TEST_CASE("recorder: a coordinate that does not fit costs no results, but the run has failed") {
  const Folder folder;
  Writer writer(folder / "r.h5", false);
  writer.group("a").record(distance());
  Dataset other = times();
  other.coordinates = {"elsewhere"};
  writer.group("a").record(other);
  writer.group("a").record({"elsewhere", {"place"}, {1}, Reals{1}, "1", "Elsewhere."});
  writer.finish();
  const Reader reader(folder / "r.h5");
  CHECK(std::get<std::string>(reader.attribute("", "status")) == "failed");
  CHECK(std::get<Texts>(reader.dataset("a/failures").values) ==
        Texts{"dataset 'distance' names the coordinate 'target_of_trial', which was never recorded",
              "dataset 'time' names the coordinate 'elsewhere', which was recorded along other dimensions"});
  CHECK(reader.dataset("a/distance").coordinates.empty());
  CHECK(reader.dataset("a/distance").values == distance().values);
}

TEST_CASE("recorder: a dataset comes once") {
  Group group;
  group.recorder.record(times());
  CHECK_THROWS_MATCHES(group.recorder.record(times()), std::logic_error,
                       Message("dataset 'time' in 'analyses/perturbation': recorded twice"));
}

TEST_CASE("recorder: a dimension has one extent in a group") {
  Group group;
  group.recorder.record(times());
  CHECK_THROWS_MATCHES(group.recorder.record({"x", {"time"}, {4}, Reals(4), "1", "X."}), std::logic_error,
                       Message("dataset 'x' in 'analyses/perturbation': dimension 'time' has the extent 4 here and 3 "
                               "in an earlier dataset"));
  CHECK_NOTHROW(group.writer.group("analyses/other").record({"x", {"time"}, {4}, Reals(4), "1", "X."}));
}

TEST_CASE("recorder: shape and values agree") {
  Group group;
  const auto record = [&](Texts dimensions, std::vector<Index> shape, Reals values) {
    group.recorder.record({"x", std::move(dimensions), std::move(shape), std::move(values), "1", "X."});
  };
  const std::string place = "dataset 'x' in 'analyses/perturbation': ";
  CHECK_THROWS_MATCHES(record({"i", "j"}, {2, 3}, Reals(5)), std::logic_error,
                       Message(place + "5 values do not fill 2 x 3"));
  CHECK_THROWS_MATCHES(record({}, {}, Reals(2)), std::logic_error,
                       Message(place + "2 values do not fill a single number"));
  CHECK_THROWS_MATCHES(record({"i", "j"}, {2}, Reals(2)), std::logic_error,
                       Message(place + "2 dimensions (i, j) and 1 extents (2)"));
  CHECK_THROWS_MATCHES(record({"i"}, {-1}, Reals(1)), std::logic_error,
                       Message(place + "dimension 'i' has the extent -1"));
  CHECK_THROWS_MATCHES(
      record({"i", "i"}, {2, 2}, Reals(4)), std::logic_error,
      Message(place + "dimension 'i' is given twice; each side of a square array needs its own name"));
}

TEST_CASE("recorder: datasets, dimensions and groups do not share names") {
  Group group;
  const std::string place = "' in 'analyses/perturbation': ";
  group.recorder.record({"x", {"i", "j"}, {2, 3}, Reals(6), "1", "X."});
  CHECK_THROWS_MATCHES(
      group.recorder.record({"i", {"i", "j"}, {2, 3}, Reals(6), "1", "I."}), std::logic_error,
      Message("dataset 'i" + place + "has the name of a dimension, whose coordinate must have that one dimension"));
  CHECK_THROWS_MATCHES(
      group.recorder.record({"y", {"x"}, {2}, Reals(2), "1", "Y."}), std::logic_error,
      Message("dataset 'y" + place + "dimension 'x' has the name of an earlier dataset that is not its coordinate"));
  CHECK_THROWS_MATCHES(group.recorder.record({"failures", {}, {}, Reals(1), "1", "F."}), std::logic_error,
                       Message("dataset 'failures" + place + "the name is reserved for failure()"));
  group.writer.group("analyses/perturbation/inner");
  CHECK_THROWS_MATCHES(group.recorder.record({"inner", {}, {}, Reals(1), "1", "I."}), std::logic_error,
                       Message("dataset 'inner" + place + "'inner' is the name of a group there"));
  CHECK_THROWS_MATCHES(group.recorder.record({"z", {"inner"}, {1}, Reals(1), "1", "Z."}), std::logic_error,
                       Message("dataset 'z" + place + "'inner' is the name of a group there"));
  for (const char* name : {"x", "i"}) {
    CHECK_THROWS_MATCHES(group.writer.group("analyses/perturbation/" + std::string(name)), std::logic_error,
                         Message("'analyses/perturbation/" + std::string(name) +
                                 "' cannot be a group: there is a dataset or a dimension of that name"));
  }
}

TEST_CASE("recorder: names can be written as a list") {
  Group group;
  for (const std::string name : {"", "a b", "a/b", ".", "..", "a\n"}) {
    CHECK_THROWS_MATCHES(group.recorder.record({"x", {name}, {1}, Reals(1), "1", "X."}), std::logic_error,
                         Message("dataset 'x' in 'analyses/perturbation': '" + name +
                                 "' is not a name; names have neither spaces nor slashes"));
  }
}

TEST_CASE("recorder: a refused dataset leaves no trace") {
  const Folder folder;
  {
    Writer writer(folder / "r.h5", false);
    Recorder& recorder = writer.group("a");
    CHECK_THROWS_AS(recorder.record({"x", {"i"}, {3}, Reals(2), "1", "X."}), std::logic_error);
    recorder.record({"x", {"i"}, {4}, Reals(4), "1", "X."});
    writer.finish();
  }
  CHECK(Reader(folder / "r.h5").datasets() == Texts{"a/x", "a/i"});
}

TEST_CASE("recorder: a text has a fixed length and a zero byte at its end, behind which netCDF would read on") {
  const Folder folder;
  const std::string text = "exactly as long as it is";
  {
    Writer writer(folder / "r.h5", false);
    writer.text("text", text, "A text.");
    writer.attribute("", "text", text);
    writer.finish();
  }
  const hid_t file = H5Fopen((folder / "r.h5").c_str(), H5F_ACC_RDONLY, H5P_DEFAULT);
  const hid_t dataset = H5Dopen2(file, "text", H5P_DEFAULT);
  const hid_t attribute = H5Aopen(file, "text", H5P_DEFAULT);
  for (const hid_t type : {H5Dget_type(dataset), H5Aget_type(attribute)}) {
    CHECK(H5Tis_variable_str(type) == 0);
    CHECK(H5Tget_strpad(type) == H5T_STR_NULLTERM);
    CHECK(H5Tget_size(type) == text.size() + 1);
    H5Tclose(type);
  }
  H5Aclose(attribute);
  H5Dclose(dataset);
  H5Fclose(file);
}
