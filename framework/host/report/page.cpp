#include "report/page.hpp"

#include <algorithm>
#include <iterator>
#include <string_view>

#include <fmt/format.h>

#include <engram/counted.hpp>

#include "report/text.hpp"

namespace engram::report {

namespace {

constexpr const char* style = R"(
:root { --ink: #1c1c1c; --quiet: #5a5a5a; --line: #d9d9d9; --paper: #ffffff; --panel: #f6f6f4;
  --good: #0a6b4b; --bad: #a33a00; --link: #00589c; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8e6e3; --quiet: #a8a5a0; --line: #3c3c3c; --paper: #161616;
  --panel: #212121; --good: #5fd3a8; --bad: #ff9d66; --link: #7db9ee; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.55 Georgia, 'Times New Roman', serif; }
main { max-width: 62rem; margin: 0 auto; padding: 2rem 1.2rem 4rem; }
h1, h2, h3, th, nav, .verdict, summary, .meta { font-family: system-ui, 'Helvetica Neue', Arial, sans-serif; }
h1 { font-size: 1.8rem; line-height: 1.2; margin: 0 0 .4rem; }
h2 { font-size: 1.3rem; margin: 3rem 0 .4rem; padding-top: .8rem; border-top: 2px solid var(--line); }
h3 { font-size: 1rem; margin: 1.6rem 0 .4rem; }
a { color: var(--link); } p { max-width: 44rem; }
.meta, nav { color: var(--quiet); font-size: .85rem; }
.score { font-size: 1.1rem; }
nav ul { list-style: none; margin: .8rem 0; padding: 0; columns: 3 14rem; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: .88rem; font-variant-numeric: tabular-nums; }
th { text-align: left; font-weight: 600; font-size: .8rem; color: var(--quiet); }
th, td { padding: .45rem .6rem .45rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
td.claim { min-width: 16rem; } td.measured { min-width: 10rem; }
.test, .note, .source { display: block; color: var(--quiet); font-size: .82rem; }
.test { overflow-wrap: anywhere; }
.verdict { white-space: nowrap; font-weight: 600; font-size: .82rem; }
.yes { color: var(--good); } .no { color: var(--bad); }
figure { margin: 1.2rem 0; } figure img { width: 100%; height: auto; background: #fff; border: 1px solid var(--line); }
figcaption { color: var(--quiet); font-size: .82rem; }
details { margin: .5rem 0; } summary { cursor: pointer; font-size: .9rem; }
pre { background: var(--panel); padding: .8rem; overflow-x: auto; font-size: .78rem; line-height: 1.4; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1rem; font-size: .85rem; }
dt { color: var(--quiet); } dd { margin: 0; overflow-wrap: anywhere; }
@media (max-width: 40rem) { dl { grid-template-columns: 1fr; } dd { margin-bottom: .4rem; } h1 { font-size: 1.4rem; } }
@media print { main { max-width: none; } details { display: none; } figure { break-inside: avoid; } }
)";

constexpr std::string_view beginning_of_page =
    "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
    "<meta name=\"generator\" content=\"engram report\">\n";

class Composer {
 public:
  explicit Composer(const Page& page) : page_(page) {}

  std::string compose() && {
    out_ += beginning_of_page;
    add("<meta name=\"viewport\" content=\"width=device-width, "
        "initial-scale=1\">\n<title>{}</title>\n<style>{}</style>\n"
        "</head>\n<body>\n<main>\n<h1>{}</h1>\n<p class=\"meta\">{}</p>\n",
        escaped(page_.title), style, escaped(page_.title), escaped(page_.made));
    add_score();
    add_contents();
    add_all_claims();
    for (const Section& section : page_.sections) {
      add_section(section);
    }
    out_ += "</main>\n</body>\n</html>\n";
    return std::move(out_);
  }

 private:
  template <class... Arguments>
  void add(fmt::format_string<Arguments...> format, Arguments&&... arguments) {
    fmt::format_to(std::back_inserter(out_), format, std::forward<Arguments>(arguments)...);
  }

  void add_score() {
    std::size_t claims = 0;
    std::size_t reproduced = 0;
    for (const Section& section : page_.sections) {
      claims += section.claims.size();
      reproduced += static_cast<std::size_t>(std::ranges::count_if(section.claims, &ClaimRow::reproduced));
    }
    if (claims > 0) {
      add("<p class=\"score\"><strong>{} of {}</strong> came out; the others are kept below, with what was "
          "measured in their place.</p>\n",
          reproduced, counted(claims, "claim"));
    }
  }

  void add_contents() {
    out_ += "<nav aria-label=\"Results\"><ul>\n";
    for (const Section& section : page_.sections) {
      add("<li><a href=\"#{}\">{}</a></li>\n", anchor(section.name), escaped(title_of(section)));
    }
    out_ += "</ul></nav>\n";
  }

  void add_all_claims() {
    if (std::ranges::all_of(page_.sections, [](const Section& section) { return section.claims.empty(); })) {
      return;
    }
    out_ += "<h2 id=\"claims\">Claims</h2>\n";
    begin_table();
    for (const Section& section : page_.sections) {
      for (const ClaimRow& row : section.claims) {
        add_claim(row, fmt::format("<a href=\"#{}\">{}</a>", anchor(section.name), escaped(section.name)));
      }
    }
    out_ += "</tbody></table></div>\n";
  }

  void begin_table() {
    out_ +=
        "<div class=\"scroll\"><table class=\"claims\"><thead><tr><th>Claim</th><th>Measured</th><th>Verdict</th>"
        "</tr></thead><tbody>\n";
  }

  void add_claim(const ClaimRow& row, const std::string& link) {
    add("<tr><td class=\"claim\">{}<span class=\"source\">{}{}{}</span><span class=\"test\">{}</span></td>",
        escaped(row.claim), escaped(row.source), row.source.empty() || link.empty() ? "" : " · ", link,
        escaped(row.test));
    add("<td class=\"measured\">{}{}</td><td class=\"verdict {}\">{}</td></tr>\n", escaped(row.measured),
        row.note.empty() ? "" : "<span class=\"note\">" + escaped(row.note) + "</span>",
        row.reproduced ? "yes" : "no", row.reproduced ? "✓ reproduced" : "✗ not reproduced");
  }

  static std::string title_of(const Section& section) { return section.title.empty() ? section.name : section.title; }

  void add_section(const Section& section) {
    add("<section id=\"{}\">\n<h2>{}</h2>\n<p class=\"meta\"><a href=\"{}\">{}</a>, {}</p>\n", anchor(section.name),
        escaped(title_of(section)), path_url(section.link), escaped(section.link),
        section.cases == 0 ? "one run" : counted(section.cases, "case"));
    if (!section.description.empty()) {
      add("<p>{}</p>\n", escaped(section.description));
    }
    for (const std::string& failure : section.failures) {
      add("<p class=\"no\">Failed: {}</p>\n", escaped(failure));
    }
    for (const FigureView& figure : section.figures) {
      add_figure(figure, section.name + "-" + figure.name);
    }
    if (!section.claims.empty()) {
      out_ += "<h3>Claims</h3>\n";
      begin_table();
      for (const ClaimRow& row : section.claims) {
        add_claim(row, "");
      }
      out_ += "</tbody></table></div>\n";
    }
    out_ += "<details><summary>Provenance</summary><dl>\n";
    for (const auto& [word, value] : section.provenance) {
      add("<dt>{}</dt><dd>{}</dd>\n", escaped(word), escaped(value));
    }
    add("</dl></details>\n<details><summary>Spec</summary><pre>{}</pre></details>\n</section>\n",
        escaped(section.spec));
  }

  void add_figure(const FigureView& figure, const std::string& id) {
    const std::string title = figure.title.empty() ? figure.name : figure.title;
    add("<figure id=\"{}\"><img alt=\"{}\" src=\"{}\"><figcaption>{}", anchor(id), escaped(title),
        data_uri(figure.svg, "image/svg+xml"), escaped(figure.name));
    for (const auto& [word, target] : figure.links) {
      add(" · <a href=\"{}\">{}</a>", path_url(target), escaped(word));
    }
    out_ += "</figcaption></figure>\n";
  }

  const Page& page_;
  std::string out_;
};

}  // namespace

std::string html(const Page& page) {
  return Composer(page).compose();
}

bool is_page(std::string_view beginning) {
  return beginning.starts_with(beginning_of_page);
}

}  // namespace engram::report
