// The parts of an experiment, the parts within these, and the files that they name.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <engram/file_patterns.hpp>
#include <engram/plugin_info.hpp>

namespace engram {

/// A part in a list of a spec.
struct LabelledPart {
  std::string label;
  Part part;
};

/// The weights of a stored result, with which a network starts in place of its own.
struct InitialWeights {
  std::string result;               ///< absolute path of the file
  std::optional<std::string> cell;  ///< label of a case or a cell, or a part of one; unset for a single run
};

/// The parts of an experiment. A part with a mistake in the spec is missing; the others are still checked.
struct Plan {
  std::string label;  ///< of the case; empty if there is only one experiment
  std::uint64_t seed = 1;
  std::optional<Part> patterns = {};
  std::optional<Part> model = {};
  std::optional<Part> integrator = {};
  std::vector<LabelledPart> learning = {};  ///< in the order of training; a single rule has no label
  std::vector<LabelledPart> analyses = {};
  std::optional<InitialWeights> initial = {};
};

/// A part within another part or a plan, and its path from there: "corruption", "corruptions[1]", "analyses.recall".
struct NestedPart {
  std::string path;
  const Part* part;
};

/// The parts directly within a part, in the order of its values.
inline std::vector<NestedPart> parts_within(const Part& part) {
  std::vector<NestedPart> nested;
  for (const auto& [name, value] : part.values) {
    if (const auto* one = std::get_if<PartPointer>(&value); one != nullptr && *one) {
      nested.push_back({name, one->get()});
    } else if (const auto* list = std::get_if<std::vector<PartPointer>>(&value)) {
      for (std::size_t at = 0; at < list->size(); ++at) {
        nested.push_back({name + '[' + std::to_string(at) + ']', (*list)[at].get()});
      }
    }
  }
  return nested;
}

/// The parts directly within a plan, with their paths in the spec.
inline std::vector<NestedPart> parts_of(const Plan& plan) {
  std::vector<NestedPart> parts;
  const auto add = [&](const char* path, const std::optional<Part>& part) {
    if (part) {
      parts.push_back({path, &*part});
    }
  };
  const auto add_list = [&](const std::string& name, const std::vector<LabelledPart>& list) {
    for (const auto& [label, part] : list) {
      std::string path = name;
      if (!label.empty()) {
        path.append(".").append(label);
      }
      parts.push_back({std::move(path), &part});
    }
  };
  add("patterns", plan.patterns);
  add("model", plan.model);
  add("integrator", plan.integrator);
  add_list("learning", plan.learning);
  add_list("analyses", plan.analyses);
  return parts;
}

/// Calls `visit` for each part of a plan and for each part within these, an outer part before its inner ones.
inline void for_each_part(const Plan& plan, const std::function<void(const NestedPart&)>& visit) {
  const std::function<void(const NestedPart&)> walk = [&](const NestedPart& part) {
    visit(part);
    for (const NestedPart& inner : parts_within(*part.part)) {
      walk({part.path + '.' + inner.path, inner.part});
    }
  };
  for (const NestedPart& part : parts_of(plan)) {
    walk(part);
  }
}

/// The files that the parameters of a part name, without those of parts within it, as patterns for matching_files().
inline std::vector<std::string> files_named_by(const Part& part) {
  std::vector<std::string> patterns;
  for (const auto& [name, value] : part.values) {
    const Parameter* parameter = part.plugin->find(name);
    if (parameter == nullptr || !parameter->names_files) {
      continue;
    }
    std::vector<std::string> paths;
    if (const auto* path = std::get_if<std::string>(&value)) {
      paths.push_back(*path);
    } else if (const auto* list = std::get_if<std::vector<std::string>>(&value)) {
      paths = *list;
    }
    for (std::string& path : paths) {
      if (!path.empty()) {
        patterns.push_back(parameter->takes_patterns ? std::move(path) : pattern_of(path));
      }
    }
  }
  return patterns;
}

}  // namespace engram
