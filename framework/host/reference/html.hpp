// Pieces of HTML: escaped text, links, and pages of one style.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "system/html_text.hpp"

namespace engram::reference {

using system::html_text;

/// <tag class="...">content</tag>; `content` is already HTML.
std::string element(std::string_view tag, std::string_view content, std::string_view css_class = "");
std::string link(std::string_view target, std::string_view text);

/// A table with a heading row; cells are already HTML. `css_class` is the class of its column layout.
struct Table {
  std::string css_class;
  std::vector<std::string> headings;
  std::vector<std::pair<std::string, std::vector<std::string>>> rows;  ///< the row's id (may be ""), and its cells
};
std::string html_of(const Table& table);

/// A whole page. `up` is the path from its folder to the folder of index.html: "" or "../".
std::string page(const std::string& title, const std::string& up, const std::string& body, const std::string& made);

/// The style of all pages: style.css.
std::string_view style();

}  // namespace engram::reference
