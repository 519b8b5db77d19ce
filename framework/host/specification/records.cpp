#include "specification/records.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "values/describe.hpp"
#include "values/value_reader.hpp"
#include "yaml/notes.hpp"
#include "yaml/path.hpp"
#include "yaml/text.hpp"

namespace engram::specification {

namespace {

bool check_keys(const yaml::Node& node, const RecordSchema& schema, yaml::Problems& problems) {
  std::vector<std::string> allowed;
  std::ranges::transform(schema.parameters, std::back_inserter(allowed), &Parameter::name);
  if (!schema.children_key.empty()) {
    allowed.push_back(schema.children_key);
  }
  bool all_known = true;
  for (const yaml::Node::Entry& entry : node.entries()) {
    if (std::ranges::find(allowed, entry.key) == allowed.end()) {
      all_known = false;
      problems.add(entry.key_mark, values::with_article(schema.what) + " has no key " + yaml::in_quotes(entry.key),
                   yaml::notes_on(entry.key, allowed));
    }
  }
  return all_known;
}

std::optional<Value> value_of(const yaml::Node& node, const Parameter& parameter, const RecordSchema& schema,
                              yaml::Problems& problems) {
  if (const yaml::Node::Entry* entry = node.find(parameter.name)) {
    return values::read_value(entry->value, parameter,
                              "'" + parameter.name + "' of " + values::with_article(schema.what), problems);
  }
  if (parameter.required) {
    problems.add(node.mark(), values::with_article(schema.what) + " needs a '" + parameter.name + "'",
                 {"it takes " + values::type_text(parameter)});
    return std::nullopt;
  }
  return parameter.default_value;
}

std::optional<Record> read_record(const yaml::Node& node, const RecordSchema& schema, yaml::Problems& problems) {
  if (!node.is_mapping()) {
    problems.add(node.mark(), values::with_article(schema.what) + " is a mapping of keys and values; found " +
                                  yaml::found_text(node));
    return std::nullopt;
  }
  Record record{{}, {}, node};
  bool is_whole = check_keys(node, schema, problems);
  for (const Parameter& parameter : schema.parameters) {
    const std::optional<Value> value = value_of(node, parameter, schema, problems);
    is_whole = is_whole && value;
    record.values.emplace_back(parameter.name, value.value_or(Value{}));
  }
  const yaml::Node::Entry* children = schema.children_key.empty() ? nullptr : node.find(schema.children_key);
  if (children != nullptr) {
    record.children = read_records(children->value, *schema.child, problems);
    is_whole = is_whole && children->value.is_sequence() && record.children.size() == children->value.items().size();
  }
  return is_whole ? std::optional{std::move(record)} : std::nullopt;
}

}  // namespace

Value Record::value(std::string_view name) const {
  const auto found = std::ranges::find(values, name, &std::pair<std::string, Value>::first);
  return found == values.end() ? Value{} : found->second;
}

yaml::Mark Record::mark_of(std::string_view name) const {
  return yaml::mark_at_path(node, name);
}

std::vector<Record> read_records(const yaml::Node& list, const RecordSchema& schema, yaml::Problems& problems) {
  if (!list.is_sequence()) {
    problems.add(
        list.mark(),
        "found " + yaml::found_text(list) + " where a list belongs, each item " + values::with_article(schema.what),
        {"write each item after a '-'"});
    return {};
  }
  std::vector<Record> records;
  for (const yaml::Node& item : list.items()) {
    if (std::optional<Record> record = read_record(item, schema, problems)) {
      records.push_back(std::move(*record));
    }
  }
  return records;
}

}  // namespace engram::specification
