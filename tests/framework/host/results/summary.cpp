// Rows and columns of the summary.
#include "results/summary.hpp"

#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "catch.hpp"
#include "fake_results.hpp"
#include "results/choice.hpp"

using namespace engram;
using namespace engram::results;
using Catch::Matchers::Contains;
using engram::results::test::FakeSource;

namespace {

using Numbers = std::vector<std::size_t>;
using Reals = std::vector<double>;
using Texts = std::vector<std::string>;
using Wholes = std::vector<std::int64_t>;

constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

/// Four cells of two cases; each has its seed.
FakeSource four_cells() {
  FakeSource source;
  source.labels = {"a.seed=1", "a.seed=2", "b.seed=1", "b.seed=2"};
  for (const std::string& label : source.labels) {
    source.set[label] = {{"seed", label.substr(7)}, {"model.units", "5"}};
  }
  source.put("summary/", {"case", {"case"}, {4}, source.labels, "", "Labels."});
  source.put("summary/", {"case_name", {"case"}, {4}, Texts{"a", "a", "b", "b"}, "", "Cases."});
  source.put("summary/", {"seed", {"case"}, {4}, Wholes{1, 2, 1, 2}, "1", "Setting."});
  return source;
}

/// A column of four cells as it is read; `set` says whether a cell has the setting.
Column column_of(const std::string& name, decltype(Dataset::values) values, const std::vector<bool>& set = {}) {
  FakeSource source = four_cells();
  for (std::size_t row = 0; row < set.size(); ++row) {
    if (set[row]) {
      source.set[source.labels[row]][name] = "set";
    }
  }
  source.put("summary/", {name, {"case"}, {4}, std::move(values), "s", "A column."});
  return Summary(source).column(name, "x");
}

std::string letters(const std::vector<bool>& missing) {
  std::string text;
  for (const bool each : missing) {
    text += each ? '-' : '+';
  }
  return text;
}

}  // namespace

TEST_CASE("summary: rows are found by label, by case, and by a part of one label") {
  const FakeSource source = four_cells();
  const Summary summary(source);
  CHECK(summary.size() == 4);
  CHECK(summary.rows_of_case("a") == Numbers{0, 1});
  CHECK(summary.rows_of_case("b") == Numbers{2, 3});
  CHECK(summary.rows_of_case("b.seed=2") == Numbers{3});
  CHECK(summary.rows_of_case("a.seed=1") == Numbers{0});
  CHECK_THROWS_WITH(summary.rows_of_case("seed=2"), Contains("'seed=2' is part of the labels of 2 cells"));
  CHECK_THROWS_WITH(summary.rows_of_case("c"), Contains("there is no case 'c'"));
  CHECK_THROWS_WITH(summary.rows_of_case("nothing alike"),
                    "there is no case 'nothing alike'; there are a, b, a.seed=1, a.seed=2, b.seed=1, b.seed=2");
  CHECK(summary.rows_of_cases({}) == Numbers{0, 1, 2, 3});
  CHECK(summary.rows_of_cases({"b", "a.seed=2"}) == Numbers{2, 3, 1});
  CHECK(summary.rows_of_cases({"b", "b.seed=1"}) == Numbers{2, 3});
  CHECK(summary.rows_of({"b.seed=2", "a.seed=1", "other"}) == Numbers{0, 3});
  FakeSource damaged = four_cells();
  damaged.put("summary/", {"case_name", {"case"}, {3}, Texts{"a", "a", "b"}, "", "Cases."});
  CHECK_THROWS_WITH(Summary(damaged), "dataset 'summary/case_name' has 3 entries for 4 cells");
  const FakeSource single = results::test::single_run();
  CHECK(Summary(single).size() == 0);
  CHECK(Summary(single).rows_of_cases({}).empty());
}

TEST_CASE("summary: settings that differ between cells are known by row") {
  FakeSource source = four_cells();
  source.set["b.seed=1"]["model.units"] = "7";
  source.set["b.seed=2"].erase("model.units");
  const Summary summary(source);
  CHECK(summary.varies("model.units"));
  CHECK(summary.varies("seed"));
  CHECK_FALSE(summary.varies("model.gain"));
  CHECK(summary.word("model.units", 0) == "5");
  CHECK(summary.word("model.units", 2) == "7");
  CHECK(summary.word("model.units", 3).empty());
  CHECK(summary.differing({0, 1}) == Texts{"seed"});
  CHECK(summary.differing({1, 3}) == Texts{"model.units"});
  CHECK(summary.differing({0, 2}) == Texts{"model.units"});
  CHECK(summary.differing({0}).empty());
  CHECK(Summary(four_cells()).varies("seed"));
}

