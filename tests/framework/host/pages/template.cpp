#include "pages/template.hpp"

#include <stdexcept>

#include "catch.hpp"

using Catch::Matchers::Contains;
using engram::pages::filled;
using engram::pages::Json;

TEST_CASE("template: values are escaped in templates, unless they are HTML already") {
  const Json data{{"text", "a < b"}, {"html", "<b>c</b>"}, {"number", 3}};
  CHECK(filled("<p>{{text}}, {{{html}}}, {{number}}</p>", data) == "<p>a &lt; b, <b>c</b>, 3</p>");
  CHECK(filled("{{text}}", {{"text", "{{html}}"}, {"html", "no"}}) == "{{html}}");
}

TEST_CASE("template: a section is there for each entry of a list, and for a value that is not empty") {
  const Json data{{"rows", {{{"name", "a"}}, {{"name", "b"}, {"note", "!"}}}},
                  {"words", {"x", "y"}},
                  {"title", "T"},
                  {"nothing", nullptr},
                  {"none", Json::array()},
                  {"zero", 0}};
  CHECK(filled("{{#rows}}{{name}}{{#note}}{{note}}{{/note}} {{title}};{{/rows}}", data) == "a T;b! T;");
  CHECK(filled("{{#words}}{{^@first}}, {{/@first}}{{.}}{{#@last}}.{{/@last}}{{/words}}", data) == "x, y.");
  CHECK(filled("{{#nothing}}1{{/nothing}}{{#none}}2{{/none}}{{#missing}}3{{/missing}}", data).empty());
  CHECK(filled("{{^none}}1{{/none}}{{^missing}}2{{/missing}}{{^title}}3{{/title}}{{#zero}}4{{/zero}}", data) ==
        "124");
  CHECK(filled("<ul>\n{{#words}}\n<li>{{.}}</li>\n{{/words}}\n</ul>\n", data) ==
        "<ul>\n<li>x</li>\n<li>y</li>\n</ul>\n");
}

TEST_CASE("template: mistakes in templates are reported") {
  CHECK_THROWS_WITH(filled("{{name}}", Json::object()), Contains("there is no value 'name'"));
  CHECK_THROWS_WITH(filled("{{#a}}", {{"a", 1}}), Contains("no {{/a}}"));
  CHECK_THROWS_WITH(filled("{{name", Json::object()), Contains("no }}"));
  CHECK_THROWS_WITH(filled("{{>no.html}}", Json::object()), Contains("there is no template 'no.html'"));
}
