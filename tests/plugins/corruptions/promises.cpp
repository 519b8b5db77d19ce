// The promises of each corruption, for patterns of any size and any values.
#include <algorithm>
#include <array>
#include <cmath>
#include <memory>
#include <utility>
#include <vector>

#include "catch.hpp"
#include "corruptions.hpp"

using namespace engram;
using test::damaged;

namespace {

/// One to forty values, all of them different, from an interval that may lie anywhere.
Vector any_pattern(RandomStream& random) {
  const double from = 20.0 * random.uniform() - 10.0;
  const double width = std::exp(6.0 * random.uniform() - 3.0);
  const auto size = static_cast<Index>(1 + random.below(40));
  return Vector::NullaryExpr(size, [&] { return from + width * random.uniform(); });
}

/// The units that differ between two patterns.
std::vector<Index> differing(const Vector& one, const Vector& other) {
  std::vector<Index> units;
  for (Index unit = 0; unit < one.size(); ++unit) {
    if (one[unit] != other[unit]) {
      units.push_back(unit);
    }
  }
  return units;
}

Index rounded(double share, Index count) {
  return static_cast<Index>(std::floor(share * static_cast<double>(count) + 0.5));
}

std::shared_ptr<MaskUnits> mask(double fraction, double value) {
  auto made = std::make_shared<MaskUnits>();
  made->fraction = fraction;
  made->value = value;
  return made;
}

std::shared_ptr<SaltAndPepper> salt_and_pepper(double fraction, double pepper, double salt) {
  auto made = std::make_shared<SaltAndPepper>();
  made->fraction = fraction;
  made->pepper = pepper;
  made->salt = salt;
  return made;
}

std::shared_ptr<SignFlips> flips(double fraction) {
  auto made = std::make_shared<SignFlips>();
  made->fraction = fraction;
  return made;
}

std::shared_ptr<Occlusion> occlusion(Occlusion::Region region, double share, double value) {
  auto made = std::make_shared<Occlusion>();
  made->width = 1;
  made->region = region;
  made->share = share;
  made->value = value;
  return made;
}

bool is(const Range& range, double min, double max) {
  return range.min == min && range.max == max;
}

}  // namespace

TEST_CASE("corruptions: the range is that of the pattern and of the values that take the place of others") {
  const auto noise = [](double pepper, double salt) { return *salt_and_pepper(0.1, pepper, salt); };
  CHECK(is(noise(-3.0, 5.0).range({0.0, 1.0}), -3.0, 5.0));
  CHECK(is(noise(5.0, -3.0).range({0.0, 1.0}), -3.0, 5.0));
  CHECK(is(noise(0.25, 0.5).range({0.0, 1.0}), 0.0, 1.0));
  CHECK(is(noise(7.0, 8.0).range({0.0, 1.0}), 0.0, 8.0));
  CHECK(is(noise(-8.0, -7.0).range({0.0, 1.0}), -8.0, 1.0));
  CHECK(is(mask(0.1, 0.0)->range({5.0, 6.0}), 0.0, 6.0));
  CHECK(is(mask(0.1, 0.0)->range({-6.0, -5.0}), -6.0, 0.0));
  CHECK(is(mask(0.1, 0.0)->range({-1.0, 1.0}), -1.0, 1.0));
  using Region = Occlusion::Region;
  CHECK(is(occlusion(Region::left, 0.5, -1.0)->range({0.0, 1.0}), -1.0, 1.0));
  CHECK(is(occlusion(Region::left, 0.5, 2.0)->range({0.0, 1.0}), 0.0, 2.0));
  CHECK(is(flips(0.1)->range({-1.0, 1.0}), -1.0, 1.0));
  CHECK(is(flips(0.1)->range({0.0, 3.0}), -3.0, 3.0));
  CHECK(is(flips(0.1)->range({-4.0, -2.0}), -4.0, 4.0));
  CHECK(is(flips(0.1)->range({2.0, 4.0}), -4.0, 4.0));
  Sequence sequence;
  sequence.corruptions = {mask(0.1, 5.0), flips(0.1)};
  CHECK(is(sequence.range({0.0, 1.0}), -5.0, 5.0));
  sequence.corruptions = {flips(0.1), mask(0.1, 5.0)};
  CHECK(is(sequence.range({0.0, 1.0}), -1.0, 5.0));
}

