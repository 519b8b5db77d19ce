#include "app/spec_records.hpp"

#include <algorithm>
#include <iterator>

#include <fmt/core.h>

#include <engram/words.hpp>

namespace engram::app {

std::vector<std::string> notes_on(const std::string& word, const std::string& what,
                                  const std::vector<std::string>& allowed) {
  std::vector<std::string> notes;
  if (const std::string near = did_you_mean(word, allowed); !near.empty()) {
    notes.push_back(near);
  }
  // A sweep has more labels than anyone reads.
  constexpr std::ptrdiff_t most = 12;
  const std::vector<std::string> shown(allowed.begin(), allowed.begin() + std::min(std::ssize(allowed), most));
  notes.push_back(what + ": " + join(shown) +
                  (shown.size() < allowed.size() ? fmt::format(", and {} more", allowed.size() - shown.size()) : ""));
  return notes;
}

std::string text_of(const spec::Record& record, std::string_view name) {
  const Value value = record.value(name);
  const auto* text = std::get_if<std::string>(&value);
  return text == nullptr ? "" : *text;
}

void check_analysis(const spec::Spec& spec, const spec::Record& record, const std::vector<std::string>& cases,
                    spec::Problems& problems) {
  const std::string prefix = "analyses/";
  const std::string dataset = text_of(record, "dataset");
  if (!dataset.starts_with(prefix)) {
    return;
  }
  const std::string label = dataset.substr(prefix.size(), dataset.find('/', prefix.size()) - prefix.size());
  for (const spec::ExperimentSpec& experiment : spec.cases) {
    std::vector<std::string> analyses;
    std::ranges::transform(experiment.analyses, std::back_inserter(analyses), &spec::LabelledPart::label);
    // An analysis with a mistake is missing here, and was complained of already.
    if (std::ranges::find(cases, experiment.label) != cases.end() && !experiment.resolved.empty() &&
        std::ranges::find(analyses, label) == analyses.end()) {
      problems.add(record.mark_of("dataset"), fmt::format("there is no analysis '{}'", label),
                   notes_on(label, "analyses", analyses));
    }
  }
}

std::vector<std::string> cells_of(const spec::Spec& spec, const spec::Record& record, spec::Problems& problems) {
  std::vector<std::string> labels;
  std::vector<std::string> known;
  for (const spec::ExperimentSpec& cell : spec.cases) {
    labels.push_back(cell.label);
    for (const std::string& name : {cell.label, cell.case_name}) {
      if (!name.empty() && std::ranges::find(known, name) == known.end()) {
        known.push_back(name);
      }
    }
  }
  const Value value = record.value("cases");
  const auto* wanted = std::get_if<std::vector<std::string>>(&value);
  if (wanted == nullptr || wanted->empty()) {
    return labels;
  }
  std::vector<std::string> cells;
  for (const std::string& name : *wanted) {
    if (std::ranges::find(known, name) == known.end()) {
      problems.add(
          record.mark_of("cases"), fmt::format("there is no case '{}'", name),
          known.empty() ? std::vector<std::string>{"this spec has no cases"} : notes_on(name, "cases", known));
    }
    for (const spec::ExperimentSpec& cell : spec.cases) {
      if (cell.label == name || cell.case_name == name) {
        cells.push_back(cell.label);
      }
    }
  }
  return cells;
}

}  // namespace engram::app
