#include "spec/records.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "spec/describe.hpp"
#include "spec/notes.hpp"
#include "spec/path.hpp"
#include "spec/text.hpp"
#include "spec/value_reader.hpp"

namespace engram::spec {

namespace {

bool check_keys(const Node& node, const RecordSchema& schema, Problems& problems) {
  std::vector<std::string> allowed;
  std::ranges::transform(schema.parameters, std::back_inserter(allowed), &Parameter::name);
  if (!schema.children_key.empty()) {
    allowed.push_back(schema.children_key);
  }
  bool all_known = true;
  for (const Node::Entry& entry : node.entries()) {
    if (std::ranges::find(allowed, entry.key) == allowed.end()) {
      all_known = false;
      problems.add(entry.key_mark, with_article(schema.what) + " has no key " + in_quotes(entry.key),
                   notes_on(entry.key, allowed));
    }
  }
  return all_known;
}

std::optional<Value> value_of(const Node& node, const Parameter& parameter, const RecordSchema& schema,
                              Problems& problems) {
  if (const Node::Entry* entry = node.find(parameter.name)) {
    return read_value(entry->value, parameter, "'" + parameter.name + "' of " + with_article(schema.what), problems);
  }
  if (parameter.required) {
    problems.add(node.mark(), with_article(schema.what) + " needs a '" + parameter.name + "'",
                 {"it takes " + type_text(parameter)});
    return std::nullopt;
  }
  return parameter.default_value;
}

std::optional<Record> read_record(const Node& node, const RecordSchema& schema, Problems& problems) {
  if (!node.is_mapping()) {
    problems.add(node.mark(),
                 with_article(schema.what) + " is a mapping of keys and values; found " + found_text(node));
    return std::nullopt;
  }
  Record record{{}, {}, node};
  bool is_whole = check_keys(node, schema, problems);
  for (const Parameter& parameter : schema.parameters) {
    const std::optional<Value> value = value_of(node, parameter, schema, problems);
    is_whole = is_whole && value;
    record.values.emplace_back(parameter.name, value.value_or(Value{}));
  }
  const Node::Entry* children = schema.children_key.empty() ? nullptr : node.find(schema.children_key);
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

Mark Record::mark_of(std::string_view name) const {
  return mark_at_path(node, name);
}

std::vector<Record> read_records(const Node& list, const RecordSchema& schema, Problems& problems) {
  if (!list.is_sequence()) {
    problems.add(list.mark(),
                 "found " + found_text(list) + " where a list belongs, each item " + with_article(schema.what),
                 {"write each item after a '-'"});
    return {};
  }
  std::vector<Record> records;
  for (const Node& item : list.items()) {
    if (std::optional<Record> record = read_record(item, schema, problems)) {
      records.push_back(std::move(*record));
    }
  }
  return records;
}

}  // namespace engram::spec