TEST_CASE("summary: the axis of a setting is that of its path, or of the longest path that it belongs to") {
  FakeSource source = four_cells();
  const auto put = [&](const std::string& name, const std::string& dimension) {
    source.put("summary/grid/", {name, {dimension}, {2}, Reals{1, 2}, "1", "Coordinate."});
  };
  CHECK_FALSE(Summary(source).has_axes());
  CHECK(Summary(source).axis_of("seed").empty());
  put("seed", "seed");
  put("model.activation.plugin", "model.activation.plugin");
  put("model.activation.gain", "model.activation.gain");
  // Two paths of a zip, and two of a sample.
  put("patterns.count", "model.units");
  put("model.units", "model.units");
  put("sample", "sample");
  put("learning.rate", "sample");
  put("learning.rounds", "sample");
  put("case_name", "case_name");
  put("results.x", "seed");
  source.put("summary/grid/", {"model.square", {"seed", "model.units"}, {1, 2}, Reals{1, 2}, "1", "An array."});
  const Summary summary(source);
  CHECK(summary.has_axes());
  CHECK(summary.axis_of("seed") == "seed");
  CHECK(summary.axis_of("patterns.count") == "model.units");
  CHECK(summary.axis_of("model.units") == "model.units");
  CHECK(summary.axis_of("learning.rate") == "learning.rate");
  CHECK(summary.axis_of("learning.rounds") == "learning.rounds");
  CHECK(summary.axis_of("model.activation") == "model.activation.plugin");
  CHECK(summary.axis_of("model.activation.plugin") == "model.activation.plugin");
  CHECK(summary.axis_of("model.activation.gain") == "model.activation.gain");
  CHECK(summary.axis_of("model.activation.threshold") == "model.activation.plugin");
  CHECK(summary.axis_of("model.activations").empty());
  CHECK(summary.axis_of("sample").empty());
  CHECK(summary.axis_of("results.x").empty());
  CHECK(summary.axis_of("model.square").empty());
  CHECK(summary.axis_of("case_name").empty());
}

TEST_CASE("summary column: numbers keep their digits, and NaN is missing") {
  const Column reals = column_of("model.tau", Reals{0.5, not_a_number, 1e300, -2});
  CHECK(reals.words == Texts{"0.5", "", "1e+300", "-2"});
  CHECK(letters(reals.missing) == "+-++");
  CHECK(std::isnan(reals.numbers[1]));
  CHECK(reals.numbers[3] == -2);
  CHECK(reals.texts.empty());
  CHECK(reals.unit == "s");
  CHECK(reals.description == "A column.");
  const Column wholes = column_of("model.count", Wholes{1, 9007199254740993, 3, 4}, {true, true, true, true});
  CHECK(wholes.words == Texts{"1", "9007199254740993", "3", "4"});
  CHECK(letters(wholes.missing) == "++++");
}

TEST_CASE("summary column: a fill value at an end of whole numbers is missing where the cell has no such setting") {
  constexpr std::int64_t gap = -9'223'372'036'854'775'806;
  const Column settings = column_of("model.count", Wholes{3, gap, 5, gap}, {true, false, true, false});
  CHECK(letters(settings.missing) == "+-+-");
  CHECK(std::isnan(settings.numbers[3]));
  CHECK(settings.words == Texts{"3", "", "5", ""});
  // Older results had other fill values: a negative number, or a very large one.
  CHECK(letters(column_of("model.count", Wholes{3, -1, 5, -1}, {true, false, true, false}).missing) == "+-+-");
  CHECK(letters(column_of("model.count", Wholes{3, -1, 5, -1}, {true, true, true, true}).missing) == "++++");
  CHECK(letters(column_of("model.count", Wholes{0, 1, 0, 2}, {false, true, false, true}).missing) == "++++");
  constexpr std::int64_t far = 1'000'000'000'000'000'000;
  CHECK(letters(column_of("model.count", Wholes{1, far + 1, 2, 3}, {true, false, true, true}).missing) == "+-++");
  CHECK(letters(column_of("model.count", Wholes{1, far, 2, 3}, {true, false, true, true}).missing) == "++++");
  CHECK(letters(column_of("model.count", Wholes{1, -far - 1, 2, 3}, {true, false, true, true}).missing) == "+-++");
  // No setting tells of a result, and only a number beyond all results is a gap.
  CHECK(letters(column_of("results.count", Wholes{3, gap, -1, 0}).missing) == "+-++");
  CHECK(letters(column_of("results.count", Wholes{3, -far, far, 0}).missing) == "++++");
  CHECK(letters(column_of("results.count", Wholes{3, far + 1, far + 1, 0}).missing) == "+--+");
}

