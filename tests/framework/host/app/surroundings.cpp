// Unusual surroundings: descriptors, disks, signals, repositories, terminals.
#include <chrono>
#include <filesystem>

#include <fmt/format.h>

#include "catch.hpp"
#include "needs.hpp"
#include "program.hpp"
#include "small_spec.hpp"
#include "study_runs.hpp"

using Catch::Matchers::Contains;
using engram::test::Outcome;
using engram::test::small_spec;
using engram::test::wait_for_part_file;
using engram::test::Workshop;

namespace {

const std::string program = "'" ENGRAM_TEST_PROGRAM "'";

// The integrator takes very many steps in one call.
const std::string endless =
    "seed: 1\n"
    "patterns: {plugin: binary, count: 3, size: 20}\n"
    "model: {plugin: pc_hopfield, layers: [20], activation: tanh}\n"
    "learning: {plugin: predictive_coding, presentation: 1 s, rounds: 1}\n"
    "integrator: {plugin: euler, time_step: 1e-12}\n"
    "analyses:\n"
    "  - {plugin: perturbation, duration: 1 s, sampling_interval: 0.5 s, corruption: {plugin: sign_flips, count: "
    "2}}\n";

}  // namespace

TEST_CASE("surroundings: a run needs none of the standard descriptors") {
  const Workshop workshop;
  workshop.write("spec.yaml", small_spec);
  REQUIRE(workshop.engram("run spec.yaml -q").code == 0);
  for (const std::string closed : {">&-", "2>&-", ">&- 2>&-", "<&- >&-", "<&- >&- 2>&-"}) {
    CAPTURE(closed);
    CHECK(workshop.shell(fmt::format("{} run spec.yaml -o other.h5 --overwrite {}", program, closed)).code == 0);
    CHECK(workshop.engram("diff spec.h5 other.h5").code == 0);
  }
}

TEST_CASE("surroundings: output that cannot be written is an error") {
  const Workshop workshop;
  workshop.write("spec.yaml", small_spec);
  REQUIRE(workshop.engram("run spec.yaml -q").code == 0);
  for (const std::string command : {"check spec.h5 --json", "describe tanh", "plugins", "diff spec.h5 spec.h5"}) {
    const Outcome outcome = workshop.shell(fmt::format("{} {} > /dev/full", program, command));
    CAPTURE(command);
    CHECK(outcome.code == 1);
    CHECK_THAT(outcome.err, Contains("engram: error: ") && Contains("No space left on device"));
  }
}

TEST_CASE("surroundings: a request to stop ends a step that does not end, and leaves no file") {
  const Workshop workshop;
  workshop.write("spec.yaml", endless);
  for (const std::string kill :
       {"kill -TERM $!", "kill -INT $!", "kill -INT $!; kill -INT $!", "kill -INT $!; sleep 0.003; kill -INT $!"}) {
    CAPTURE(kill);
    const Outcome outcome =
        workshop.shell(fmt::format("rm -f *.h5; {} run spec.yaml & {}{}; start=$(date +%s%N); wait $!; code=$?; "
                                   "[ $(( ($(date +%s%N) - start) / 1000000 )) -lt 5000 ] && exit $code; exit 99",
                                   program, wait_for_part_file, kill));
    CHECK(outcome.code == 1);
    CHECK_THAT(outcome.err, Contains("stopped"));
    CHECK(workshop.shell("ls -A | grep -c part").out == "0\n");
  }
}

TEST_CASE("surroundings: nohup lets a closed terminal pass") {
  const Workshop workshop;
  workshop.write("spec.yaml", endless);
  const Outcome outcome = workshop.shell("nohup " + program + " run spec.yaml > log 2>&1 & " + wait_for_part_file +
                                         "kill -HUP $!; sleep 0.3; kill -0 $! && echo alive; kill -TERM $!; wait $!");
  CHECK(outcome.out == "alive\n");
}

TEST_CASE("surroundings: the next run removes the files that a killed run left") {
  const Workshop workshop;
  workshop.write("spec.yaml", endless);
  REQUIRE(
      workshop.shell(program + " run spec.yaml & " + wait_for_part_file + "kill -9 $!; wait $!; ls -A | grep -c part")
          .out == "1\n");
  workshop.write("spec.yaml", small_spec);
  CHECK(workshop.engram("run spec.yaml -q").code == 0);
  CHECK(workshop.shell("ls -A").out == "spec.h5\nspec.yaml\n");
}

TEST_CASE("surroundings: a repository chooses no program that is run") {
  const Workshop workshop;
  workshop.write("spec.yaml", small_spec);
  workshop.write("evil.sh", "#!/bin/sh\ntouch \"$HERE/evil\"\ncat\n");
  workshop.write(".gitattributes", "*.yaml filter=x diff=x\n");
  REQUIRE(
      workshop
          .shell(
              "chmod +x evil.sh && git init -q . && git add spec.yaml && git -c user.email=a@b -c user.name=c "
              "commit -qm first && for key in core.fsmonitor core.hooksPath core.pager core.editor filter.x.clean "
              "filter.x.smudge filter.x.process diff.x.command diff.x.textconv core.sshCommand; do git config $key "
              "$PWD/evil.sh; done; touch spec.yaml")
          .code == 0);
  const std::string here = "HERE=$PWD " + program;
  CHECK(workshop.shell(here + " run spec.yaml").code == 0);
  CHECK(workshop.shell(here + " rerun spec.h5").code == 0);
  CHECK_FALSE(std::filesystem::exists(workshop / "evil"));
  const std::string look =
      "/usr/bin/python3 -c \"import h5py; a = h5py.File('spec.h5')['provenance'].attrs; "
      "print(len(a['project_git_commit']), a['project_git_dirty'].decode())\"";
  CHECK(workshop.shell(look).out == "40 no\n");
  workshop.write("spec.yaml", std::string(small_spec) + "# changed\n");
  CHECK(workshop.shell(here + " run spec.yaml --overwrite && " + look).out.ends_with("40 yes\n"));
}

