#include "specification/swept_layout.hpp"

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

#include "specification/part_layout.hpp"
#include "values/sections.hpp"
#include "values/value_reader.hpp"
#include "yaml/path.hpp"

namespace engram::specification {

namespace {

/// The paths on which a sweep changes or reads the tree of a cell, from some node on.
using Paths = std::vector<std::vector<yaml::Step>>;

/// The rest of the paths whose first step leads into a child.
Paths rest_of(const Paths& paths, const auto& leads) {
  Paths rest;
  for (const std::vector<yaml::Step>& steps : paths) {
    if (!steps.empty() && leads(steps.front())) {
      rest.emplace_back(steps.begin() + 1, steps.end());
    }
  }
  return rest;
}

bool is_reached(const Paths& paths) {
  return std::ranges::any_of(paths, &std::vector<yaml::Step>::empty);
}

/// Whether all paths lead into parameters of a part, so that its plugin is that of all cells.
bool lead_into_parameters(const Paths& paths, const PluginInfo& plugin) {
  return std::ranges::all_of(paths, [&](const std::vector<yaml::Step>& steps) {
    const auto* name = steps.empty() ? nullptr : std::get_if<std::string>(&steps.front());
    return name != nullptr && plugin.find(*name) != nullptr;
  });
}

/// A part as it was written. A name of a file that starts in another folder than that of the spec gets this folder.
yaml::Layout written_layout(const yaml::Node& node, const Part& part) {
  if (!node.is_mapping()) {
    return node_layout(node);
  }
  yaml::Layout::Mapping entries;
  for (const yaml::Node::Entry& entry : node.entries()) {
    const Parameter* parameter = part.plugin->find(entry.key);
    const bool moves = parameter != nullptr && parameter->names_files && values::starts_elsewhere(entry.value.mark());
    entries.push_back(
        {entry.key, moves ? value_layout(part.value(entry.key), parameter->unit) : node_layout(entry.value)});
  }
  return {std::move(entries)};
}

/// A part with its defaults, preceded by `entries`. Everything on the paths stays as it was written in `node`, so
/// that the paths find there what they found before.
yaml::Layout part_layout(const yaml::Node& node, const Part& part, const Paths& paths,
                         yaml::Layout::Mapping entries = {}) {
  if (paths.empty()) {
    return specification::part_layout(part, std::move(entries));
  }
  if (node.is_sequence() || !lead_into_parameters(paths, *part.plugin)) {
    return written_layout(node, part);
  }
  entries.push_back({"plugin", yaml::Layout{yaml::scalar_text(part.plugin->name)}});
  for (const auto& [name, value] : part.values) {
    const Paths rest = rest_of(paths, [&, &name = name](const yaml::Step& step) { return step == yaml::Step(name); });
    const yaml::Node::Entry* entry = node.find(name);
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
yaml::Layout labelled_layout(const yaml::Node& list, const std::vector<LabelledPart>& parts, const Paths& paths) {
  if (is_reached(paths) || list.items().size() != parts.size()) {
    return node_layout(list);
  }
  yaml::Layout::List layouts;
  for (std::size_t at = 0; at < parts.size(); ++at) {
    const std::string name = yaml::name_of_item(list.items()[at]);
    const Paths rest = rest_of(paths, [&](const yaml::Step& step) {
      return step == yaml::Step(at) || (!name.empty() && step == yaml::Step(name));
    });
    layouts.push_back(part_layout(list.items()[at], parts[at].part, rest,
                                  {{"label", yaml::Layout{yaml::scalar_text(parts[at].label)}}}));
  }
  return {std::move(layouts)};
}

/// `initial` as it was written. The name of a result that starts in another folder than that of the spec gets this
/// folder.
yaml::Layout initial_layout(const yaml::Node& node, const std::optional<InitialWeights>& initial) {
  const auto file_layout = [&](const yaml::Node& file) {
    return initial && values::starts_elsewhere(file.mark()) ? yaml::Layout::text(initial->result) : node_layout(file);
  };
  if (!node.is_mapping()) {
    return file_layout(node);
  }
  yaml::Layout::Mapping entries;
  for (const yaml::Node::Entry& entry : node.entries()) {
    entries.push_back({entry.key, entry.key == "result" ? file_layout(entry.value) : node_layout(entry.value)});
  }
  return {std::move(entries)};
}

/// The value of a key of a case, of which `first` is the first cell. It is complete, except on the paths.
yaml::Layout case_layout(const yaml::Node::Entry& entry, const ExperimentSpec& first, const Paths& paths) {
  if (entry.key == values::initial_key) {
    return initial_layout(entry.value, first.initial);
  }
  if (entry.key == values::learning_key && !entry.value.is_sequence() && first.learning.size() == 1) {
    return part_layout(entry.value, first.learning.front().part, paths);
  }
  if (entry.key == values::learning_key || entry.key == "analyses") {
    return labelled_layout(entry.value, entry.key == values::learning_key ? first.learning : first.analyses, paths);
  }
  const auto* const section = std::ranges::find(values::sections, entry.key, &values::Section::key);
  if (section == values::sections.end() || !(first.*member_of(*section))) {
    return node_layout(entry.value);
  }
  return part_layout(entry.value, *(first.*member_of(*section)), paths);
}

/// Writes the cases of a sweep so that the sweep makes the same cells from them.
class CaseWriter {
 public:
  explicit CaseWriter(const sweeps::SweepCells& cells) : cells_(cells) {
    yaml::Problems none;  // The paths were read before.
    for (const std::string& path : cells.paths()) {
      paths_.push_back(yaml::parse_path(path, {}, none).value_or(std::vector<yaml::Step>{}));
    }
  }

  /// `first` is the first cell of a case; without any, the case is written as it is.
  [[nodiscard]] yaml::Layout::Mapping entries(const sweeps::CaseTree& tree,
                                              const std::optional<ExperimentSpec>& first) const {
    yaml::Layout::Mapping entries;
    for (const std::string& key : values::experiment_keys()) {
      const Paths rest = rest_of(paths_, [&](const yaml::Step& step) { return step == yaml::Step(key); });
      const yaml::Node::Entry* entry = tree.tree.find(key);
      if (is_swept(key)) {
        continue;
      }
      if (first && rest.empty()) {
        if (std::optional<yaml::Layout> layout = experiment_layout(*first, key)) {
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
    return std::ranges::any_of(cells_.axes(), [&](const sweeps::SweepAxis& axis) {
      return std::ranges::any_of(axis.paths,
                                 [&](const std::string& swept) { return yaml::lies_within(path, swept); });
    });
  }

  /// A case may replace a section only with a plugin, which here comes from the sweep, and may set no swept path.
  void add(const std::string& key, yaml::Layout layout, bool in_case, yaml::Layout::Mapping& entries) const {
    const auto* parameters = std::get_if<yaml::Layout::Mapping>(&layout.content);
    if (!in_case || parameters == nullptr ||
        std::ranges::find(*parameters, "plugin", &yaml::Layout::Entry::key) != parameters->end()) {
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

  const sweeps::SweepCells& cells_;
  Paths paths_;
};

/// The first cell of each case, by the number of the case.
std::map<std::size_t, std::size_t> first_cells(const Cells& cells) {
  std::map<std::size_t, std::size_t> first;
  for (std::size_t cell = 0; cell < cells.size(); ++cell) {
    first.emplace(cells.position(cell).front(), cell);
  }
  return first;
}

}  // namespace

void add_swept(const Spec& spec, const sweeps::SweepCells& cells, yaml::Layout::Mapping& document) {
  const std::map<std::size_t, std::size_t> first = first_cells(spec.cases);
  const CaseWriter writer(cells);
  yaml::Layout::Mapping cases;
  for (std::size_t number = 0; number < cells.cases().size(); ++number) {
    const sweeps::CaseTree& tree = cells.cases()[number];
    const auto cell = first.find(number);
    yaml::Layout::Mapping entries =
        writer.entries(tree, cell == first.end() ? std::nullopt : std::optional{spec.cases[cell->second]});
    if (tree.label.empty()) {
      std::ranges::move(entries, std::back_inserter(document));
      return;
    }
    cases.push_back({tree.label, yaml::Layout{std::move(entries)}});
  }
  document.push_back({"cases", yaml::Layout{std::move(cases)}});
}

}  // namespace engram::specification
