// Cells of a sweep that are stored together, and read one by one.
#include "store/stacks.hpp"

#include <cmath>
#include <cstdint>
#include <filesystem>
#include <limits>
#include <numeric>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <hdf5.h>

#include <engram/error.hpp>

#include "catch.hpp"
#include "result_folder.hpp"
#include "store/cell_values.hpp"
#include "store/format.hpp"
#include "store/reader.hpp"
#include "store/stack_writer.hpp"
#include "store/writer.hpp"

using Catch::Matchers::Contains;
using engram::Dataset;
using engram::Index;
using engram::store::AttributeValue;
using engram::store::Reader;
using engram::store::StackAxis;
using engram::store::StackWriter;
using engram::store::Writer;
using engram::store::test::Folder;

namespace {

using Bytes = std::vector<std::int8_t>;
using Reals = std::vector<double>;
using Texts = std::vector<std::string>;
using Wholes = std::vector<std::int64_t>;
using Values = decltype(Dataset::values);

const Texts no_damages;

/// Two axes: x with two points and a word beside each, and y with three.
std::vector<StackAxis> two_axes() {
  return {{{"x", {"x"}, {2}, Reals{0.5, 1.5}, "s", "Setting."}, {{"word", {"x"}, {2}, Texts{"p", "q"}, "", "Word."}}},
          {{"y", {"y"}, {3}, Wholes{1, 2, 3}, "1", "Setting."}}};
}

/// The datasets of a cell, all of them by its place.
std::vector<std::pair<std::string, Dataset>> datasets_of(std::size_t place) {
  const auto number = static_cast<double>(place);
  const auto whole = static_cast<std::int64_t>(place);
  return {
      {"a", {"time", {"time"}, {2}, Reals{0, 1}, "s", "Times."}},
      {"a",
       {"matrix", {"row", "time"}, {2, 2}, Reals{number, number + 0.25, -number, 1e9}, "mV", "Numbers.", {"name"}}},
      {"a", {"name", {"row"}, {2}, Texts{"r" + std::to_string(place), ""}, "", "Texts."}},
      {"a/b", {"count", {}, {}, Wholes{whole * 1'000'000'007}, "1", "A number."}},
      {"a/b", {"signs", {"unit"}, {3}, Bytes{1, static_cast<std::int8_t>(place), -1}, "1", "Small numbers."}},
      {"a/b", {"score", {}, {}, Reals{number / 3.0}, "1", "A number."}}};
}

std::string label_of(std::size_t place) {
  return "cell-" + std::to_string(place);
}

std::string spec_of(std::size_t place) {
  return "seed: " + std::string(place, '1') + "\n";
}

void write_stack(Writer& writer, const std::string& path, const std::vector<std::size_t>& places) {
  StackWriter stack(writer, path, two_axes());
  for (const std::size_t place : places) {
    stack.begin(place, label_of(place));
    stack.group("empty");
    for (auto& [group, dataset] : datasets_of(place)) {
      stack.dataset(group, dataset);
    }
    stack.text("spec/resolved", spec_of(place), "Spec.");
  }
  stack.finish();
}

/// Bytes are read as whole numbers of 64 bits.
Values widened(const Values& values) {
  const auto* bytes = std::get_if<Bytes>(&values);
  return bytes == nullptr ? values : Values(Wholes(bytes->begin(), bytes->end()));
}

}  // namespace

TEST_CASE("stacks: every cell of a stack is read as it was recorded") {
  const Folder folder;
  const std::vector<std::size_t> places{0, 1, 2, 3, 5};
  {
    Writer writer(folder / "r.h5", false);
    write_stack(writer, "cells", places);
    writer.finish();
  }
  const Reader reader(folder / "r.h5");
  CHECK(reader.case_labels() == Texts{"cell-0", "cell-1", "cell-2", "cell-3", "cell-5"});
  for (const std::size_t place : places) {
    const std::string cell = "cases/" + label_of(place);
    CAPTURE(cell);
    CHECK(reader.has(cell));
    CHECK_FALSE(reader.has_dataset(cell));
    CHECK(reader.groups(cell) == Texts{"empty", "a", "spec"});
    CHECK(reader.text(cell + "/spec/resolved") == spec_of(place));
    CHECK(reader.outline(cell + "/spec/resolved").dimensions.empty());
    for (const auto& [group, expected] : datasets_of(place)) {
      std::string path = cell;
      path.append("/").append(group).append("/").append(expected.name);
      CAPTURE(path);
      CHECK(reader.has_dataset(path));
      CHECK_FALSE(reader.has(path + "/deeper"));
      const Dataset read = reader.dataset(path);
      CHECK(read.name == expected.name);
      CHECK(read.dimensions == expected.dimensions);
      CHECK(read.shape == expected.shape);
      CHECK(read.values == widened(expected.values));
      CHECK(read.unit == expected.unit);
      CHECK(read.description == expected.description);
      CHECK(read.coordinates == expected.coordinates);
      CHECK(reader.stored_dataset(path).values == expected.values);
      CHECK(reader.outline(path).dimensions == expected.dimensions);
    }
    // The axes of the stack are no datasets of a cell; other dimensions have their indices.
    CHECK_FALSE(reader.has(cell + "/a/x"));
    CHECK_FALSE(reader.has(cell + "/a/word"));
    CHECK_FALSE(reader.has(cell + "/label"));
    CHECK(reader.has(cell + "/a/row"));
    CHECK(reader.datasets(cell + "/a/b") ==
          Texts{cell + "/a/b/count", cell + "/a/b/signs", cell + "/a/b/score", cell + "/a/b/unit"});
  }
  CHECK_FALSE(reader.has("cases/cell-4"));
  CHECK_FALSE(reader.has("cases/cell-4/a/time"));
  CHECK(reader.groups() == Texts{"cases"});
  CHECK(reader.has("cases"));
  const Reader::Integrity integrity = reader.integrity();
  CHECK(integrity.damages == no_damages);
  CHECK(integrity.unguarded == 0);
}

TEST_CASE("stacks: the arrays of a stack have the axes first, and missing values where there is no cell") {
  const Folder folder;
  {
    Writer writer(folder / "r.h5", false);
    write_stack(writer, "cells/one", {0, 1, 5});
    writer.finish();
  }
  const Reader reader(folder / "r.h5");
  const std::string stack = "cells/one";
  CHECK(reader.attribute(stack, "axes") == AttributeValue("x y"));
  const Dataset score = reader.dataset(stack + "/a/b/score");
  CHECK(score.dimensions == Texts{"x", "y"});
  CHECK(score.shape == std::vector<Index>{2, 3});
  CHECK(score.coordinates == Texts{"word"});
  const auto& scores = std::get<Reals>(score.values);
  CHECK(scores[1] == 1.0 / 3.0);
  CHECK(scores[5] == 5.0 / 3.0);
  for (const std::size_t place : {2U, 3U, 4U}) {
    CHECK(std::isnan(scores[place]));
  }
  // Whole numbers with missing ones are read as real numbers.
  const Dataset count = reader.dataset(stack + "/a/b/count");
  CHECK(std::get<Reals>(count.values)[5] == 5'000'000'035.0);
  CHECK(std::isnan(std::get<Reals>(count.values)[3]));
  CHECK(std::get<Wholes>(reader.stored_dataset(stack + "/a/b/count").values)[3] ==
        engram::store::missing_whole_number);
  const Dataset matrix = reader.dataset(stack + "/a/matrix");
  CHECK(matrix.dimensions == Texts{"x", "y", "row", "time"});
  CHECK(matrix.coordinates == Texts{"name", "word"});
  CHECK(std::get<Reals>(matrix.values)[20] == 5.0);
  CHECK(reader.column<std::string>(stack + "/a/word") == Texts{"p", "q"});
  CHECK(reader.column<std::int64_t>(stack + "/a/y") == Wholes{1, 2, 3});
  CHECK(std::get<Texts>(reader.dataset(stack + "/label").values) == Texts{"cell-0", "cell-1", "", "", "", "cell-5"});
  CHECK(std::get<Texts>(reader.dataset(stack + "/a/name").values)[10] == "r5");
  CHECK(std::get<Bytes>(reader.stored_dataset(stack + "/a/b/signs").values)[6] ==
        engram::store::missing_small_number);
}

TEST_CASE("stacks: cells stand in the order of the summary, in stacks or alone, with what they have for themselves") {
  const Folder folder;
  {
    Writer writer(folder / "r.h5", false);
    write_stack(writer, "cells/one", {0, 1});
    write_stack(writer, "cells/two", {2, 4});
    writer.group("cases/alone/a").record({"time", {"time"}, {1}, Reals{7}, "s", "Times."});
    writer.group("cases/cell-1/a").record({"extra", {}, {}, Reals{8}, "s", "Its own."});
    writer.group("cases/cell-1/more").record({"extra", {}, {}, Reals{9}, "s", "Its own."});
    writer.group("summary").record(
        {"case", {"case"}, {4}, Texts{"cell-4", "alone", "cell-0", "cell-1"}, "", "Labels."});
    writer.finish();
  }
  const Reader reader(folder / "r.h5");
  // The summary does not name the third cell, which comes last.
  CHECK(reader.case_labels() == Texts{"cell-4", "alone", "cell-0", "cell-1", "cell-2"});
  CHECK(reader.groups() == Texts{"cases", "summary"});
  CHECK(std::get<Reals>(reader.dataset("cases/alone/a/time").values) == Reals{7});
  CHECK(std::get<Reals>(reader.dataset("cases/cell-1/a/extra").values) == Reals{8});
  CHECK(std::get<Reals>(reader.dataset("cases/cell-1/more/extra").values) == Reals{9});
  CHECK(reader.groups("cases/cell-1") == Texts{"empty", "a", "spec", "more"});
  CHECK(reader.datasets_in("cases/cell-1/a") == Texts{"time", "matrix", "name", "row", "extra"});
  CHECK(reader.datasets_in("cases/cell-0/a") == Texts{"time", "matrix", "name", "row"});
  CHECK_FALSE(reader.has("cases/cell-0/a/extra"));
  CHECK(std::get<Reals>(reader.dataset("cases/cell-4/a/b/score").values) == Reals{4.0 / 3.0});
  CHECK(reader.attributes("cases/cell-0/a").empty());
  CHECK_THROWS_WITH(reader.attributes("cases/cell-9"), Contains("has no group 'cases/cell-9'"));
  CHECK_THROWS_WITH(reader.dataset("cases/cell-0/a/b/scoer"), Contains("did you mean 'cases/cell-0/a/b/score'?"));
}

TEST_CASE("stacks: cells come in the order of their places, each once, and all of one shape") {
  const Folder folder;
  Writer writer(folder / "r.h5", false);
  StackWriter stack(writer, "cells", two_axes());
  const Dataset pair{"x2", {"i"}, {2}, Reals{1, 2}, "1", "Numbers."};
  stack.begin(1, "one");
  stack.dataset("a", pair);
  const std::string order = " of 'cells' is out of order";
  CHECK_THROWS_WITH(stack.begin(1, "again"), "cell 'again'" + order);
  CHECK_THROWS_WITH(stack.begin(0, "earlier"), "cell 'earlier'" + order);
  CHECK_THROWS_WITH(stack.begin(6, "beyond"), "cell 'beyond'" + order);
  stack.begin(5, "last");
  CHECK_THROWS_WITH(stack.dataset("a", {"x2", {"i"}, {3}, Reals{1, 2, 3}, "1", "Numbers."}),
                    "cell 'last' has another shape of 'a/x2' than its stack");
  CHECK_NOTHROW(stack.dataset("a", pair));
}

TEST_CASE("stacks: large arrays are written cell by cell, and read back the same") {
  const Folder folder;
  const std::string path = (folder / "r.h5").string();
  // Seven places of a megabyte and more exceed what is kept in memory; the first and a middle place have no cell.
  constexpr std::size_t size = 1'000'000;
  const std::vector<std::size_t> places{1, 2, 4, 6};
  const auto values_of = [](std::size_t place) {
    Reals values(size);
    std::iota(values.begin(), values.end(), 1000.0 * static_cast<double>(place));
    return values;
  };
  {
    Writer writer(path, false);
    StackWriter stack(writer, "cells", {{{"y", {"y"}, {7}, Wholes{1, 2, 3, 4, 5, 6, 7}, "1", "Setting."}}});
    for (const std::size_t place : places) {
      stack.begin(place, label_of(place));
      stack.dataset("a", {"many", {"i"}, {Index{size}}, values_of(place), "s", "Many numbers."});
    }
    stack.finish();
    writer.finish();
  }
  const Reader reader(path);
  for (const std::size_t place : places) {
    CAPTURE(place);
    const Dataset read = reader.dataset("cases/" + label_of(place) + "/a/many");
    CHECK(read.shape == std::vector<Index>{Index{size}});
    CHECK((std::get<Reals>(read.values) == values_of(place)));
  }
  const auto all = std::get<Reals>(reader.stored_dataset("cells/a/many").values);
  REQUIRE(all.size() == 7 * size);
  for (const std::size_t missing : {0U, 3U, 5U}) {
    CHECK(std::isnan(all[missing * size]));
    CHECK(std::isnan(all[missing * size + size - 1]));
  }
  CHECK(reader.integrity().damages == no_damages);
  CHECK(reader.integrity().unguarded == 0);
  std::filesystem::copy_file(path, folder / "changed.h5");
  const hid_t file = H5Fopen((folder / "changed.h5").c_str(), H5F_ACC_RDWR, H5P_DEFAULT);
  const hid_t dataset = H5Dopen2(file, "cells/a/many", H5P_DEFAULT);
  REQUIRE(dataset >= 0);
  engram::store::write_cell(dataset, 1, 6, values_of(5));
  H5Dclose(dataset);
  H5Fclose(file);
  CHECK(Reader(folder / "changed.h5").integrity().damages.size() == 1);
}

TEST_CASE("stacks: a changed value of a stack is noticed when a cell is read") {
  const Folder folder;
  constexpr std::size_t size = 3000;
  {
    Writer writer(folder / "r.h5", false);
    StackWriter stack(writer, "cells", two_axes());
    for (std::size_t place = 0; place < 6; ++place) {
      Reals values(size);
      std::iota(values.begin(), values.end(), static_cast<double>(place));
      stack.begin(place, label_of(place));
      stack.dataset("a", {"many", {"i"}, {Index{size}}, values, "s", "Many numbers."});
      stack.dataset("a", {"few", {}, {}, Reals{1}, "s", "A number."});
    }
    stack.finish();
    writer.finish();
  }
  const hid_t file = H5Fopen((folder / "r.h5").c_str(), H5F_ACC_RDWR, H5P_DEFAULT);
  const hid_t dataset = H5Dopen2(file, "cells/a/many", H5P_DEFAULT);
  REQUIRE(dataset >= 0);
  const Reals zeros(6 * size, 0.0);
  H5Dwrite(dataset, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, zeros.data());
  H5Dclose(dataset);
  H5Fclose(file);
  const Reader reader(folder / "r.h5");
  CHECK_THROWS_WITH(reader.dataset("cases/cell-3/a/many"), Contains("dataset 'cases/cell-3/a/many': "));
  CHECK_NOTHROW(reader.dataset("cases/cell-3/a/few"));
  REQUIRE(reader.integrity().damages.size() == 1);
  CHECK_THAT(reader.integrity().damages[0], Contains("dataset 'cells/a/many'"));
}

TEST_CASE("stacks: a group of cells that is no stack is damage, and says why") {
  const Folder folder;
  const auto refuses = [&](const std::string& words, const auto& write) {
    {
      Writer writer(folder / "r.h5", true);
      write(writer);
      writer.finish();
    }
    CHECK_THROWS_WITH(Reader(folder / "r.h5").case_labels(), Contains(words));
  };
  refuses("group 'cells/one' is not a stack of cells: it has no axes, or no labels", [](Writer& writer) {
    writer.group("cells/one").record({"label", {"x"}, {1}, Texts{"a"}, "", "Labels."});
  });
  refuses("group 'cells' is not a stack of cells: it has no axes, or no labels",
          [](Writer& writer) { writer.attribute("cells", "axes", "x y"); });
  const auto labels = [](Writer& writer, Dataset dataset) {
    writer.attribute("cells/one", "axes", "x y");
    writer.group("cells/one").record(std::move(dataset));
  };
  const std::string no_labels = "dataset 'cells/one/label' does not hold a label for each place of the axes";
  refuses(no_labels, [&](Writer& writer) { labels(writer, {"label", {"x"}, {1}, Texts{"a"}, "", "Labels."}); });
  refuses(no_labels, [&](Writer& writer) {
    labels(writer, {"label", {"x", "y"}, {1, 1}, Reals{1}, "1", "Labels."});
  });
}

TEST_CASE("stacks: pieces of a cell and of a whole dataset are its values in order") {
  const Folder folder;
  const Index columns = 700'000;  // three rows are more than a piece
  const auto values_of = [&](double first) {
    Reals values(static_cast<std::size_t>(3 * columns));
    std::iota(values.begin(), values.end(), first);
    return values;
  };
  const auto matrix = [&](double first) {
    return Dataset{"matrix", {"row", "column"}, {3, columns}, values_of(first), "1", "Numbers."};
  };
  {
    Writer writer(folder / "a.h5", false);
    StackWriter stack(writer, "cells", {{{"x", {"x"}, {2}, Reals{0.5, 1.5}, "s", "Setting."}}});
    for (const std::size_t place : {0U, 1U}) {
      stack.begin(place, "c" + std::to_string(place));
      stack.dataset("a", matrix(static_cast<double>(place)));
    }
    stack.finish();
    writer.group("alone").record(matrix(2.0));
    writer.finish();
  }
  const Reader reader(folder / "a.h5");
  const std::pair<const char*, double> expected[] = {
      {"cases/c0/a/matrix", 0.0}, {"cases/c1/a/matrix", 1.0}, {"alone/matrix", 2.0}};
  for (const auto& [path, first] : expected) {
    INFO(path);
    CHECK_FALSE(reader.is_large(path));
    Reals together;
    std::size_t number = 0;
    while (const auto piece = reader.piece(path, number)) {
      const auto& some = std::get<Reals>(*piece);
      CHECK(some.size() <= std::size_t{1} << 20U);
      together.insert(together.end(), some.begin(), some.end());
      ++number;
    }
    CHECK(number == 3);
    CHECK(together == values_of(first));
  }
  CHECK_THROWS_WITH(reader.piece("alone/matrx", 0), Contains("did you mean 'alone/matrix'?"));
}
