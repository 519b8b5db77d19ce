// Writing YAML in one stable, human layout.
#pragma once

#include <string>
#include <variant>
#include <vector>

namespace engram::spec {

/// A text as a scalar on one line, in quotes where YAML or a reader of another language would take it for something
/// else than text.
std::string scalar_text(const std::string& text);

/// A piece of a document: what stands on one line as it is, a list, or a mapping in the order given.
struct Layout {
  struct Entry;
  using List = std::vector<Layout>;
  using Mapping = std::vector<Entry>;
  std::variant<std::string, List, Mapping> content;

  /// A text, over several lines where it has several.
  static Layout text(const std::string& text);
};

struct Layout::Entry {
  std::string key;
  Layout value;
};

/// The document that holds the mapping.
std::string layout_text(const Layout::Mapping& document);

}  // namespace engram::spec