TEST_CASE("corruptions: values of any pattern stay within the range, and other units as they were") {
  RandomStream random(17, 0);
  using Region = Occlusion::Region;
  constexpr std::array regions{Region::block, Region::left, Region::right, Region::top, Region::bottom};
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    CAPTURE(seed);
    const Vector pattern = any_pattern(random);
    const double share = seed % 10 == 0 ? 1.0 : random.uniform();
    const double low = 20.0 * random.normal();
    const double high = 20.0 * random.normal();
    const Range of_pattern{pattern.minCoeff(), pattern.maxCoeff()};
    Sequence sequence;
    sequence.corruptions = {flips(share), mask(share, high)};
    const std::vector<std::shared_ptr<const Corruption>> all{
        mask(share, low), salt_and_pepper(share, low, high), flips(share),
        occlusion(regions.at(random.below(5)), share, low), std::make_shared<Sequence>(sequence)};
    for (const auto& corruption : all) {
      const Range range = corruption->range(of_pattern);
      REQUIRE_NOTHROW(corruption->check_units(pattern.size()));
      const Vector after = damaged(*corruption, pattern, seed);
      REQUIRE((after.array() >= range.min && after.array() <= range.max).all());
    }
    const Index count = rounded(share, pattern.size());
    for (const auto& [corruption, values] :
         {std::pair{all[0], std::vector{low}}, std::pair{all[1], std::vector{low, high}}}) {
      const Vector after = damaged(*corruption, pattern, seed);
      const std::vector<Index> units = differing(pattern, after);
      REQUIRE(std::ssize(units) == count);
      for (const Index unit : units) {
        REQUIRE(std::find(values.begin(), values.end(), after[unit]) != values.end());
      }
    }
    const Vector flipped = damaged(*all[2], pattern, seed);
    const std::vector<Index> units = differing(pattern, flipped);
    REQUIRE(std::ssize(units) == count);
    for (const Index unit : units) {
      REQUIRE(flipped[unit] == -pattern[unit]);
    }
  }
}

TEST_CASE("gaussian_noise: the noise depends neither on the pattern nor, but for a factor, on its width") {
  GaussianNoise noise;
  noise.sigma = 1.0;
  const Vector of_one = damaged(noise, Vector::Zero(50));
  for (const double sigma : {0.25, 4.0}) {
    noise.sigma = sigma;
    CHECK(damaged(noise, Vector::Zero(50)) == sigma * of_one);
    CHECK((damaged(noise, Vector::Constant(50, 3.0)) - Vector::Constant(50, 3.0) - sigma * of_one)
              .cwiseAbs()
              .maxCoeff() < 1e-14);
  }
  CHECK(noise.range({0.0, 1.0}).contains(-1e9));
}

TEST_CASE("mask: a stretch may reach to the last unit and no further, for any size") {
  for (Index units = 1; units <= 6; ++units) {
    for (Index first = 0; first <= units; ++first) {
      for (Index count = 1; count <= units + 1; ++count) {
        CAPTURE(units, first, count);
        MaskUnits stretch;
        stretch.first = first;
        stretch.count = count;
        stretch.value = 9.0;
        if (first + count > units) {
          CHECK_THROWS_AS(stretch.check_units(units), ParameterError);
          continue;
        }
        CHECK_NOTHROW(stretch.check_units(units));
        Vector expected = Vector::Ones(units);
        expected.segment(first, count).setConstant(9.0);
        CHECK(damaged(stretch, Vector::Ones(units)) == expected);
      }
    }
    MaskUnits rest;
    rest.first = units - 1;
    CHECK_NOTHROW(rest.check_units(units));
    CHECK(damaged(rest, Vector::Ones(units)).sum() == static_cast<double>(units - 1));
    rest.first = units;
    CHECK_THROWS_AS(rest.check_units(units), ParameterError);
  }
}

TEST_CASE("sign_flips: as many as there are, and not one more, for any size") {
  for (Index units = 1; units <= 6; ++units) {
    for (Index count = 0; count <= units + 1; ++count) {
      SignFlips some;
      some.count = count;
      if (count > units) {
        CHECK_THROWS_AS(some.check_units(units), ParameterError);
      } else {
        CHECK_NOTHROW(some.check_units(units));
        CHECK(damaged(some, Vector::Ones(units)).sum() == static_cast<double>(units - 2 * count));
      }
    }
  }
}

TEST_CASE("occlusion: a block may reach to the last pixel and no further, for any image") {
  for (Index height = 1; height <= 3; ++height) {
    for (Index width = 1; width <= 3; ++width) {
      for (Index rows = 1; rows <= 4; ++rows) {
        for (Index columns = 1; columns <= 4; ++columns) {
          for (Index top = 0; top <= 3; ++top) {
            for (Index left = 0; left <= 3; ++left) {
              Occlusion block;
              block.width = width;
              block.block_height = rows;
              block.block_width = columns;
              block.block_top = top;
              block.block_left = left;
              if (top + rows > height || left + columns > width) {
                REQUIRE_THROWS_AS(block.check_units(height * width), ParameterError);
                continue;
              }
              REQUIRE_NOTHROW(block.check_units(height * width));
              const Vector after = damaged(block, Vector::Ones(height * width));
              for (Index pixel = 0; pixel < after.size(); ++pixel) {
                const Index row = pixel / width;
                const Index column = pixel % width;
                const bool covered = row >= top && row < top + rows && column >= left && column < left + columns;
                REQUIRE(after[pixel] == (covered ? -1.0 : 1.0));
              }
            }
          }
        }
      }
    }
  }
}
