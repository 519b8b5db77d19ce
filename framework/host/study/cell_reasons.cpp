#include "study/cell_reasons.hpp"

#include <algorithm>
#include <filesystem>
#include <sstream>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include <engram/counted.hpp>
#include <engram/error.hpp>
#include <engram/words.hpp>

#include "journals/cell_listener.hpp"
#include "specification/spec.hpp"

namespace engram::study {

namespace {

constexpr std::size_t most_sentences = 4;

/// The lines of cells::CellKeys::made_with(): kind and name, and their value.
using MadeWith = std::map<std::pair<std::string, std::string>, std::string>;

MadeWith read(const std::string& made_with) {
  MadeWith all;
  std::istringstream lines(made_with);
  for (std::string line; std::getline(lines, line);) {
    const std::size_t kind_end = line.find(' ');
    const std::string kind = line.substr(0, kind_end);
    const std::string rest = kind_end == std::string::npos ? "" : line.substr(kind_end + 1);
    // There is only one "numerics SUM", "math SUM" and "blas NAME", but many "plugin NAME SUM" and "file PATH SUM".
    const std::size_t sum = kind == "plugin" || kind == "file" ? rest.rfind(' ') : std::string::npos;
    if (sum == std::string::npos) {
      all[{kind, ""}] = rest;
    } else {
      all[{kind, rest.substr(0, sum)}] = rest.substr(sum + 1);
    }
  }
  return all;
}

std::string changed_words(const std::string& kind, const std::string& name, const std::string& was,
                          const std::string& is) {
  if (kind == "plugin") {
    return fmt::format("the library of plugin {} has changed", name);
  }
  if (kind == "file") {
    return fmt::format("{} has changed", name);
  }
  if (kind == "math") {
    return "the C library computes exp, tanh and others to other last bits, as another version of it, another "
           "processor or other GLIBC_TUNABLES do";
  }
  return kind == "blas" ? fmt::format("the BLAS was {} and is {}", was, is)
                        : std::string("this engram was built from other sources or with other compiler flags");
}

/// The ingredients that differ, as text. Plugins and files of only one of the two follow from settings.
std::vector<std::string> changed_ingredients(const MadeWith& was, const MadeWith& is) {
  std::vector<std::string> sentences;
  for (const auto& [name, value] : was) {
    const auto now = is.find(name);
    if (now != is.end() && now->second != value) {
      sentences.push_back(changed_words(name.first, name.second, value, now->second));
    }
  }
  const auto files = [](const MadeWith& of) {
    return std::ranges::count_if(of, [](const auto& each) { return each.first.first == "file"; });
  };
  if (sentences.empty() && files(was) != files(is)) {
    sentences.emplace_back("other files match its paths");
  }
  return sentences;
}

/// The settings that differ; settings that are new come last.
std::vector<std::string> changed_settings(const std::string& was, const std::string& is) {
  std::vector<specification::SettingChange> changes = specification::changed_settings(was, is);
  std::stable_partition(changes.begin(), changes.end(),
                        [](const specification::SettingChange& change) { return change.before.has_value(); });
  std::vector<std::string> sentences;
  for (const auto& [path, before, after] : changes) {
    sentences.push_back(!after    ? fmt::format("{} was {}", path, *before)
                        : !before ? fmt::format("{} is {}", path, *after)
                                  : fmt::format("{} was {} and is {}", path, *before, *after));
  }
  return sentences;
}

struct FirstFailure : journals::CellListener {
  void group(const std::string& /*path*/) override {}
  void dataset(const std::string& /*group*/, Dataset /*dataset*/) override {}
  void failure(const std::string& /*group*/, std::string sentence) override {
    words = words.empty() ? std::move(sentence) : words;
  }

