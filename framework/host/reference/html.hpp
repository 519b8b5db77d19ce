// HTML in pieces: text that means itself, links, pages with one look.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace engram::reference {

/// A text in which nothing is taken for markup.
std::string escaped(std::string_view text);

/// <tag class="...">content</tag>; `content` is HTML already.
std::string element(std::string_view tag, std::string_view content, std::string_view css_class = "");
std::string link(std::string_view target, std::string_view text);

/// A table with a heading row; cells are HTML already. `css_class` names how its columns are laid out.
struct Table {
  std::string css_class;
  std::vector<std::string> headings;
  std::vector<std::pair<std::string, std::vector<std::string>>> rows;  ///< the row's id, or "", and its cells
};
std::string html_of(const Table& table);

/// A whole page. `up` leads from its folder to that of index.html: "" or "../".
std::string page(const std::string& title, const std::string& up, const std::string& body, const std::string& made);

/// The look of all pages: style.css.
std::string_view style();

}  // namespace engram::reference
