// Writes YAML in a stable, readable layout.
#pragma once

#include <string>
#include <variant>
#include <vector>

namespace engram::yaml {

/// A text as a scalar on one line. It is quoted if YAML or a reader in another language might not take it for a text.
std::string scalar_text(const std::string& text);

/// The same, always in quotes.
std::string quoted_text(const std::string& text);

/// A piece of a document: a line of finished text, a list, or a mapping in the given order.
struct Layout {
  struct Entry;
  using List = std::vector<Layout>;
  using Mapping = std::vector<Entry>;
  std::variant<std::string, List, Mapping> content;

  /// A text, as a block if it has several lines.
  static Layout text(const std::string& text);
};

struct Layout::Entry {
  std::string key;
  Layout value;
};

/// The document with this mapping at its top.
std::string layout_text(const Layout::Mapping& document);

}  // namespace engram::yaml
