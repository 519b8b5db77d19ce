// The types of the columns of a summary, and the values of missing entries.
#include "cells/summary.hpp"

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "catch.hpp"
#include "store/format.hpp"

using engram::Dataset;
using engram::MemoryRecorder;
using engram::cells::Scalar;
using engram::cells::SummaryTable;
using engram::specification::Axis;
using engram::specification::Cells;
using engram::specification::ExperimentSpec;
using engram::specification::Setting;
using engram::specification::Settings;

namespace {

using Wholes = std::vector<std::int64_t>;
using Reals = std::vector<double>;
using Texts = std::vector<std::string>;

constexpr std::int64_t gap = engram::store::missing_whole_number;

Scalar whole(const std::string& name, std::int64_t value) {
  return {name, value, "1", "A count."};
}

Scalar real(const std::string& name, double value) {
  return {name, value, "1", "A share."};
}

/// The columns of a table with these rows.
MemoryRecorder columns_of(const std::vector<Settings>& rows, const std::vector<std::vector<Scalar>>& results = {}) {
  SummaryTable table;
  Texts labels;
  for (std::size_t row = 0; row < rows.size(); ++row) {
    table.add({"", rows[row], row < results.size() ? results[row] : std::vector<Scalar>{}});
    labels.push_back(std::to_string(row));
  }
  MemoryRecorder recorder;
  table.record(labels, recorder);
  return recorder;
}

template <class List>
List values_of(const MemoryRecorder& recorder, const std::string& name) {
  const Dataset& dataset = recorder.find(name);
  REQUIRE(std::holds_alternative<List>(dataset.values));
  return std::get<List>(dataset.values);
}

/// Cells along one axis, which has two points more than the rows have values.
class Line : public Cells::Source {
 public:
  explicit Line(std::size_t count) : count_(count) {}
  [[nodiscard]] std::size_t size() const override { return count_; }
  [[nodiscard]] ExperimentSpec make(std::size_t /*cell*/) const override { return {}; }
  [[nodiscard]] std::pair<std::string, std::string> name(std::size_t cell) const override {
    return {std::to_string(cell), ""};
  }
  [[nodiscard]] std::vector<std::size_t> position(std::size_t cell) const override { return {0, cell}; }

 private:
  std::size_t count_;
};

}  // namespace

TEST_CASE("summary: columns have the types of parameters, whatever their text looks like") {
  const MemoryRecorder columns = columns_of({{{"a.count", {std::int64_t{1}, "1"}},
                                              {"a.time", {0.5, "s"}},
                                              {"a.dataset", {std::string("2d")}},
                                              {"a.flag", {true}},
                                              {"same", {std::int64_t{1}}}},
                                             {{"a.count", {std::int64_t{9007199254740993}, "1"}},
                                              {"a.time", {2.0, "s"}},
                                              {"a.dataset", {std::string("3d")}},
                                              {"a.flag", {false}},
                                              {"same", {std::int64_t{1}}}}});
  CHECK(values_of<Wholes>(columns, "a.count") == Wholes{1, 9007199254740993});
  CHECK(columns.find("a.count").unit == "1");
  CHECK(values_of<Reals>(columns, "a.time") == Reals{0.5, 2.0});
  CHECK(columns.find("a.time").unit == "s");
  CHECK(values_of<Texts>(columns, "a.dataset") == Texts{"2d", "3d"});
  CHECK(columns.find("a.dataset").unit.empty());
  CHECK(values_of<Texts>(columns, "a.flag") == Texts{"true", "false"});
  CHECK_THROWS(columns.find("same"));
}

