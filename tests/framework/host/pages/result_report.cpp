#include "pages/result_report.hpp"

#include <string>
#include <vector>

#include "catch.hpp"
#include "pages/addresses.hpp"
#include "system/markup_text.hpp"

using namespace engram::pages;
using Catch::Matchers::Contains;
using engram::system::markup_text;

TEST_CASE("report: text is shown and never taken for HTML") {
  CHECK(markup_text("a < b & \"c\" > 'd'") == "a &lt; b &amp; &quot;c&quot; &gt; &#39;d&#39;");
  CHECK(markup_text("fig\u202egnp.4\u200b\u009b") == "fig\\u{202e}gnp.4\\u{200b}\\x9b");
  CHECK(anchor("fig4 (a)/b") == "fig4--a--b");
}

TEST_CASE("report: a link to a file is a link to that file, whatever its name") {
  CHECK(path_url("../a-b_c.d~/fig4.h5") == "../a-b_c.d~/fig4.h5");
  CHECK(path_url("javascript:alert(1).h5") == "javascript%3Aalert%281%29.h5");
  CHECK(path_url("a b?c#d%20\xc3\xa9\n\"'<>&\\.h5") == "a%20b%3Fc%23d%2520%C3%A9%0A%22%27%3C%3E%26%5C.h5");
  ResultReport page;
  page.sections.push_back({});
  page.sections[0].name = "javascript:alert(1)";
  page.sections[0].link = "javascript:alert(1).h5";
  page.sections[0].figures.push_back({});
  page.sections[0].figures[0].links.emplace_back("PNG", "data:text/html,x.png");
  const std::string text = report_page(page);
  CHECK_THAT(text, Contains("<a href=\"javascript%3Aalert%281%29.h5\">javascript:alert(1).h5</a>") &&
                       Contains("<a href=\"data%3Atext/html%2Cx.png\">PNG</a>") && !Contains("href=\"javascript:") &&
                       !Contains("href=\"data:"));
}

TEST_CASE("report: an SVG picture becomes an address that an attribute can hold") {
  CHECK(svg_uri("<a b=\"c\"\td='#e&amp;f'>100 %\u00e9</a>\n") ==
        "data:image/svg+xml;charset=utf-8,<a b=%22c%22 d='%23e%26amp;f'>100 %25\u00e9</a> ");
}

namespace {

ClaimRow row(const std::string& claim, const std::string& source, Outcome outcome, const std::string& verdict) {
  ClaimRow made;
  made.claim = claim;
  made.source = source;
  made.test = "greatest d at most 1";
  made.measured = "0.5";
  made.outcome = outcome;
  made.verdict = verdict;
  return made;
}

Section section(const std::string& name, const std::string& source) {
  Section made;
  made.name = name;
  made.title = "Title of " + name;
  made.source = source;
  made.link = name + ".h5";
  return made;
}

/// Whether these texts are in a page, one after the other.
bool in_order(const std::string& text, const std::vector<std::string>& pieces) {
  std::size_t at = 0;
  for (const std::string& piece : pieces) {
    INFO(piece);
    at = text.find(piece, at);
    if (at == std::string::npos) {
      return false;
    }
    at += piece.size();
  }
  return true;
}

}  // namespace

TEST_CASE("report: claims stand first, each with its verdict in words and a link to its panel") {
  ResultReport page{"Title <1>", "Made today.", {}};
  Section one = section("fig4", "");
  one.title = "Recall & rest";
  one.description = "What <it> is.";
  one.link = "data/fig4.h5";
  one.runs = 80;
  one.swept = true;
  one.claims = {row("It falls.", "Fig. 4", Outcome::reproduced, "reproduced"),
                row("It stays <there>.", "Fig. 5", Outcome::not_reproduced, "not reproduced")};
  one.claims[0].figure = "fig4";
  one.claims[0].panel = "b";
  one.claims[1].note = "Only for 1 s.";
  one.figures = {{"fig4", "Distances", "<svg/>", {{"png", "fig4.png"}}}};
  one.provenance = {{"host", "a&b"}};
  one.failures = {"analyses/p: trial 3 <diverged>"};
  one.spec = "title: <x>\n";
  page.sections = {one};
  const std::string text = report_page(page);
  for (const char* expected :
       {"<title>Title &lt;1&gt;</title>", "<strong>1 of 2 claims</strong> reproduced; the others",
        "Recall &amp; rest", "80 cells", "What &lt;it&gt; is.", "It stays &lt;there&gt;.", "✓ reproduced",
        "✗ not reproduced", "Only for 1 s.", "<a href=\"#fig4-fig4\">fig4 (b)</a>", "<a href=\"#fig4\">fig4</a>",
        "<section id=\"fig4\">", "<figure id=\"fig4-fig4\">", "alt=\"Distances\"", "href=\"fig4.png\"",
        "href=\"data/fig4.h5\"", "a&amp;b", "trial 3 &lt;diverged&gt;", "title: &lt;x&gt;"}) {
    CHECK_THAT(text, Contains(expected));
  }
  CHECK_THAT(text, !Contains("<there>") && !Contains("<script") && !Contains("http"));
}

