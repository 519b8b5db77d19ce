#include "spec/emit.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <engram/nested_parts.hpp>

#include "spec/describe.hpp"
#include "spec/part_layout.hpp"
#include "spec/sections.hpp"
#include "spec/swept_layout.hpp"
#include "spec/yaml_text.hpp"

namespace engram::spec {

namespace {

Layout::Mapping heading(const std::string& title, const std::string& description) {
  Layout::Mapping entries;
  if (!title.empty()) {
    entries.push_back({"title", Layout::text(title)});
  }
  if (!description.empty()) {
    entries.push_back({"description", Layout::text(description)});
  }
  return entries;
}

void add_experiment(const ExperimentSpec& experiment, Layout::Mapping& entries) {
  for (const std::string& key : experiment_keys()) {
    if (std::optional<Layout> layout = experiment_layout(experiment, key)) {
      entries.push_back({key, std::move(*layout)});
    }
  }
}

bool reads_files(const Part& part) {
  return !files_named_by(part).empty() ||
         std::ranges::any_of(parts_within(part), [](const NestedPart& nested) { return reads_files(*nested.part); });
}

Layout record_list(const std::vector<Record>& records, const RecordSchema& schema) {
  Layout::List list;
  for (const Record& record : records) {
    Layout::Mapping entries;
    for (const Parameter& parameter : schema.parameters) {
      const Value value = record.value(parameter.name);
      if (!std::holds_alternative<std::monostate>(value)) {
        entries.push_back({parameter.name, value_layout(value, parameter.unit)});
      }
    }
    if (!schema.children_key.empty()) {
      entries.push_back({schema.children_key, record_list(record.children, *schema.child)});
    }
    list.push_back({std::move(entries)});
  }
  return {std::move(list)};
}

}  // namespace

std::string experiment_text(const ExperimentSpec& experiment) {
  Layout::Mapping document;
  add_experiment(experiment, document);
  return layout_text(document);
}

std::string heading_text(const std::string& title, const std::string& description) {
  return layout_text(heading(title, description));
}

bool reads_files(const ExperimentSpec& experiment) {
  const auto in_list = [](const std::vector<LabelledPart>& parts) {
    return std::ranges::any_of(parts, [](const LabelledPart& labelled) { return reads_files(labelled.part); });
  };
  return in_list(experiment.learning) || in_list(experiment.analyses) ||
         std::ranges::any_of(sections, [&](const Section& section) {
           const std::optional<Part>& part = experiment.*section.part;
           return part && reads_files(*part);
         });
}

std::string spec_text(const Spec& spec, const SweepCells& cells, const std::string& folder, const Request& request) {
  Layout::Mapping document = heading(spec.title, spec.description);
  if (!spec.source.empty()) {
    document.push_back({"source", Layout::text(spec.source)});
  }
  if (!spec.sweep.is_null()) {
    if (!folder.empty()) {
      document.push_back({"folder", Layout::text(folder)});
    }
    add_swept(spec, cells, document);
    document.push_back({"sweep", node_layout(spec.sweep)});
  } else if (spec.has_cases) {
    Layout::Mapping cases;
    for (const ExperimentSpec& experiment : spec.cases) {
      Layout::Mapping entries;
      add_experiment(experiment, entries);
      cases.push_back({experiment.label, Layout{std::move(entries)}});
    }
    document.push_back({"cases", Layout{std::move(cases)}});
  } else {
    add_experiment(spec.cases.front(), document);
  }
  if (spec.timeout) {
    document.push_back({"timeout", {value_text(*spec.timeout, "s")}});
  }
  if (request.figures != nullptr && !spec.figures.empty()) {
    document.push_back({"figures", record_list(spec.figures, *request.figures)});
  }
  if (request.claims != nullptr && !spec.claims.empty()) {
    document.push_back({"expect", record_list(spec.claims, *request.claims)});
  }
  return layout_text(document);
}

}  // namespace engram::spec
