#include "h5/utf8.hpp"

#include "catch.hpp"

using engram::h5::valid_utf8;

TEST_CASE("utf8: valid UTF-8 stays as it is") {
  for (const char* text : {"", "plain", "\u00fc \u20ac \U0001F600", "\U0010FFFF", "\uD7FF\uE000"}) {
    CHECK(valid_utf8(text) == text);
  }
}

TEST_CASE("utf8: bytes that are no UTF-8 are replaced one by one") {
  CHECK(valid_utf8("caf\xE9") == "caf\uFFFD");
  CHECK(valid_utf8("\xE9t\xE9") == "\uFFFDt\uFFFD");
  CHECK(valid_utf8("\xC0\xAF") == "\uFFFD\uFFFD");                 // an overlong slash
  CHECK(valid_utf8("\xED\xA0\x80") == "\uFFFD\uFFFD\uFFFD");       // half of a surrogate pair
  CHECK(valid_utf8("\xF4\x90\x80\x80").substr(0, 3) == "\uFFFD");  // beyond the last code point
  CHECK(valid_utf8("\xE2\x82"
                   "A") == "\uFFFD\uFFFDA");  // a letter in the place of the third byte
  CHECK(valid_utf8("\xF0\x9F\x98"
                   "A") == "\uFFFD\uFFFD\uFFFDA");  // and of the fourth
  CHECK(valid_utf8("\xF0\x9F"
                   "A\x80") == "\uFFFD\uFFFDA\uFFFD");
  CHECK(valid_utf8("\xE2\x82") == "\uFFFD\uFFFD");  // cut short
  CHECK(valid_utf8(std::string_view("a\0b", 3)) == "a\uFFFDb");
}

TEST_CASE("utf8: the first and the last sequence of each length stay, and their neighbours do not") {
  for (const std::string text : {"\x01", "\x7F", "\xC2\x80", "\xDF\xBF", "\xE0\xA0\x80", "\xEC\xBF\xBF",
                                 "\xED\x9F\xBF", "\xEF\xBF\xBF", "\xF0\x90\x80\x80", "\xF4\x8F\xBF\xBF"}) {
    CHECK(valid_utf8(text) == text);
    CHECK(valid_utf8("a" + text + "b" + text) == "a" + text + "b" + text);
  }
  for (const std::string text :
       {"\x80", "\xC1\xBF", "\xE0\x9F\xBF", "\xED\xA0\x80", "\xF0\x8F\xBF\xBF", "\xF4\x90\x80\x80",
        "\xF5\x80\x80\x80", "\xC2\xC0", "\xE1\x80\xC0", "\xF1\x80\x80\x7F"}) {
    CHECK(valid_utf8(text) != text);
  }
}