TEST_CASE("summary column: texts are quantities if all are numbers of one unit and none is written twice") {
  const Column times = column_of("model.tau", Texts{"50 ms", "", "100 ms", "50 ms"});
  CHECK(times.unit == "ms");
  CHECK(times.numbers[0] == 50);
  CHECK(std::isnan(times.numbers[1]));
  CHECK(times.words == Texts{"50", "", "100", "50"});
  CHECK(times.texts == Texts{"50 ms", "", "100 ms", "50 ms"});
  CHECK(letters(times.missing) == "+-++");
  const Column pure = column_of("model.gain", Texts{"0.5", "1", "2", "1"});
  CHECK(pure.unit == "1");
  const Column words = column_of("model.code", Texts{"1", "01", "2", "3"});
  CHECK(words.numbers.empty());
  CHECK(words.words == Texts{"1", "01", "2", "3"});
  CHECK(words.unit == "s");
  CHECK(column_of("model.name", Texts{"x", "1", "2", "3"}).numbers.empty());
}

TEST_CASE("summary column: a text that older results lack is that of the stored setting") {
  FakeSource source = four_cells();
  source.set["a.seed=1"]["learning"] = "[hebbian, oja]";
  source.set["a.seed=2"]["learning"] = "hebbian";
  source.set["b.seed=1"]["learning"] = "hebbian";
  source.put("summary/", {"learning", {"case"}, {4}, Texts{"", "hebbian", "hebbian", ""}, "", "Setting."});
  const Column column = Summary(source).column("learning", "x");
  CHECK(column.words == Texts{"[hebbian, oja]", "hebbian", "hebbian", ""});
  CHECK(letters(column.missing) == "+++-");
  CHECK(column.texts == Texts{"", "hebbian", "hebbian", ""});
  // A result has no setting of that name.
  source.put("summary/", {"results.word", {"case"}, {4}, Texts{"", "x", "y", "z"}, "", "Result."});
  CHECK(letters(Summary(source).column("results.word", "x").missing) == "-+++");
}

TEST_CASE("summary column: columns that differ between rows are settings, and missing numbers are alike") {
  FakeSource source = four_cells();
  source.put("summary/",
             {"model.tau", {"case"}, {4}, Reals{not_a_number, not_a_number, 1, not_a_number}, "s", "Setting."});
  source.put("summary/", {"model.name", {"case"}, {4}, Texts{"x", "x", "x", "y"}, "", "Setting."});
  source.put("summary/", {"results.x", {"case"}, {4}, Reals{1, 2, 3, 4}, "1", "Result."});
  const Summary summary(source);
  CHECK(summary.columns() == Texts{"case", "case_name", "model.name", "model.tau", "results.x", "seed"});
  CHECK(summary.differing_columns({0, 1}).empty());
  CHECK(summary.differing_columns({0, 2}) == Texts{"model.tau"});
  CHECK(summary.differing_columns({2, 0}) == Texts{"model.tau"});
  CHECK(summary.differing_columns({1, 3}) == Texts{"model.name"});
  CHECK(summary.differing_columns({}).empty());
  const Column tau = summary.column("model.tau", "x");
  CHECK_FALSE(differs(tau, {0, 1, 3}));
  CHECK(differs(tau, {0, 1, 2}));
  CHECK(summary.stored_column("model.name.plugin", "x").name == "model.name");
  CHECK_THROWS_WITH(summary.stored_column("grid/x", "lines"), Contains("lines: the summary has no column 'grid/x'"));
}

TEST_CASE("choice: rows of the summary have all settings of the conditions") {
  const FakeSource source = four_cells();
  const Summary summary(source);
  CHECK(rows_where({}, {0, 3}, summary) == Numbers{0, 3});
  CHECK(rows_where({"seed=2"}, {0, 1, 2, 3}, summary) == Numbers{1, 3});
  CHECK(rows_where({"seed=2", "case_name=b"}, {0, 1, 2, 3}, summary) == Numbers{3});
  CHECK(rows_where({}, {}, summary).empty());
  CHECK_THROWS_WITH(rows_where({"seed=2", "seed=1"}, {0, 1, 2, 3}, summary), "where: no cell has seed=2 and seed=1");
}
