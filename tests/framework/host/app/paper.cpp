// Sweeps, claims and reports as users see them, and the shipped specs of the paper.
#include <filesystem>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "catch.hpp"
#include "needs.hpp"
#include "program.hpp"

using Catch::Matchers::Contains;
using engram::test::Outcome;
using engram::test::Workshop;

namespace {

const std::string small = R"(title: Small & quick
description: One of everything, small.
source: Somewhere
patterns: {plugin: binary, count: 2, size: 12}
model: {plugin: pc_hopfield, layers: [12], activation: {plugin: tanh, gain: 0.5}}
learning: {plugin: predictive_coding, presentation: 10 s, rounds: 20}
integrator: {plugin: euler, time_step: 1 ms}
analyses:
  - {plugin: perturbation, corruption: {plugin: sign_flips, count: 1}, distance: hamming, duration: 1 s, sampling_interval: 100 ms}
cases:
  predictive_coding: {}
  classical:
    model: {plugin: hopfield, units: 12}
    learning: hebbian
    integrator: null
    analyses.perturbation.duration: null
    analyses.perturbation.updates: 5
sweep: {seed: {from: 1, to: 3}}
figures:
  - {name: both, panels: [{cases: [predictive_coding, classical], dataset: analyses/perturbation/final_distance, target: own, style: histogram}]}
expect:
  - {claim: Every run comes back., source: "Somewhere, Fig. 1", change: two patterns in place of ten, cases: [predictive_coding], dataset: analyses/perturbation/final_distance, target: own, compare: at_most, value: 0}
  - {claim: Nothing ever moves., dataset: analyses/perturbation/mean_final_distance, compare: equals, value: 1, note: It does.}
)";

/// Runs a spec of the paper with two seeds that it does not have, and requires all of its claims.
void check_with_other_seeds(const std::string& spec) {
  CAPTURE(spec);
  const Workshop workshop;
  REQUIRE(workshop
              .engram("run -q " ENGRAM_TEST_EXPERIMENTS "/pc_hopfield/" + spec +
                      ".yaml --set sweep.seed.from=31 --set sweep.seed.to=32")
              .code == 0);
  const Outcome checked = workshop.engram("check " + spec + ".h5");
  INFO(checked.out);
  CHECK(checked.code == 0);
}

}  // namespace

TEST_CASE("paper: a sweep over two kinds of network, its claims and its report") {
  const Workshop workshop;
  workshop.write("small.yaml", small);
  CHECK_THAT(workshop.engram("validate small.yaml").out, Contains("no mistakes, 6 cells"));
  CHECK(workshop.engram("run small.yaml --dry-run").out ==
        "predictive_coding.seed=1\npredictive_coding.seed=2\npredictive_coding.seed=3\n"
        "classical.seed=1\nclassical.seed=2\nclassical.seed=3\n");
  CHECK_FALSE(std::filesystem::exists(workshop / "small.h5"));
  const Outcome run = workshop.engram("run small.yaml");
  INFO(run.err);
  REQUIRE(run.code == 0);

  const Outcome check = workshop.engram("check small.h5");
  INFO(check.out);
  CHECK(check.code == 1);
  CHECK_THAT(check.out,
             Contains("reproduced with a change\n  Every run comes back.\n    source: Somewhere, Fig. 1\n    "
                      "change: two patterns in place of ten\n") &&
                 Contains("holds in 3 of 3 cells") && Contains("NOT REPRODUCED\n  Nothing ever moves.") &&
                 Contains("holds in 0 of 6 cells") && Contains("note: It does.") &&
                 Contains("1 of 2 claims reproduced, 1 of them with a change"));
  const auto json = nlohmann::json::parse(workshop.engram("check small.h5 --json").out);
  CHECK(json.at(0).at("reproduced") == true);
  CHECK(json.at(0).at("verdict") == "reproduced with a change");
  CHECK(json.at(0).at("change") == "two patterns in place of ten");
  CHECK(json.at(1).at("verdict") == "not reproduced");
  CHECK(json.at(1).at("cells").size() == 6);
  workshop.write("other.yaml",
                 "expect: [{claim: Rounds., dataset: training/rounds, cases: [predictive_coding], "
                 "compare: equals, value: 20}]\n");
  CHECK(workshop.engram("check small.h5 --spec other.yaml").code == 0);

  const Outcome report = workshop.engram("report small.h5 -o pages/../report.html");
  CHECK(report.code == 2);
  REQUIRE(workshop.engram("plot small.h5").code == 0);
  REQUIRE(workshop.engram("report small.h5 -o report.html --title 'One < two'").code == 0);
  const std::string page = engram::test::read(workshop / "report.html");
  CHECK_THAT(page,
             Contains("<h1>One &lt; two</h1>") && Contains("Small &amp; quick") &&
                 Contains("<strong>1 of 2 claims</strong>") && Contains("href=\"small.h5\"") &&
                 Contains("href=\"small_both.png\"") && Contains("data:image/svg+xml;charset=utf-8,<?xml") &&
                 Contains("<a href=\"#small-both\">both</a>") &&
                 Contains("✓ reproduced with a change<span class=\"change\">two patterns in place of ten</span>") &&
                 Contains("<h2 id=\"claims\">Claims</h2>") && Contains("<h3>Somewhere</h3>") &&
                 Contains("One of everything, small.") && Contains("git commit"));
  // All claims are at the top, those that failed first, before the results of the source.
  CHECK(page.find("Nothing ever moves.") < page.find("Every run comes back."));
  CHECK(page.find("Every run comes back.") < page.find("id=\"source-Somewhere\""));
}

