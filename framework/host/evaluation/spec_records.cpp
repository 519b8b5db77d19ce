#include "evaluation/spec_records.hpp"

#include <algorithm>
#include <iterator>
#include <utility>
#include <variant>

#include <fmt/core.h>

#include <engram/words.hpp>

#include "results/named_dataset.hpp"
#include "specification/extend.hpp"
#include "system/file_content.hpp"
#include "yaml/read.hpp"

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

std::optional<yaml::Node> spec_root(const store::Reader& reader, const std::string& spec_file,
                                    yaml::Problems& problems) {
  if (spec_file.empty()) {
    return yaml::read_text(reader.text("spec/resolved"), "the stored spec", problems);
  }
  auto written = specification::read_spec(system::content_of_input("the spec", spec_file), spec_file, problems);
  return written ? std::optional{std::move(written->root)} : std::nullopt;
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

namespace {

/// "record_energy: true", or the name of a parameter that takes something else.
std::string switch_text(const PluginInfo& plugin, const std::string& name) {
  const Parameter* parameter = plugin.find(name);
  return name + (parameter != nullptr && parameter->type == ValueType::boolean ? ": true" : "");
}

/// The parameters of a part that are false or missing, and without which it does not record a dataset.
std::set<std::string> switched_off(const Part& part) {
  std::set<std::string> off;
  for (const Recorded& recorded : part.plugin->records) {
    const Value value = part.value(recorded.with);
    const bool* is_on = std::get_if<bool>(&value);
    if (!recorded.with.empty() && (std::holds_alternative<std::monostate>(value) || (is_on != nullptr && !*is_on))) {
      off.insert(recorded.with);
    }
  }
  return off;
}

}  // namespace

void CellIndex::add(const specification::ExperimentSpec& experiment) {
  Analyses analyses;
  for (const LabelledPart& analysis : experiment.analyses) {
    analyses.push_back({analysis.label, analysis.part.plugin, switched_off(analysis.part)});
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
  return of_case == cells_by_case_.end() ? results::label_with(name, labels_)
                                         : std::optional{labels_[of_case->second.front()]};
}

std::vector<std::string> CellIndex::cells_of(const specification::Record& record, yaml::Problems& problems) const {
  const Value value = record.value("cases");
  const auto* wanted = std::get_if<std::vector<std::string>>(&value);
  if (wanted == nullptr || wanted->empty()) {
    return labels_;
  }
  return cells_named(record, "cases", *wanted, problems);
}

std::vector<std::string> CellIndex::cells_named(const specification::Record& record, std::string_view key,
                                                const std::vector<std::string>& names,
                                                yaml::Problems& problems) const {
  std::vector<std::string> cells;
  const std::size_t before = problems.size();
  for (const std::string& name : names) {
    const auto of_case = cells_by_case_.find(name);
    if (of_case != cells_by_case_.end()) {
      std::ranges::transform(of_case->second, std::back_inserter(cells),
                             [&](std::size_t cell) { return labels_[cell]; });
    } else if (const std::optional<std::string> label = label_or_problem(record, key, name, problems)) {
      cells.push_back(*label);
    } else if (problems.size() == before) {
      problems.add(
          record.mark_of(key), fmt::format("there is no case '{}'", name),
          known_.empty() ? std::vector<std::string>{"this spec has no cases"} : notes_on(name, "cases", known_));
    }
  }
  return cells;
}

std::optional<std::string> CellIndex::label_or_problem(const specification::Record& record, std::string_view key,
                                                       const std::string& name, yaml::Problems& problems) const {
  try {
    return first_of(name);
  } catch (const RequestError& error) {
    problems.add(record.mark_of(key), error.what());
    return std::nullopt;
  }
}

std::size_t CellIndex::count(const std::string& name) const {
  const auto of_case = cells_by_case_.find(name);
  if (of_case != cells_by_case_.end()) {
    return of_case->second.size();
  }
  return find(name) || results::label_with(name, labels_) ? 1 : 0;
}

const CellIndex::Analysis* CellIndex::find_analysis(std::size_t run, const std::string& label) const {
  const Analyses* analyses = analyses_[run];
  if (analyses == nullptr) {
    return nullptr;
  }
  const auto found = std::ranges::find(*analyses, label, &Analysis::label);
  return found == analyses->end() ? nullptr : &*found;
}

const PluginInfo* CellIndex::analysis(std::size_t run, const std::string& label) const {
  const Analysis* found = find_analysis(run, label);
  return found == nullptr ? nullptr : found->plugin;
}

std::vector<Declared> CellIndex::check_dataset(const specification::Record& record, std::string_view key,
                                               const std::string& dataset, const std::vector<std::string>& cases,
                                               yaml::Problems& problems) const {
  const std::string prefix = "analyses/";
  if (!dataset.starts_with(prefix)) {
    return {};
  }
  const std::size_t slash = std::min(dataset.find('/', prefix.size()), dataset.size());
  const std::string label = dataset.substr(prefix.size(), slash - prefix.size());
  const std::string name = dataset.substr(std::min(slash + 1, dataset.size()));
  std::set<const PluginInfo*> plugins;
  for (const std::string& one : cases) {
    const std::size_t run = find(one).value_or(0);
    if (const Analysis* analysis = find_analysis(run, label); analysis != nullptr) {
      plugins.insert(analysis->plugin);
      const auto recorded = std::ranges::find(analysis->plugin->records, name, &Recorded::name);
      if (recorded != analysis->plugin->records.end() && analysis->switched_off.contains(recorded->with)) {
        problems.add(record.mark_of(key),
                     fmt::format("analysis '{}'{} does not record '{}' without {}", label,
                                 one.empty() ? "" : fmt::format(" of '{}'", one), name, recorded->with),
                     {fmt::format("give the analysis {}", switch_text(*analysis->plugin, recorded->with))});
        return {};
      }
    } else if (analyses_[run] != nullptr) {
      std::vector<std::string> labels;
      std::ranges::transform(*analyses_[run], std::back_inserter(labels), &Analysis::label);
      problems.add(record.mark_of(key), fmt::format("there is no analysis '{}'", label),
                   notes_on(label, "analyses", labels));
    }
  }
  std::vector<Declared> declared;
  for (const PluginInfo* plugin : plugins) {
    const auto found = std::ranges::find(plugin->records, name, &Recorded::name);
    if (found != plugin->records.end()) {
      declared.push_back({plugin, &*found});
    } else if (!plugin->records.empty()) {
      problems.add(record.mark_of(key),
                   fmt::format("analysis '{}' ({}) records no dataset '{}'", label, plugin->name, name),
                   notes_on(name, "datasets", names_recorded(*plugin)));
      return {};
    }
  }
  return declared;
}

}  // namespace engram::evaluation
