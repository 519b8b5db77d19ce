// A part costs a virtual call for a batch, never for a unit or a trial.
#include "virtual_calls.hpp"

#include "catch.hpp"

using namespace engram;

TEST_CASE("virtual_calls: a step calls flow and activation once, however many units and trials there are") {
  const Index units = GENERATE(1, 10, 100, 1000);
  const Index trials = GENERATE(1, 10, 100);
  CAPTURE(units, trials);
  const test::VirtualCalls calls = test::virtual_calls_of_a_step(units, trials);
  CHECK(calls.flow == 1);
  CHECK(calls.activation == 1);
}
