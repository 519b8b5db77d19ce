#include "specification/experiment_reader.hpp"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <fmt/format.h>

#include "specification/part_reader.hpp"
#include "values/quantity.hpp"
#include "values/sections.hpp"
#include "values/value_reader.hpp"
#include "yaml/notes.hpp"
#include "yaml/path.hpp"
#include "yaml/text.hpp"

namespace engram::specification {

namespace {

class ExperimentReader {
 public:
  ExperimentReader(const Catalogue& catalogue, const std::string& folder, yaml::Problems& problems)
      : parts_(catalogue, folder, problems), folder_(folder), problems_(problems) {}

  [[nodiscard]] ExperimentSpec read(const sweeps::CaseTree& tree) const {
    ExperimentSpec experiment;
    experiment.label = tree.label;
    experiment.case_name = tree.case_name;
    experiment.tree = tree.tree;
    experiment.seed = seed(tree.tree);
    for (const values::Section& section : values::sections) {
      experiment.*member_of(section) = part(tree, section);
    }
    experiment.initial = initial(tree.tree);
    experiment.learning = learning(tree);
    experiment.analyses = analyses(tree.tree);
    return experiment;
  }

 private:
  [[nodiscard]] std::uint64_t seed(const yaml::Node& tree) const {
    constexpr std::uint64_t default_seed = 1;
    const yaml::Node::Entry* entry = tree.find("seed");
    if (entry == nullptr) {
      return default_seed;
    }
    const yaml::Node& node = entry->value;
    const auto reading = values::read_seed(node);
    if (!reading.value) {
      problems_.add(node.mark(), "'seed' takes a whole number from 0 to 2^63 - 1; found " + yaml::found_text(node),
                    reading.complaint.empty() ? std::vector<std::string>{} : std::vector{reading.complaint});
    }
    return reading.value.value_or(default_seed);
  }

  [[nodiscard]] std::optional<Part> part(const sweeps::CaseTree& tree, const values::Section& section) const {
    const std::string key(section.key);
    const yaml::Node::Entry* entry = tree.tree.find(key);
    // A case can remove an integrator by giving it no value.
    if (entry != nullptr && !entry->value.is_null()) {
      return parts_.read(entry->value, {section.kind, yaml::in_quotes(key)});
    }
    if (section.required) {
      miss(tree, entry, key, section.kind);
    }
    return std::nullopt;
  }

  /// A missing key concerns all cells of a sweep, which have no separate lines, so the message is about the spec.
  void miss(const sweeps::CaseTree& tree, const yaml::Node::Entry* entry, const std::string& key, Kind kind) const {
    problems_.add(entry == nullptr ? tree.mark : entry->key_mark,
                  (tree.label.empty() || tree.mark.line == 0 ? "the spec" : "case " + yaml::in_quotes(tree.label)) +
                      " has no '" + key + "'",
                  {fmt::format("write `{}: {{plugin: NAME}}`", key), parts_.available(kind)});
  }

  /// Reads `initial: FILE` or `initial: {result: FILE, case: LABEL}`.
  [[nodiscard]] std::optional<InitialWeights> initial(const yaml::Node& tree) const {
    const yaml::Node::Entry* entry = tree.find(values::initial_key);
    if (entry == nullptr || entry->value.is_null()) {
      return std::nullopt;
    }
    const std::vector<Parameter> keys = values::initial_parameters();
    const yaml::Node& node = entry->value;
    if (!node.is_scalar() && !node.is_mapping()) {
      problems_.add(
          node.mark(),
          "'initial' takes a result, whose weights the network starts with; found " + yaml::found_text(node),
          {"write initial: RESULT.h5, or {result: SWEEP.h5, case: LABEL}"});
      return std::nullopt;
    }
    std::vector<std::string> names;
    std::ranges::transform(keys, std::back_inserter(names), &Parameter::name);
    for (const yaml::Node::Entry& each : node.entries()) {
      if (std::ranges::find(names, each.key) == names.end()) {
        problems_.add(each.key_mark, "'initial' has no key " + yaml::in_quotes(each.key),
                      yaml::notes_on(each.key, names));
      }
    }
    const auto value_of = [&](const Parameter& key) -> std::optional<Value> {
      const yaml::Node::Entry* given = node.find(key.name);
      if (node.is_scalar() ? key.required : given != nullptr) {
        return values::read_value(given == nullptr ? node : given->value, key,
                                  yaml::in_quotes(key.name) + " of 'initial'", problems_, folder_);
      }
      if (node.is_mapping() && key.required) {
        problems_.add(node.mark(), "'initial' needs a " + yaml::in_quotes(key.name),
                      {"it takes the file of a result, such as initial: {result: other.h5}"});
        return std::nullopt;
      }
      return Value{};
    };
    const std::optional<Value> result = value_of(keys.front());
    const std::optional<Value> cell = value_of(keys.back());
    if (!result || !cell) {
      return std::nullopt;
    }
    const auto* label = std::get_if<std::string>(&*cell);
    return InitialWeights{std::get<std::string>(*result), label ? std::optional{*label} : std::nullopt};
  }

