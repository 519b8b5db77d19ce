// Records: plain declared data within a spec, such as figures and their panels. The module that uses them declares
// their parameters; this code does not know their meaning.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <engram/parameters.hpp>

#include "yaml/node.hpp"
#include "yaml/problem.hpp"

namespace engram::specification {

/// The declaration of a record: parameters without parts, and optionally a list of further records under one key.
struct RecordSchema {
  std::string what;  ///< the word for messages: "figure", "panel"
  std::vector<Parameter> parameters;
  std::string children_key;  ///< "panels"; empty if there are none
  std::shared_ptr<const RecordSchema> child;
};

/// One checked record: a value for each parameter of its schema, in the same order; std::monostate if it is not
/// given.
struct Record {
  std::vector<std::pair<std::string, Value>> values;
  std::vector<Record> children;
  yaml::Node node = yaml::Node::null({});  ///< the node that it was read from

  /// The value of a parameter; std::monostate if the record has no parameter of that name.
  [[nodiscard]] Value value(std::string_view name) const;
  [[nodiscard]] const yaml::Mark& mark() const { return node.mark(); }
  /// The mark of a parameter in the spec; the record's mark if the spec does not set the parameter.
  [[nodiscard]] yaml::Mark mark_of(std::string_view name) const;
};

/// Reads a list of records. A record with a mistake is left out.
std::vector<Record> read_records(const yaml::Node& list, const RecordSchema& schema, yaml::Problems& problems);

}  // namespace engram::specification