TEST_CASE("paper: a browser shows all of a report") {
  ENGRAM_NEEDS_PROGRAM("chromium");
  const Workshop workshop;
  workshop.write("small.yaml", small);
  REQUIRE(workshop.engram("run small.yaml -q").code == 0);
  REQUIRE(workshop.engram("report small.h5 -o report.html").code == 0);
  const std::string page = engram::test::read(workshop / "report.html");
  // A page around the report that counts the rows and images that the browser shows.
  workshop.write(
      "frame.html",
      "<script>window.onerror = m => document.title = m;</script>" + page +
          "<script>window.onload = () => { document.body.dataset.seen = "
          "document.querySelectorAll('table.claims tbody tr').length + ' rows, ' + "
          "[...document.images].filter(i => i.naturalWidth > 0).length + ' of ' + document.images.length + "
          "' images'; document.getElementById('filter-no').checked = true; document.body.dataset.filtered = "
          "[...document.querySelectorAll('.filtered tbody tr')].filter(row => row.offsetParent).length; }</script>");
  const Outcome dom = workshop.shell(
      "chromium --headless --no-sandbox --disable-gpu --disable-dev-shm-usage --virtual-time-budget=5000 --dump-dom "
      "\"file://$PWD/frame.html\"");
  CHECK_THAT(dom.out, Contains("data-seen=\"4 rows, 1 of 1 images\"") && Contains("data-filtered=\"1\""));
}

TEST_CASE("paper: on a telephone nothing of a report is wider than the screen") {
  ENGRAM_NEEDS_PROGRAM("chromium");
  const Workshop workshop;
  // Long words that cannot be broken, such as names of datasets, and a long line of a spec.
  const std::string word(120, 'w');
  workshop.write("small.yaml",
                 small + "  - {claim: " + word + ", source: \"" + word + "\", change: " + word + ", note: " + word +
                     ", dataset: summary/results.analyses.perturbation.mean_final_distance, value: 0}\n");
  REQUIRE(workshop.engram("run small.yaml -q").code == 0);
  REQUIRE(workshop.engram("report small.h5 -o report.html --title " + word).code == 0);
  // A frame can be made this narrow; a window of the browser cannot.
  workshop.write("frame.html",
                 "<iframe id='f' src='report.html' style='width: 390px; height: 844px; border: 0'></iframe>"
                 "<script>document.getElementById('f').onload = e => { const page = e.target.contentDocument;"
                 "const wide = [...page.querySelectorAll('main *:not(pre)')].filter("
                 "i => i.getBoundingClientRect().right > 390.5).map(i => i.tagName);"
                 "const all = page.documentElement; document.body.dataset.seen = "
                 "(all.scrollWidth > all.clientWidth ? 'wider' : 'fits') + ', over: ' + wide; }</script>");
  const Outcome dom = workshop.shell(
      "chromium --headless --no-sandbox --disable-gpu --disable-dev-shm-usage --allow-file-access-from-files "
      "--virtual-time-budget=5000 --dump-dom \"file://$PWD/frame.html\"");
  CHECK_THAT(dom.out, Contains("data-seen=\"fits, over: \""));
}

