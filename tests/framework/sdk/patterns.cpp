// Patterns as numbers and as bits.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <variant>
#include <vector>

#include <engram/patterns.hpp>
#include <engram/random.hpp>

#include "catch.hpp"
#include "packed.hpp"

using namespace engram;

namespace {

Matrix signs(Index units, Index count) {
  RandomStream random = RandomStreams(3, "patterns").stream(0);
  return Matrix::NullaryExpr(units, count, [&] { return random.sign(); });
}

/// Patterns of +1, whose value at one place is another.
Patterns with(Index units, Index count, Index unit, Index pattern, double value) {
  return Patterns::drawn(units, count, [&](Index drawn, VectorView values) {
    values.setOnes();
    values[unit] = drawn == pattern ? value : 1.0;
  });
}

}  // namespace

TEST_CASE("patterns: bits have the values of the numbers, whatever the number of units") {
  for (const Index units : {1, 7, 63, 64, 65, 128, 200}) {
    CAPTURE(units);
    const Matrix values = signs(units, 5);
    const Patterns numbers = values;
    const Patterns bits = test::packed(values);
    REQUIRE(numbers.bits() == nullptr);
    REQUIRE(bits.bits() != nullptr);
    for (const Patterns& each : {numbers, bits}) {
      CHECK(each.rows() == units);
      CHECK(each.cols() == 5);
      CHECK(each.matrix() == values);
      CHECK(static_cast<const Matrix&>(each) == values);
      CHECK(each.col(3) == values.col(3));
      CHECK(each(units - 1, 4) == values(units - 1, 4));
      CHECK(each.middleCols(1, 3) == values.middleCols(1, 3));
      Matrix filled = Matrix::Zero(units, 4);
      each.put(2, filled.middleCols(1, 2));
      CHECK(filled.middleCols(1, 2) == values.middleCols(2, 2));
      CHECK((filled.col(0).isZero(0.0) && filled.col(3).isZero(0.0)));
      CHECK(each.first(2).matrix() == values.leftCols(2));
      CHECK(each.mean() == values.mean());
      CHECK(each.unit_means() == values.rowwise().mean());
      MemoryRecorder recorder;
      each.record(recorder, "X", "pattern", "Patterns.");
      const Dataset& recorded = recorder.find("X");
      CHECK(recorded.dimensions == std::vector<std::string>{"pattern", "unit"});
      CHECK(recorded.shape == std::vector<Index>{5, units});
      const auto& stored = std::get<std::vector<std::int8_t>>(recorded.values);
      CHECK(std::equal(stored.begin(), stored.end(), values.data(), values.data() + values.size()));
    }
    CHECK((bits.first(2).bits() != nullptr));
  }
}

TEST_CASE("patterns: very many values of +1 and -1 become bits, and fewer stay numbers") {
  const Index units = Patterns::many / 4;
  const Patterns many = with(units, 4, 70, 2, -1.0);
  REQUIRE(many.bits() != nullptr);
  CHECK(many(70, 2) == -1.0);
  CHECK(many.mean() == Approx(1.0 - 2.0 / static_cast<double>(Patterns::many)).epsilon(1e-12));
  CHECK(with(units - 1, 4, 70, 2, -1.0).bits() == nullptr);
}

TEST_CASE("patterns: one value other than +1 and -1 makes all of them numbers") {
  const Index units = Patterns::many / 4;
  for (const double value : {0.0, 0.5, -1.5, 1.0 + 1e-15, std::numeric_limits<double>::quiet_NaN()}) {
    for (const Index unit : {Index{0}, units - 1}) {
      const Patterns mixed = with(units, 5, unit, 3, value);
      REQUIRE(mixed.bits() == nullptr);
      CHECK((mixed(unit, 3) == value || std::isnan(value)));
      CHECK(mixed.col(2) == Vector::Ones(units));
      CHECK(mixed(unit, 4) == 1.0);
    }
  }
}

TEST_CASE("patterns: a batch of them has about 2 MB") {
  const Patterns few = signs(100, 3);
  CHECK(few.batch(16) == 16);
  CHECK(Patterns(Matrix::Ones(1 << 17, 3)).batch(16) == 2);
  CHECK(with(Index{1} << 22U, 1, 0, 0, 1.0).batch(16) == 1);
}
