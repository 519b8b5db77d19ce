// Tests that need a program or a Python module which may be absent. Include Catch2 before.
#pragma once

#include <cstdio>
#include <cstdlib>
#include <string>

namespace engram::test {

inline bool has_program(const std::string& name) {
  return std::system(("command -v " + name + " > /dev/null").c_str()) == 0;
}

/// Whether Debian's Python has a module; it is looked up, not imported, which may take a second.
inline bool has_python_module(const std::string& name) {
  const std::string look = "import importlib.util, sys; sys.exit(importlib.util.find_spec(\"" + name + "\") is None)";
  return std::system(("/usr/bin/python3 -c '" + look + "' 2> /dev/null").c_str()) == 0;
}

inline void print_skip(const std::string& reason) {
  std::printf("skipped: %s\n", reason.c_str());
  std::fflush(stdout);
}

}  // namespace engram::test

/// Ends a TEST_CASE that cannot be held here. By the line that is printed ctest counts it as skipped, unless it fails
/// (SKIP_REGULAR_EXPRESSION in tests/CMakeLists.txt), and run.sh lists it.
#define ENGRAM_SKIP(reason)           \
  do {                                \
    engram::test::print_skip(reason); \
    SUCCEED();                        \
    return;                           \
  } while (false)

#define ENGRAM_NEEDS_PROGRAM(name)                 \
  do {                                             \
    if (!engram::test::has_program(name)) {        \
      ENGRAM_SKIP(std::string("needs ") + (name)); \
    }                                              \
  } while (false)

#define ENGRAM_NEEDS_PYTHON_MODULE(name)                             \
  do {                                                               \
    if (!engram::test::has_python_module(name)) {                    \
      ENGRAM_SKIP(std::string("needs the Python module ") + (name)); \
    }                                                                \
  } while (false)
