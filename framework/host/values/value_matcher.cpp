#include "values/value_matcher.hpp"

#include <algorithm>
#include <iterator>
#include <vector>

#include "values/value_reader.hpp"
#include "yaml/notes.hpp"

namespace engram::values {

using Form = Declaration::Form;

bool ValueMatcher::is_same(const yaml::Node& written, const yaml::Node& wanted, const Declaration& declaration) {
  switch (declaration.form) {
    case Form::part:
      return is_same_part(written, wanted, declaration);
    case Form::parts:
      return written.is_sequence() && wanted.is_sequence() &&
             std::ranges::equal(written.items(), wanted.items(),
                                [&](const yaml::Node& left, const yaml::Node& right) {
                                  return is_same_part(left, right, {Form::part, {}, declaration.kind, {}});
                                });
    case Form::record:
      return is_same_record(whole_record(written, declaration), whole_record(wanted, declaration), declaration);
    case Form::value:
      break;
  }
  yaml::Problems ignored;  // Mistakes in the values of cells are reported with the cells.
  return is_same_value(read_value(written, declaration.parameter, subject_, ignored), wanted, declaration.parameter);
}

bool ValueMatcher::is_same_value(const std::optional<Value>& value, const yaml::Node& wanted,
                                 const Parameter& parameter) {
  const auto other = read_value(wanted, parameter, subject_, mistakes_);
  return value && other && *value == *other;
}

bool ValueMatcher::is_same_record(const yaml::Node& written, const yaml::Node& wanted, const Declaration& record) {
  if (!written.is_mapping() || !wanted.is_mapping()) {
    return written.is_null() && wanted.is_null();
  }
  return std::ranges::all_of(wanted.entries(), [&](const yaml::Node::Entry& entry) {
    const auto key = std::ranges::find(record.keys, entry.key, &Parameter::name);
    const yaml::Node::Entry* const own = written.find(entry.key);
    if (key == record.keys.end()) {
      std::vector<std::string> names;
      std::ranges::transform(record.keys, std::back_inserter(names), &Parameter::name);
      mistakes_.add(entry.key_mark, "there is no key " + yaml::in_quotes(entry.key) + " here",
                    yaml::notes_on(entry.key, names));
      return false;
    }
    return own == nullptr ? entry.value.is_null() : is_same(own->value, entry.value, declaration_of(*key));
  });
}

bool ValueMatcher::is_same_part(const yaml::Node& written, const yaml::Node& wanted, const Declaration& declaration) {
  const yaml::Node part = whole_part(written, declaration.kind, catalogue_);
  const yaml::Node other = whole_part(wanted, declaration.kind, catalogue_);
  if (!part.is_mapping() || !other.is_mapping()) {
    return part.is_null() && other.is_null();
  }
  const std::string name = plugin_of(part, declaration);
  const PluginInfo* plugin = catalogue_.find(declaration.kind, name);
  return plugin_of(other, declaration) == name &&
         std::ranges::all_of(other.entries(), [&](const yaml::Node::Entry& entry) {
           return entry.key == plugin_key || (plugin != nullptr && is_same_setting(part, *plugin, entry));
         });
}

std::string ValueMatcher::plugin_of(const yaml::Node& part, const Declaration& declaration) {
  const yaml::Node::Entry* plugin = part.find(plugin_key);
  return plugin == nullptr ? declaration.default_plugin : plugin->value.text();
}

bool ValueMatcher::is_same_setting(const yaml::Node& part, const PluginInfo& plugin,
                                   const yaml::Node::Entry& wanted) {
  const yaml::Node::Entry* written = part.find(wanted.key);
  const Parameter* parameter = plugin.find(wanted.key);
  if (wanted.key == label_key) {
    return written != nullptr && written->value.text() == wanted.value.text();
  }
  if (parameter == nullptr) {
    std::vector<std::string> names;
    std::ranges::transform(plugin.parameters, std::back_inserter(names), &Parameter::name);
    mistakes_.add(wanted.key_mark, yaml::in_quotes(plugin.name) + " has no parameter " + yaml::in_quotes(wanted.key),
                  yaml::notes_on(wanted.key, names));
    return false;
  }
  const Declaration declaration = declaration_of(*parameter);
  if (written != nullptr) {
    return is_same(written->value, wanted.value, declaration);
  }
  if (declaration.form == Form::value) {
    return is_same_value(parameter->default_value, wanted.value, *parameter);
  }
  const yaml::Mark& mark = wanted.value.mark();
  return is_same(declaration.form == Form::part ? yaml::Node::scalar(mark, declaration.default_plugin, false)
                                                : yaml::Node::sequence(mark, {}),
                 wanted.value, declaration);
}

}  // namespace engram::values
