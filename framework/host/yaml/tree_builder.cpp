#include "yaml/tree_builder.hpp"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "yaml/read.hpp"
#include "yaml/text.hpp"

namespace engram::yaml {

namespace {

/// The position of a scalar's text, after an anchor if there is one.
std::size_t skip_anchor(std::string_view source, std::size_t at) {
  constexpr std::string_view blanks = " \t\r\n";
  if (source.substr(at).starts_with('&')) {
    at = std::min(source.find_first_of(blanks, at), source.size());
    at = std::min(source.find_first_not_of(blanks, at), source.size());
  }
  return at;
}

/// The position after the closing quote of the text that begins at `at`; std::nullopt if it is never closed.
std::optional<std::size_t> end_of_quoted(std::string_view source, std::size_t at) {
  const char quote = source[at];
  for (++at; at < source.size(); ++at) {
    if (source[at] == '\\' && quote == '"') {
      ++at;
    } else if (source[at] == quote) {
      const bool doubled = quote == '\'' && source.substr(at + 1).starts_with('\'');
      if (!doubled) {
        return at + 1;
      }
      ++at;
    }
  }
  return std::nullopt;
}

/// Whether the user wrote the tag. Without one, the library reports "?" for plain text and "!" for quoted text.
bool is_own_tag(const std::string& tag) {
  return !tag.empty() && tag != "?" && tag != "!";
}

}  // namespace

Mark TreeBuilder::mark_at(const YAML::Mark& mark, int length) const {
  if (!has_lines_ || mark.is_null()) {
    return {source_, 0, 0, length};
  }
  return {source_, mark.line + 1, mark.column + 1, length};
}

std::optional<Mark> TreeBuilder::innermost_open() const {
  return open_.empty() ? std::nullopt : std::optional{open_.back().mark};
}

void TreeBuilder::stop(const Mark& mark, std::string message, std::vector<std::string> notes) {
  problems_.add(mark, std::move(message), std::move(notes));
  throw Stop();
}

void TreeBuilder::OnDocumentStart(const YAML::Mark& mark) {
  if (started_) {
    stop(mark_at(mark), "a second document begins here; a spec is one document",
         {"remove the '---' or '...' in front of it, or fix the indentation"});
  }
  started_ = true;
}

void TreeBuilder::OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) {
  // For an empty value the library reports the position of the next token, often on another line.
  const bool awaits_value = !open_.empty() && open_.back().is_mapping && open_.back().key;
  place(Node::null(awaits_value ? open_.back().key->mark() : mark_at(mark)), anchor);
}

void TreeBuilder::OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) {
  const auto found = anchors_.find(anchor);
  if (found == anchors_.end()) {
    stop(mark_at(mark), "this alias is inside the value that it names");
  }
  place(found->second, 0);
}

void TreeBuilder::OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                           const std::string& value) {
  const std::string_view source = source_->text;
  const std::size_t at =
      skip_anchor(source, std::min(static_cast<std::size_t>(std::max(mark.pos, 0)), source.size()));
  const std::string_view rest = source.substr(at);
  const bool quoted = tag == "!" && (rest.starts_with('"') || rest.starts_with('\''));
  std::size_t length = !value.empty() && rest.starts_with(value) ? value.size() : 1;
  if (quoted) {
    const auto end = end_of_quoted(source, at);
    if (!end) {
      // The library would read the rest of the file as the text.
      stop(mark_at(mark), "a quote is opened here and never closed");
    }
    length = *end - at;
  }
  const Mark ours = mark_at(mark, static_cast<int>(length));
  refuse_tag(ours, tag);
  place(Node::scalar(ours, value, tag == "!"), anchor);
}

void TreeBuilder::OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                                  YAML::EmitterStyle::value /*style*/) {
  open(mark, tag, anchor, false);
}

void TreeBuilder::OnSequenceEnd() {
  close();
}

void TreeBuilder::OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                             YAML::EmitterStyle::value /*style*/) {
  open(mark, tag, anchor, true);
}

void TreeBuilder::OnMapEnd() {
  close();
}

