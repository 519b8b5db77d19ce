#include "evaluation/spec_records.hpp"

#include <algorithm>
#include <iterator>

#include <fmt/core.h>

#include <engram/words.hpp>

namespace engram::evaluation {

std::vector<std::string> notes_on(const std::string& word, const std::string& what,
                                  const std::vector<std::string>& allowed) {
  std::vector<std::string> notes;
  if (const std::string near = did_you_mean(word, allowed); !near.empty()) {
    notes.push_back(near);
  }
  // A sweep has more labels than a message should list.
  constexpr std::ptrdiff_t most = 12;
  const std::vector<std::string> shown(allowed.begin(), allowed.begin() + std::min(std::ssize(allowed), most));
  notes.push_back(what + ": " + join(shown) +
                  (shown.size() < allowed.size() ? fmt::format(", and {} more", allowed.size() - shown.size()) : ""));
  return notes;
}

std::string text_of(const specification::Record& record, std::string_view name) {
  const Value value = record.value(name);
  const auto* text = std::get_if<std::string>(&value);
  return text == nullptr ? "" : *text;
}

std::vector<std::string> names_recorded(const PluginInfo& plugin) {
  std::vector<std::string> names;
  std::ranges::transform(plugin.records, std::back_inserter(names), &Recorded::name);
  return names;
}

void CellIndex::add(const specification::ExperimentSpec& experiment) {
  Analyses analyses;
  for (const LabelledPart& analysis : experiment.analyses) {
    analyses.emplace_back(analysis.label, analysis.part.plugin);
  }
  // An analysis with a mistake is missing here, and was reported already.
  const bool whole = !experiment.resolved.empty();
  analyses_.push_back(whole ? &*different_.insert(std::move(analyses)).first : nullptr);
  resolved_ = resolved_ && whole;
  const std::size_t number = labels_.size();
  labels_.push_back(experiment.label);
  if (!experiment.label.empty() && numbers_.emplace(experiment.label, number).second) {
    known_.push_back(experiment.label);
  }
  if (!experiment.case_name.empty()) {
    auto& cells = cells_by_case_[experiment.case_name];
    if (cells.empty()) {
      known_.push_back(experiment.case_name);
    }
    cells.push_back(number);
  }
}

std::optional<std::size_t> CellIndex::find(const std::string& label) const {
  const auto found = numbers_.find(label);
  return found == numbers_.end() ? std::nullopt : std::optional{found->second};
}

std::optional<std::string> CellIndex::first_of(const std::string& name) const {
  if (find(name)) {
    return name;
  }
  const auto of_case = cells_by_case_.find(name);
  return of_case == cells_by_case_.end() ? std::nullopt : std::optional{labels_[of_case->second.front()]};
}

std::vector<std::string> CellIndex::cells_of(const specification::Record& record, yaml::Problems& problems) const {
  const Value value = record.value("cases");
  const auto* wanted = std::get_if<std::vector<std::string>>(&value);
  if (wanted == nullptr || wanted->empty()) {
    return labels_;
  }
  std::vector<std::string> cells;
  for (const std::string& name : *wanted) {
    const auto of_case = cells_by_case_.find(name);
    if (of_case != cells_by_case_.end()) {
      std::ranges::transform(of_case->second, std::back_inserter(cells),
                             [&](std::size_t cell) { return labels_[cell]; });
    } else if (find(name)) {
      cells.push_back(name);
    } else {
      problems.add(
          record.mark_of("cases"), fmt::format("there is no case '{}'", name),
          known_.empty() ? std::vector<std::string>{"this spec has no cases"} : notes_on(name, "cases", known_));
    }
  }
  return cells;
}

std::size_t CellIndex::count(const std::string& name) const {
  const auto of_case = cells_by_case_.find(name);
  return of_case != cells_by_case_.end() ? of_case->second.size() : find(name) ? 1 : 0;
}

const PluginInfo* CellIndex::analysis(std::size_t run, const std::string& label) const {
  const Analyses* analyses = analyses_[run];
  if (analyses == nullptr) {
    return nullptr;
  }
  const auto found = std::ranges::find(*analyses, label, &Analyses::value_type::first);
  return found == analyses->end() ? nullptr : found->second;
}

std::vector<Declared> CellIndex::check_dataset(const specification::Record& record,
                                               const std::vector<std::string>& cases,
                                               yaml::Problems& problems) const {
  const std::string prefix = "analyses/";
  const std::string dataset = text_of(record, "dataset");
  if (!dataset.starts_with(prefix)) {
    return {};
  }
  const std::size_t slash = std::min(dataset.find('/', prefix.size()), dataset.size());
  const std::string label = dataset.substr(prefix.size(), slash - prefix.size());
  const std::string name = dataset.substr(std::min(slash + 1, dataset.size()));
  std::set<const PluginInfo*> plugins;
  for (const std::string& one : cases) {
    const std::size_t run = find(one).value_or(0);
    const PluginInfo* plugin = analysis(run, label);
    if (plugin != nullptr) {
      plugins.insert(plugin);
    } else if (analyses_[run] != nullptr) {
      std::vector<std::string> labels;
      std::ranges::transform(*analyses_[run], std::back_inserter(labels), &Analyses::value_type::first);
      problems.add(record.mark_of("dataset"), fmt::format("there is no analysis '{}'", label),
                   notes_on(label, "analyses", labels));
    }
  }
  std::vector<Declared> declared;
  for (const PluginInfo* plugin : plugins) {
    const auto found = std::ranges::find(plugin->records, name, &Recorded::name);
    if (found != plugin->records.end()) {
      declared.push_back({plugin, &*found});
    } else if (!plugin->records.empty()) {
      problems.add(record.mark_of("dataset"),
                   fmt::format("analysis '{}' ({}) records no dataset '{}'", label, plugin->name, name),
                   notes_on(name, "datasets", names_recorded(*plugin)));
      return {};
    }
  }
  return declared;
}

}  // namespace engram::evaluation
