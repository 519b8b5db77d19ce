// The image memory from its photographs to its results, as a user runs it.
#include "catch.hpp"
#include "needs.hpp"
#include "program.hpp"

using Catch::Contains;
using engram::test::Outcome;
using engram::test::Workshop;

namespace {

// The formulas of the tutorial in whole numbers: with P N values, rho = S / (P N), every field times (P N)^2 is
// whole.
constexpr const char* exact = R"(
import h5py, numpy as np
f = h5py.File('tutorial.h5')
X = f['patterns/targets'][()].astype(np.int64)
a = f['analyses/recall']
P, N = X.shape
T, total = P * N, X.sum()
D = T * X - total
s = a['damaged'][()].astype(np.int64).T
print(P, N, (s != X.T).sum(axis=0).tolist())
for update in range(20):
    # Python's own integers do not overflow; the sums of products do not fit into 64 bits.
    overlaps = D @ s
    h = (D.T.astype(object) @ overlaps.astype(object)) - (D.astype(object) ** 2).sum(axis=0)[:, None] * s
    s = np.sign(h).astype(np.int64)
print((s.T == a['recalled'][()]).all(), a['bit_errors'][()].tolist(), set(a['motion'][()]))
)";

constexpr const char* lists = R"(
patterns: {plugin: images, files: ["*.pgm"], threshold: mean}
model: {plugin: hopfield, units: 6}
learning:
  - {plugin: hebbian}
  - {plugin: anti_hebbian, of: patterns, rate: 0.1, repetitions: 1}
  - {plugin: anti_hebbian, label: again, of: patterns, rate: 0.1, repetitions: 1}
analyses:
  - plugin: recall
    corruption: [{plugin: mask, first: 5}, {plugin: sign_flips, count: 0}]
)";

/// Writes spec.h5; runs in another folder than that of the spec and its files.
void run_lists(const Workshop& workshop) {
  workshop.write("a.pgm", "P5 3 2 255\nazazaz");
  workshop.write("b.pgm", "P5 3 2 255\nzzzaaa");
  workshop.write("spec.yaml", lists);
  const Outcome run = workshop.shell("mkdir elsewhere && cd elsewhere && " + std::string(ENGRAM_TEST_PROGRAM) +
                                     " run -q ../spec.yaml -o ../spec.h5");
  INFO(run.err);
  REQUIRE(run.code == 0);
}

}  // namespace

TEST_CASE("image memory: the tutorial's recall is that of its formulas, to the last bit") {
  const Workshop workshop;
  const std::string spec = std::string(ENGRAM_TEST_EXPERIMENTS) + "/images/canns_tutorial.yaml";
  const Outcome run = workshop.engram("run -q " + spec + " -o tutorial.h5 --set 'patterns.size=[64, 64]' " +
                                      "--set model.units=4096");
  INFO(run.err);
  REQUIRE(run.code == 0);
  workshop.write("exact.py", exact);
  const Outcome seen = workshop.shell("/usr/bin/python3 exact.py");
  INFO(seen.err);
  CHECK(seen.out == "4 4096 [1229, 1229, 1229, 1229]\nTrue [0, 0, 0, 0] {b'fixed_point'}\n");
}

TEST_CASE("image memory: lists of corruptions and of rules, and files beside the spec") {
  const Workshop workshop;
  run_lists(workshop);
  workshop.write("again.yaml", workshop
                                   .shell("/usr/bin/python3 -c \"import h5py; "
                                          "print(h5py.File('spec.h5')['spec/resolved'].asstr()[()])\"")
                                   .out);
  CHECK(workshop.engram("validate again.yaml").code == 0);

  const auto refused = [&](const std::string& from, const std::string& to, const std::string& message) {
    std::string changed = lists;
    changed.replace(changed.find(from), from.size(), to);
    workshop.write("bad.yaml", changed);
    const Outcome outcome = workshop.engram("validate bad.yaml");
    INFO(outcome.err);
    CHECK(outcome.code == 2);
    CHECK_THAT(outcome.err, Contains(message));
  };
  refused(", label: again", "", "bad.yaml:7:14: error: two rules of 'learning' are labelled 'anti_hebbian'");
  refused("first: 5", "first: 6", "there is no unit 6 in a pattern of 6; units are 0 to 5");
  refused("{plugin: mask, first: 5}", "msk", "there is no corruption 'msk'");
  refused("*.pgm", "*.png", "bad.yaml:2:35: error: no file matches '");
  refused("{plugin: hopfield, units: 6}", "{plugin: dense_associative_memory, units: 6}",
          "learning rule 'hebbian' needs outer-product weights; model 'dense_associative_memory' has none");
}

TEST_CASE("image memory: h5ls shows the records of each rule of a list") {
  ENGRAM_NEEDS_PROGRAM("h5ls");
  ENGRAM_NEEDS_PROGRAM("h5dump");
  const Workshop workshop;
  run_lists(workshop);
  const Outcome groups = workshop.shell("h5ls -r spec.h5/training; h5dump -d /spec/resolved spec.h5");
  CHECK_THAT(groups.out, Contains("/again ") && Contains("/anti_hebbian ") && Contains("/hebbian ") &&
                             Contains("plugin: sequence"));
}
