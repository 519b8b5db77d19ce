// `engram check-plugin`: it catches plugins that break laws with helpful messages, and the built-in plugins break no
// law.
#include <sstream>
#include <string>
#include <vector>

#include "catch.hpp"
#include "program.hpp"

using Catch::Matchers::Contains;
using engram::test::Outcome;
using engram::test::Workshop;

namespace {

/// The output about one law of one plugin: "BROKEN", "holds" or "skipped", and the sentence.
struct Said {
  std::string verdict;
  std::string sentence;
};

Said said_of(const std::string& output, const std::string& plugin, const std::string& law) {
  const auto begin = output.find("\n" + plugin + " (");
  if (begin == std::string::npos) {
    return {"missing", output};
  }
  std::istringstream lines(output.substr(begin + 1));
  std::string line;
  std::getline(lines, line);
  while (std::getline(lines, line) && line.starts_with("  ")) {
    std::istringstream words(line);
    std::string verdict;
    std::string name;
    words >> verdict >> name;
    if (name == law) {
      if (verdict == "BROKEN") {
        std::getline(lines, line);
      }
      return {verdict, line};
    }
  }
  return {"missing", output};
}

/// A broken law of a library of lawless plugins, and the words of its message.
struct Breach {
  std::string plugin;
  std::string law;
  std::string words;
};

void check_breaches(const std::string& library, const std::vector<Breach>& breaches) {
  const Workshop workshop;
  const Outcome outcome = workshop.engram("check-plugin " ENGRAM_TEST_LAWLESS_PLUGINS "/" + library + ".so");
  CHECK(outcome.code == 1);
  CHECK(outcome.err.empty());
  const std::string output = "\n" + outcome.out;
  for (const Breach& breach : breaches) {
    const Said said = said_of(output, breach.plugin, breach.law);
    INFO(breach.plugin << ": " << breach.law);
    CHECK(said.verdict == "BROKEN");
    CHECK_THAT(said.sentence, Contains(breach.words));
  }
}

}  // namespace

TEST_CASE("laws: activations") {
  check_breaches(
      "activations",
      {
          {"breaks_slope", "slope", "and differences of the value give"},
          {"breaks_curvature", "curvature", "the curvature is 1, and differences of the slope give"},
          {"breaks_potential", "potential", "and differences of the potential give"},
          {"breaks_batch", "batch", "in a batch and"},
          {"breaks_block_of_values", "batch", "it writes outside of the block that it was given"},
          {"breaks_block_beside_slopes", "batch", "it writes outside of the block that it was given"},
          {"breaks_block_of_slopes", "batch", "it writes outside of the block that it was given"},
          {"breaks_nan", "nan", "f(NaN) is 0, which hides that something went wrong"},
          {"breaks_declaration", "declaration", "the default -1 of 'gain' is outside of the parameter's own limits"},
          {"breaks_limits", "limits", "division by zero; narrow the limits, or throw ParameterError in check()"},
          {"breaks_determinism", "determinism", "two runs with the same seed differ"},
          {"breaks_runs", "runs", "its example fails: "},
          {"crashes", "slope", "it crashed: Segmentation fault (signal 11)"},
          {"exits", "slope", "it ended the process with exit code 3"},
      });
}

TEST_CASE("laws: models") {
  check_breaches(
      "models",
      {
          {"breaks_start", "start", "start() leaves parts of the state unset"},
          {"breaks_batch", "batch", "moves differently in a batch than alone"},
          {"breaks_const", "const", "functions that are const changed the model: of 'X'"},
          {"breaks_threads", "threads", "scratch space belongs to the Flow or Updates that is handed out"},
          {"breaks_companion", "companion", "two trials in the same state, with the same random numbers, differ by"},
          {"breaks_discrete", "discrete",
           "it says that its units take single values only, and after 1 update they have"},
          {"breaks_held", "held", "unit 0 of trial 0 is held and went from"},
          {"breaks_nan", "nan", "a state with NaN in it moves on as if nothing were wrong"},
          {"breaks_alternatives", "alternatives", "method: careful ends elsewhere than fast"},
          {"breaks_energy", "energy", "and it promises that it never does"},
          {"breaks_energy_in_a_setting", "energy", "with formula: bare, the energy of trial"},
          {"crashes_in_a_setting", "batch", "it crashed: Segmentation fault (signal 11), with mood: upset"},
          {"breaks_untrained", "untrained",
           "the states of a network that has learned nothing hold numbers that are not finite"},
          {"breaks_restored", "restored",
           "a trained network that was restored moves otherwise than the original, by"},
          {"breaks_jacobian", "jacobian", "and differences of the flow give"},
          {"breaks_jacobian", "spectrum", "is not an eigenvalue of the Jacobian at the first pattern"},
      });
}

TEST_CASE("laws: learning rules") {
  check_breaches("learning_rules",
                 {
                     {"breaks_changes", "changes", "a rule that teaches nothing"},
                     {"breaks_elsewhere", "elsewhere", "it uses facets of the model that it does not list"},
                     {"runs_over", "elsewhere", "it writes outside of the weights"},
                     {"breaks_alternatives", "alternatives", "method: stepwise and exact give other weights"},
                     {"breaks_any_network", "any_network",
                      "and scale: field, it leaves weights that are not finite, and nothing says so"},
                     {"breaks_nan", "nan", "a pattern with NaN leaves NaN in the weights, and nothing says so"},
                 });
}

