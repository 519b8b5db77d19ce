// Sweeps for tests, and helpers to run them.
#pragma once

#include <string>

#include "catch.hpp"
#include "program.hpp"

namespace engram::test {

/// A sweep of twelve cells.
inline const std::string grid = R"(seed: 1
patterns: {plugin: binary, count: 2, size: 12}
model: {plugin: hopfield, units: 12}
learning: {plugin: hebbian}
analyses:
  - {plugin: recall, corruption: {plugin: sign_flips, count: 2}}
sweep:
  patterns.count: [1, 2, 3]
  seed: {from: 1, to: 4}
)";

/// The option that finds the plugins for tests.
inline const std::string with_plugins = " --plugin-path " ENGRAM_TEST_SUPPORT_PLUGINS;

/// A text with one piece replaced.
inline std::string changed(std::string text, const std::string& from, const std::string& to) {
  const auto at = text.find(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

/// Runs engram, expects success, and returns its output.
inline std::string fine(const Workshop& workshop, const std::string& arguments) {
  const Outcome outcome = workshop.engram(arguments);
  INFO(arguments << "\n" << outcome.out << outcome.err);
  REQUIRE(outcome.code == 0);
  return outcome.out;
}

/// Runs engram with a request that it must refuse.
inline Outcome refused(const Workshop& workshop, const std::string& arguments) {
  Outcome outcome = workshop.engram(arguments);
  INFO(arguments << "\n" << outcome.out << outcome.err);
  REQUIRE(outcome.code == 2);
  return outcome;
}

/// The output of Python code that may use csv, h5py, numpy and unstacked().
inline std::string python(const Workshop& workshop, const std::string& code) {
  workshop.write("look.py",
                 "import csv, h5py, numpy, sys\nimport numpy as np\nsys.path.insert(0, '" ENGRAM_TEST_SUPPORT
                 "')\nfrom unstacked import unstacked\n" +
                     code);
  const Outcome outcome = workshop.shell("/usr/bin/python3 look.py");
  INFO(outcome.err);
  REQUIRE(outcome.code == 0);
  return outcome.out;
}

}  // namespace engram::test