TEST_CASE("surroundings: texts of a result send no commands to a terminal") {
  const Workshop workshop;
  workshop.write("spec.yaml", std::string(small_spec) +
                                  "expect:\n  - {claim: \"a\\e[2Jb\\u009bc\\x07\", dataset: "
                                  "training/final_residual, compare: below, value: 1e9}\n");
  REQUIRE(workshop.engram("run spec.yaml -q").code == 0);
  const Outcome checked = workshop.engram("check spec.h5");
  CHECK_THAT(checked.out, Contains("a\\x1b[2Jb\\x9bc\\x07"));
  CHECK(checked.out.find('\x1b') == std::string::npos);
  // A claim and a figure with an override of direction, an isolate and a space without width.
  const std::string disguised = "x\\u202egnp.\\u2066y\\u200b";
  workshop.write("spec.yaml",
                 fmt::format("{1}expect:\n  - {{claim: \"{0}\", dataset: "
                             "training/final_residual, compare: below, value: 1e9}}\n"
                             "figures: [{{name: a, title: \"{0}\", panels: [{{dataset: training/residual}}]}}]\n",
                             disguised, small_spec));
  for (const std::string command : {"run spec.yaml --overwrite", "check spec.h5", "check spec.h5 --json",
                                    "plot spec.h5", "report spec.h5", "diff spec.h5 spec.h5", "validate spec.yaml"}) {
    const Outcome shown = workshop.engram(command);
    for (const std::string hidden : {"\u202e", "\u2066", "\u200b"}) {
      CAPTURE(command, hidden);
      CHECK((shown.out + shown.err).find(hidden) == std::string::npos);
    }
  }
  CHECK_THAT(workshop.engram("check spec.h5").out, Contains("x\\u{202e}gnp.\\u{2066}y\\u{200b}"));
  CHECK_THAT(workshop.engram("check spec.h5 --json").out, Contains("x\\u202egnp.\\u2066y\\u200b"));
  const Outcome refused = workshop.engram("run $'\\e[2J.yaml'");
  CHECK(refused.err.find('\x1b') == std::string::npos);
}

TEST_CASE("surroundings: a part of a sweep says what failed in it, and how to run that alone") {
  const Workshop workshop;
  workshop.write(
      "spec.yaml",
      "seed: 1\npatterns: {plugin: gaussian, count: 3, size: 20}\n"
      "model: {plugin: pc_hopfield, layers: [20], activation: tanh}\n"
      "learning: {plugin: predictive_coding, presentation: 10 s, rounds: 20, time_step: 0.2 s, gamma_M: 0.01}\n"
      "integrator: euler\nsweep: {seed: {from: 1, to: 2}}\n");
  const Outcome outcome = workshop.engram("run spec.yaml --shard 1/2");
  CHECK(outcome.code == 1);
  CHECK_THAT(outcome.err, Contains("engram: failed: seed=1: training: the residual became infinite or NaN") &&
                              Contains("to run it alone: engram run ") && Contains("--cell seed=1"));
}

TEST_CASE("surroundings: a result with wrong bytes is reported by check --integrity") {
  const Workshop workshop;
  workshop.write("spec.yaml", small_spec);
  REQUIRE(workshop.engram("run spec.yaml -q").code == 0);
  const Outcome whole = workshop.engram("check --integrity spec.h5");
  CHECK(whole.code == 0);
  CHECK_THAT(whole.out, Contains("spec.h5: no damage in "));
  std::string bytes = engram::test::read(workshop / "spec.h5");
  const std::size_t at = bytes.find("layers: ");
  REQUIRE(at != std::string::npos);
  bytes[at] = 'X';
  workshop.write("spec.h5", bytes);
  const Outcome damaged = workshop.engram("check --integrity spec.h5");
  CHECK(damaged.code != 0);
  CHECK_THAT(damaged.out + damaged.err, Contains("spec.h5") && (Contains("damage") || Contains("checksum")));
  CHECK_THAT(workshop.engram("check --integrity --json spec.h5").err,
             Contains("--integrity and --json exclude each other"));
}

TEST_CASE("surroundings: a limit of memory ends a run with a message, and no product waits for memory") {
  const Workshop workshop;
  workshop.write(
      "spec.yaml",
      "seed: 1\npatterns: {plugin: gaussian, count: 30, size: 100}\n"
      "model: {plugin: pc_hopfield, layers: [100], activation: {plugin: tanh, gain: 0.5}}\n"
      "learning: {plugin: predictive_coding, presentation: 0.1 s, time_step: 1 ms}\nintegrator: dormand_prince\n");
#ifdef ENGRAM_SANITIZED
  ENGRAM_SKIP("a sanitizer takes terabytes of addresses");
#else
  for (const std::string kilobytes :
       {"60000", "80000", "100000", "120000", "150000", "200000", "250000", "1000000"}) {
    CAPTURE(kilobytes);
    const Outcome outcome =
        workshop.shell(fmt::format("ulimit -v {}; timeout 20 {} run spec.yaml --overwrite", kilobytes, program));
    CHECK((outcome.code == 0 || outcome.code == 1 || outcome.code == 2));
    if (outcome.code != 0) {
      CHECK_THAT(outcome.err,
                 Contains("memory") || Contains(" MB") || Contains("failed to map") || Contains("cannot allocate"));
      CHECK_THAT(outcome.err, !Contains("bad_alloc"));
    }
    const bool enough = kilobytes.size() > 6;
    CHECK((!enough || outcome.code == 0));
  }
#endif
}
