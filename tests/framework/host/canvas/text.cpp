// Text on a page: widths, line breaks, and characters that cannot be drawn.
#include "canvas/text.hpp"

#include <algorithm>

#include "catch.hpp"

using namespace engram;

TEST_CASE("text: text breaks between words, within the width") {
  const std::string text = "One line for each of 10 trials, measured against its own target, coloured by target.";
  const auto lines = canvas::wrap(text, 120, 8);
  REQUIRE(lines.size() > 2);
  std::string again;
  for (const std::string& line : lines) {
    CHECK(canvas::text_width(line, 8) <= 120);
    again += (again.empty() ? "" : " ") + line;
  }
  CHECK(again == text);
}

TEST_CASE("text: a word wider than a line is broken within, between characters") {
  const auto lines = canvas::wrap("\u03bb\u03bb\u03bb\u03bb\u03bb\u03bb\u03bb\u03bb", 20, 8);
  REQUIRE(lines.size() > 1);
  for (const std::string& line : lines) {
    CHECK(line.size() % 2 == 0);  // a lambda has two bytes
    CHECK(canvas::text_width(line, 8) <= 20);
  }
}

TEST_CASE("text: a width too small for any character still ends") {
  CHECK(canvas::wrap("abc", 0, 8) == std::vector<std::string>{"a", "b", "c"});
}

TEST_CASE("text: white space counts as one space, a newline stays") {
  CHECK(canvas::wrap("  a \t b\n\nc  ", 1000, 8) == std::vector<std::string>{"a b", "", "c"});
  CHECK(canvas::wrap("", 100, 8).empty());
  CHECK(canvas::wrap(" \t ", 100, 8).empty());
}

TEST_CASE("text: a number keeps its unit on its line") {
  const auto lines = canvas::wrap("aaaa " + canvas::unbroken("100 ms"), canvas::text_width("aaaa 100", 8), 8);
  CHECK(lines == std::vector<std::string>{"aaaa", "100\u00a0ms"});
}

TEST_CASE("text: the width grows with the font and with the characters") {
  CHECK(canvas::text_width("abc", 16) == Approx(2 * canvas::text_width("abc", 8)));
  CHECK(canvas::text_width("WWW", 8) > canvas::text_width("iii", 8));
  CHECK(canvas::text_width("", 8) == 0);
}

TEST_CASE("text: broken UTF-8 is measured and broken without reading past its end") {
  CHECK(canvas::text_width("a\xF0", 8) > 0);
  CHECK(canvas::wrap("\xE2\x82", 100, 8).size() == 1);
}

TEST_CASE("text: bold type is wider, and letters without a glyph of the font have a width too") {
  CHECK(canvas::text_width("abc", 8, true) > canvas::text_width("abc", 8));
  CHECK(canvas::text_width("\u6f22\u5b57", 8) > canvas::text_width("\u6f22", 8));
}

TEST_CASE("text: a text is drawn as it stands, except for characters that no picture can have") {
  CHECK(canvas::drawable("it's 10% `ls` \\n \"x\"") == "it's 10% `ls` \\n \"x\"");
  CHECK(canvas::drawable("a\nb\x01") == "a b ");
  CHECK(canvas::drawable("a\xF0") == "a\ufffd");
  CHECK(canvas::drawable("\xEF\xBF\xBF") == "\ufffd");
}

TEST_CASE("text: a shortened text ends with an ellipsis and has the width") {
  const std::string word = canvas::shortened(std::string(50, 'w'), 60, 8);
  CHECK(word.ends_with("w\u2026"));
  CHECK(canvas::text_width(word, 8) <= 60);
  CHECK(canvas::text_width("w" + word, 8) > 60);
  CHECK(canvas::shortened("abc", 0, 8) == "\u2026");
  CHECK(canvas::shortened("abc", 100, 8) == "abc");
}

TEST_CASE("text: shortened texts stay different") {
  const std::vector<std::string> words{"hebbian, self_connections false", "hebbian, self_connections true",
                                       "storkey"};
  CHECK(canvas::shortened_apart(words, 90, 8) == std::vector<std::string>{"\u2026false", "\u2026true", "storkey"});
  CHECK(canvas::shortened_apart({"hebbian+anti_hebbian, rate 0.01", "hebbian+anti_hebbian, rate 0.02"}, 90, 8) ==
        std::vector<std::string>{"\u2026rate 0.01", "\u2026rate 0.02"});
  const std::vector<std::string> one_word{std::string(50, 'a') + "1", std::string(50, 'a') + "2"};
  const std::vector<std::string> numbered = canvas::shortened_apart(one_word, 90, 8);
  CHECK(numbered[0] != numbered[1]);
  CHECK(canvas::text_width(numbered[1], 8) <= 90);
  CHECK(canvas::shortened_apart({"tanh", "tanh"}, 90, 8) == std::vector<std::string>{"tanh", "tanh"});
}
