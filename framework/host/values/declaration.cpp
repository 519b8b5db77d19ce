#include "values/declaration.hpp"

#include <algorithm>
#include <iterator>
#include <stdexcept>
#include <string_view>
#include <utility>
#include <variant>

#include "values/sections.hpp"
#include "values/value_reader.hpp"

namespace engram::values {

namespace {

using Form = Declaration::Form;

Declaration of_part(Kind kind, std::string default_plugin = "") {
  return {Form::part, {}, kind, std::move(default_plugin)};
}

Declaration of_parts(Kind kind) {
  return {Form::parts, {}, kind, {}};
}

Declaration of_value(std::string name, ValueType type) {
  Declaration declaration;
  declaration.parameter.name = std::move(name);
  declaration.parameter.type = type;
  declaration.parameter.required = true;
  return declaration;
}

std::optional<Declaration> of_key(const std::string& key, const yaml::Node* node) {
  if (key == "seed") {
    Declaration seed = of_value(key, ValueType::integer);
    seed.parameter.unit = "1";
    seed.parameter.limits.min = 0;
    return seed;
  }
  if (key == "analyses") {
    return of_parts(Kind::analysis);
  }
  if (key == learning_key) {
    return node != nullptr && node->is_sequence() ? of_parts(Kind::learning_rule) : of_part(Kind::learning_rule);
  }
  if (key == initial_key) {
    return Declaration{Form::record, {}, {}, {}, initial_parameters()};
  }
  const auto section = std::ranges::find(sections, key, &Section::key);
  return section == sections.end() ? std::nullopt : std::optional{of_part(section->kind)};
}

/// The declaration of each item of a list.
std::optional<Declaration> of_item(const Declaration& list) {
  const std::optional<ValueType> type = words_of(list.parameter.type).item;
  if (!type) {
    return std::nullopt;
  }
  Declaration item = list;
  item.parameter.required = true;
  item.parameter.type = *type;
  return item;
}

/// A place of a tree and its declaration.
struct Place {
  const yaml::Node* node;  ///< nullptr if it is not written
  Declaration declaration;
};

const yaml::Node* entry_of(const yaml::Node* node, std::string_view key) {
  const yaml::Node::Entry* entry = node == nullptr ? nullptr : node->find(key);
  return entry == nullptr ? nullptr : &entry->value;
}

std::string plugin_name(const yaml::Node* node, const Declaration& declaration) {
  if (node != nullptr && node->is_scalar()) {
    return node->text();
  }
  const yaml::Node* plugin = entry_of(node, plugin_key);
  return plugin == nullptr ? declaration.default_plugin : plugin->text();
}

std::optional<Place> item_of_parts(const Place& list, const yaml::Step& step) {
  if (list.node == nullptr) {
    return std::nullopt;
  }
  const std::vector<yaml::Node>& items = list.node->items();
  const auto* name = std::get_if<std::string>(&step);
  const std::vector<std::size_t> named =
      name == nullptr ? std::vector<std::size_t>{} : yaml::items_named(*list.node, *name);
  const std::size_t index = name == nullptr ? std::get<std::size_t>(step)
                            : named.empty() ? items.size()
                                            : named.front();
  return index < items.size() ? std::optional{Place{&items[index], of_part(list.declaration.kind)}} : std::nullopt;
}

std::optional<Place> within_part(const Place& part, const yaml::Step& step, const Catalogue& catalogue) {
  const Kind kind = part.declaration.kind;
  const auto* name = std::get_if<std::string>(&step);
  if (part.node != nullptr && part.node->is_sequence()) {
    const PluginInfo* plugin = list_plugin(catalogue, kind);
    if (plugin == nullptr) {
      return std::nullopt;
    }
    const Place list{part.node, declaration_of(*plugin->find(plugin->list_parameter))};
    return name != nullptr && *name == plugin->list_parameter ? std::optional{list} : item_of_parts(list, step);
  }
  if (name == nullptr) {
    return std::nullopt;
  }
  if (*name == plugin_key || *name == label_key) {
    return Place{entry_of(part.node, *name), of_value(*name, ValueType::text)};
  }
  const PluginInfo* plugin = catalogue.find(kind, plugin_name(part.node, part.declaration));
  const Parameter* parameter = plugin == nullptr ? nullptr : plugin->find(*name);
  return parameter == nullptr ? std::nullopt
                              : std::optional{Place{entry_of(part.node, *name), declaration_of(*parameter)}};
}

std::optional<Place> within_record(const Place& record, const yaml::Step& step) {
  const auto* name = std::get_if<std::string>(&step);
  const std::vector<Parameter>& keys = record.declaration.keys;
  const auto key = name == nullptr ? keys.end() : std::ranges::find(keys, *name, &Parameter::name);
  return key == keys.end() ? std::nullopt : std::optional{Place{entry_of(record.node, *name), declaration_of(*key)}};
}

std::optional<Place> step_from(const Place& place, const yaml::Step& step, const Catalogue& catalogue) {
  if (place.declaration.form == Form::part) {
    return within_part(place, step, catalogue);
  }
  if (place.declaration.form == Form::parts) {
    return item_of_parts(place, step);
  }
  if (place.declaration.form == Form::record) {
    return within_record(place, step);
  }
  const auto item = std::holds_alternative<std::size_t>(step) ? of_item(place.declaration) : std::nullopt;
  return item ? std::optional{Place{nullptr, *item}} : std::nullopt;
}

bool is_text(ValueType type) {
  return type == ValueType::text || type == ValueType::texts || type == ValueType::choice;
}

yaml::Node in_quotes_all(const yaml::Node& node, const Parameter& parameter) {
  if (node.is_sequence()) {
    std::vector<yaml::Node> items;
    std::ranges::transform(node.items(), std::back_inserter(items),
                           [&](const yaml::Node& item) { return in_quotes_all(item, parameter); });
    return yaml::Node::sequence(node.mark(), std::move(items));
  }
  if (!node.is_scalar()) {
    return node;
  }
  // The resolved spec knows no other folder than its own.
  const bool moves = parameter.names_files && starts_elsewhere(node.mark());
  return yaml::Node::scalar(node.mark(), moves ? path_of_file(node, parameter, "") : node.text(), true);
}

}  // namespace

const PluginInfo* list_plugin(const Catalogue& catalogue, Kind kind) {
  const std::vector<const PluginInfo*> plugins = catalogue.of(kind);
  const auto found =
      std::ranges::find_if(plugins, [](const PluginInfo* plugin) { return !plugin->list_parameter.empty(); });
  return found == plugins.end() ? nullptr : *found;
}

Declaration declaration_of(const Parameter& parameter) {
  switch (parameter.type) {
    case ValueType::part:
      return of_part(parameter.part_kind.value(), parameter.part_default);
    case ValueType::parts:
      return of_parts(parameter.part_kind.value());
    default:
      return {Form::value, parameter, {}, {}};
  }
}

yaml::Node whole_part(const yaml::Node& node, Kind kind, const Catalogue& catalogue) {
  const auto named = [&](const std::string& name) {
    return yaml::Node::Entry{std::string(plugin_key), node.mark(), yaml::Node::scalar(node.mark(), name, false)};
  };
  if (node.is_scalar()) {
    return yaml::Node::mapping(node.mark(), {named(node.text())});
  }
  const PluginInfo* plugin = node.is_sequence() ? list_plugin(catalogue, kind) : nullptr;
  return plugin == nullptr
             ? node
             : yaml::Node::mapping(node.mark(), {named(plugin->name), {plugin->list_parameter, node.mark(), node}});
}

yaml::Node whole_record(const yaml::Node& node, const Declaration& record) {
  return node.is_scalar() ? yaml::Node::mapping(node.mark(), {{record.keys.front().name, node.mark(), node}}) : node;
}

std::optional<Declaration> declaration_at(const yaml::Node& tree, const std::vector<yaml::Step>& steps,
                                          const Catalogue& catalogue) {
  const auto* key = steps.empty() ? nullptr : std::get_if<std::string>(&steps.front());
  const yaml::Node* node = key == nullptr ? nullptr : entry_of(&tree, *key);
  const auto section = key == nullptr ? std::nullopt : of_key(*key, node);
  auto place = section ? std::optional{Place{node, *section}} : std::nullopt;
  for (std::size_t at = 1; place && at < steps.size(); ++at) {
    place = step_from(*place, steps[at], catalogue);
  }
  return place ? std::optional{std::move(place->declaration)} : std::nullopt;
}

yaml::Node with_quoted_texts(const yaml::Node& node, const Declaration& declaration, const Catalogue& catalogue) {
  if (declaration.form == Form::value) {
    return is_text(declaration.parameter.type) ? in_quotes_all(node, declaration.parameter) : node;
  }
  if (declaration.form == Form::record) {
    if (node.is_scalar()) {
      return in_quotes_all(node, declaration.keys.front());
    }
    yaml::Node quoted = node;
    for (const yaml::Node::Entry& entry : node.entries()) {
      if (const auto inner = within_record({&node, declaration}, entry.key)) {
        quoted =
            quoted.with({entry.key, entry.key_mark, with_quoted_texts(entry.value, inner->declaration, catalogue)});
      }
    }
    return quoted;
  }
  if (node.is_sequence()) {
    const PluginInfo* plugin = declaration.form == Form::part ? list_plugin(catalogue, declaration.kind) : nullptr;
    const Declaration item = plugin == nullptr ? of_part(declaration.kind)
                                               : of_part(declaration_of(*plugin->find(plugin->list_parameter)).kind);
    std::vector<yaml::Node> items;
    std::ranges::transform(node.items(), std::back_inserter(items),
                           [&](const yaml::Node& each) { return with_quoted_texts(each, item, catalogue); });
    return yaml::Node::sequence(node.mark(), std::move(items));
  }
  yaml::Node quoted = node;
  for (const yaml::Node::Entry& entry : node.entries()) {
    const auto inner = within_part({&node, declaration}, entry.key, catalogue);
    if (inner && entry.key != plugin_key && entry.key != label_key) {
      quoted =
          quoted.with({entry.key, entry.key_mark, with_quoted_texts(entry.value, inner->declaration, catalogue)});
    }
  }
  return quoted;
}

}  // namespace engram::values
