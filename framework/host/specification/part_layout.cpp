#include "specification/part_layout.hpp"

#include <algorithm>
#include <iterator>
#include <utility>
#include <variant>
#include <vector>

#include "values/describe.hpp"
#include "values/sections.hpp"

namespace engram::specification {

yaml::Layout value_layout(const Value& value, const std::string& unit) {
  if (std::holds_alternative<std::monostate>(value)) {
    return {"null"};
  }
  if (const auto* text = std::get_if<std::string>(&value)) {
    return yaml::Layout::text(*text);
  }
  if (const auto* part = std::get_if<PartPointer>(&value)) {
    return part_layout(**part);
  }
  if (const auto* parts = std::get_if<std::vector<PartPointer>>(&value)) {
    yaml::Layout::List list;
    std::ranges::transform(*parts, std::back_inserter(list),
                           [](const PartPointer& one) { return part_layout(*one); });
    return {std::move(list)};
  }
  return {values::value_text(value, unit)};
}

yaml::Layout part_layout(const Part& part, yaml::Layout::Mapping entries) {
  entries.push_back({"plugin", yaml::Layout{yaml::scalar_text(part.plugin->name)}});
  for (const auto& [name, value] : part.values) {
    const Parameter* parameter = part.plugin->find(name);
    entries.push_back({name, value_layout(value, parameter == nullptr ? "" : parameter->unit)});
  }
  return {std::move(entries)};
}

namespace {

yaml::Layout labelled_layout(const std::vector<LabelledPart>& parts) {
  yaml::Layout::List list;
  for (const LabelledPart& labelled : parts) {
    list.push_back(part_layout(labelled.part, {{"label", yaml::Layout{yaml::scalar_text(labelled.label)}}}));
  }
  return {std::move(list)};
}

yaml::Layout initial_layout(const InitialWeights& initial) {
  yaml::Layout::Mapping entries{{"result", yaml::Layout::text(initial.result)}};
  if (initial.cell) {
    entries.push_back({"case", yaml::Layout::text(*initial.cell)});
  }
  return {std::move(entries)};
}

yaml::Layout learning_layout(const std::vector<LabelledPart>& rules) {
  const bool is_alone = rules.size() == 1 && rules.front().label.empty();
  return is_alone ? part_layout(rules.front().part) : labelled_layout(rules);
}

}  // namespace

std::optional<yaml::Layout> experiment_layout(const ExperimentSpec& experiment, std::string_view key) {
  if (key == "seed") {
    return yaml::Layout{std::to_string(experiment.seed)};
  }
  if (key == values::initial_key) {
    return experiment.initial ? std::optional{initial_layout(*experiment.initial)} : std::nullopt;
  }
  if (key == values::learning_key) {
    return experiment.learning.empty() ? std::nullopt : std::optional{learning_layout(experiment.learning)};
  }
  const auto* const section = std::ranges::find(values::sections, key, &values::Section::key);
  if (section == values::sections.end()) {
    return labelled_layout(experiment.analyses);
  }
  const std::optional<Part>& part = experiment.*member_of(*section);
  return part ? std::optional{part_layout(*part)} : std::nullopt;
}

yaml::Layout node_layout(const yaml::Node& node) {
  if (node.is_sequence()) {
    yaml::Layout::List list;
    std::ranges::transform(node.items(), std::back_inserter(list), node_layout);
    return {std::move(list)};
  }
  if (node.is_mapping()) {
    yaml::Layout::Mapping entries;
    for (const yaml::Node::Entry& entry : node.entries()) {
      entries.push_back({entry.key, node_layout(entry.value)});
    }
    return {std::move(entries)};
  }
  // Text in quotes is never a number, and a text over several lines needs them.
  const bool needs_quotes = node.quoted() || node.text().find('\n') != std::string::npos;
  return {node.is_null() ? "null" : needs_quotes ? yaml::quoted_text(node.text()) : node.text()};
}

}  // namespace engram::specification
