// Every difference between two results is reported, and only these.
#include "inspect/file_comparison.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "catch.hpp"
#include "result_folder.hpp"
#include "store/writer.hpp"

using engram::Dataset;
using engram::Index;
using engram::inspect::compare;
using engram::inspect::Comparison;
using engram::results::Tolerance;
using engram::store::Reader;
using engram::store::Writer;
using engram::store::test::Folder;

namespace {

using Reals = std::vector<double>;
using Wholes = std::vector<std::int64_t>;
using Bytes = std::vector<std::int8_t>;
using Texts = std::vector<std::string>;
using Lines = std::vector<std::string>;

constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

Dataset numbers(Reals values) {
  return {"x", {"row", "column"}, {2, 2}, std::move(values), "s", "Numbers."};
}

/// Writes a result with these datasets in the group "a".
void write(const std::filesystem::path& path, const std::vector<Dataset>& datasets) {
  Writer writer(path, true);
  writer.group("a");
  for (const Dataset& dataset : datasets) {
    writer.group("a").record(dataset);
  }
  writer.finish();
}

/// The differences between two results; the other direction must have the same number.
Lines reported(const std::vector<Dataset>& a, const std::vector<Dataset>& b, const Tolerance& tolerance = {}) {
  const Folder folder;
  write(folder / "a.h5", a);
  write(folder / "b.h5", b);
  const auto differences = [&](const char* one, const char* other) {
    Lines lines;
    const Comparison comparison = compare(
        Reader(folder / one), Reader(folder / other), tolerance, {}, [](const std::string&) { return false; },
        [&](const std::string& line) {
          const std::string in = folder.path().string() + "/";
          const std::size_t at = line.find(in);
          lines.push_back(at == std::string::npos ? line : std::string(line).erase(at, in.size()));
        });
    CHECK(comparison.differences == lines.size());
    return lines;
  };
  Lines lines = differences("a.h5", "b.h5");
  CHECK(differences("b.h5", "a.h5").size() == lines.size());
  CHECK(differences("a.h5", "a.h5").empty());
  return lines;
}

/// The only difference between two datasets.
std::string only_difference(const Dataset& a, const Dataset& b, const Tolerance& tolerance = {}) {
  const Lines lines = reported({a}, {b}, tolerance);
  CAPTURE(lines);
  REQUIRE(lines.size() == 1);
  return lines.front();
}

}  // namespace

TEST_CASE("compare: each property of a dataset is compared") {
  const Dataset base = numbers({1, 2, 3, 4});
  Dataset other = base;
  other.unit = "ms";
  CHECK(only_difference(base, other) == "a/x: unit 's' and 'ms'");
  other.unit = "";
  CHECK(only_difference(base, other) == "a/x: unit 's' and ''");
  other = base;
  other.values = Wholes{1, 2, 3, 4};
  CHECK(only_difference(base, other) == "a/x: real numbers and whole numbers");
  other.values = Bytes{1, 2, 3, 4};
  CHECK(only_difference(base, other) == "a/x: real numbers and bytes");
  other.values = Texts{"1", "2", "3", "4"};
  CHECK(only_difference(base, other) == "a/x: real numbers and text");
  Dataset whole = base;
  whole.values = Wholes{1, 2, 3, 4};
  other.values = Bytes{1, 2, 3, 4};
  CHECK(only_difference(whole, other) == "a/x: whole numbers and bytes");
}

TEST_CASE("compare: the names and the extents of dimensions are compared") {
  const Dataset base{"x", {"row"}, {3}, Reals{1, 2, 3}, "s", "Numbers."};
  Dataset other = base;
  other.dimensions = {"line"};
  Lines lines = reported({base}, {other});
  CHECK(std::ranges::find(lines, "a/x: dimensions row and line") != lines.end());
  other = {"x", {"row"}, {2}, Reals{1, 2}, "s", "Numbers."};
  lines = reported({base}, {other});
  CHECK(std::ranges::find(lines, "a/x: shape 3 and 2") != lines.end());
  other = {"x", {}, {}, Reals{1}, "s", "Numbers."};
  lines = reported({base}, {other});
  CHECK(std::ranges::find(lines, "a/x: shape 3 and a single value") != lines.end());
  // The same numbers in another shape.
  const Dataset wide{"y", {"p", "q"}, {2, 3}, Reals{1, 2, 3, 4, 5, 6}, "1", "Numbers."};
  Dataset high = wide;
  high.shape = {3, 2};
  lines = reported({wide}, {high});
  CHECK(std::ranges::find(lines, "a/y: shape 2 x 3 and 3 x 2") != lines.end());
  Dataset turned = wide;
  turned.dimensions = {"q", "p"};
  lines = reported({wide}, {turned});
  CHECK(std::ranges::find(lines, "a/y: dimensions p, q and q, p") != lines.end());
}

