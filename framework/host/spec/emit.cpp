#include "spec/emit.hpp"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "spec/describe.hpp"
#include "spec/path.hpp"
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

/// The value of a key of one run with every default; std::nullopt for a part that the run does not have.
std::optional<Layout> experiment_layout(const ExperimentSpec& experiment, std::string_view key) {
  if (key == "seed") {
    return Layout{std::to_string(experiment.seed)};
  }
  if (key == learning_key) {
    return learning_layout(experiment.learning);
  }
  const auto* const section = std::ranges::find(sections, key, &Section::key);
  if (section == sections.end()) {
    return labelled_layout(experiment.analyses);
  }
  const std::optional<Part>& part = experiment.*section->part;
  return part ? std::optional{part_layout(*part)} : std::nullopt;
}

void add_experiment(const ExperimentSpec& experiment, Layout::Mapping& entries) {
  for (const std::string& key : experiment_keys()) {
    if (std::optional<Layout> layout = experiment_layout(experiment, key)) {
      entries.push_back({key, std::move(*layout)});
    }
  }
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
  // Text in quotes is never a number, and a text over several lines needs them.
  const bool needs_quotes = node.quoted() || node.text().find('\n') != std::string::npos;
  return {node.is_null() ? "null" : needs_quotes ? quoted_text(node.text()) : node.text()};
}

/// The paths on which a sweep changes or reads the tree of a cell, from some node on.
using Paths = std::vector<std::vector<Step>>;

/// The rest of the paths whose first step leads into a child.
Paths rest_of(const Paths& paths, const auto& leads) {
  Paths rest;
  for (const std::vector<Step>& steps : paths) {
    if (!steps.empty() && leads(steps.front())) {
      rest.emplace_back(steps.begin() + 1, steps.end());
    }
  }
  return rest;
}

bool is_reached(const Paths& paths) {
  return std::ranges::any_of(paths, &std::vector<Step>::empty);
}

/// Whether all paths lead into parameters of a part, so that its plugin is that of all cells.
bool lead_into_parameters(const Paths& paths, const PluginInfo& plugin) {
  return std::ranges::all_of(paths, [&](const std::vector<Step>& steps) {
    const auto* name = steps.empty() ? nullptr : std::get_if<std::string>(&steps.front());
    return name != nullptr && plugin.find(*name) != nullptr;
  });
}

/// A part as it was written. A name of a file from the command line gets its folder, which is not that of the spec.
Layout written_layout(const Node& node, const Part& part) {
  if (!node.is_mapping()) {
    return node_layout(node);
  }
  Layout::Mapping entries;
  for (const Node::Entry& entry : node.entries()) {
    const Parameter* parameter = part.plugin->find(entry.key);
    const bool moves = parameter != nullptr && parameter->names_files && entry.value.mark().line == 0;
    entries.push_back(
        {entry.key, moves ? value_layout(part.value(entry.key), parameter->unit) : node_layout(entry.value)});
  }
  return {std::move(entries)};
}

/// A part with its defaults, preceded by `entries`. Everything on the paths stays as it was written in `node`, so
/// that the paths find there what they found before.
Layout part_layout(const Node& node, const Part& part, const Paths& paths, Layout::Mapping entries = {}) {
  if (paths.empty()) {
    return part_layout(part, std::move(entries));
  }
  if (node.is_sequence() || !lead_into_parameters(paths, *part.plugin)) {
    return written_layout(node, part);
  }
  entries.push_back({"plugin", Layout{scalar_text(part.plugin->name)}});
  for (const auto& [name, value] : part.values) {
    const Paths rest = rest_of(paths, [&, &name = name](const Step& step) { return step == Step(name); });
    const Node::Entry* entry = node.find(name);
    if (rest.empty()) {
      entries.push_back({name, value_layout(value, part.plugin->find(name)->unit)});
    } else if (entry != nullptr) {
      const auto* inner = std::get_if<PartPointer>(&value);
      entries.push_back(
          {name, inner != nullptr ? part_layout(entry->value, **inner, rest) : node_layout(entry->value)});
    }
  }
  return {std::move(entries)};
}

/// The same for a list of labelled parts.
Layout labelled_layout(const Node& list, const std::vector<LabelledPart>& parts, const Paths& paths) {
  if (is_reached(paths) || list.items().size() != parts.size()) {
    return node_layout(list);
  }
  Layout::List layouts;
  for (std::size_t at = 0; at < parts.size(); ++at) {
    const std::string name = name_of_item(list.items()[at]);
    const Paths rest =
        rest_of(paths, [&](const Step& step) { return step == Step(at) || (!name.empty() && step == Step(name)); });
    layouts.push_back(
        part_layout(list.items()[at], parts[at].part, rest, {{"label", Layout{scalar_text(parts[at].label)}}}));
  }
  return {std::move(layouts)};
}

