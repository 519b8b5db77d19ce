#include "reference/html.hpp"

#include <string>

namespace engram::reference {

std::string element(std::string_view tag, std::string_view content, std::string_view css_class) {
  std::string html = "<" + std::string(tag);
  if (!css_class.empty()) {
    html += " class=\"" + html_text(css_class) + "\"";
  }
  return html + ">" + std::string(content) + "</" + std::string(tag) + ">";
}

std::string link(std::string_view target, std::string_view text) {
  return "<a href=\"" + html_text(target) + "\">" + html_text(text) + "</a>";
}

std::string html_of(const Table& table) {
  std::string head;
  for (const std::string& heading : table.headings) {
    head += element("th", html_text(heading));
  }
  std::string body;
  for (const auto& [id, cells] : table.rows) {
    body += id.empty() ? "<tr>" : "<tr id=\"" + html_text(id) + "\">";
    for (std::size_t column = 0; column < cells.size(); ++column) {
      // On a narrow page cells are below each other, each with its heading.
      body += "<td data-heading=\"" + html_text(table.headings[column]) + "\">" + cells[column] + "</td>";
    }
    body += "</tr>\n";
  }
  return element("table", element("thead", element("tr", head)) + "\n" + element("tbody", "\n" + body),
                 table.css_class) +
         "\n";
}

std::string page(const std::string& title, const std::string& up, const std::string& body, const std::string& made) {
  return "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
         "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
         "<title>" +
         html_text(title) + "</title>\n<link rel=\"stylesheet\" href=\"" + up +
         "style.css\">\n</head>\n<body>\n<header><nav>" + link(up + "index.html", "engram reference") +
         "</nav></header>\n<main>\n" + body + "</main>\n<footer>" + html_text(made) + "</footer>\n</body>\n</html>\n";
}

std::string_view style() {
  return R"(:root {
  --ink: #1f2328;
  --soft: #5b6470;
  --line: #d9dee4;
  --paper: #ffffff;
  --shade: #f5f7f9;
  --accent: #0b5cad;
}
* { box-sizing: border-box; }
html { scroll-padding-top: 1rem; }
body {
  margin: 0;
  color: var(--ink);
  background: var(--paper);
  font: 16px/1.55 system-ui, -apple-system, "Segoe UI", "Helvetica Neue", Arial, sans-serif;
}
header { border-bottom: 1px solid var(--line); background: var(--shade); }
header nav, main, footer { max-width: 64rem; margin: 0 auto; padding: 0 1.25rem; }
header nav { padding-top: 0.7rem; padding-bottom: 0.7rem; font-weight: 600; }
main { padding-top: 1.5rem; padding-bottom: 2rem; }
footer { padding-bottom: 2rem; color: var(--soft); font-size: 0.85rem; }
a { color: var(--accent); text-decoration: none; }
a:hover { text-decoration: underline; }
h1 { margin: 0 0 0.25rem; font-size: 1.9rem; line-height: 1.2; overflow-wrap: anywhere; }
h1 .kind { margin-left: 0.6rem; color: var(--soft); font-size: 1rem; font-weight: 400; white-space: nowrap; }
h2 { margin: 2.2rem 0 0.6rem; padding-bottom: 0.25rem; border-bottom: 1px solid var(--line); font-size: 1.2rem; }
p { max-width: 46rem; margin: 0.5rem 0; }
.summary { font-size: 1.1rem; }
.note { color: var(--soft); }
code, pre { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: 0.9em; }
code { padding: 0.05em 0.3em; border-radius: 4px; background: var(--shade); overflow-wrap: anywhere; }
pre {
  margin: 0.7rem 0;
  padding: 0.8rem 1rem;
  overflow-x: auto;
  border: 1px solid var(--line);
  border-radius: 6px;
  background: var(--shade);
  line-height: 1.5;
}
pre.equation { border-left: 4px solid var(--accent); white-space: pre-wrap; }
table { width: 100%; margin: 0.5rem 0; border-collapse: collapse; }
th, td { padding: 0.45rem 0.9rem 0.45rem 0; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; }
th { color: var(--soft); font-size: 0.8rem; font-weight: 600; white-space: nowrap; }
td:first-child { white-space: nowrap; }
td:last-child, th:last-child { padding-right: 0; }
tr:target td { background: #fff8db; }
table.plugins td:first-child, table.facets td:first-child { width: 15rem; }
table.parameters td:nth-child(2) { width: 24%; }
table.parameters td:nth-child(4) { width: 9rem; overflow-wrap: anywhere; }
.required { color: #a33a00; font-weight: 600; }
ul.kinds { display: flex; flex-wrap: wrap; gap: 0.3rem 1.4rem; margin: 0.8rem 0; padding: 0; list-style: none; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0.3rem 1.2rem; margin: 0.7rem 0; }
dt { color: var(--soft); }
dd { margin: 0; overflow-wrap: anywhere; }
@media (max-width: 46rem) {
  thead { display: none; }
  tr { display: block; padding: 0.5rem 0; border-bottom: 1px solid var(--line); }
  td, table td:first-child { display: block; width: auto !important; padding: 0.1rem 0; border: 0; white-space: normal; }
  td:not(:first-child)::before { content: attr(data-heading) ": "; color: var(--soft); font-size: 0.85rem; }
  table.plugins td::before { content: none !important; }
  td:empty { display: none; }
  dl { grid-template-columns: 1fr; gap: 0; }
  dd { margin-bottom: 0.5rem; }
}
)";
}

}  // namespace engram::reference