TEST_CASE("compare: every value is compared, in any place and of any type") {
  const Dataset base = numbers({1, 2, 3, 4});
  for (std::size_t at = 0; at < 4; ++at) {
    Reals values{1, 2, 3, 4};
    values[at] += 1e-9;
    CHECK_THAT(only_difference(base, numbers(values)),
               Catch::StartsWith("a/x: 1 of 4 values differs, the most at [" + std::to_string(at / 2) + ", " +
                                 std::to_string(at % 2) + "]: "));
    Dataset whole = base;
    whole.values = Wholes{1, 2, 3, 4};
    Dataset other = whole;
    ++std::get<Wholes>(other.values)[at];
    CHECK_THAT(only_difference(whole, other), Catch::Contains("1 of 4 values differs, the first at ["));
    Dataset bytes = base;
    bytes.values = Bytes{1, 2, 3, 4};
    other = bytes;
    ++std::get<Bytes>(other.values)[at];
    CHECK_THAT(only_difference(bytes, other), Catch::Contains("1 of 4 values differs, the first at ["));
    Dataset texts = base;
    texts.values = Texts{"a", "b", "c", "d"};
    other = texts;
    std::get<Texts>(other.values)[at] += " ";
    CHECK_THAT(only_difference(texts, other), Catch::Contains("1 of 4 values differs, the first at ["));
  }
  CHECK(only_difference(base, numbers({1, 5, 3, 4.5})) == "a/x: 2 of 4 values differ, the most at [0, 1]: 2 and 5");
  const Dataset one{"x", {}, {}, Reals{1.5}, "s", "A number."};
  Dataset two = one;
  two.values = Reals{2.5};
  CHECK(only_difference(one, two) == "a/x: differs: 1.5 and 2.5");
}

TEST_CASE("compare: NaN differs from every number, and not from NaN") {
  const Dataset base = numbers({1, not_a_number, 3, 4});
  CHECK(reported({base}, {base}).empty());
  CHECK(reported({base}, {numbers({1, -not_a_number, 3, 4})}).empty());
  const Tolerance wide{1e300, 1.0};
  for (const Tolerance& tolerance : {Tolerance{}, wide}) {
    CHECK(reported({base}, {base}, tolerance).empty());
    CHECK_THAT(only_difference(base, numbers({1, 0, 3, 4}), tolerance), Catch::Contains("at [0, 1]: nan and 0"));
    CHECK_THAT(only_difference(base, numbers({1, INFINITY, 3, 4}), tolerance), Catch::Contains("nan and inf"));
  }
  CHECK_THAT(only_difference(numbers({1, 2, 3, INFINITY}), numbers({1, 2, 3, -INFINITY}), Tolerance{1.0, 0.5}),
             Catch::Contains("at [1, 1]: inf and -inf"));
  CHECK_THAT(only_difference(numbers({1, 2, 3, 4}), numbers({1, 2, 3, INFINITY}), wide),
             Catch::Contains("at [1, 1]: 4 and inf"));
  CHECK(reported({numbers({1, 2, 3, INFINITY})}, {numbers({1, 2, 3, INFINITY})}, wide).empty());
}

TEST_CASE("compare: without a tolerance all bits count, and with one the larger of two distances is allowed") {
  const Dataset base = numbers({1, 2, 0, 1000});
  CHECK_THAT(only_difference(base, numbers({1, 2, -0.0, 1000})), Catch::Contains("at [1, 0]: 0 and -0"));
  CHECK_THAT(only_difference(base, numbers({1, std::nextafter(2.0, 3.0), 0, 1000})), Catch::Contains("at [0, 1]"));
  CHECK(reported({base}, {numbers({1, 2, -0.0, 1000})}, {1e-300, 0.0}).empty());
  CHECK(reported({base}, {numbers({1.25, 2, -0.25, 1000.25})}, {0.25, 0.0}).empty());
  CHECK_THAT(only_difference(base, numbers({1.25, 2, -0.25, 1000.5}), {0.25, 0.0}),
             Catch::Contains("1 of 4 values differs, the most at [1, 1]"));
  CHECK(reported({base}, {numbers({1.25, 2.5, 0, 1250})}, {0.0, 0.25}).empty());
  CHECK_THAT(only_difference(base, numbers({1.25, 2.5, 1e-9, 1250}), {0.0, 0.25}), Catch::Contains("at [1, 0]"));
  CHECK(reported({base}, {numbers({1.25, 2.5, 1e-9, 1250})}, {1e-9, 0.25}).empty());
  // A tolerance is only for real numbers.
  Dataset whole = base;
  whole.values = Wholes{1, 2, 0, 1000};
  Dataset other = whole;
  other.values = Wholes{1, 2, 0, 1001};
  CHECK_THAT(only_difference(whole, other, {10.0, 1.0}), Catch::Contains("at [1, 1]: 1000 and 1001"));
}

