#include <cmath>
#include <limits>

#include "catch.hpp"
#include "generated.hpp"
#include "plugins/pattern_sources/biased.cpp"
#include "plugins/pattern_sources/correlated.cpp"
#include "plugins/pattern_sources/sparse.cpp"

using namespace engram;
using test::generated;

namespace {

template <class Source>
Source sized(Index count, Index size) {
  Source source;
  source.count = count;
  source.size = size;
  return source;
}

Biased biased(Index count, Index size, double probability) {
  auto source = sized<Biased>(count, size);
  source.probability = probability;
  return source;
}

Sparse sparse(Index count, Index size, double activity, bool exact) {
  auto source = sized<Sparse>(count, size);
  source.activity = activity;
  source.exact = exact;
  return source;
}

Correlated correlated(Index count, Index size, double correlation, Index ancestors) {
  auto source = sized<Correlated>(count, size);
  source.correlation = correlation;
  source.ancestors = ancestors;
  return source;
}

/// The mean product of two patterns' values.
double overlap(const Matrix& patterns, Index a, Index b) {
  return patterns.col(a).dot(patterns.col(b)) / static_cast<double>(patterns.rows());
}

/// Five standard deviations of a mean of `numbers` values of +1 and -1.
double five_errors(double numbers) {
  return 5.0 / std::sqrt(numbers);
}

}  // namespace

TEST_CASE("biased: the share of +1 is the probability") {
  const Matrix patterns = generated(biased(20, 20000, 0.2));
  CHECK(patterns.cwiseAbs() == Matrix::Ones(20000, 20));
  CHECK(patterns.mean() == Approx(2.0 * 0.2 - 1.0).margin(five_errors(400000.0)));
}

TEST_CASE("biased: probabilities of 0 and 1 leave nothing to chance") {
  CHECK(generated(biased(2, 1000, 0.0)) == -Matrix::Ones(1000, 2));
  CHECK(generated(biased(2, 1000, 1.0)) == Matrix::Ones(1000, 2));
}

TEST_CASE("sparse: exactly the asked share of values is active, at other places in each pattern") {
  const Matrix patterns = generated(sparse(50, 1000, 0.05, true));
  for (Index pattern = 0; pattern < 50; ++pattern) {
    CHECK((patterns.col(pattern).array() == 1.0).count() == 50);
    CHECK((patterns.col(pattern).array() == 0.0).count() == 950);
  }
  CHECK(patterns.col(0) != patterns.col(1));
}

TEST_CASE("sparse: every unit is active equally often") {
  const Vector shares = generated(sparse(20000, 20, 0.25, true)).rowwise().mean();
  // Five standard errors of 20,000 draws with probability 0.25.
  CHECK((shares.array() - 0.25).abs().maxCoeff() < 5.0 * std::sqrt(0.25 * 0.75 / 20000.0));
}

TEST_CASE("sparse: on average the asked share of values is active") {
  const Matrix patterns = generated(sparse(20, 20000, 0.1, false));
  CHECK(((patterns.array() == 0.0) || (patterns.array() == 1.0)).all());
  CHECK(patterns.mean() == Approx(0.1).margin(5.0 * std::sqrt(0.1 * 0.9 / 400000.0)));
  CHECK(patterns.col(0).sum() != patterns.col(1).sum());
}

TEST_CASE("sparse: signs are the same patterns with -1 in place of 0") {
  for (const bool exact : {true, false}) {
    auto source = sparse(4, 100, 0.3, exact);
    const Matrix zero_one = generated(source);
    source.coding = Sparse::Coding::signs;
    CHECK(generated(source) == Matrix((2.0 * zero_one.array() - 1.0).matrix()));
  }
}

TEST_CASE("sparse: an activity of 1 makes every value active") {
  CHECK(generated(sparse(2, 30, 1.0, true)) == Matrix::Ones(30, 2));
  CHECK(generated(sparse(2, 30, 1.0, false)) == Matrix::Ones(30, 2));
}

