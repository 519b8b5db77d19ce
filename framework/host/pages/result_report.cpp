#include "pages/result_report.hpp"

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include <engram/counted.hpp>

#include "pages/addresses.hpp"
#include "pages/template.hpp"

namespace engram::pages {

namespace {

constexpr const char* generator = "engram report";

bool is_reproduced(const ClaimRow& row) {
  return row.outcome == Outcome::reproduced || row.outcome == Outcome::reproduced_with_change;
}

/// Sections with the same source, in the order of the page.
struct Group {
  std::string source;
  std::vector<const Section*> sections;
};

/// Sections without a source come last.
std::vector<Group> groups_of(const std::vector<Section>& sections) {
  std::vector<Group> groups;
  for (const Section& section : sections) {
    auto found = std::ranges::find(groups, section.source, &Group::source);
    if (found == groups.end()) {
      found = groups.insert(groups.end(), {section.source, {}});
    }
    found->sections.push_back(&section);
  }
  // clang 14 cannot read the subrange that std::ranges::stable_partition returns.
  std::stable_partition(groups.begin(), groups.end(), [](const Group& group) { return !group.source.empty(); });
  return groups;
}

std::string figure_anchor(const Section& section, const std::string& figure) {
  return anchor(section.name + "-" + figure);
}

/// The numbers of claims; nothing if there are no claims.
Json score(const std::vector<Section>& sections) {
  std::size_t claims = 0;
  std::size_t reproduced = 0;
  std::size_t changed = 0;
  for (const Section& section : sections) {
    claims += section.claims.size();
    for (const ClaimRow& row : section.claims) {
      reproduced += is_reproduced(row) ? 1 : 0;
      changed += row.outcome == Outcome::reproduced_with_change ? 1 : 0;
    }
  }
  if (claims == 0) {
    return nullptr;
  }
  return {{"reproduced", reproduced},
          {"claims", counted(claims, "claim")},
          {"changed", changed == 0 ? "" : fmt::format("{}", changed)},
          {"others", reproduced < claims}};
}

/// A claim of a section.
using Entry = std::pair<const Section*, const ClaimRow*>;

/// The rows of a table of claims; claims that did not come out come first.
Json claims_of(std::vector<Entry> entries) {
  std::ranges::stable_sort(entries, {}, [](const Entry& entry) { return entry.second->outcome; });
  Json rows = Json::array();
  for (const auto& [section, row] : entries) {
    const bool drawn = !row->figure.empty();
    const std::string letter = row->panel.empty() ? "" : fmt::format(" ({})", row->panel);
    const char* look = row->outcome == Outcome::reproduced_with_change ? "changed"
                       : is_reproduced(*row)                           ? "yes"
                                                                       : "no";
    rows.push_back({{"claim", row->claim},
                    {"source", row->source},
                    {"test", row->test},
                    {"measured", row->measured},
                    {"note", row->note},
                    {"look", look},
                    {"sign", is_reproduced(*row) ? "✓" : "✗"},
                    {"verdict", row->verdict},
                    {"change", row->change},
                    {"target", drawn ? figure_anchor(*section, row->figure) : anchor(section->name)},
                    {"panel", (drawn ? row->figure : section->name) + letter}});
  }
  return rows;
}

/// "12 of 15 claims reproduced".
std::string count_in_words(const std::vector<Entry>& entries) {
  const auto reproduced =
      std::ranges::count_if(entries, [](const Entry& entry) { return is_reproduced(*entry.second); });
  return fmt::format("{} of {} reproduced", reproduced, counted(entries.size(), "claim"));
}

/// The claims of all results by source; null if there are no claims.
Json all_claims(const std::vector<Group>& groups) {
  const bool has_sources = !groups.empty() && !groups.front().source.empty();
  Json tables = Json::array();
  for (const Group& group : groups) {
    std::vector<Entry> entries;
    for (const Section* section : group.sections) {
      for (const ClaimRow& row : section->claims) {
        entries.emplace_back(section, &row);
      }
    }
    if (!entries.empty()) {
      const std::string count = count_in_words(entries);
      tables.push_back({{"of", !group.source.empty() ? group.source
                               : has_sources         ? "Other results"
                                                     : ""},
                        {"count", count},
                        {"claims", claims_of(std::move(entries))}});
    }
  }
  return tables.empty() ? Json(nullptr) : Json{{"tables", std::move(tables)}};
}

/// The settings of a result with their origins.
Json origins_of(const Section& section) {
  Json rows = Json::array();
  for (const OriginRow& row : section.origins) {
    rows.push_back({{"case", row.case_name}, {"setting", row.setting}, {"value", row.value}, {"place", row.place}});
  }
  return rows;
}

Json plugins_of(const Section& section) {
  Json rows = Json::array();
  for (const PluginRow& row : section.plugins) {
    rows.push_back({{"kind", row.kind}, {"name", row.name}, {"version", row.version}, {"sha256", row.sha256}});
  }
  return rows;
}

Json figures_of(const Section& section) {
  Json figures = Json::array();
  for (const FigureView& figure : section.figures) {
    Json links = Json::array();
    for (const auto& [word, target] : figure.links) {
      links.push_back({{"word", word}, {"url", path_url(target)}});
    }
    figures.push_back({{"id", figure_anchor(section, figure.name)},
                       {"title", figure.title.empty() ? figure.name : figure.title},
                       {"name", figure.name},
                       {"svg", svg_uri(figure.svg)},
                       {"links", std::move(links)}});
  }
  return figures;
}

Json section_of(const Section& section) {
  std::vector<Entry> claims;
  for (const ClaimRow& row : section.claims) {
    claims.emplace_back(&section, &row);
  }
  Json provenance = Json::array();
  for (const auto& [word, value] : section.provenance) {
    provenance.push_back({{"word", word}, {"value", value}});
  }
  return {{"anchor", anchor(section.name)},
          {"title", section.title.empty() ? section.name : section.title},
          {"url", path_url(section.link)},
          {"link", section.link},
          {"runs", section.runs == 0 ? "one run" : counted(section.runs, section.swept ? "cell" : "case")},
          {"description", section.description},
          {"failures", section.failures},
          {"figures", figures_of(section)},
          {"has_claims", !claims.empty()},
          {"claims", claims_of(std::move(claims))},
          {"provenance", std::move(provenance)},
          {"origins", origins_of(section)},
          {"plugins", plugins_of(section)},
          {"spec", section.spec}};
}

}  // namespace

std::string report_page(const ResultReport& report) {
  const std::vector<Group> groups = groups_of(report.sections);
  const bool has_sources = !groups.empty() && !groups.front().source.empty();
  Json shown = Json::array();
  for (const Group& group : groups) {
    Json sections = Json::array();
    for (const Section* section : group.sections) {
      sections.push_back(section_of(*section));
    }
    shown.push_back({{"anchor", "source-" + anchor(group.source)},
                     {"heading", !group.source.empty() ? group.source
                                 : has_sources         ? "Other results"
                                                       : "Results"},
                     {"has_sources", has_sources},
                     {"sections", std::move(sections)}});
  }
  return page("report.html", {{"title", report.title},
                              {"generator", generator},
                              {"made", report.made},
                              {"style", template_text("style.css")},
                              {"score", score(report.sections)},
                              {"all_claims", all_claims(groups)},
                              {"groups", std::move(shown)}});
}

bool is_report_page(std::string_view beginning) {
  const std::string_view frame = template_text("frame.html");
  const std::string wanted = std::string(frame.substr(0, frame.find("{{generator}}"))) + generator + "\">";
  return beginning.starts_with(wanted);
}

}  // namespace engram::pages
