#include "evaluation/stored_result.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>
#include <variant>

#include <fmt/format.h>

#include "results/named_dataset.hpp"

namespace engram::evaluation {

namespace {

/// Whether a setting belongs to the same plugins as in the known run, since each plugin has its own defaults.
bool in_same_parts(const std::string& path, const auto& settings, const auto& known) {
  for (std::size_t end = path.find_first_of(".["); end != std::string::npos;
       end = path.find_first_of(".[", end + 1)) {
    const auto part = settings.find(path.substr(0, end));
    if (part == settings.end()) {
      continue;
    }
    const auto same = known.find(part->first);
    if (same == known.end() || same->second.value != part->second) {
      return false;
    }
  }
  return true;
}

}  // namespace

StoredResult::StoredResult(const store::Reader& reader) : reader_(reader), labels_(reader.case_labels()) {}

std::map<std::string, std::string> StoredResult::settings(const std::string& case_label) const {
  auto found = settings_.find(case_label);
  if (found == settings_.end()) {
    const std::string prefix = results::case_prefix(case_label);
    found = settings_.emplace(case_label, specification::settings(reader_.text(prefix + "spec/resolved"))).first;
  }
  return found->second;
}

std::set<std::string> StoredResult::default_settings(const std::string& case_label) const {
  if (const auto found = defaults_.find(case_label); found != defaults_.end()) {
    return found->second;
  }
  const std::map<std::string, std::string> settings = this->settings(case_label);
  std::set<std::string> defaults;
  for (const auto& [path, value] : settings) {
    const bool is_default = std::ranges::any_of(known(), [&, &path = path, &value = value](const auto& of_case) {
      const auto row = of_case.find(path);
      return row != of_case.end() && row->second.standard == value && in_same_parts(path, settings, of_case);
    });
    if (is_default) {
      defaults.insert(path);
    }
  }
  return defaults_.emplace(case_label, std::move(defaults)).first->second;
}

std::string StoredResult::advice_on_missing() const {
  const specification::KeepRules keep = specification::stored_keep(reader_.text("spec/resolved"));
  if (std::ranges::none_of(specification::all_contents(),
                           [&](specification::Content content) { return keep.leaves_out(content); })) {
    return "";
  }
  return fmt::format(
      "; the spec's `keep` left out arrays of the runs; 'engram rerun {} --cell LABEL --keep all -o FILE' computes "
      "those of a cell again",
      reader_.path().string());
}

std::string StoredResult::cell_at(const std::string& case_name, const NamedTexts& at) const {
  if (!cells_) {
    cells_ = specification::stored_cells(reader_.text("spec/resolved"), cases());
  }
  return specification::choose_cell(*cells_, case_name, at);
}

const std::vector<StoredResult::KnownSettings>& StoredResult::known() const {
  if (known_) {
    return *known_;
  }
  known_.emplace();
  const std::string table = "provenance/origins/";
  if (!reader_.has(table + "setting")) {
    return *known_;
  }
  const std::size_t entries = reader_.column<std::string>(table + "setting").size();
  const auto column = [&](const std::string& name) { return reader_.column<std::string>(table + name, entries); };
  // Results of version 0.1 only store which settings were not written.
  const bool has_defaults = reader_.has(table + "default");
  const std::vector<std::string> cases = column("case");
  const std::vector<std::string> paths = column("setting");
  const std::vector<std::string> values = column("value");
  const std::vector<std::string> standards = column(has_defaults ? "default" : "origin");
  std::map<std::string, KnownSettings> by_case;
  for (std::size_t row = 0; row < paths.size(); ++row) {
    std::optional<std::string> standard;
    if (has_defaults || standards[row] == "default") {
      standard = has_defaults ? standards[row] : values[row];
    }
    by_case[cases[row]][paths[row]] = {values[row], std::move(standard)};
  }
  for (auto& [name, settings] : by_case) {
    known_->push_back(std::move(settings));
  }
  return *known_;
}

}  // namespace engram::evaluation