TEST_CASE("paper: claims that do not fit are refused before anything runs, with their line") {
  const Workshop workshop;
  const auto refused = [&](const std::string& claim, const std::string& text) {
    workshop.write("spec.yaml", small + "  - " + claim + "\n");
    const Outcome outcome = workshop.engram("run spec.yaml");
    INFO(outcome.err);
    CHECK(outcome.code == 2);
    CHECK_THAT(outcome.err, Contains(text));
    CHECK_FALSE(std::filesystem::exists(workshop / "spec.h5"));
  };
  refused("{claim: X, dataset: analyses/perturbatin/distance, value: 0}", "there is no analysis 'perturbatin'\n");
  refused("{claim: X, cases: [clasical], dataset: a/b, value: 0}", "there is no case 'clasical'\n");
  refused("{claim: X, dataset: a/b, value: 0, reduse: max}", "a claim has no key 'reduse'\n");
  refused("{claim: X, dataset: a/b, value: 0, reduce: sum}", "'reduce'");
  refused("{claim: X, dataset: a/b}", "a claim needs a 'value'");
  refused("{claim: X, dataset: a/b, value: 0, tolerance: 1}", "a tolerance belongs to `compare: equals`");
  refused("{claim: X, dataset: a/b, value: 0, select: [time]}", "'time' selects nothing");
  refused("{claim: X, dataset: a/b, value: 0, change: other weights}",
          "a change is relative to a source; say under `source` where the claim is made");
  refused("{claim: X, dataset: a/b, value: 0, chnage: other weights}", "did you mean 'change'?");
}

TEST_CASE("paper: check and report say what is wrong with a file or a claim") {
  const Workshop workshop;
  workshop.write("small.yaml", small);
  REQUIRE(workshop.engram("run small.yaml -q --keep all --set sweep.seed.to=1").code == 0);
  workshop.write("text.h5", "no result");
  REQUIRE(workshop.shell("head -c 5000 small.h5 > short.h5").code == 0);
  REQUIRE(workshop
              .shell("cp small.h5 newer.h5 && /usr/bin/python3 -c \"import h5py; "
                     "h5py.File('newer.h5', 'a').attrs['format_version'] = 99\"")
              .code == 0);
  for (const char* command : {"check", "report"}) {
    for (const char* file : {"missing.h5", "text.h5", "short.h5", "newer.h5"}) {
      CAPTURE(command, file);
      const Outcome outcome = workshop.engram(std::string(command) + " " + file);
      CHECK(outcome.code == 2);
      CHECK_THAT(outcome.err, Contains(file));
    }
  }
  CHECK_FALSE(std::filesystem::exists(workshop / "report.html"));
  CHECK_THAT(workshop.engram("check newer.h5").err, Contains("99"));
  const auto judged = [&](const std::string& claim) {
    workshop.write("claims.yaml", "expect:\n  - " + claim + "\n");
    const Outcome outcome = workshop.engram("check small.h5 --spec claims.yaml");
    CHECK(outcome.code == 2);
    return outcome.err;
  };
  CHECK_THAT(judged("{claim: X, dataset: analyses/perturbation/distanc, value: 0}"),
             Contains("the claim 'X' cannot be judged: there is no dataset 'analyses/perturbation/distanc'") &&
                 Contains("did you mean 'analyses/perturbation/distance'?"));
  CHECK_THAT(judged("{claim: X, dataset: analyses/perturbation/distance, reduce: last, value: 0}"),
             Contains("`reduce: last` leaves"));
  CHECK_THAT(judged("{claim: X, dataset: a, valu: 0}"),
             Contains("claims.yaml:2:28: error: a claim has no key 'valu'"));
  CHECK_THAT(workshop.engram("check small.h5 --spec missing.yaml").err,
             Contains("cannot read the spec missing.yaml"));
  CHECK_THAT(workshop.engram("report small.h5 small.h5").err, Contains("two results are named 'small'"));
  workshop.write("report.html", "mine");
  CHECK(workshop.engram("report text.h5 -o report.html").code == 2);
  CHECK(engram::test::read(workshop / "report.html") == "mine");
}