TEST_CASE("report: in a table the claims that did not come out stand first") {
  Section one = section("a", "");
  one.claims = {row("Plain.", "", Outcome::reproduced, "reproduced"),
                row("Changed.", "", Outcome::reproduced_with_change, "reproduced with a change"),
                row("Failed.", "", Outcome::not_reproduced, "not reproduced"),
                row("Unknown.", "", Outcome::not_judged, "not judged")};
  one.claims[1].change = "tied <normal> weights";
  const std::string text = report_page({"T", "", {one}});
  const std::vector<std::string> order{
      "Unknown.", "✗ not judged",
      "Failed.",  "✗ not reproduced",
      "Changed.", "✓ reproduced with a change<span class=\"change\">tied &lt;normal&gt; weights",
      "Plain.",   "✓ reproduced</td>"};
  CHECK(in_order(text, order));
  CHECK(in_order(text.substr(text.find("<section")), order));
  CHECK_THAT(text, Contains("<strong>2 of 4 claims</strong> reproduced, 1 of them with a change; the others"));
}

TEST_CASE("report: claims stand in a table for each source, before the results of the sources") {
  Section paper = section("p1", "arXiv 1");
  paper.claims = {row("Ours.", "engram, beside arXiv 1", Outcome::reproduced, "reproduced"),
                  row("Theirs.", "arXiv 1, Fig. 1", Outcome::reproduced, "reproduced")};
  Section again = section("p2", "arXiv 1");
  again.claims = {row("Theirs too.", "arXiv 1, Fig. 2", Outcome::not_reproduced, "not reproduced")};
  Section other = section("o", "A book");
  other.claims = {row("Of a book.", "A book, p. 3", Outcome::not_reproduced, "not reproduced")};
  const std::string text = report_page({"T", "", {section("none", ""), paper, other, again}});
  CHECK(in_order(text, {"<nav",
                        "#source-arXiv-1",
                        "#p1",
                        "#p2",
                        "#source-A-book",
                        "#o",
                        "Other results",
                        "#none",
                        "<h2 id=\"claims\">Claims</h2>",
                        "<h3>arXiv 1</h3>",
                        "2 of 3 claims reproduced",
                        "Theirs too.",
                        "Ours.",
                        "Theirs.",
                        "</table>",
                        "<h3>A book</h3>",
                        "0 of 1 claim reproduced",
                        "Of a book.",
                        "</table>",
                        "<h2 id=\"source-arXiv-1\">arXiv 1</h2>",
                        "Title of p1",
                        "Title of p2",
                        "<h2",
                        "A book",
                        "Title of o",
                        "<h2",
                        "Other results",
                        "Title of none"}));
}

TEST_CASE("report: plugins and origins of settings stand with the provenance") {
  Section one = section("a", "");
  one.origins = {{"real", "model.tau_v", "0.1 s", "fig4.yaml:7:3"}};
  one.plugins = {{"model", "hopfield", "0.1", "c0ffee"}};
  const std::string text = report_page({"T", "", {one}});
  CHECK(in_order(text, {"Provenance", "model hopfield", "c0ffee", "real: model.tau_v", "0.1 s", "fig4.yaml:7:3"}));
}

TEST_CASE("report: a page without claims says nothing of them") {
  Section section;
  section.name = "x";
  CHECK_THAT(report_page({"T", "", {section}}), !Contains("reproduced"));
}
