// Completion: the candidates for shells, and how the shells use them.
#include "catch.hpp"
#include "needs.hpp"
#include "program.hpp"
#include "small_spec.hpp"

using Catch::Matchers::Contains;
using engram::test::Outcome;
using engram::test::small_spec;
using engram::test::Workshop;

namespace {

std::string candidates(const Workshop& workshop, const std::string& words) {
  const Outcome outcome = workshop.engram("complete -- " + words);
  CHECK(outcome.code == 0);
  CHECK(outcome.err.empty());
  return outcome.out;
}

/// The candidates of bash for a line with the cursor at its end, one per line.
std::string in_bash(const Workshop& workshop, const std::string& line) {
  const Outcome outcome = workshop.shell(
      "PATH=\"$(dirname '" ENGRAM_TEST_PROGRAM "'):$PATH\" bash -c 'source <(engram completion bash); COMP_LINE=\"" +
      line + "\"; COMP_POINT=${#COMP_LINE}; compopt() { :; }; _engram; printf \"%s\\n\" \"${COMPREPLY[@]}\"'");
  INFO(outcome.err);
  CHECK(outcome.code == 0);
  return outcome.out;
}

}  // namespace

TEST_CASE("completion: commands, options, plugins and files") {
  const Workshop workshop;
  workshop.write("fig.yaml", small_spec);
  workshop.write("fig.h5", "");
  CHECK(candidates(workshop, "ru") == "run\n");
  CHECK_THAT(candidates(workshop, "''"), Contains("check\n") && Contains("submit\n") && !Contains("complete\n"));
  CHECK(candidates(workshop, "run fig.yaml --re") == "--recompute\n--resume\n");
  CHECK(candidates(workshop, "diff --a") == "--absolute\n--all\n");
  CHECK(candidates(workshop, "run f") == "fig.yaml\n");
  CHECK(candidates(workshop, "plot f") == "fig.h5\n");
  CHECK(candidates(workshop, "describe activation/ta") == "activation/tanh\n");
  CHECK(candidates(workshop, "completion ''") == "bash\nfish\nzsh\n");
  CHECK(candidates(workshop, "plot fig.h5 --format p") == "pdf\npng\n");
  CHECK(candidates(workshop, "nonsense --x").empty());
}

TEST_CASE("completion: dotted paths of the spec at hand, and the words that they take") {
  const Workshop workshop;
  workshop.write("fig.yaml", small_spec);
  CHECK(candidates(workshop, "run fig.yaml --set model.tau") == "model.tau_e=\nmodel.tau_v=\n");
  CHECK_THAT(candidates(workshop, "run fig.yaml --set analyses."),
             Contains("analyses.perturbation.corruption.sigma=\n"));
  CHECK_THAT(candidates(workshop, "run fig.yaml --set model.activation.plugin=r"),
             Contains("model.activation.plugin=relu\n"));
  CHECK_THAT(candidates(workshop, "run fig.yaml --set analyses.perturbation.record_state="),
             Contains("record_state=false\n") && Contains("record_state=true\n"));
}

TEST_CASE("completion: a spec with mistakes, or half a spec, is no error") {
  const Workshop workshop;
  workshop.write("bad.yaml", "seed: 1\nmodel: {plugin: nonsense, layers: 3}\n");
  CHECK(candidates(workshop, "run bad.yaml --set model.l") == "model.layers=\n");
  workshop.write("worse.yaml", "model: [1, 2\n  - {");
  CHECK(candidates(workshop, "run worse.yaml --set m").empty());
  CHECK(candidates(workshop, "run none.yaml --set m").empty());
}

TEST_CASE("completion: bash takes it, values behind an equals sign too") {
  const Workshop workshop;
  workshop.write("fig.yaml", small_spec);
  CHECK(in_bash(workshop, "engram va") == "validate\n");
  CHECK(in_bash(workshop, "engram run fig.yaml --set model.tau") == "model.tau_e=\nmodel.tau_v=\n");
  CHECK_THAT(in_bash(workshop, "engram run fig.yaml --set model.activation.plugin=re"), Contains("relu"));
  CHECK_THAT(in_bash(workshop, "engram run fig.yaml --set model.activation.plugin=re"), !Contains("activation"));
}

TEST_CASE("completion: bash takes a file whose name holds any character, as one word") {
  const Workshop workshop;
  std::size_t files = 0;
  for (char c = ' '; c < 0x7f; ++c) {
    for (const std::string& name : {std::string(2, c) + "x.yaml", "x" + std::string(1, c) + "y.yaml"}) {
      if (c != '/') {
        workshop.write(name, small_spec);
        ++files;
      }
    }
  }
  workshop.write("check.sh",
                 "source <(engram completion bash)\ncompopt() { :; }\nCOMP_LINE='engram run '\n"
                 "COMP_POINT=${#COMP_LINE}\n_engram\nfor reply in \"${COMPREPLY[@]}\"; do\n"
                 "  eval \"set -- $reply\"\n  [[ $# == 1 && -e $1 ]] && echo one || echo \"wrong: $reply\"\ndone\n");
  const Outcome outcome =
      workshop.shell("PATH=\"$(dirname '" ENGRAM_TEST_PROGRAM "'):$PATH\" bash check.sh | sort | uniq -c");
  CHECK_THAT(outcome.out, Contains(" " + std::to_string(files) + " one\n"));
  CHECK_THAT(outcome.out, !Contains("wrong"));
  CHECK(outcome.err.empty());
  // A word that begins with quotes or backslashes is also one word.
  CHECK(in_bash(workshop, "engram run x\\\\\\$") == "x\\$y.yaml\n");
}

TEST_CASE("completion: the script of fish is a script of fish") {
  ENGRAM_NEEDS_PROGRAM("fish");
  const Workshop workshop;
  REQUIRE(workshop.engram("completion fish > script").code == 0);
  const Outcome outcome = workshop.shell("fish --no-execute script");
  INFO(outcome.err);
  CHECK(outcome.code == 0);
}

TEST_CASE("completion: there is a script for each shell that is known, and none for others") {
  const Workshop workshop;
  for (const std::string shell : {"bash", "zsh", "fish"}) {
    CHECK_THAT(workshop.engram("completion " + shell).out, Contains("engram complete -- "));
  }
  const Outcome unknown = workshop.engram("completion fsh");
  CHECK(unknown.code == 2);
  CHECK_THAT(unknown.err, Contains("there is no completion for 'fsh'") && Contains("shells: bash, fish, zsh"));
}

TEST_CASE("completion: zsh finds the script by itself among its functions, and completes at the first time") {
  ENGRAM_NEEDS_PROGRAM("zsh");
  const Workshop workshop;
  REQUIRE(workshop.engram("completion zsh > _engram").code == 0);
  CHECK(workshop.shell("zsh -n _engram").code == 0);
  const Outcome outcome = workshop.shell(
      "PATH=\"$(dirname '" ENGRAM_TEST_PROGRAM
      "'):$PATH\" zsh -fc 'fpath=($PWD $fpath); autoload -Uz _engram; compadd() { print -r -- \"$@\" }; "
      "words=(engram ru); CURRENT=2; _engram'");
  INFO(outcome.err);
  CHECK_THAT(outcome.out, Contains("-- run\n"));
}
