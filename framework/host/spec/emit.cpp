#include "spec/emit.hpp"

#include <algorithm>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "spec/describe.hpp"
#include "spec/sections.hpp"
#include "spec/yaml_text.hpp"

namespace engram::spec {

namespace {

Layout part_layout(const Part& part, Layout::Mapping entries = {});

Layout value_layout(const Value& value, const std::string& unit) {
  if (std::holds_alternative<std::monostate>(value)) {
    return {"null"};
  }
  if (const auto* text = std::get_if<std::string>(&value)) {
    return Layout::text(*text);
  }
  if (const auto* part = std::get_if<PartPointer>(&value)) {
    return part_layout(**part);
  }
  if (const auto* parts = std::get_if<std::vector<PartPointer>>(&value)) {
    Layout::List list;
    std::ranges::transform(*parts, std::back_inserter(list),
                           [](const PartPointer& one) { return part_layout(*one); });
    return {std::move(list)};
  }
  return {value_text(value, unit)};
}

/// The layout of a part, preceded by `entries`.
Layout part_layout(const Part& part, Layout::Mapping entries) {
  entries.push_back({"plugin", Layout{scalar_text(part.plugin->name)}});
  for (const auto& [name, value] : part.values) {
    const Parameter* parameter = part.plugin->find(name);
    entries.push_back({name, value_layout(value, parameter == nullptr ? "" : parameter->unit)});
  }
  return {std::move(entries)};
}

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

Layout labelled_layout(const std::vector<LabelledPart>& parts) {
  Layout::List list;
  for (const LabelledPart& labelled : parts) {
    list.push_back(part_layout(labelled.part, {{"label", Layout{scalar_text(labelled.label)}}}));
  }
  return {std::move(list)};
}

Layout learning_layout(const std::vector<LabelledPart>& rules) {
  const bool is_alone = rules.size() == 1 && rules.front().label.empty();
  return is_alone ? part_layout(rules.front().part) : labelled_layout(rules);
}

/// `sweep` is a null node or has the swept paths. Keys that are swept as a whole are left out here, since a case may
/// not give them too.
void add_experiment(const ExperimentSpec& experiment, const Node& sweep, Layout::Mapping& entries) {
  entries.push_back({"seed", Layout{std::to_string(experiment.seed)}});
  for (const Section& section : sections) {
    if (section.key == section_after_learning) {
      entries.push_back({std::string(learning_key), learning_layout(experiment.learning)});
    }
    if (const std::optional<Part>& part = experiment.*section.part) {
      entries.push_back({std::string(section.key), part_layout(*part)});
    }
  }
  entries.push_back({"analyses", labelled_layout(experiment.analyses)});
  std::erase_if(entries, [&](const Layout::Entry& entry) { return sweep.find(entry.key) != nullptr; });
}

/// The layout of a piece of a spec, as it was written.
Layout node_layout(const Node& node) {
  if (node.is_sequence()) {
    Layout::List list;
    std::ranges::transform(node.items(), std::back_inserter(list), node_layout);
    return {std::move(list)};
  }
  if (node.is_mapping()) {
    Layout::Mapping entries;
    for (const Node::Entry& entry : node.entries()) {
      entries.push_back({entry.key, node_layout(entry.value)});
    }
    return {std::move(entries)};
  }
  if (node.is_null()) {
    return {"null"};
  }
  // Of a plain text over several lines, nothing but quotes keeps the line breaks.
  const bool as_written = !node.quoted() && node.text().find('\n') == std::string::npos;
  return {as_written ? node.text() : scalar_text(node.text())};
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
  add_experiment(experiment, Node::null({}), document);
  return layout_text(document);
}

std::string heading_text(const std::string& title, const std::string& description) {
  return layout_text(heading(title, description));
}

std::string spec_text(const Spec& spec, const Request& request) {
  Layout::Mapping document = heading(spec.title, spec.description);
  if (!spec.source.empty()) {
    document.push_back({"source", Layout::text(spec.source)});
  }
  const bool swept = !spec.sweep.is_null();
  if (spec.has_cases && !(swept && spec.cases.front().case_name.empty())) {
    Layout::Mapping cases;
    for (std::size_t cell = 0; cell < spec.cases.size(); ++cell) {
      // The first cell of a case represents all its cells, since the sweep makes the others from it.
      const std::string name = swept ? spec.cases.case_name(cell) : spec.cases.label(cell);
      if (std::ranges::find(cases, name, &Layout::Entry::key) == cases.end()) {
        Layout::Mapping entries;
        add_experiment(spec.cases[cell], spec.sweep, entries);
        cases.push_back({name, Layout{std::move(entries)}});
      }
    }
    document.push_back({"cases", Layout{std::move(cases)}});
  } else {
    add_experiment(spec.cases.front(), spec.sweep, document);
  }
  if (swept) {
    document.push_back({"sweep", node_layout(spec.sweep)});
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