void TreeBuilder::open(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, bool is_mapping) {
  const Mark ours = mark_at(mark);
  refuse_tag(ours, tag);
  if (open_.size() >= max_depth) {
    stop(ours, "lists and mappings are nested more than " + std::to_string(max_depth) + " deep");
  }
  open_.push_back({ours, anchor, is_mapping});
}

void TreeBuilder::close() {
  Open done = std::move(open_.back());
  open_.pop_back();
  if (done.merge) {
    merge_into(done);
  }
  Node node = done.is_mapping ? Node::mapping(done.mark, std::move(done.entries))
                              : Node::sequence(done.mark, std::move(done.items));
  // An alias of a few bytes represents a whole tree, so a short text may be a huge or deep tree.
  if (node.size() > max_nodes) {
    stop(done.mark, "with its aliases written out this holds more than " + std::to_string(max_nodes) + " values");
  }
  if (node.depth() + open_.size() > max_depth + 1) {
    stop(done.mark, "with its aliases written out this is nested more than " + std::to_string(max_depth) + " deep");
  }
  place(std::move(node), done.anchor);
}

void TreeBuilder::place(Node node, YAML::anchor_t anchor) {
  if (anchor != 0) {
    anchors_.insert_or_assign(anchor, node);
  }
  if (open_.empty()) {
    root_ = std::move(node);
    return;
  }
  Open& parent = open_.back();
  if (!parent.is_mapping) {
    parent.items.push_back(std::move(node));
  } else if (!parent.key) {
    parent.key = std::move(node);
  } else {
    place_entry(parent, std::move(node));
  }
}

void TreeBuilder::place_entry(Open& mapping, Node value) {
  const Node key = *std::exchange(mapping.key, std::nullopt);
  if (!key.is_scalar()) {
    problems_.add(key.mark(), "a key must be a word, not " + found_text(key));
    return;
  }
  if (key.text() == "<<" && !key.quoted()) {
    keep_merge(mapping, key.mark(), value);
    return;
  }
  const auto [first, is_new] = mapping.keys.emplace(key.text(), key.mark());
  if (!is_new) {
    problems_.add(key.mark(), "key " + in_quotes(key.text()) + " is given twice",
                  {"first given at " + first->second.where()});
    return;
  }
  mapping.entries.push_back({key.text(), key.mark(), std::move(value)});
}

void TreeBuilder::keep_merge(Open& mapping, const Mark& mark, const Node& value) {
  if (mapping.merge) {
    problems_.add(
        mark, "the merge key '<<' is given twice",
        {"first given at " + mapping.merge->mark.where(), "write `<<: [*one, *other]`; the first one wins"});
    return;
  }
  const std::vector<Node> mappings = value.is_sequence() ? value.items() : std::vector{value};
  for (const Node& each : mappings) {
    if (!each.is_mapping()) {
      problems_.add(mark, "the merge key '<<' takes a mapping or a list of mappings; found " + found_text(each),
                    {"such as `<<: *name`, where another mapping is marked by `&name`"});
      return;
    }
  }
  mapping.merge = Merge{mark, mapping.entries.size(), mappings};
}

void TreeBuilder::merge_into(Open& mapping) {
  const auto place = static_cast<std::ptrdiff_t>(mapping.merge->place);
  std::vector<Node::Entry> merged;
  for (const Node& each : mapping.merge->mappings) {
    merged_ += each.entries().size();
    if (merged_ > max_nodes) {
      stop(mapping.merge->mark, "merge keys add more than " + std::to_string(max_nodes) + " entries");
    }
    for (const Node::Entry& entry : each.entries()) {
      // A key of the mapping itself, or of an earlier mapping, wins.
      if (mapping.keys.emplace(entry.key, entry.key_mark).second) {
        merged.push_back(entry);
      }
    }
  }
  mapping.entries.insert(mapping.entries.begin() + place, merged.begin(), merged.end());
}

void TreeBuilder::refuse_tag(const Mark& mark, const std::string& tag) {
  if (is_own_tag(tag)) {
    problems_.add(mark, "the tag " + in_quotes(tag) + " is not supported",
                  {"leave it out; put a text that begins with '!' or looks like a number in quotes"});
  }
}

}  // namespace engram::yaml
