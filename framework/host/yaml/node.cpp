#include "yaml/node.hpp"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <engram/words.hpp>

#include "yaml/text.hpp"

namespace engram::yaml {

struct Node::Data {
  Type type = Type::null;
  Mark mark;
  std::string text;
  bool quoted = false;
  std::vector<Node> items;
  std::vector<Entry> entries;
  std::size_t size = 1;
  std::size_t depth = 1;

  void count(const Node& child);
};

namespace {

/// Aliases of aliases grow exponentially; sums of sizes up to this bound cannot overflow.
constexpr std::size_t size_bound = std::size_t{1} << 40U;

}  // namespace

void Node::Data::count(const Node& child) {
  size = std::min(size + child.size(), size_bound);
  depth = std::max(depth, child.depth() + 1);
}

Node Node::null(Mark mark) {
  Data data;
  data.mark = std::move(mark);
  return Node(std::make_shared<const Data>(std::move(data)));
}

Node Node::scalar(Mark mark, std::string text, bool quoted) {
  Data data;
  data.type = Type::scalar;
  data.mark = std::move(mark);
  data.text = std::move(text);
  data.quoted = quoted;
  return Node(std::make_shared<const Data>(std::move(data)));
}

Node Node::sequence(Mark mark, std::vector<Node> items) {
  Data data;
  data.type = Type::sequence;
  data.mark = std::move(mark);
  for (const Node& item : items) {
    data.count(item);
  }
  data.items = std::move(items);
  return Node(std::make_shared<const Data>(std::move(data)));
}

Node Node::mapping(Mark mark, std::vector<Entry> entries) {
  Data data;
  data.type = Type::mapping;
  data.mark = std::move(mark);
  for (const Entry& entry : entries) {
    data.count(entry.value);
  }
  data.entries = std::move(entries);
  return Node(std::make_shared<const Data>(std::move(data)));
}

Node::Type Node::type() const {
  return data_->type;
}
const Mark& Node::mark() const {
  return data_->mark;
}
const std::string& Node::text() const {
  return data_->text;
}
bool Node::quoted() const {
  return data_->quoted;
}
const std::vector<Node>& Node::items() const {
  return data_->items;
}
const std::vector<Node::Entry>& Node::entries() const {
  return data_->entries;
}
std::size_t Node::size() const {
  return data_->size;
}
std::size_t Node::depth() const {
  return data_->depth;
}

const Node::Entry* Node::find(std::string_view key) const {
  const auto found = std::ranges::find(data_->entries, key, &Entry::key);
  return found == data_->entries.end() ? nullptr : &*found;
}

Node Node::with(Entry entry) const {
  std::vector<Entry> changed = entries();
  const auto found = std::ranges::find(changed, entry.key, &Entry::key);
  if (found == changed.end()) {
    changed.push_back(std::move(entry));
  } else {
    *found = std::move(entry);
  }
  return mapping(mark(), std::move(changed));
}

Node Node::without(std::string_view key) const {
  std::vector<Entry> changed = entries();
  std::erase_if(changed, [key](const Entry& entry) { return entry.key == key; });
  return mapping(mark(), std::move(changed));
}

Node Node::with(std::size_t index, Node item) const {
  std::vector<Node> changed = items();
  changed.at(index) = std::move(item);
  return sequence(mark(), std::move(changed));
}

std::string flow_text(const Node& node) {
  if (!node.is_sequence()) {
    return node.is_null() ? "none" : node.text();
  }
  std::vector<std::string> items;
  std::ranges::transform(node.items(), std::back_inserter(items), flow_text);
  return "[" + join(items) + "]";
}

std::string found_text(const Node& node) {
  switch (node.type()) {
    case Node::Type::null:
      return "nothing";
    case Node::Type::scalar:
      return in_quotes(node.text());
    case Node::Type::sequence:
      return "a list";
    case Node::Type::mapping:
      return "a mapping";
  }
  return "";
}

}  // namespace engram::yaml