TEST_CASE("compare: a large dataset is compared piece by piece, with the same words") {
  constexpr Index columns = (Index{1} << 20) + 3;
  constexpr Index rows = 5;
  const auto large = [](double value) {
    Reals values(static_cast<std::size_t>(rows * columns));
    values[static_cast<std::size_t>(3 * columns + 7)] = value;
    values.back() = value / 2.0;
    return Dataset{"x", {"row", "column"}, {rows, columns}, std::move(values), "s", "Numbers."};
  };
  CHECK(reported({large(2.0)}, {large(0.0)}) ==
        Lines{"a/x: 2 of 5242895 values differ, the most at [3, 7]: 2 and 0"});
  CHECK(reported({large(2.0)}, {large(1.5)}, {0.3, 0.0}) ==
        Lines{"a/x: 1 of 5242895 values differs, the most at [3, 7]: 2 and 1.5"});
  Dataset whole = large(0.0);
  whole.values = Wholes(static_cast<std::size_t>(rows * columns));
  CHECK(reported({large(0.0)}, {whole}) == Lines{"a/x: real numbers and whole numbers"});
}

TEST_CASE("compare: a dataset that only one result has is reported with its name") {
  const Dataset x{"x", {}, {}, Reals{1}, "s", "X."};
  const Dataset y{"y", {}, {}, Reals{1}, "s", "Y."};
  CHECK(reported({x, y}, {x}) == Lines{"a/y: only in a.h5"});
  CHECK(reported({x}, {x, y}).size() == 1);
  const Folder folder;
  write(folder / "a.h5", {x});
  {
    Writer writer(folder / "b.h5", false);
    writer.group("a").record(x);
    writer.group("a/deep").record(y);
    writer.group("empty");
    writer.finish();
  }
  const auto lines = [&](const std::function<bool(const std::string&)>& skip) {
    Lines found;
    compare(Reader(folder / "a.h5"), Reader(folder / "b.h5"), {}, {}, skip,
            [&](const std::string& line) { found.push_back(line.substr(0, line.find(':'))); });
    return found;
  };
  CHECK(lines([](const std::string&) { return false; }) == Lines{"empty", "a/deep"});
}

TEST_CASE("compare: the order in which datasets and groups were recorded is no difference") {
  const Dataset x{"x", {}, {}, Reals{1}, "s", "X."};
  const Dataset y{"y", {}, {}, Reals{1}, "s", "Y."};
  CHECK(reported({x, y}, {y, x}).empty());
  CHECK(reported({y, x}, {x}) == Lines{"a/y: only in a.h5"});
}

TEST_CASE("compare: a group of one result is compared with the whole of another, which may have more") {
  const Dataset x{"x", {}, {}, Reals{1}, "s", "X."};
  const Dataset y{"y", {}, {}, Reals{1}, "s", "Y."};
  const Folder folder;
  {
    Writer writer(folder / "a.h5", false);
    writer.group("cases/one/a").record(x);
    writer.group("cases/two/a").record(y);
    writer.finish();
  }
  write(folder / "b.h5", {x, y});
  const auto lines = [&](const engram::inspect::Extent& extent) {
    Lines found;
    const Comparison comparison = compare(
        Reader(folder / "a.h5"), Reader(folder / "b.h5"), {}, extent, [](const std::string&) { return false; },
        [&](const std::string& line) { found.push_back(line.substr(0, line.find(folder.path().string()))); });
    CHECK(comparison.differences == found.size());
    return found;
  };
  CHECK(lines({"cases/one", false}) == Lines{"a/y: only in "});
  CHECK(lines({"cases/one", true}).empty());
  CHECK(lines({"cases/two", true}).empty());
  CHECK(lines({"", true}) == Lines{"cases: only in "});
  CHECK(lines({"", false}) == Lines{"cases: only in ", "a: only in "});
}
