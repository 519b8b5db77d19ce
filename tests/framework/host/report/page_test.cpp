#include "report/page.hpp"

#include "catch.hpp"
#include "report/text.hpp"

using namespace engram::report;
using Catch::Matchers::Contains;

TEST_CASE("report: text is shown and never taken for HTML") {
  CHECK(escaped("a < b & \"c\" > 'd'") == "a &lt; b &amp; &quot;c&quot; &gt; &#39;d&#39;");
  CHECK(anchor("fig4 (a)/b") == "fig4--a--b");
}

TEST_CASE("report: a link to a file is a link to that file, whatever its name") {
  CHECK(path_url("../a-b_c.d~/fig4.h5") == "../a-b_c.d~/fig4.h5");
  CHECK(path_url("javascript:alert(1).h5") == "javascript%3Aalert%281%29.h5");
  CHECK(path_url("a b?c#d%20\xc3\xa9\n\"'<>&\\.h5") == "a%20b%3Fc%23d%2520%C3%A9%0A%22%27%3C%3E%26%5C.h5");
  Page page;
  page.sections.push_back({});
  page.sections[0].name = "javascript:alert(1)";
  page.sections[0].link = "javascript:alert(1).h5";
  page.sections[0].figures.push_back({});
  page.sections[0].figures[0].links.emplace_back("PNG", "data:text/html,x.png");
  const std::string text = engram::report::html(page);
  CHECK_THAT(text, Contains("<a href=\"javascript%3Aalert%281%29.h5\">javascript:alert(1).h5</a>") &&
                       Contains("<a href=\"data%3Atext/html%2Cx.png\">PNG</a>") && !Contains("href=\"javascript:") &&
                       !Contains("href=\"data:"));
}

TEST_CASE("report: bytes become the letters that stand for them") {
  CHECK(data_uri("", "x/y") == "data:x/y;base64,");
  CHECK(data_uri("M", "x/y") == "data:x/y;base64,TQ==");
  CHECK(data_uri("Ma", "x/y") == "data:x/y;base64,TWE=");
  CHECK(data_uri("Man", "x/y") == "data:x/y;base64,TWFu");
  CHECK(data_uri("\xff\xfe", "x/y") == "data:x/y;base64,//4=");
}

TEST_CASE("report: claims stand first, each with its verdict in words and a link to its result") {
  Page page{"Title <1>", "Made today.", {}};
  Section section;
  section.name = "fig4";
  section.title = "Recall & rest";
  section.link = "data/fig4.h5";
  section.cases = 80;
  section.claims = {{"It falls.", "Fig. 4", "greatest d at most 1", "0.5", true, ""},
                    {"It stays <there>.", "Fig. 5", "least d above 1", "0.7", false, "Only for 1 s."}};
  section.figures = {{"fig4", "Distances", "<svg/>", {{"png", "fig4.png"}}}};
  section.provenance = {{"host", "a&b"}};
  section.failures = {"analyses/p: trial 3 <diverged>"};
  section.spec = "title: <x>\n";
  page.sections = {section};
  const std::string text = html(page);
  for (const char* expected :
       {"<title>Title &lt;1&gt;</title>", "<strong>1 of 2 claims</strong>", "Recall &amp; rest", "80 cases",
        "It stays &lt;there&gt;.", "✓ reproduced", "✗ not reproduced", "Only for 1 s.", "<a href=\"#fig4\">fig4</a>",
        "<section id=\"fig4\">", "<figure id=\"fig4-fig4\">", "alt=\"Distances\"", "href=\"fig4.png\"",
        "href=\"data/fig4.h5\"", "a&amp;b", "trial 3 &lt;diverged&gt;", "title: &lt;x&gt;"}) {
    CHECK_THAT(text, Contains(expected));
  }
  CHECK_THAT(text, !Contains("<there>") && !Contains("<script") && !Contains("http"));
}

TEST_CASE("report: a page without claims says nothing of them") {
  Section section;
  section.name = "x";
  CHECK_THAT(html({"T", "", {section}}), !Contains("came out"));
}
