#include <algorithm>
#include <sstream>

#include <boost/program_options/value_semantic.hpp>
#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include <engram/counted.hpp>
#include <engram/words.hpp>

#include "app/options.hpp"
#include "app/program.hpp"
#include "claims/judge.hpp"
#include "evaluation/claim_spec.hpp"
#include "evaluation/stored_result.hpp"
#include "store/reader.hpp"

namespace engram::app {

namespace po = boost::program_options;

namespace {

/// Breaks text into lines of at most 100 columns, each after the indent.
std::string wrapped(const std::string& text, const std::string& indent) {
  constexpr std::size_t width = 100;
  std::istringstream words(text);
  std::string result;
  std::string line;
  for (std::string word; words >> word;) {
    if (!line.empty() && indent.size() + line.size() + 1 + word.size() > width) {
      result += indent + line + "\n";
      line.clear();
    }
    line += (line.empty() ? "" : " ") + word;
  }
  return result + indent + line + "\n";
}

void print(const claims::Verdict& verdict) {
  const std::string indent(4, ' ');
  // Capital letters make claims that are not reproduced easy to find in a long list.
  std::string words = claims::outcome_text(claims::outcome(verdict));
  if (!verdict.reproduced) {
    std::ranges::transform(words, words.begin(), [](char c) { return c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c; });
  }
  app::print("{}\n{}", words, wrapped(verdict.claim.claim, "  "));
  if (!verdict.claim.source.empty()) {
    app::print("{}", wrapped("source: " + verdict.claim.source, indent));
  }
  if (!verdict.claim.change.empty()) {
    app::print("{}", wrapped("change: " + verdict.claim.change, indent));
  }
  app::print("{}", wrapped("test: " + claims::test_text(verdict.claim) +
                               (verdict.claim.cases.empty() ? "" : "; cases " + join(verdict.claim.cases)),
                           indent));
  app::print("{}", wrapped("measured: " + claims::measured_text(verdict), indent));
  if (!verdict.claim.note.empty()) {
    app::print("{}", wrapped("note: " + verdict.claim.note, indent));
  }
}

/// Checks the bytes of each file, and reports the damage.
int check_integrity(const std::vector<std::string>& files) {
  bool whole = true;
  for (const std::string& file : files) {
    const store::Reader::Integrity found = store::Reader(file).integrity();
    for (const std::string& damage : found.damages) {
      app::print("damaged: {}\n", damage);
    }
    whole = whole && found.damages.empty();
    const std::string old =
        found.unguarded == 0 ? ""
                             : fmt::format(", of which {} no checksum; results of version 0.1 have none",
                                           found.unguarded == 1 ? "1 has" : fmt::format("{} have", found.unguarded));
    app::print("{}: {} in {}{}\n", file,
               found.damages.empty() ? "no damage" : counted(found.damages.size(), "damage"),
               counted(found.datasets, "dataset"), old);
  }
  return whole ? exit_done : exit_failed;
}

nlohmann::json as_json(const std::string& file, const claims::Verdict& verdict) {
  // JSON cannot write NaN.
  const auto number = [](double value) { return value == value ? nlohmann::json(value) : nlohmann::json(nullptr); };
  nlohmann::json cells = nlohmann::json::array();
  for (const claims::Finding& finding : verdict.findings) {
    cells.push_back({{"case", finding.label},
                     {"measured", number(finding.measured)},
                     {"holds", finding.holds},
                     {"trouble", finding.trouble},
                     {"cells", finding.cells},
                     {"low", number(finding.low)},
                     {"high", number(finding.high)}});
  }
  return {{"file", file},
          {"claim", verdict.claim.claim},
          {"source", verdict.claim.source},
          {"test", claims::test_text(verdict.claim)},
          {"least", number(verdict.least)},
          {"median", number(verdict.median)},
          {"greatest", number(verdict.greatest)},
          {"holding", verdict.holding},
          {"reproduced", verdict.reproduced},
          {"verdict", claims::outcome_text(claims::outcome(verdict))},
          {"change", verdict.claim.change},
          {"trouble", verdict.trouble},
          {"note", verdict.claim.note},
          {"cells", cells}};
}

}  // namespace

int check_command(const std::vector<std::string>& arguments) {
  Usage usage;
  usage.line = "engram check RESULT... [options]";
  usage.paragraph =
      "Judges the claims that a result's spec makes under `expect` by what is stored; nothing is run again. Exit "
      "code\n"
      "0: all are reproduced; 1: one or more are not; 2: one or more cannot be judged.";
  usage.positional = "RESULT";
  usage.several = true;
  usage.options.add_options()("spec", po::value<std::string>()->value_name("SPEC"),
                              "take the claims of this spec in place of the stored ones")(
      "json", "print everything, each cell included, as JSON")(
      "integrity", "read all of each file and compare it with the checksums in it; judge no claims");
  usage.examples = {"engram check fig4.h5", "engram check *.h5 --json", "engram check fig4.h5 --spec changed.yaml",
                    "engram check --integrity results/*.h5"};
  const auto values = parse(std::move(usage), arguments);
  if (!values) {
    return exit_done;
  }
  const std::string spec_file = text_of(*values, "spec");
  const bool json = values->count("json") != 0;
  if (values->count("integrity") != 0) {
    refuse_conflicts(*values, {{"integrity", "json", "one checks bytes, the other prints claims"},
                               {"integrity", "spec", "one checks bytes, the other judges claims"}});
    return check_integrity((*values)["RESULT"].as<std::vector<std::string>>());
  }
  nlohmann::json list = nlohmann::json::array();
  std::size_t claims = 0;
  std::size_t reproduced = 0;
  std::size_t changed = 0;
  bool all_judged = true;
  for (const std::string& file : (*values)["RESULT"].as<std::vector<std::string>>()) {
    const store::Reader reader(file);
    const std::vector<claims::Verdict> verdicts =
        evaluation::judge_result(reader, evaluation::StoredResult(reader), spec_file);
    if (!json) {
      app::print("{}: {}\n", file, verdicts.empty() ? "its spec makes no claims" : counted(verdicts.size(), "claim"));
    }
    for (const claims::Verdict& verdict : verdicts) {
      ++claims;
      reproduced += verdict.reproduced ? 1 : 0;
      changed += claims::outcome(verdict) == claims::Outcome::reproduced_with_change ? 1 : 0;
      if (!verdict.trouble.empty()) {
        all_judged = false;
        app::print(stderr, "engram: error: {}: the claim '{}' cannot be judged: {}\n", file, verdict.claim.claim,
                   verdict.trouble);
      }
      if (json) {
        list.push_back(as_json(file, verdict));
      } else {
        print(verdict);
      }
    }
  }
  if (json) {
    app::print("{}\n", list.dump(2, ' ', true, nlohmann::json::error_handler_t::replace));
  } else {
    app::print("{} of {} reproduced{}\n", reproduced, counted(claims, "claim"),
               changed == 0 ? "" : fmt::format(", {} of them with a change", changed));
  }
  return !all_judged ? exit_refused : reproduced == claims ? exit_done : exit_failed;
}

}  // namespace engram::app
