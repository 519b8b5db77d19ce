#include "specification/part_reader.hpp"

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <engram/words.hpp>

#include "values/declaration.hpp"
#include "values/describe.hpp"
#include "values/value_reader.hpp"
#include "yaml/notes.hpp"
#include "yaml/path.hpp"
#include "yaml/read.hpp"
#include "yaml/text.hpp"

namespace engram::specification {

namespace {

std::string name_of(const PluginInfo& plugin) {
  return values::kind_words(plugin.kind) + " '" + plugin.name + "'";
}

std::string subject_of(const Parameter& parameter, const PluginInfo& plugin) {
  return "parameter '" + parameter.name + "' of " + name_of(plugin);
}

std::vector<std::string> names_of(const std::vector<const PluginInfo*>& plugins) {
  std::vector<std::string> names;
  std::ranges::transform(plugins, std::back_inserter(names), &PluginInfo::name);
  return names;
}

/// The notes on an unknown parameter name.
std::vector<std::string> notes_on_parameter(const std::string& name, const PluginInfo& plugin) {
  if (plugin.parameters.empty()) {
    return {"it has no parameters at all"};
  }
  std::vector<std::string> allowed;
  for (const Parameter& parameter : plugin.parameters) {
    if (parameter.former_name == name) {
      return {"it is called '" + parameter.name + "' now"};
    }
    allowed.push_back(parameter.name);
  }
  return yaml::notes_on(name, allowed);
}

}  // namespace

std::string PartReader::available(Kind kind) const {
  const std::vector<std::string> names = names_of(catalogue_.of(kind));
  return names.empty()
             ? "no " + values::kind_words(kind) + " was found; `engram plugins` shows what was found, and where"
             : values::kind_plural(kind) + ": " + join(names);
}

std::optional<Part> PartReader::read(const yaml::Node& node, const PartSlot& slot, std::size_t depth) const {
  if (depth > yaml::max_depth) {
    problems_.add(node.mark(), slot.subject + " is nested more than " + std::to_string(yaml::max_depth) + " deep");
    return std::nullopt;
  }
  if (node.is_sequence() && values::list_plugin(catalogue_, slot.kind) != nullptr) {
    return read(values::whole_part(node, slot.kind, catalogue_), slot, depth);
  }
  const PluginInfo* plugin = plugin_of(node, slot);
  if (plugin == nullptr) {
    return std::nullopt;
  }
  Part part{plugin, {}};
  bool is_whole = check_keys(node, *plugin, slot);
  for (const Parameter& parameter : plugin->parameters) {
    const yaml::Node::Entry* entry = node.find(parameter.name);
    std::optional<Value> value = entry != nullptr ? value_of(entry->value, parameter, *plugin, depth)
                                                  : default_of(yaml::mark_of_part(node), parameter, *plugin, depth);
    is_whole = is_whole && value;
    part.values.emplace_back(parameter.name, value.value_or(Value{}));
  }
  return is_whole ? std::optional{std::move(part)} : std::nullopt;
}

const PluginInfo* PartReader::plugin_of(const yaml::Node& node, const PartSlot& slot) const {
  if (node.is_scalar()) {
    return find(node.text(), node.mark(), slot);
  }
  if (!node.is_mapping()) {
    problems_.add(
        node.mark(),
        slot.subject + " takes " + values::kind_with_article(slot.kind) + "; found " + yaml::found_text(node),
        {"write its name, or {plugin: NAME, PARAMETER: VALUE}", available(slot.kind)});
    return nullptr;
  }
  const yaml::Node::Entry* entry = node.find(values::plugin_key);
  if (entry == nullptr && !slot.default_plugin.empty()) {
    return find(slot.default_plugin, node.mark(), slot);
  }
  if (entry == nullptr) {
    std::vector<std::string> notes{"write `plugin: NAME` beside its parameters", available(slot.kind)};
    for (const yaml::Node::Entry& other : node.entries()) {
      if (edit_distance(other.key, values::plugin_key) <= 2) {
        notes.insert(notes.begin(), "did you mean 'plugin' by '" + other.key + "'?");
      }
    }
    problems_.add(node.mark(), slot.subject + " does not say which " + values::kind_words(slot.kind) + " it takes",
                  std::move(notes));
    return nullptr;
  }
  if (!entry->value.is_scalar()) {
    problems_.add(entry->value.mark(),
                  "'plugin' takes the name of " + values::kind_with_article(slot.kind) + "; found " +
                      yaml::found_text(entry->value),
                  {available(slot.kind)});
    return nullptr;
  }
  return find(entry->value.text(), entry->value.mark(), slot);
}

const PluginInfo* PartReader::find(const std::string& name, const yaml::Mark& mark, const PartSlot& slot) const {
  if (const PluginInfo* plugin = catalogue_.find(slot.kind, name)) {
    return plugin;
  }
  const std::vector<const PluginInfo*> others = catalogue_.named(name);
  if (!others.empty()) {
    problems_.add(mark,
                  yaml::in_quotes(name) + " is " + values::kind_with_article(others.front()->kind) + ", not " +
                      values::kind_with_article(slot.kind),
                  {available(slot.kind)});
    return nullptr;
  }
  std::vector<std::string> notes = yaml::notes_on(name, names_of(catalogue_.of(slot.kind)), available(slot.kind));
  if (!catalogue_.searched().empty()) {
    notes.push_back(catalogue_.searched());
  }
  problems_.add(mark, "there is no " + values::kind_words(slot.kind) + " " + yaml::in_quotes(name), std::move(notes));
  return nullptr;
}

bool PartReader::check_keys(const yaml::Node& node, const PluginInfo& plugin, const PartSlot& slot) const {
  bool all_known = true;
  for (const yaml::Node::Entry& entry : node.entries()) {
    if (entry.key == values::plugin_key || (!slot.own_key.empty() && entry.key == slot.own_key) ||
        plugin.find(entry.key) != nullptr) {
      continue;
    }
    all_known = false;
    problems_.add(entry.key_mark, name_of(plugin) + " has no parameter " + yaml::in_quotes(entry.key),
                  notes_on_parameter(entry.key, plugin));
  }
  return all_known;
}

std::optional<Value> PartReader::value_of(const yaml::Node& node, const Parameter& parameter,
                                          const PluginInfo& plugin, std::size_t depth) const {
  const std::string subject = subject_of(parameter, plugin);
  if (parameter.type == ValueType::part) {
    if (values::is_left_out(node, parameter)) {
      return Value{};
    }
    std::optional<Part> part = read(node, {parameter.part_kind.value(), subject, parameter.part_default}, depth + 1);
    return part ? std::optional<Value>{std::make_shared<const Part>(std::move(*part))} : std::nullopt;
  }
  if (parameter.type != ValueType::parts) {
    return values::read_value(node, parameter, subject, problems_, folder_);
  }
  if (!node.is_sequence()) {
    problems_.add(node.mark(),
                  subject + " takes " + values::type_text(parameter) + "; found " + yaml::found_text(node),
                  {"write each item after a '-'", available(parameter.part_kind.value())});
    return std::nullopt;
  }
  std::vector<PartPointer> parts;
  for (const yaml::Node& item : node.items()) {
    if (std::optional<Part> part = read(item, {parameter.part_kind.value(), "an item of " + subject}, depth + 1)) {
      parts.push_back(std::make_shared<const Part>(std::move(*part)));
    }
  }
  return parts.size() == node.items().size() ? std::optional<Value>{std::move(parts)} : std::nullopt;
}

std::optional<Value> PartReader::default_of(const yaml::Mark& mark, const Parameter& parameter,
                                            const PluginInfo& plugin, std::size_t depth) const {
  if (parameter.required) {
    problems_.add(mark, name_of(plugin) + " needs a '" + parameter.name + "'",
                  {"it takes " + values::type_text(parameter)});
    return std::nullopt;
  }
  if (!parameter.part_default.empty()) {
    return value_of(yaml::Node::scalar(mark, parameter.part_default, false), parameter, plugin, depth);
  }
  if (parameter.type == ValueType::parts && std::holds_alternative<std::monostate>(parameter.default_value)) {
    return Value{std::vector<PartPointer>{}};
  }
  return parameter.default_value;
}

}  // namespace engram::specification