TEST_CASE("summary: a column with gaps keeps its type") {
  const MemoryRecorder columns =
      columns_of({{{"b", {std::string("x")}}},
                  {{"count", {std::int64_t{3}}}, {"time", {0.5, "s"}}, {"noise", {engram::Value{}}}},
                  {{"b", {std::string("y")}}, {"noise", {0.25, "1"}}}});
  CHECK(values_of<Wholes>(columns, "count") == Wholes{gap, 3, gap});
  const Reals times = values_of<Reals>(columns, "time");
  CHECK(std::isnan(times[0]));
  CHECK(times[1] == 0.5);
  CHECK(std::isnan(times[2]));
  CHECK(values_of<Texts>(columns, "b") == Texts{"x", "", "y"});
  // An optional number without a value is as missing as a number that the case does not have.
  const Reals noise = values_of<Reals>(columns, "noise");
  CHECK(std::isnan(noise[0]));
  CHECK(std::isnan(noise[1]));
  CHECK(noise[2] == 0.25);
}

TEST_CASE("summary: numbers of two kinds are real, and numbers of two units are text") {
  const MemoryRecorder columns = columns_of(
      {{{"mixed", {std::int64_t{1}, "1"}}, {"units", {0.5, "s"}}}, {{"mixed", {0.5, ""}}, {"units", {0.5, "1"}}}});
  CHECK(values_of<Reals>(columns, "mixed") == Reals{1.0, 0.5});
  CHECK(values_of<Texts>(columns, "units") == Texts{"0.5 s", "0.5"});
}

TEST_CASE("summary: results that are whole numbers stay whole") {
  const std::vector<Settings> rows(3);
  const MemoryRecorder columns = columns_of(rows, {{whole("results.n", 9007199254740993), whole("results.mixed", 2)},
                                                   {real("results.share", 0.5), real("results.mixed", 0.5)},
                                                   {whole("results.n", 7)}});
  CHECK(values_of<Wholes>(columns, "results.n") == Wholes{9007199254740993, gap, 7});
  const Reals mixed = values_of<Reals>(columns, "results.mixed");
  CHECK(mixed[0] == 2.0);
  CHECK(mixed[1] == 0.5);
  CHECK(std::isnan(mixed[2]));
  const Reals shares = values_of<Reals>(columns, "results.share");
  CHECK(std::isnan(shares[0]));
  CHECK(shares[1] == 0.5);
}

TEST_CASE("summary: the coordinates of the grid have types and different words") {
  const auto grid = [](const Axis& axis, const std::vector<Settings>& rows) {
    SummaryTable table;
    std::vector<std::size_t> numbers;
    for (const Settings& row : rows) {
      table.add({"", row, {whole("results.n", static_cast<std::int64_t>(numbers.size()))}});
      numbers.push_back(numbers.size());
    }
    MemoryRecorder recorder;
    table.record_grid(Cells(std::make_shared<const Line>(rows.size()), {axis}), numbers, recorder);
    return recorder;
  };
  const MemoryRecorder counts =
      grid({"count", {"count"}, {"1", "2", "3"}, 3, {"count"}, {{}}},
           {{{"count", {std::int64_t{1}}}}, {{"count", {std::int64_t{2}}}}, {{"count", {std::int64_t{3}}}}});
  CHECK(values_of<Wholes>(counts, "count") == Wholes{1, 2, 3});
  CHECK(values_of<Wholes>(counts, "results.n") == Wholes{0, 1, 2});

  // One point has no cell, so that only its label gives its value.
  const MemoryRecorder some = grid({"count", {"count"}, {"1", "2", "3"}, 3, {"count"}, {{}}},
                                   {{{"count", {std::int64_t{1}}}}, {{"count", {std::int64_t{2}}}}});
  CHECK(values_of<Texts>(some, "count") == Texts{"1", "2", "3"});
  CHECK(values_of<Wholes>(some, "results.n") == Wholes{0, 1, gap});

  const MemoryRecorder noise = grid({"noise", {"noise"}, {"none", "0.5"}, 2, {"noise"}, {{}}},
                                    {{{"noise", {engram::Value{}}}}, {{"noise", {0.5}}}});
  CHECK(values_of<Texts>(noise, "noise") == Texts{"none", "0.5"});
}