TEST_CASE("sparse: an activity that rounds to no active value is refused") {
  CHECK_THROWS_WITH(sparse(3, 100, 0.001, true).check(),
                    "0.001 of 100 values is less than half a value, so that none would be active; activity has to be "
                    "0.005 or more, or exact has to be false");
  CHECK_NOTHROW(sparse(3, 100, 0.005, true).check());
  CHECK_NOTHROW(sparse(3, 100, 0.001, false).check());
}

TEST_CASE("correlated: members of a family overlap by the square of the correlation, others do not") {
  constexpr Index units = 200000;
  const Matrix patterns = generated(correlated(6, units, 0.6, 3));
  CHECK(patterns.cwiseAbs() == Matrix::Ones(units, 6));
  const double margin = five_errors(static_cast<double>(units));
  for (Index a = 0; a < 6; ++a) {
    for (Index b = 0; b < a; ++b) {
      CHECK(overlap(patterns, a, b) == Approx(a % 3 == b % 3 ? 0.36 : 0.0).margin(margin));
    }
  }
}

TEST_CASE("correlated: a correlation of 1 repeats the ancestors, one of 0 forgets them") {
  const Matrix same = generated(correlated(5, 1000, 1.0, 2));
  CHECK(same.col(0) == same.col(2));
  CHECK(same.col(0) == same.col(4));
  CHECK(same.col(1) == same.col(3));
  CHECK(std::fabs(overlap(same, 0, 1)) < five_errors(1000.0));
  const Matrix free = generated(correlated(2, 100000, 0.0, 1));
  CHECK(std::fabs(overlap(free, 0, 1)) < five_errors(100000.0));
}

TEST_CASE("correlated: more ancestors than patterns are no mistake") {
  const Matrix patterns = generated(correlated(2, 10000, 1.0, 7));
  CHECK(generated(correlated(2, 10000, 1.0, std::numeric_limits<Index>::max())) == patterns);
  CHECK(std::fabs(overlap(patterns, 0, 1)) < five_errors(10000.0));
}

TEST_CASE("random patterns: asking for more patterns leaves the first ones as they were") {
  CHECK(generated(biased(9, 50, 0.3)).leftCols(3) == generated(biased(3, 50, 0.3)));
  CHECK(generated(sparse(9, 50, 0.3, true)).leftCols(3) == generated(sparse(3, 50, 0.3, true)));
  CHECK(generated(sparse(9, 50, 0.3, false)).leftCols(3) == generated(sparse(3, 50, 0.3, false)));
  CHECK(generated(correlated(9, 50, 0.3, 4)).leftCols(3) == generated(correlated(3, 50, 0.3, 4)));
}

TEST_CASE("random patterns: the same seed gives the same bits, another seed others") {
  CHECK(generated(biased(3, 50, 0.5)) == generated(biased(3, 50, 0.5)));
  CHECK(generated(biased(3, 50, 0.5)) != generated(biased(3, 50, 0.5), 2));
  CHECK(generated(sparse(3, 50, 0.5, true)) == generated(sparse(3, 50, 0.5, true)));
  CHECK(generated(sparse(3, 50, 0.5, true)) != generated(sparse(3, 50, 0.5, true), 2));
  CHECK(generated(correlated(3, 50, 0.5, 1)) == generated(correlated(3, 50, 0.5, 1)));
  CHECK(generated(correlated(3, 50, 0.5, 1)) != generated(correlated(3, 50, 0.5, 1), 2));
}

TEST_CASE("random patterns: more than the machine holds is refused before it is allocated") {
  constexpr Index huge = Index{1} << 60;
  CHECK_THROWS_WITH(
      biased(10, huge, 0.5).check(),
      Catch::Matchers::StartsWith("10 patterns of 1152921504606846976 values need 9.22e+04 PB of memory;"));
  CHECK_THROWS_AS(sparse(10, huge, 0.5, true).check(), ParameterError);
  CHECK_THROWS_AS(correlated(huge, 10, 0.5, 1).check(), ParameterError);
}
