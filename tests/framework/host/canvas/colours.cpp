// Colours: a different one for each thing.
#include "canvas/colours.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <vector>

#include "catch.hpp"

using namespace engram;

TEST_CASE("colours: each of a number of things has a colour of its own") {
  for (const std::size_t count : {1U, 2U, 7U, 8U, 10U, 11U, 50U}) {
    const std::vector<canvas::Colour> given = canvas::colours(count);
    CAPTURE(count);
    CHECK(given.size() == count);
    CHECK(std::set<canvas::Colour>(given.begin(), given.end()).size() == count);
    CHECK(std::ranges::all_of(given, [](canvas::Colour colour) { return colour <= 0xffffff; }));
  }
}

TEST_CASE("colours: the scale of many things goes from dark to light and ends short of what white paper swallows") {
  const std::vector<canvas::Colour> scale = canvas::colours(canvas::distinct_colours() + 1);
  CHECK(scale.front() == 0x440154);
  CHECK(scale.back() == 0x9bd93c);
}

TEST_CASE("colours: a gradient goes through its colours and ends with them") {
  const std::array<canvas::Colour, 3> gradient{0x000000, 0x204060, 0xffffff};
  CHECK(canvas::colour_at(gradient, 0) == 0x000000);
  CHECK(canvas::colour_at(gradient, 0.25) == 0x102030);
  CHECK(canvas::colour_at(gradient, 0.5) == 0x204060);
  CHECK(canvas::colour_at(gradient, 1) == 0xffffff);
  CHECK(canvas::colour_at(gradient, 7) == 0xffffff);
}
