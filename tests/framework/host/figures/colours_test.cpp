// Colours: a different one for each thing.
#include "figures/colours.hpp"

#include <set>

#include "catch.hpp"

using namespace engram::figures;

TEST_CASE("each of a number of things has a colour of its own") {
  for (const std::size_t count : {1U, 2U, 7U, 8U, 10U, 11U, 50U}) {
    const std::vector<std::string> given = colours(count);
    CAPTURE(count);
    CHECK(given.size() == count);
    CHECK(std::set<std::string>(given.begin(), given.end()).size() == count);
    for (const std::string& colour : given) {
      CHECK(colour.size() == 7);
      CHECK(colour.find_first_not_of("0123456789abcdef", 1) == std::string::npos);
    }
  }
}

TEST_CASE("the scale of many things goes from dark to light and ends short of what white paper swallows") {
  const std::vector<std::string> scale = colours(distinct_colours() + 1);
  CHECK(scale.front() == "#440154");
  CHECK(scale.back() == "#9bd93c");
}
