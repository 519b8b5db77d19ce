// A spec as an immutable tree that remembers where each of its nodes was written.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "yaml/problem.hpp"

namespace engram::yaml {

/// One node. Copies share their data; a tree never changes.
class Node {
 public:
  enum class Type { null, scalar, sequence, mapping };
  struct Entry;

  static Node null(Mark mark);
  /// `quoted`: the text was in quotes or in a block, so it is neither a number nor a word of the language.
  static Node scalar(Mark mark, std::string text, bool quoted);
  static Node sequence(Mark mark, std::vector<Node> items);
  static Node mapping(Mark mark, std::vector<Entry> entries);

  [[nodiscard]] Type type() const;
  [[nodiscard]] bool is_null() const { return type() == Type::null; }
  [[nodiscard]] bool is_scalar() const { return type() == Type::scalar; }
  [[nodiscard]] bool is_sequence() const { return type() == Type::sequence; }
  [[nodiscard]] bool is_mapping() const { return type() == Type::mapping; }

  [[nodiscard]] const Mark& mark() const;
  [[nodiscard]] const std::string& text() const;  ///< of a scalar, else empty
  [[nodiscard]] bool quoted() const;
  [[nodiscard]] const std::vector<Node>& items() const;     ///< of a sequence, else empty
  [[nodiscard]] const std::vector<Entry>& entries() const;  ///< of a mapping, else empty, in the order written
  /// The entry of a mapping; nullptr if there is none or this is not a mapping.
  [[nodiscard]] const Entry* find(std::string_view key) const;
  /// Number of nodes in the tree with every alias written out, up to a very large limit.
  [[nodiscard]] std::size_t size() const;
  /// Levels of the tree: 1 for a node without children.
  [[nodiscard]] std::size_t depth() const;

  /// This mapping with `entry`, which replaces an entry of the same key or is added at the end.
  [[nodiscard]] Node with(Entry entry) const;
  /// This mapping without the entry of that key.
  [[nodiscard]] Node without(std::string_view key) const;
  /// This sequence with another item at `index`.
  [[nodiscard]] Node with(std::size_t index, Node item) const;

 private:
  struct Data;
  explicit Node(std::shared_ptr<const Data> data) : data_(std::move(data)) {}

  std::shared_ptr<const Data> data_;
};

struct Node::Entry {
  std::string key;
  Mark key_mark;
  Node value;
};

/// The text of a value: "none", "10 ms", "[50, 30, 20]".
std::string flow_text(const Node& node);

/// A description of a node for messages: "a list", "a mapping", "nothing", "'relu'".
std::string found_text(const Node& node);

}  // namespace engram::yaml
