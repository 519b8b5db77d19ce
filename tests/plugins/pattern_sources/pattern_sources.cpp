#include "catch.hpp"
#include "generated.hpp"
#include "plugins/pattern_sources/binary.cpp"
#include "plugins/pattern_sources/gaussian.cpp"

using namespace engram;
using test::generated;

namespace {

Gaussian gaussian(Index count, Index size) {
  Gaussian source;
  source.count = count;
  source.size = size;
  return source;
}

Binary binary(Index count, Index size) {
  Binary source;
  source.count = count;
  source.size = size;
  return source;
}

}  // namespace

TEST_CASE("gaussian: mean and deviation are those asked for") {
  auto source = gaussian(20, 20000);
  source.mean = 3.0;
  source.sigma = 0.5;
  const Matrix patterns = generated(source);
  const double mean = patterns.mean();
  const double sigma = std::sqrt((patterns.array() - mean).square().mean());
  // Five standard errors of 400,000 numbers.
  CHECK(mean == Approx(3.0).margin(0.004));
  CHECK(sigma == Approx(0.5).margin(0.003));
}

TEST_CASE("binary: values are +1 and -1 in equal parts") {
  const Matrix patterns = generated(binary(20, 20000));
  CHECK(patterns.cwiseAbs() == Matrix::Ones(20000, 20));
  CHECK(std::fabs(patterns.mean()) < 5.0 / std::sqrt(400000.0));
}

TEST_CASE("pattern sources: the same seed gives the same bits, another seed others") {
  CHECK(generated(gaussian(3, 50)) == generated(gaussian(3, 50)));
  CHECK(generated(gaussian(3, 50)) != generated(gaussian(3, 50), 2));
  CHECK(generated(binary(3, 50)) == generated(binary(3, 50)));
  CHECK(generated(binary(3, 50)) != generated(binary(3, 50), 2));
}

TEST_CASE("pattern sources: asking for more patterns leaves the first ones as they were") {
  CHECK(generated(gaussian(9, 50)).leftCols(3) == generated(gaussian(3, 50)));
  CHECK(generated(binary(9, 50)).leftCols(3) == generated(binary(3, 50)));
}

TEST_CASE("pattern sources: more than the machine holds is refused before it is allocated") {
  CHECK_THROWS_WITH(
      gaussian(10, Index{1} << 60).check(),
      Catch::Matchers::StartsWith("10 patterns of 1152921504606846976 values need 9.22e+04 PB of memory;"));
  CHECK_THROWS_AS(binary(Index{1} << 60, 10).check(), ParameterError);
  CHECK_NOTHROW(gaussian(10, 100).check());
}
