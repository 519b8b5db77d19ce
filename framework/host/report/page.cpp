#include "report/page.hpp"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include <engram/counted.hpp>

#include "report/text.hpp"

namespace engram::report {

namespace {

constexpr const char* style = R"(
:root { --ink: #1c1c1c; --quiet: #5a5a5a; --line: #d9d9d9; --paper: #ffffff; --panel: #f6f6f4;
  --good: #0a6b4b; --changed: #7a5a00; --bad: #a33a00; --link: #00589c; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8e6e3; --quiet: #a8a5a0; --line: #3c3c3c; --paper: #161616;
  --panel: #212121; --good: #5fd3a8; --changed: #e0c060; --bad: #ff9d66; --link: #7db9ee; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.55 Georgia, 'Times New Roman', serif; }
main { max-width: 62rem; margin: 0 auto; padding: 2rem 1.2rem 4rem; overflow-wrap: break-word; }
h1, h2, h3, h4, th, nav, .verdict, summary, .meta { font-family: system-ui, 'Helvetica Neue', Arial, sans-serif; }
h1 { font-size: 1.8rem; line-height: 1.2; margin: 0 0 .4rem; }
h2 { font-size: 1.4rem; line-height: 1.25; margin: 3rem 0 .4rem; padding-top: .8rem; border-top: 2px solid var(--line); }
h3 { font-size: 1.15rem; line-height: 1.3; margin: 2.4rem 0 .3rem; }
h4 { font-size: 1rem; margin: 1.6rem 0 .4rem; }
a { color: var(--link); } p { max-width: 44rem; margin: .5rem 0; }
.meta, nav { color: var(--quiet); font-size: .85rem; }
.score { font-size: 1.1rem; }
nav p { margin: .8rem 0 0; font-weight: 600; } nav ul { list-style: none; margin: .2rem 0; padding: 0; columns: 3 14rem; }
table { border-collapse: collapse; table-layout: fixed; width: 100%; font-size: .88rem; font-variant-numeric: tabular-nums; }
th { text-align: left; font-weight: 600; font-size: .8rem; color: var(--quiet); }
th, td { padding: .45rem .8rem .45rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
td { overflow-wrap: anywhere; } th:nth-child(1) { width: 42%; } th:nth-child(2) { width: 26%; }
th:nth-child(4) { width: 14%; }
.test, .note, .source, .change { display: block; color: var(--quiet); font-size: .82rem; }
.verdict { font-weight: 600; font-size: .82rem; overflow-wrap: break-word; }
.verdict .change { font-weight: 400; }
.yes { color: var(--good); } .changed { color: var(--changed); } .no { color: var(--bad); }
figure { margin: 1.2rem 0; } figure img { width: 100%; height: auto; background: #fff; border: 1px solid var(--line); }
figcaption { color: var(--quiet); font-size: .82rem; }
details { margin: .5rem 0; } summary { cursor: pointer; font-size: .9rem; }
pre { background: var(--panel); padding: .8rem; overflow-x: auto; font-size: .78rem; line-height: 1.4; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1rem; font-size: .85rem; }
dt { color: var(--quiet); } dd { margin: 0; overflow-wrap: anywhere; }
@media (max-width: 40rem) { main { padding: 1.2rem .8rem 3rem; } dl { grid-template-columns: 1fr; }
  dd { margin-bottom: .4rem; } h1 { font-size: 1.4rem; } h2 { font-size: 1.2rem; }
  table, tbody, tr, td { display: block; width: auto; } thead { display: none; }
  tr { padding: .6rem 0; border-bottom: 1px solid var(--line); } td { padding: .1rem 0; border: 0; }
  td[data-word]::before { content: attr(data-word) ': '; color: var(--quiet); font-weight: 400; } }
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
        html_text(page_.title), style, html_text(page_.title), html_text(page_.made));
    add_score();
    group_by_source();
    add_contents();
    add_first_claims();
    for (const Group& group : groups_) {
      add_group(group);
    }
    out_ += "</main>\n</body>\n</html>\n";
    return std::move(out_);
  }

 private:
  template <class... Arguments>
  void add(fmt::format_string<Arguments...> format, Arguments&&... arguments) {
    fmt::format_to(std::back_inserter(out_), format, std::forward<Arguments>(arguments)...);
  }

  /// Sections with the same source, in the order of the page.
  struct Group {
    std::string source;
    std::vector<const Section*> sections;
  };

  void group_by_source() {
    for (const Section& section : page_.sections) {
      auto found = std::ranges::find(groups_, section.source, &Group::source);
      if (found == groups_.end()) {
        found = groups_.insert(groups_.end(), {section.source, {}});
      }
      found->sections.push_back(&section);
    }
    // Sections without a source come last. clang 14 cannot read the subrange that std::ranges::stable_partition
    // returns.
    std::stable_partition(groups_.begin(), groups_.end(), [](const Group& group) { return !group.source.empty(); });
  }

  [[nodiscard]] bool has_sources() const { return !groups_.empty() && !groups_.front().source.empty(); }

  [[nodiscard]] std::string heading_of(const Group& group) const {
    return !group.source.empty() ? group.source : has_sources() ? "Other results" : "Results";
  }

  void add_score() {
    std::size_t claims = 0;
    std::size_t reproduced = 0;
    std::size_t changed = 0;
    for (const Section& section : page_.sections) {
      claims += section.claims.size();
      for (const ClaimRow& row : section.claims) {
        reproduced += is_reproduced(row) ? 1 : 0;
        changed += row.outcome == Outcome::reproduced_with_change ? 1 : 0;
      }
    }
    if (claims > 0) {
      add("<p class=\"score\"><strong>{} of {}</strong> reproduced{}{}</p>\n", reproduced, counted(claims, "claim"),
          changed == 0 ? "" : fmt::format(", {} of them with a change", changed),
          reproduced == claims ? "." : "; the others are listed below, with what was measured instead.");
    }
  }

  void add_contents() {
    out_ += "<nav aria-label=\"Results\">\n";
    for (const Group& group : groups_) {
      if (has_sources()) {
        add("<p><a href=\"#{}\">{}</a></p>\n", group_anchor(group), html_text(heading_of(group)));
      }
      out_ += "<ul>\n";
      for (const Section* section : group.sections) {
        add("<li><a href=\"#{}\">{}</a></li>\n", anchor(section->name), html_text(title_of(*section)));
      }
      out_ += "</ul>\n";
    }
    out_ += "</nav>\n";
  }

  static std::string group_anchor(const Group& group) { return "source-" + anchor(group.source); }

  /// A claim of a section.
  struct Entry {
    const Section* section;
    const ClaimRow* row;
  };

  static bool is_reproduced(const ClaimRow& row) {
    return row.outcome == Outcome::reproduced || row.outcome == Outcome::reproduced_with_change;
  }

  /// The claims of the first source; all claims if no result has a source.
  void add_first_claims() {
    std::vector<Entry> entries;
    for (const Group& group : groups_) {
      if (has_sources() && &group != &groups_.front()) {
        break;
      }
      for (const Section* section : group.sections) {
        for (const ClaimRow& row : section->claims) {
          if (row.source.starts_with(group.source)) {
            entries.push_back({section, &row});
          }
        }
      }
    }
    if (!entries.empty()) {
      add("<h2 id=\"claims\">Claims{}</h2>\n",
          has_sources() ? " of " + html_text(groups_.front().source) : std::string());
      add_claims(std::move(entries));
    }
  }

  /// A table of claims; claims that did not come out come first.
  void add_claims(std::vector<Entry> entries) {
    std::ranges::stable_sort(entries, {}, [](const Entry& entry) { return entry.row->outcome; });
    out_ +=
        "<table "
        "class=\"claims\"><thead><tr><th>Claim</th><th>Measured</th><th>Verdict</th><th>Panel</th></tr></thead>"
        "<tbody>\n";
    for (const Entry& entry : entries) {
      add_claim(*entry.row, *entry.section);
    }
    out_ += "</tbody></table>\n";
  }

  void add_claim(const ClaimRow& row, const Section& section) {
    const auto span = [](const char* name, const std::string& text) {
      return text.empty() ? "" : fmt::format("<span class=\"{}\">{}</span>", name, html_text(text));
    };
    add("<tr><td class=\"claim\">{}{}{}</td>", html_text(row.claim), span("source", row.source),
        span("test", row.test));
    add("<td class=\"measured\" data-word=\"Measured\">{}{}</td>", html_text(row.measured), span("note", row.note));
    const bool changed = row.outcome == Outcome::reproduced_with_change;
    add("<td class=\"verdict {}\" data-word=\"Verdict\">{} {}{}</td>",
        changed              ? "changed"
        : is_reproduced(row) ? "yes"
                             : "no",
        is_reproduced(row) ? "✓" : "✗", html_text(row.verdict), span("change", row.change));
    const bool drawn = !row.figure.empty();
    add("<td data-word=\"Panel\"><a href=\"#{}\">{}{}</a></td></tr>\n",
        drawn ? figure_anchor(section, row.figure) : anchor(section.name),
        html_text(drawn ? row.figure : section.name), row.panel.empty() ? "" : html_text(" (" + row.panel + ")"));
  }

  static std::string figure_anchor(const Section& section, const std::string& figure) {
    return anchor(section.name + "-" + figure);
  }

  static std::string title_of(const Section& section) { return section.title.empty() ? section.name : section.title; }

  void add_group(const Group& group) {
    add("<h2 id=\"{}\">{}</h2>\n", group_anchor(group), html_text(heading_of(group)));
    for (const Section* section : group.sections) {
      add_section(*section);
    }
  }

  void add_section(const Section& section) {
    add("<section id=\"{}\">\n<h3>{}</h3>\n<p class=\"meta\"><a href=\"{}\">{}</a>, {}</p>\n", anchor(section.name),
        html_text(title_of(section)), path_url(section.link), html_text(section.link),
        section.cases == 0 ? "one run" : counted(section.cases, "case"));
    if (!section.description.empty()) {
      add("<p>{}</p>\n", html_text(section.description));
    }
    for (const std::string& failure : section.failures) {
      add("<p class=\"no\">Failed: {}</p>\n", html_text(failure));
    }
    for (const FigureView& figure : section.figures) {
      add_figure(figure, figure_anchor(section, figure.name));
    }
    if (!section.claims.empty()) {
      out_ += "<h4>Claims</h4>\n";
      std::vector<Entry> entries;
      for (const ClaimRow& row : section.claims) {
        entries.push_back({&section, &row});
      }
      add_claims(std::move(entries));
    }
    out_ += "<details><summary>Provenance</summary><dl>\n";
    for (const auto& [word, value] : section.provenance) {
      add("<dt>{}</dt><dd>{}</dd>\n", html_text(word), html_text(value));
    }
    add("</dl></details>\n<details><summary>Spec</summary><pre>{}</pre></details>\n</section>\n",
        html_text(section.spec));
  }

  void add_figure(const FigureView& figure, const std::string& id) {
    const std::string title = figure.title.empty() ? figure.name : figure.title;
    add("<figure id=\"{}\"><img loading=\"lazy\" alt=\"{}\" src=\"{}\"><figcaption>{}", id, html_text(title),
        svg_uri(figure.svg), html_text(figure.name));
    for (const auto& [word, target] : figure.links) {
      add(" · <a href=\"{}\">{}</a>", path_url(target), html_text(word));
    }
    out_ += "</figcaption></figure>\n";
  }

  const Page& page_;
  std::vector<Group> groups_;
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
