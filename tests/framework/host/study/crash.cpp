#include "study/crash.hpp"

#include "catch.hpp"

using engram::study::hint_after_crash;

TEST_CASE("crash: the hint has the command for a debugger only if the command is known") {
  CHECK(hint_after_crash("my fig4.h5", {"engram", "run", "my fig4.yaml"}) ==
        "my fig4.h5 was not written. To see where it crashed: gdb --args engram run 'my fig4.yaml'");
  CHECK(hint_after_crash("fig4.h5", {}) == "fig4.h5 was not written.");
}