  std::string words;
};

}  // namespace

Reasons::Reasons(const Study& study, const Computed& computed) : study_(study), computed_(computed) {
  for (const journals::CellRecord* record : computed.stale(study)) {
    stale_.emplace(record->label, record);
  }
  for (std::size_t cell = 0; cell < study.size(); ++cell) {
    cells_.emplace(study.spec().cases.label(cell), cell);
  }
}

std::string Reasons::of(std::size_t cell) const {
  if (const journals::CellRecord* record = computed_.find(study_.key(cell))) {
    if (!record->failed) {
      const std::string lacking = study_.keep().lacking(cell, record->made_with);
      return lacking.empty() ? "" : fmt::format("computed without {}, which `keep` asks for now", lacking);
    }
    FirstFailure failure;
    computed_.play(record->key, failure);
    return failure.words.empty() ? "failed" : fmt::format("failed: {}", failure.words);
  }
  const auto stale = stale_.find(study_.spec().cases.label(cell));
  return stale == stale_.end() ? "not computed yet" : difference(*stale->second, cell);
}

std::string Reasons::of_stale(const journals::CellRecord& record) const {
  const auto cell = cells_.find(record.label);
  return cell == cells_.end() ? "the spec has no cell of this label" : difference(record, cell->second);
}

std::string Reasons::difference(const journals::CellRecord& was, std::size_t cell) const {
  std::vector<std::string> sentences;
  const specification::ExperimentSpec now = study_.spec().cases[cell];
  if (const std::string before = computed_.resolved(was); !before.empty()) {
    sentences = changed_settings(before, now.resolved);
  }
  if (was.made_with.empty()) {
    sentences.emplace_back("engram 0.1 computed it and did not keep with which plugins and files");
  } else {
    const auto ingredients = changed_ingredients(read(was.made_with), read(study_.made_with(now)));
    sentences.insert(sentences.end(), ingredients.begin(), ingredients.end());
  }
  if (sentences.empty()) {
    return "made with other settings";
  }
  const std::size_t more = sentences.size() - std::min(sentences.size(), most_sentences);
  sentences.resize(sentences.size() - more);
  return join(sentences, "; ") + (more == 0 ? "" : fmt::format("; and {} more", more));
}

std::optional<std::string> Reasons::other_builds(const journals::CellRecord& was, std::size_t cell) const {
  const specification::ExperimentSpec now = study_.spec().cases[cell];
  const std::string before = computed_.resolved(was);
  if (was.made_with.empty() || before.empty() || !changed_settings(before, now.resolved).empty()) {
    return std::nullopt;
  }
  const MadeWith then = read(was.made_with);
  const MadeWith is = read(study_.made_with(now));
  std::string lines;
  for (const auto& [name, value] : then) {
    const auto& [kind, which] = name;
    const auto same = is.find(name);
    const bool is_aside = kind == "keep" || kind == "accepted";
    if (is_aside || (same != is.end() && same->second == value)) {
      continue;
    }
    if (same == is.end() || (kind != "plugin" && kind != "numerics")) {
      return std::nullopt;
    }
    lines += fmt::format("accepted {}{}{} {}\n", kind, which.empty() ? "" : " ", which, value);
  }
  return lines.empty() ? std::nullopt : std::optional{std::move(lines)};
}

void refuse_foreign(const Study& study, const Computed& computed) {
  if (computed.is_foreign(study)) {
    throw RequestError(
        fmt::format("{} is the result of another spec and has no cells that --resume could go on with; --overwrite "
                    "replaces it, -o FILE writes elsewhere",
                    study.request().target.string()));
  }
}

void refuse_stale(const Study& study, const Computed& computed, std::string_view drops) {
  const auto stale = computed.stale(study);
  if (stale.empty()) {
    return;
  }
  const bool one = stale.size() == 1;
  const journals::CellRecord& first = *stale.front();
  throw RequestError(
      fmt::format("{} of '{}' {} not what the spec asks for: '{}': {}\n  {} drops {}, -o FILE writes elsewhere, "
                  "'engram status --explain' lists all",
                  counted(stale.size(), "computed cell"), study.request().target.stem().string(), one ? "is" : "are",
                  first.label, Reasons(study, computed).of_stale(first), drops, one ? "it" : "them"));
}

}  // namespace engram::study