TEST_CASE("paper: networks and parts that do not fit each other are refused in words") {
  const Workshop workshop;
  workshop.write("small.yaml", small);
  const auto refused = [&](const std::string& set, const std::string& text) {
    const Outcome outcome = workshop.engram("validate small.yaml " + set);
    INFO(outcome.err);
    CHECK(outcome.code == 2);
    CHECK_THAT(outcome.err, Contains(text));
  };
  refused("--set cases.classical.integrator=euler", "integrator 'euler' needs a flow; model 'hopfield' has none");
  refused("--set learning=hebbian",
          "learning rule 'hebbian' needs outer-product weights; model 'pc_hopfield' has none");
  refused("--set learning=predictive_coding",
          "learning rule 'predictive_coding' needs error nodes; model 'hopfield' has none");
  refused("--set cases.classical.analyses.perturbation.duration=1s",
          "this network moves in discrete updates and has no duration; give updates");
  refused("--set cases.predictive_coding.analyses.perturbation.updates=5",
          "this network moves in continuous time and has no updates; give a duration");
}

TEST_CASE("paper: every shipped spec is without mistakes") {
  const Workshop workshop;
  std::size_t specs = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(ENGRAM_TEST_EXPERIMENTS)) {
    if (entry.path().extension() == ".yaml") {
      const Outcome outcome = workshop.engram("validate '" + entry.path().string() + "'");
      INFO(outcome.err);
      CHECK(outcome.code == 0);
      ++specs;
    }
  }
  CHECK(specs >= 13);
}

TEST_CASE("paper: the runs of four integrators agree, Euler's by its order") {
  const Workshop workshop;
  workshop.write("time_step.yaml", R"(patterns: {plugin: binary, count: 10, size: 100}
model: {plugin: pc_hopfield, layers: [100], topology: single, activation: tanh}
learning: {plugin: predictive_coding, presentation: 10 s, order: together, time_step: 1 ms}
integrator: {plugin: euler, time_step: 1 ms}
analyses:
  - {plugin: perturbation, corruption: {plugin: sign_flips, count: 13}, duration: 2 s, sampling_interval: 20 ms}
cases:
  euler_1_ms: {}
  euler_01_ms: {integrator.time_step: 0.1 ms}
  rk4_1_ms: {integrator: {plugin: rk4, time_step: 1 ms}}
  dormand_prince: {integrator: {plugin: dormand_prince, relative_tolerance: 1e-8, absolute_tolerance: 1e-10}}
)");
  REQUIRE(workshop.engram("run -q time_step.yaml").code == 0);
  workshop.write("compare.py",
                 "import h5py, numpy as np\n"
                 "cases = h5py.File('time_step.h5')['cases']\n"
                 "distance = {name: cases[name]['analyses/perturbation/distance'][:] for name in cases}\n"
                 "off = lambda name: np.abs(distance[name] - distance['dormand_prince']).max()\n"
                 "assert off('rk4_1_ms') < 1e-6, off('rk4_1_ms')\n"
                 "assert 5 < off('euler_1_ms') / off('euler_01_ms') < 20\n"
                 "assert off('euler_1_ms') < 0.05, off('euler_1_ms')\n");
  const Outcome compare = workshop.shell("/usr/bin/python3 compare.py");
  INFO(compare.err);
  CHECK(compare.code == 0);
}

TEST_CASE("paper: the stability of section 3.1 comes out as its spec says") {
  const Workshop workshop;
  REQUIRE(
      workshop.engram("run -q " ENGRAM_TEST_EXPERIMENTS "/pc_hopfield/stability.yaml --set sweep.seed.to=2").code ==
      0);
  const auto verdicts = nlohmann::json::parse(workshop.engram("check stability.h5 --json").out);
  std::vector<bool> reproduced;
  for (const auto& verdict : verdicts) {
    reproduced.push_back(verdict.at("reproduced"));
  }
  CHECK(reproduced == std::vector<bool>(6, true));
}

TEST_CASE("paper: the claims beyond the figures come out as their specs say, with seeds that they do not name") {
  for (const std::string spec : {"horizon_and_gain", "near_zero_eigenvalues", "noisy_targets", "completion", "chain",
                                 "classical_comparison"}) {
    check_with_other_seeds(spec);
  }
}

TEST_CASE("paper: the claims on figures 4, 5 and 6 come out as their specs say, with seeds that they do not name") {
  for (const std::string figure : {"fig4", "fig5", "fig6"}) {
    check_with_other_seeds(figure);
  }
}
