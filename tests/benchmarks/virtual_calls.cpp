// Prints the virtual calls of one step of a network, for several numbers of units and trials.
#include "virtual_calls.hpp"

#include <cstdio>

int main() {
  std::printf("units trials flow activation\n");
  for (const engram::Index units : {10, 100, 1000}) {
    for (const engram::Index trials : {1, 10, 100}) {
      const auto calls = engram::test::virtual_calls_of_a_step(units, trials);
      std::printf("%5td %6td %4d %10d\n", units, trials, calls.flow, calls.activation);
    }
  }
}