TEST_CASE("laws: pattern sources and corruptions") {
  check_breaches("pattern_sources",
                 {
                     {"breaks_whole", "shape", "patterns() has other values than generate() fills in"},
                     {"breaks_shape", "shape", "it is not filled, or depends on what stood there before"},
                     {"breaks_range", "range", "a value is -1, and range() promises 0 to 1"},
                     {"breaks_more", "more", "pattern k takes its numbers from random.stream(k) alone"},
                 });
  check_breaches("corruptions", {
                                    {"breaks_shape", "shape", "it writes outside of a pattern of 1 unit"},
                                    {"breaks_range", "range", "and range() promises"},
                                    {"breaks_range_elsewhere", "range", ", and range() promises -2 to 3"},
                                    {"breaks_stream", "stream", "take chance from the stream, and keep nothing"},
                                });
}

TEST_CASE("laws: integrators") {
  check_breaches("integrators", {
                                    {"breaks_order", "order", "and order() promises 2"},
                                    {"breaks_batch", "batch", "trials must not share a step"},
                                    {"breaks_stability", "stability", "and stability() says"},
                                    {"breaks_pieces", "pieces", "samples must not change the motion"},
                                    {"breaks_nan", "nan", "a state with NaN in it comes out finite"},
                                });
}

TEST_CASE("laws: analyses") {
  check_breaches(
      "analyses",
      {
          {"breaks_records", "records",
           "it records 'anwser', which records() does not declare; did you mean 'answer'?"},
          {"breaks_any_model", "any_model", "it fails: this network is not what I know"},
          {"breaks_again", "again", "asked twice it gives two answers"},
          {"breaks_alternatives", "alternatives", "method: reduced and full give other answers: of 'answer'"},
          {"breaks_nan", "nan", "look at Trajectory::divergences() and call Recorder::failure()"},
      });
}

TEST_CASE("laws: the built-in plugins keep them all") {
  const Workshop workshop;
  const Outcome outcome = workshop.engram("check-plugin -q " ENGRAM_TEST_PLUGINS "/*.so");
  INFO(outcome.out << outcome.err);
  CHECK(outcome.code == 0);
  CHECK_THAT(outcome.out, Contains(" 0 broken, "));
}

TEST_CASE("laws: a plugin that crashes or hangs is a finding, also when it is made, and the others are checked") {
  const Workshop workshop;
  const Outcome outcome =
      workshop.engram("check-plugin --timeout 1 --law slope " ENGRAM_TEST_LAWLESS_PLUGINS "/makers.so");
  CHECK(outcome.code == 1);
  const std::string output = "\n" + outcome.out;
  CHECK_THAT(said_of(output, "crashes_when_made", "example").sentence,
             Contains("while its parts were made, it crashed: Segmentation fault (signal 11)"));
  CHECK_THAT(said_of(output, "hangs_when_made", "example").sentence,
             Contains("while its parts were made, it did not end within 10 s"));
  CHECK_THAT(said_of(output, "hangs", "slope").sentence, Contains("it did not end within 1 s"));
  CHECK(said_of(output, "whole", "slope").verdict == "holds");
}

TEST_CASE("laws: requests that are wrong are answered in words") {
  const Workshop workshop;
  workshop.write("text.so", "no library");
  const auto error_of = [&](const std::string& arguments) {
    const Outcome outcome = workshop.engram("check-plugin " + arguments);
    CHECK(outcome.code == 2);
    return outcome.err;
  };
  CHECK_THAT(error_of("none.so"), Contains("none.so does not exist"));
  CHECK_THAT(error_of("text.so"), Contains("text.so is not a shared library"));
  CHECK_THAT(error_of(""), Contains("LIBRARY is missing"));
  CHECK_THAT(error_of("text.so --law slop"), Contains("there is no law 'slop'") &&
                                                 Contains("did you mean 'slope'?") &&
                                                 Contains("laws: declaration, "));
  CHECK_THAT(error_of("text.so --timeout 0"),
             Contains("--timeout takes a duration above 0 and at most 1000000 s, such as 90 or '2 min'; found '0'"));
  CHECK_THAT(error_of("text.so --timeout inf"),
             Contains("above 0 and at most 1000000 s, such as 90 or '2 min'; found 'inf'"));
  CHECK_THAT(error_of(ENGRAM_TEST_PLUGINS), Contains("is a folder, and check-plugin takes libraries\n") &&
                                                Contains("libraries in it: ") && Contains("tanh.so"));
  CHECK_THAT(error_of(ENGRAM_TEST_PLUGINS "/hopfield.so --law slope"),
             Contains("nothing was checked: there is no law slope for plugins of these kinds"));
  const Outcome one = workshop.engram("check-plugin " ENGRAM_TEST_PLUGINS "/tanh.so --law slope");
  CHECK(one.code == 0);
  CHECK_THAT(one.out, Contains("tanh (activation), tanh.so\n  holds    slope ") && Contains("1 held, 0 broken"));
}
