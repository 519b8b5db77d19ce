// Numbers from settings that are stored as text.
#include "results/dataset_values.hpp"

#include <cmath>

#include "catch.hpp"

namespace engram::results::test {

TEST_CASE("dataset values: texts are quantities where all are numbers of one unit") {
  const auto found = quantities_of({"50 ms", "", "100 ms"});
  REQUIRE(found);
  CHECK(found->unit == "ms");
  CHECK(found->values[0] == 50.0);
  CHECK(std::isnan(found->values[1]));
  CHECK(quantities_of({"1", "-2.5e-3"})->values[1] == -2.5e-3);
  for (const char* other : {"1 s", "2d", "relu", "inf", "1 m s", "1 "}) {
    CHECK_FALSE(quantities_of({"1 ms", other}));
  }
  CHECK_FALSE(quantities_of({"2d", "3d"}));
  CHECK_FALSE(quantities_of({"", ""}));
}

}  // namespace engram::results::test
