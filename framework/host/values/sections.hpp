// The keys at the top of a spec.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include <engram/parameters.hpp>
#include <engram/plugin_info.hpp>

namespace engram::values {

/// A key that takes one part.
struct Section {
  std::string_view key;
  Kind kind;
  bool required;
};

constexpr std::array sections{
    Section{"patterns", Kind::pattern_source, true},
    Section{"model", Kind::model, true},
    // Whether a model needs an integrator follows from the model's facets.
    Section{"integrator", Kind::integrator, false},
};

/// The key for one learning rule, or a list of labelled rules that are applied one after the other.
constexpr std::string_view learning_key = "learning";
/// `learning` is written before this section.
constexpr std::string_view section_after_learning = "integrator";

/// The key for the weights of a stored result.
constexpr std::string_view initial_key = "initial";

/// The keys under `initial`. A text in place of the mapping is the first of them.
inline std::vector<Parameter> initial_parameters() {
  Parameter result;
  result.name = "result";
  result.type = ValueType::text;
  result.sentence = "A result of engram, whose weights the network takes before it learns.";
  result.required = true;
  result.names_files = true;
  Parameter cell;
  cell.name = "case";
  cell.type = ValueType::text;
  cell.sentence = "Label of a case or a cell of that result, or a part of it that no other label has.";
  return {result, cell};
}

/// The keys of one run, which a case may change.
inline std::vector<std::string> experiment_keys() {
  std::vector<std::string> keys{"seed"};
  for (const Section& section : sections) {
    if (section.key == section_after_learning) {
      keys.emplace_back(initial_key);
      keys.emplace_back(learning_key);
    }
    keys.emplace_back(section.key);
  }
  keys.emplace_back("analyses");
  return keys;
}

/// The keys that belong to the spec as a whole.
inline std::vector<std::string> whole_keys() {
  return {"title", "description", "source", "author",  "labels", "folder",
          "sweep", "timeout",     "keep",   "figures", "expect"};
}

}  // namespace engram::values
