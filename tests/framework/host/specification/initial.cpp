// `initial` in a spec, as it is read, resolved, swept and written.
#include <string>
#include <vector>

#include "catch.hpp"
#include "spec_fixture.hpp"

namespace engram::specification::test {

namespace {

using Lines = std::vector<std::string>;
using Catch::Matchers::Contains;

std::string with_initial(const std::string& initial) {
  return replaced(good_spec, "learning: {plugin: predictive_coding, presentation: 10 s, rounds: 50}\n",
                  "initial: " + initial + "\n");
}

/// The weights that the first run of a spec starts with, "FILE CASE"; empty if there are none.
std::string initial_of(const Resolved& resolved, std::size_t cell = 0) {
  REQUIRE(lines_of(resolved.problems).empty());
  const auto initial = resolved.spec.cases[cell].initial;
  return initial ? initial->result + " " + initial->cell.value_or("-") : "";
}

}  // namespace

TEST_CASE("initial: a text is the result, and learning may be missing, null or an empty list") {
  CHECK(initial_of(resolve_text(with_initial("/a/b.h5"))) == "/a/b.h5 -");
  CHECK(initial_of(resolve_text(with_initial("{result: /a/b.h5}"))) == "/a/b.h5 -");
  CHECK(initial_of(resolve_text(with_initial("{result: /a/b.h5, case: ~}"))) == "/a/b.h5 -");
  CHECK(initial_of(resolve_text(with_initial("{result: /a/b.h5, case: 3}"))) == "/a/b.h5 3");
  for (const char* none : {"~", "[]"}) {
    const Resolved resolved = resolve_text(with_initial("/a/b.h5") + "learning: " + none + "\n");
    CHECK(initial_of(resolved) == "/a/b.h5 -");
    CHECK(resolved.spec.cases.front().learning.empty());
  }
  CHECK(initial_of(resolve_text(good_spec + "initial: ~\n")).empty());
}

TEST_CASE("initial: the resolved spec and the settings have it") {
  const Resolved resolved = resolve_text(with_initial("{result: /a/b.h5, case: seed=3}"));
  CHECK_THAT(resolved.spec.resolved,
             Contains("initial:\n  result: /a/b.h5\n  case: seed=3\n") && !Contains("learning"));
  CHECK(initial_of(resolve_text(resolved.spec.resolved)) == "/a/b.h5 seed=3");
  const auto written = settings(resolved.spec.resolved);
  const auto read = texts_of(settings_of(resolved.spec.cases.front()));
  for (const auto& each : {written, read}) {
    CHECK(each.at("initial") == "/a/b.h5");
    CHECK(each.at("initial.case") == "seed=3");
  }
}

TEST_CASE("initial: cases and sweeps change it, and the resolved spec makes the same cells") {
  const std::string cases =
      with_initial("{result: /a.h5, case: x}") +
      "cases: {a: {}, b: {initial.case: y}, c: {initial: /b.h5}, d: {initial: {result: /c.h5}}}\n";
  const Resolved in_cases = resolve_text(cases);
  const Resolved swept = resolve_text(with_initial("{result: /a.h5}") + "sweep: {initial.case: [007, seed=3]}\n");
  const Resolved files =
      resolve_text(with_initial("/a.h5") + "sweep: {initial: [/a.h5, /b.h5, {result: /c.h5, case: z}]}\n", {});
  const Resolved zipped =
      resolve_text(with_initial("~") + "sweep: {zip: {initial.result: [/a.h5, /b.h5], initial.case: [p, q]}}\n");
  const std::vector<std::pair<const Resolved*, Lines>> all{{&in_cases, {"/a.h5 x", "/a.h5 y", "/b.h5 -", "/c.h5 -"}},
                                                           {&swept, {"/a.h5 007", "/a.h5 seed=3"}},
                                                           {&files, {"/a.h5 -", "/b.h5 -", "/c.h5 z"}},
                                                           {&zipped, {"/a.h5 p", "/b.h5 q"}}};
  for (const auto& [resolved, expected] : all) {
    REQUIRE(lines_of(resolved->problems).empty());
    const Resolved again = resolve_text(resolved->spec.resolved);
    INFO(resolved->spec.resolved);
    for (std::size_t cell = 0; cell < expected.size(); ++cell) {
      CHECK(initial_of(*resolved, cell) == expected[cell]);
      CHECK(initial_of(again, cell) == expected[cell]);
      CHECK(again.spec.cases.label(cell) == resolved->spec.cases.label(cell));
    }
    CHECK(again.spec.resolved == resolved->spec.resolved);
  }
}

TEST_CASE("initial: exclusions and conditions of a sweep name it") {
  const Resolved without =
      resolve_text(with_initial("~") +
                   "sweep: {initial: [/a.h5, {result: /b.h5, case: z}], seed: [1, 2], exclude: "
                   "[{initial: /a.h5, seed: 1}, {initial: {result: /b.h5, case: z}, seed: 2}]}\n");
  REQUIRE(lines_of(without.problems).empty());
  CHECK(without.spec.cases.size() == 2);
  CHECK(initial_of(without, 0) == "/a.h5 -");
  CHECK(initial_of(without, 1) == "/b.h5 z");
  CHECK_THAT(
      lines_of(resolve_text(with_initial("~") + "sweep: {initial: [/a.h5, /b.h5], exclude: [{initial: {cas: z}}]}\n")
                   .problems)
          .at(0),
      Contains("there is no key 'cas' here") && Contains("did you mean 'case'?"));
}

TEST_CASE("initial: mistakes") {
  CHECK_THAT(
      lines_of(resolve_text(with_initial("[a.h5]")).problems).at(0),
      Contains("fig.yaml:10:10: 'initial' takes a result, whose weights the network starts with; found a list | "
               "write initial: RESULT.h5, or {result: SWEEP.h5, case: LABEL}"));
  CHECK_THAT(lines_of(resolve_text(with_initial("{cse: a}")).problems).at(0),
             Contains("fig.yaml:10:11: 'initial' has no key 'cse' | did you mean 'case'? | allowed: result, case"));
  CHECK_THAT(lines_of(resolve_text(with_initial("{}")).problems).at(0),
             Contains("fig.yaml:10:10: 'initial' needs a 'result' | it takes the file of a result, such as initial: "
                      "{result: other.h5}"));
  CHECK_THAT(lines_of(resolve_text(with_initial("{result: {a: b}, case: [c]}")).problems).at(0),
             Contains("'result' of 'initial' takes a text; found a mapping"));
  CHECK_THAT(lines_of(resolve_text(with_initial("{result: a.h5, case: [c]}")).problems).at(0),
             Contains("'case' of 'initial' takes a text; found a list"));
  CHECK_THAT(lines_of(resolve_text(with_initial("''")).problems).at(0), Contains("write the name of a file"));
  CHECK_THAT(lines_of(resolve_text(with_initial("a.h5") + "cases: {a: {initail: b.h5}}\n").problems).at(0),
             Contains("there is no 'initail' to change in a case") && Contains("did you mean 'initial'?"));
}

}  // namespace engram::specification::test
