// Axes: ends, marks and labels.
#include "panels/axis.hpp"

#include <algorithm>
#include <cmath>

#include "catch.hpp"

using namespace engram;

namespace {

std::vector<std::string> labels_of(const panels::Axis& axis) {
  std::vector<std::string> labels;
  for (const panels::Tick& tick : axis.ticks) {
    if (!tick.label.empty()) {
      labels.push_back(tick.label);
    }
  }
  return labels;
}

}  // namespace

TEST_CASE("axis: marks stand at round numbers with as many decimals as they need") {
  CHECK(labels_of(panels::make_axis({0, 10}, {.tight = true})) ==
        std::vector<std::string>{"0", "2", "4", "6", "8", "10"});
  CHECK(labels_of(panels::make_axis({0, 1}, {.tight = true})) ==
        std::vector<std::string>{"0", "0.2", "0.4", "0.6", "0.8", "1.0"});
  CHECK(labels_of(panels::make_axis({-1, 1}, {.tight = true})) ==
        std::vector<std::string>{"\u22121.0", "\u22120.5", "0", "0.5", "1.0"});
}

TEST_CASE("axis: very large and very small numbers are written with a power of ten") {
  CHECK(labels_of(panels::make_axis({0, 2e6}, {.tight = true})) ==
        std::vector<std::string>{"0", "0.5\u00d710\u2076", "1.0\u00d710\u2076", "1.5\u00d710\u2076",
                                 "2.0\u00d710\u2076"});
  CHECK(labels_of(panels::make_axis({0, 2e-6}, {.tight = true})).back() == "2.0\u00d710\u207b\u2076");
}

TEST_CASE("axis: an axis begins at zero where that costs little") {
  CHECK(panels::make_axis({1, 10}, {}).from == 0);
  CHECK(panels::make_axis({9, 10}, {}).from > 8);
}

TEST_CASE("axis: a line along the end of an axis stays clear of the frame") {
  const panels::Axis axis = panels::make_axis({0, 13}, {});
  CHECK(axis.from < 0);
  CHECK(axis.to > 13);
}

TEST_CASE("axis: a wished end is taken as it is") {
  const panels::Axis axis = panels::make_axis({0, 10}, {.min = -3.5, .max = 7.25});
  CHECK(axis.from == -3.5);
  CHECK(axis.to == 7.25);
  SECTION("even where all data are beyond it") {
    CHECK(panels::make_axis({0, 1}, {.min = 5}).from == 5);
    CHECK(panels::make_axis({0, 1}, {.min = 5}).to > 5);
    CHECK(panels::make_axis({0, 1}, {.max = -1}).to == -1);
    CHECK(panels::make_axis({0, 1}, {.max = -1}).from < -1);
  }
}

TEST_CASE("axis: an axis over one number has an extent") {
  for (const double number : {0.0, 3.0, -3.0, 1e-300, 1e12}) {
    const panels::Axis axis = panels::make_axis({number, number}, {});
    CHECK(axis.from < axis.to);
    CHECK_FALSE(axis.ticks.empty());
  }
  const panels::Axis log = panels::make_axis({3, 3}, {.scale = panels::Scale::log});
  CHECK(log.from > 0);
  CHECK(log.from < log.to);
}

TEST_CASE("axis: numbers that differ only in their last digits make an axis that ends") {
  const panels::Axis axis = panels::make_axis({1e9, 1e9 + 2e-7}, {});
  CHECK(axis.from < axis.to);
  CHECK(axis.ticks.size() < 12);
}

TEST_CASE("axis: a logarithmic axis over few decades shows numbers, over many powers of ten") {
  CHECK(labels_of(panels::make_axis({0.1, 10}, {.scale = panels::Scale::log, .tight = true})) ==
        std::vector<std::string>{"0.1", "0.2", "0.5", "1", "2", "5", "10"});
  CHECK(labels_of(panels::make_axis({1e-12, 1}, {.scale = panels::Scale::log, .tight = true})) ==
        std::vector<std::string>{"10\u207b\u00b9\u00b2", "10\u207b\u00b9\u2070", "10\u207b\u2078", "10\u207b\u2076",
                                 "10\u207b\u2074", "10\u207b\u00b2", "10\u2070"});
}

TEST_CASE("axis: words that do not fit side by side stand aslant, and long ones are cut short") {
  const panels::Axis level = panels::make_word_axis({"one", "two"}, 200, 8);
  CHECK_FALSE(level.slanted);
  CHECK(labels_of(level) == std::vector<std::string>{"one", "two"});
  const panels::Axis slanted =
      panels::make_word_axis({"several words", "several more words", std::string(200, 'w')}, 100, 8);
  CHECK(slanted.slanted);
  CHECK(slanted.ticks[0].label == "several words");
  CHECK(slanted.ticks[2].label.ends_with("\u2026"));
  SECTION("where even lines have no room, some places go without a word") {
    const std::vector<std::string> many(100, "word");
    const panels::Axis crowded = panels::make_word_axis(many, 200, 8);
    CHECK(crowded.ticks.size() == 100);
    CHECK(labels_of(crowded).size() < 20);
  }
}

TEST_CASE("axis: a symlog axis is linear around zero, logarithmic beyond, and has both signs") {
  const panels::Axis axis =
      panels::make_axis({-100, 1000}, {.scale = panels::Scale::symlog, .tight = true, .linear = 1});
  const auto length = [&](double number) { return panels::length_to(number, axis); };
  CHECK(length(0) == 0);
  CHECK(length(0.5) == 0.5);
  CHECK(length(-1) == -1);
  CHECK(length(1000) == Approx(4));
  CHECK(length(-100) == Approx(-3));
  for (const double number : {-100.0, -0.3, 0.0, 0.7, 1.0, 250.0}) {
    CHECK(panels::number_at(length(number), axis) == Approx(number));
  }
  CHECK(labels_of(axis) == std::vector<std::string>{"0", "1", "\u22121", "100", "\u2212100"});
  // Between two powers of ten there are marks as well.
  CHECK(labels_of(panels::make_axis({0.2, 0.9}, {.scale = panels::Scale::symlog, .tight = true, .linear = 0.05})) ==
        std::vector<std::string>{"0.2", "0.5"});
}

TEST_CASE("axis: the linear part of a symlog axis ends near the smallest number, at most four decades below") {
  CHECK(panels::linear_part({0, 0.03, -2}) == Approx(0.01));
  CHECK(panels::linear_part({1e-12, 500}) == Approx(0.01));
  CHECK(panels::linear_part({0, 0}) == 1);
  CHECK(panels::linear_part({}) == 1);
}

TEST_CASE("axis: fields around numbers meet in the middle between them, on the scale of the axis") {
  panels::Axis linear;
  CHECK(panels::field_ends({1, 2, 10}, linear) == std::vector<double>{0.25, 0.75, 3, 7});  // halves of the numbers
  panels::Axis log;
  log.scale = panels::Scale::log;
  const std::vector<double> ends = panels::field_ends({1, 100, 10000}, log);
  CHECK(panels::number_at(ends[1], log) == Approx(10));
  CHECK(panels::number_at(ends[0], log) == Approx(0.1));
}

TEST_CASE("axis: marks of whole numbers are whole") {
  CHECK(labels_of(panels::make_axis({-0.5, 1.5}, {.tight = true, .whole = true})) ==
        std::vector<std::string>{"0", "1"});
}
