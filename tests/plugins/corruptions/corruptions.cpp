#include "corruptions.hpp"

#include "catch.hpp"

using namespace engram;

TEST_CASE("gaussian_noise: adds noise of the asked width, and none at zero") {
  GaussianNoise noise;
  noise.sigma = 0.2;
  Vector pattern = Vector::Constant(100000, 1.0);
  RandomStream random(1, 1);
  noise.apply(pattern, random);
  CHECK(pattern.mean() == Approx(1.0).margin(0.0032));
  CHECK(std::sqrt((pattern.array() - pattern.mean()).square().mean()) == Approx(0.2).margin(0.0023));
  noise.sigma = 0.0;
  const Vector before = pattern;
  noise.apply(pattern, random);
  CHECK(pattern == before);
}

TEST_CASE("sign_flips: flips exactly that many, each place equally often") {
  SignFlips flips;
  flips.count = 3;
  Vector often = Vector::Zero(10);
  for (std::uint64_t trial = 0; trial < 10000; ++trial) {
    Vector pattern = Vector::Ones(10);
    RandomStream random(5, trial);
    flips.apply(pattern, random);
    REQUIRE((pattern.array() == -1.0).count() == 3);
    REQUIRE((pattern.array() == 1.0).count() == 7);
    often.array() += (pattern.array() == -1.0).cast<double>();
  }
  // Each place is flipped 3,000 times, give or take five standard deviations of 46.
  CHECK(often.minCoeff() > 2770);
  CHECK(often.maxCoeff() < 3230);
}

TEST_CASE("sign_flips: all may be flipped, more may not") {
  SignFlips flips;
  flips.count = 10;
  Vector pattern = Vector::LinSpaced(10, 1.0, 10.0);
  RandomStream random(5, 0);
  flips.apply(pattern, random);
  CHECK(pattern == -Vector::LinSpaced(10, 1.0, 10.0));
  CHECK_NOTHROW(flips.check_units(10));
  CHECK_THROWS_WITH(flips.check_units(9), "sign_flips cannot flip 10 values of a pattern of 9");
}
