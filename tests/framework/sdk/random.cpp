#include <cmath>
#include <cstdint>
#include <set>
#include <stdexcept>
#include <vector>

#include <engram/random.hpp>

#include "catch.hpp"

using engram::RandomStream;
using engram::RandomStreams;

TEST_CASE("random: Philox gives the published known answers") {
  // kat_vectors of Random123 (Salmon et al.), philox4x32 with 10 rounds.
  using Words = std::array<std::uint32_t, 4>;
  CHECK(engram::detail::philox({0, 0, 0, 0}, {0, 0}) == Words{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8});
  const std::uint32_t ones = 0xffffffff;
  CHECK(engram::detail::philox({ones, ones, ones, ones}, {ones, ones}) ==
        Words{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd});
  CHECK(engram::detail::philox({0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, {0xa4093822, 0x299f31d0}) ==
        Words{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1});
}

TEST_CASE("random: a stream depends on seed, role and index, and on nothing else") {
  const auto first = [](std::uint64_t seed, const char* role, std::uint64_t index) {
    return RandomStreams(seed, role).stream(index).bits();
  };
  CHECK(first(1, "patterns", 0) == first(1, "patterns", 0));
  CHECK(first(1, "patterns", 0) != first(2, "patterns", 0));
  CHECK(first(1, "patterns", 0) != first(1, "model", 0));
  CHECK(first(1, "patterns", 0) != first(1, "patterns", 1));
  const RandomStreams streams(1, "analyses/a");
  CHECK(streams.within("x").stream(0).bits() != streams.within("y").stream(0).bits());
  CHECK(streams.within("x").stream(0).bits() != streams.stream(0).bits());
}

TEST_CASE("random: the numbers of a seed are fixed for ever") {
  // Results of old files must be reproducible; a change here changes every result.
  RandomStream stream = RandomStreams(1, "patterns").stream(0);
  std::vector<std::uint64_t> found;
  for (int i = 0; i < 3; ++i) {
    found.push_back(stream.bits());
  }
  CHECK(found == std::vector<std::uint64_t>{0x26e2db9a93cad8ed, 0x1eb1111e37221610, 0xb212fe9ff7e16ab6});
}

TEST_CASE("random: uniform numbers fill the range from 0 to 1 evenly") {
  RandomStream stream(3, 0);
  std::vector<int> counts(10);
  double least = 1.0;
  double greatest = 0.0;
  for (int i = 0; i < 100000; ++i) {
    const double x = stream.uniform();
    least = std::min(least, x);
    greatest = std::max(greatest, x);
    ++counts[static_cast<std::size_t>(x * 10.0)];
  }
  CHECK(least >= 0.0);
  CHECK(greatest < 1.0);
  for (const int count : counts) {
    CHECK(std::abs(count - 10000) < 480);  // five standard deviations
  }
}

TEST_CASE("random: normal numbers have the moments of the normal distribution") {
  RandomStream stream(3, 1);
  constexpr int count = 200000;
  double sum = 0.0;
  double squares = 0.0;
  double fourth = 0.0;
  for (int i = 0; i < count; ++i) {
    const double x = stream.normal();
    REQUIRE(std::isfinite(x));
    sum += x;
    squares += x * x;
    fourth += x * x * x * x;
  }
  CHECK(std::fabs(sum / count) < 0.012);
  CHECK(std::fabs(squares / count - 1.0) < 0.016);
  CHECK(std::fabs(fourth / count - 3.0) < 0.12);
}

TEST_CASE("random: numbers below a bound that does not divide 2^64 are even, however large it is") {
  // Among the remainders of 2^64 by 3 * 2^62, those below 2^62 occur twice as often.
  constexpr std::uint64_t quarter = std::uint64_t{1} << 62U;
  RandomStream stream(3, 3);
  std::vector<int> counts(3);
  for (int i = 0; i < 30000; ++i) {
    const std::uint64_t draw = stream.below(3 * quarter);
    REQUIRE(draw < 3 * quarter);
    ++counts[static_cast<std::size_t>(draw / quarter)];
  }
  for (const int count : counts) {
    CHECK(std::abs(count - 10000) < 410);  // five standard deviations
  }
  for (const std::uint64_t bound : {std::uint64_t{1}, std::uint64_t{2}, 2 * quarter + 1, ~std::uint64_t{0}}) {
    for (int i = 0; i < 100; ++i) {
      REQUIRE(stream.below(bound) < bound);
    }
  }
  CHECK_THROWS_AS(stream.below(0), std::invalid_argument);
}

TEST_CASE("random: streams within streams depend on every role on the way, and on the seed") {
  const auto first = [](std::uint64_t seed, const std::vector<const char*>& roles, std::uint64_t index = 0) {
    RandomStreams streams(seed, roles.front());
    for (std::size_t at = 1; at < roles.size(); ++at) {
      streams = streams.within(roles[at]);
    }
    return streams.stream(index).bits();
  };
  const std::vector<std::uint64_t> all{
      first(1, {"a"}),           first(2, {"a"}),           first(1, {"a", "x"}),    first(2, {"a", "x"}),
      first(1, {"b", "x"}),      first(1, {"a", "y"}),      first(1, {"a", "x"}, 1), first(1, {"a", "x", "y"}),
      first(1, {"a", "y", "x"}), first(1, {"a", "x", "x"}), first(1, {"ax"}),        first(1, {"x", "a"}),
      first(1, {"a", "xy"})};
  CHECK(std::set<std::uint64_t>(all.begin(), all.end()).size() == all.size());
  CHECK(first(1, {"a", "x"}) == first(1, {"a", "x"}));
  // Results of old files must be reproducible.
  CHECK(RandomStreams(1, "patterns").within("x").stream(0).bits() == std::uint64_t{0x57881ebebf9713e5});
}

TEST_CASE("random: whole numbers below a bound are even, and a shuffle is uniform") {
  RandomStream stream(3, 2);
  std::vector<int> counts(7);
  for (int i = 0; i < 70000; ++i) {
    ++counts[stream.below(7)];
  }
  for (const int count : counts) {
    CHECK(std::abs(count - 10000) < 470);
  }
  CHECK(stream.below(1) == 0);
  std::vector<int> first(3);
  for (int i = 0; i < 60000; ++i) {
    std::vector<int> items{0, 1, 2};
    stream.shuffle(items);
    ++first[static_cast<std::size_t>(items[0])];
  }
  for (const int count : first) {
    CHECK(std::abs(count - 20000) < 580);
  }
}