  /// Reads one rule, or a list of rules that are trained one after the other.
  [[nodiscard]] std::vector<LabelledPart> learning(const sweeps::CaseTree& tree) const {
    const std::string key(values::learning_key);
    const yaml::Node::Entry* entry = tree.tree.find(key);
    if (entry == nullptr || entry->value.is_null() || (entry->value.is_sequence() && entry->value.items().empty())) {
      // A network that starts with weights of a result need not learn.
      const yaml::Node::Entry* initial = tree.tree.find(values::initial_key);
      if (initial == nullptr || initial->value.is_null()) {
        miss(tree, entry, key, Kind::learning_rule);
      }
      return {};
    }
    if (entry->value.is_sequence()) {
      return labelled(entry->value, Kind::learning_rule, key);
    }
    std::optional<Part> part = parts_.read(entry->value, {Kind::learning_rule, yaml::in_quotes(key)});
    return part ? std::vector<LabelledPart>{{"", std::move(*part)}} : std::vector<LabelledPart>{};
  }

  [[nodiscard]] std::vector<LabelledPart> analyses(const yaml::Node& tree) const {
    const yaml::Node::Entry* entry = tree.find("analyses");
    if (entry == nullptr || entry->value.is_null()) {
      return {};
    }
    if (!entry->value.is_sequence()) {
      problems_.add(entry->value.mark(),
                    "'analyses' takes a list of analyses; found " + yaml::found_text(entry->value),
                    {"write each one after a '-'", parts_.available(Kind::analysis)});
      return {};
    }
    return labelled(entry->value, Kind::analysis, "analyses");
  }

  /// The items of a list, each with its `label` or otherwise the name of its plugin.
  [[nodiscard]] std::vector<LabelledPart> labelled(const yaml::Node& list, Kind kind, const std::string& key) const {
    std::vector<LabelledPart> parts;
    std::vector<std::pair<std::string, yaml::Mark>> labels;
    for (const yaml::Node& item : list.items()) {
      const std::optional<std::string> label = label_of(item, key, labels);
      std::optional<Part> part = parts_.read(item, {kind, "an item of " + yaml::in_quotes(key), "", "label"});
      if (label && part) {
        parts.push_back({*label, std::move(*part)});
      }
    }
    return parts;
  }

  /// The label of an item of the list `key`, which is added to `labels`; std::nullopt if it is invalid or taken.
  std::optional<std::string> label_of(const yaml::Node& item, const std::string& key,
                                      std::vector<std::pair<std::string, yaml::Mark>>& labels) const {
    const yaml::Node::Entry* given = item.find("label");
    const yaml::Mark mark = given == nullptr ? yaml::mark_of_part(item) : given->value.mark();
    if (given != nullptr && !(given->value.is_scalar() && yaml::is_label(given->value.text()))) {
      problems_.add(mark, yaml::found_text(given->value) + " cannot be a label",
                    {"a label is made of letters, digits, '_' and '-'"});
      return std::nullopt;
    }
    const std::string label = given == nullptr ? yaml::name_of_item(item) : given->value.text();
    if (label.empty()) {
      return std::nullopt;  // It names no plugin; reading its part reports that.
    }
    const auto first = std::ranges::find(labels, label, &std::pair<std::string, yaml::Mark>::first);
    if (first != labels.end()) {
      problems_.add(mark,
                    (key == values::learning_key ? "two rules of 'learning'" : "two " + key) + " are labelled " +
                        yaml::in_quotes(label),
                    {"the first one is at " + first->second.where(), "give each its own `label:`"});
      return std::nullopt;
    }
    labels.emplace_back(label, mark);
    return label;
  }

  PartReader parts_;
  const std::string& folder_;
  yaml::Problems& problems_;
};

}  // namespace

ExperimentSpec read_experiment(const sweeps::CaseTree& tree, const Catalogue& catalogue, const std::string& folder,
                               yaml::Problems& problems) {
  return ExperimentReader(catalogue, folder, problems).read(tree);
}

}  // namespace engram::specification
