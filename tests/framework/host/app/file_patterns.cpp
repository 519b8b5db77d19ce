// Patterns of files whose axes or values are not as the network needs them.
#include <string>

#include "catch.hpp"
#include "program.hpp"

using namespace engram::test;
using Catch::Matchers::Contains;

namespace {

/// A folder with a spec of a Hopfield network of so many units, which takes patterns from a CSV file.
struct Files : Workshop {
  explicit Files(const std::string& patterns, int units = 3, const std::string& source = "csv, file: a.csv") {
    write("a.csv", patterns);
    write("spec.yaml", "seed: 1\npatterns: {plugin: " + source +
                           "}\nmodel: {plugin: hopfield, units: " + std::to_string(units) +
                           "}\nlearning: hebbian\nanalyses: [{plugin: recall, corruption: {plugin: sign_flips, "
                           "count: 1}}]\n");
  }
};

const std::string two_of_three = "1,-1,1\n-1,-1,1\n";
const std::string square = "1,-1\n-1,1\n";

}  // namespace

TEST_CASE("file patterns: an array that fits the network only the other way round is refused with the parameter") {
  const Files files(two_of_three, 2);
  const Outcome refused = files.engram("validate spec.yaml");
  CHECK(refused.code == 2);
  CHECK_THAT(refused.err, Contains("patterns have 3 values, and model 'hopfield' has 2 units\n") &&
                              Contains("\n  the size of a pattern is the number of units, over all layers\n"
                                       "  `transpose: true` takes the other axis of the array for the patterns: 3 "
                                       "patterns of 2 values, which fit\n"));
  CHECK(files.engram("validate spec.yaml --set patterns.transpose=true").code == 0);
  const Files columns(two_of_three, 3, "csv, file: a.csv, transpose: true");
  CHECK_THAT(columns.engram("validate spec.yaml").err, Contains("`transpose: false` takes the other axis"));
  // Nothing is advised that would not fit either.
  CHECK(files.engram("validate spec.yaml --set model.units=4").err.find("transpose") == std::string::npos);
  CHECK(files.engram("validate spec.yaml --set patterns.per_label=1").err.find("which fit") == std::string::npos);
}

TEST_CASE("file patterns: probes that fit only the other way round are refused with the parameter too") {
  const Files files(two_of_three);
  files.write("shown.csv", "1,1\n-1,1\n1,1\n");
  files.write(
      "probes.yaml",
      "seed: 1\npatterns: {plugin: csv, file: a.csv}\nmodel: {plugin: hopfield, units: 3}\nlearning: hebbian\n"
      "analyses: [{plugin: recall, starts: {plugin: csv, file: shown.csv}}]\n");
  const Outcome refused = files.engram("validate probes.yaml");
  CHECK(refused.code == 2);
  CHECK_THAT(refused.err, Contains("`transpose: true` takes the other axis of the array for the patterns: 2 patterns "
                                   "of 3 values, which fit\n"));
}

TEST_CASE("file patterns: a square array is read, with a note until the spec says which axis is meant") {
  const std::string note =
      "spec.yaml:2:20: note: the array is as long as it is wide, and its rows are taken for the patterns; "
      "`transpose: "
      "true` takes the columns, and `transpose: false` says that this is meant\n";
  const Files files(square, 2);
  const Outcome valid = files.engram("validate spec.yaml");
  CHECK(valid.code == 0);
  CHECK(valid.out == "spec.yaml: no mistakes\n");
  CHECK_THAT(valid.err, Catch::Matchers::StartsWith(note));
  CHECK_THAT(files.engram("run spec.yaml").err, Catch::Matchers::StartsWith(note));
  CHECK(files.engram("run spec.yaml -q --overwrite").err.empty());
  CHECK(files.engram("validate spec.yaml --set patterns.transpose=false").err.empty());
  CHECK(files.engram("validate spec.yaml --set patterns.transpose=true").err.empty());
  // Two of three rows of a square array may be columns as well.
  const Files counted("1,-1,1\n-1,-1,1\n1,1,-1\n", 3, "csv, file: a.csv, count: 2");
  CHECK_THAT(counted.engram("validate spec.yaml").err, Contains(": note: the array is as long as it is wide"));
  CHECK(Files(two_of_three).engram("validate spec.yaml").err.empty());
  CHECK(Files(two_of_three, 3, "csv, file: a.csv, count: 1").engram("validate spec.yaml").err.empty());
}

TEST_CASE("file patterns: values that the units never take are refused before the run, with the parameter") {
  const Outcome refused = Files("1,0,1\n0,0,1\n").engram("validate spec.yaml");
  CHECK(refused.code == 2);
  CHECK_THAT(refused.err,
             Contains("spec.yaml:2:20: error: units of a Hopfield network with `response: sign` are +1 or -1, and "
                      "pattern 0 has 0 at unit 1; the parameters `threshold` of a file's patterns"));
  CHECK(Files("1,0,1\n0,0,1\n", 3, "csv, file: a.csv, threshold: mean").engram("validate spec.yaml").code == 0);
  const Outcome missing = Files("1,nan,1\n").engram("validate spec.yaml");
  CHECK(missing.code == 2);
  CHECK_THAT(missing.err, Contains("column 1, counted from 0, is 'nan', which is not a finite number"));
}

TEST_CASE("file patterns: patterns with one value everywhere are named in a note") {
  const Outcome one = Files("1,-1,1\n-1,-1,-1\n").engram("validate spec.yaml");
  CHECK(one.code == 0);
  CHECK_THAT(one.err, Catch::Matchers::StartsWith("spec.yaml:2:20: note: a pattern has the same value at every unit, "
                                                  "pattern 1, which is -1 everywhere\n"));
  const std::string grey = "0.1,0.2,0.3\n0.7,0.2,0.3\n0.4,0.2,0.3\n0.1,0.1,0.1\n";
  const Outcome several =
      Files(grey, 3, "csv, file: a.csv, threshold: level, level: 0.5").engram("validate spec.yaml");
  CHECK(several.code == 0);
  CHECK_THAT(several.err,
             Catch::Matchers::StartsWith(
                 "spec.yaml:2:20: note: 3 patterns have the same value at every unit, the first of them pattern 0, "
                 "which is -1 everywhere; another `level` divides its values, or `threshold: mean` takes a threshold "
                 "from each pattern\n"));
  // A threshold from the pattern itself cannot divide it at all.
  const Outcome own = Files(grey, 3, "csv, file: a.csv, threshold: mean").engram("validate spec.yaml");
  CHECK(own.code == 2);
  CHECK_THAT(own.err, Contains("has one value everywhere, so a threshold computed from it cannot divide it"));
}
