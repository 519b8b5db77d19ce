// Figures: requests that are wrong, and what becomes of those that are right.
#include <catch2/catch.hpp>

#include "figures/draw.hpp"

using namespace engram;
using namespace engram::figures;

TEST_CASE("a format is known by its word") {
  CHECK(parse_format("svg") == Format::svg);
  CHECK_THROWS_WITH(parse_format("pgn"), "unknown format 'pgn': pictures can be png, svg, pdf; did you mean 'png'?");
}
