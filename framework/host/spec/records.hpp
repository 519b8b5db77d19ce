// Records: plain declared data within a spec, such as figures and their panels. The room that owns them declares
// what they hold; nothing here knows what they mean.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <engram/parameters.hpp>

#include "spec/node.hpp"
#include "spec/problem.hpp"

namespace engram::spec {

/// What a record holds: parameters without parts, and perhaps a list of further records under one key.
struct RecordSchema {
  std::string what;  ///< the word for messages: "figure", "panel"
  std::vector<Parameter> parameters;
  std::string children_key;  ///< "panels"; empty where there are none
  std::shared_ptr<const RecordSchema> child;
};

/// One checked record: a value for each parameter of its schema, in that order; std::monostate where it has none.
struct Record {
  std::vector<std::pair<std::string, Value>> values;
  std::vector<Record> children;
  Node node = Node::null({});  ///< as it was written

  /// The value of a parameter; std::monostate where the record has no such parameter.
  [[nodiscard]] Value value(std::string_view name) const;
  [[nodiscard]] const Mark& mark() const { return node.mark(); }
  /// Where a parameter was written; the record's mark where it was not.
  [[nodiscard]] Mark mark_of(std::string_view name) const;
};

/// Reads a list of records. A record with a mistake is left out.
std::vector<Record> read_records(const Node& list, const RecordSchema& schema, Problems& problems);

}  // namespace engram::spec