/// The value of a key of a case, of which `first` is the first cell. It is complete, except on the paths.
Layout case_layout(const Node::Entry& entry, const ExperimentSpec& first, const Paths& paths) {
  if (entry.key == learning_key && !entry.value.is_sequence() && first.learning.size() == 1) {
    return part_layout(entry.value, first.learning.front().part, paths);
  }
  if (entry.key == learning_key || entry.key == "analyses") {
    return labelled_layout(entry.value, entry.key == learning_key ? first.learning : first.analyses, paths);
  }
  const auto* const section = std::ranges::find(sections, entry.key, &Section::key);
  if (section == sections.end() || !(first.*section->part)) {
    return node_layout(entry.value);
  }
  return part_layout(entry.value, *(first.*section->part), paths);
}

/// Writes the cases of a sweep so that the sweep makes the same cells from them.
class CaseWriter {
 public:
  explicit CaseWriter(const SweepCells& cells) : cells_(cells) {
    Problems none;  // The paths were read before.
    for (const std::string& path : cells.paths()) {
      paths_.push_back(parse_path(path, {}, none).value_or(std::vector<Step>{}));
    }
  }

  /// `first` is the first cell of a case; without any, the case is written as it is.
  [[nodiscard]] Layout::Mapping entries(const CaseTree& tree, const std::optional<ExperimentSpec>& first) const {
    Layout::Mapping entries;
    for (const std::string& key : experiment_keys()) {
      const Paths rest = rest_of(paths_, [&](const Step& step) { return step == Step(key); });
      const Node::Entry* entry = tree.tree.find(key);
      if (is_swept(key)) {
        continue;
      }
      if (first && rest.empty()) {
        if (std::optional<Layout> layout = experiment_layout(*first, key)) {
          entries.push_back({key, std::move(*layout)});
        }
      } else if (entry != nullptr) {
        add(key, first ? case_layout(*entry, *first, rest) : node_layout(entry->value), !tree.label.empty(), entries);
      }
    }
    return entries;
  }

 private:
  [[nodiscard]] bool is_swept(std::string_view path) const {
    return std::ranges::any_of(cells_.axes(), [&](const SweepAxis& axis) {
      return std::ranges::any_of(axis.paths, [&](const std::string& swept) { return lies_within(path, swept); });
    });
  }

  /// A case may replace a section only with a plugin, which here comes from the sweep, and may set no swept path.
  void add(const std::string& key, Layout layout, bool in_case, Layout::Mapping& entries) const {
    const auto* parameters = std::get_if<Layout::Mapping>(&layout.content);
    if (!in_case || parameters == nullptr ||
        std::ranges::find(*parameters, "plugin", &Layout::Entry::key) != parameters->end()) {
      entries.push_back({key, std::move(layout)});
      return;
    }
    for (const auto& [name, value] : *parameters) {
      std::string path = std::string(key).append(".").append(name);
      if (!is_swept(path)) {
        entries.push_back({std::move(path), value});
      }
    }
  }

  const SweepCells& cells_;
  Paths paths_;
};

bool is_nothing(const Value& value) {
  return value == Value{} || value == Value{std::string()} || value == Value{std::vector<std::string>{}};
}

bool reads_files(const Part& part) {
  return std::ranges::any_of(part.values, [&](const auto& named) {
    const auto& [name, value] = named;
    if (const auto* inner = std::get_if<PartPointer>(&value)) {
      return reads_files(**inner);
    }
    if (const auto* list = std::get_if<std::vector<PartPointer>>(&value)) {
      return std::ranges::any_of(*list, [](const PartPointer& each) { return reads_files(*each); });
    }
    const Parameter* parameter = part.plugin->find(name);
    return parameter != nullptr && parameter->names_files && !is_nothing(value);
  });
}

/// The first cell of each case, by the number of the case.
std::map<std::size_t, std::size_t> first_cells(const Cells& cells) {
  std::map<std::size_t, std::size_t> first;
  for (std::size_t cell = 0; cell < cells.size(); ++cell) {
    first.emplace(cells.position(cell).front(), cell);
  }
  return first;
}

void add_swept(const Spec& spec, const SweepCells& cells, Layout::Mapping& document) {
  const std::map<std::size_t, std::size_t> first = first_cells(spec.cases);
  const CaseWriter writer(cells);
  Layout::Mapping cases;
  for (std::size_t number = 0; number < cells.cases().size(); ++number) {
    const CaseTree& tree = cells.cases()[number];
    const auto cell = first.find(number);
    Layout::Mapping entries =
        writer.entries(tree, cell == first.end() ? std::nullopt : std::optional{spec.cases[cell->second]});
    if (tree.label.empty()) {
      std::ranges::move(entries, std::back_inserter(document));
      return;
    }
    cases.push_back({tree.label, Layout{std::move(entries)}});
  }
  document.push_back({"cases", Layout{std::move(cases)}});
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
