#include "results/choice.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include <engram/error.hpp>

#include "catch.hpp"
#include "fake_results.hpp"

using namespace engram;
using namespace engram::results;
using Catch::Matchers::Contains;

TEST_CASE("choice: whole numbers are equal or not, however large, and reals up to their last bits") {
  const auto chosen = [](const std::string& text, const Dataset& coordinate) {
    std::vector<std::size_t> entries;
    for (std::size_t entry = 0; entry < static_cast<std::size_t>(coordinate.shape.front()); ++entry) {
      if (is_chosen(parse_condition("x=" + text), coordinate, entry)) {
        entries.push_back(entry);
      }
    }
    return entries;
  };
  using Entries = std::vector<std::size_t>;
  const Dataset seeds{"x", {"case"}, {3}, std::vector<std::int64_t>{1732571000123, 1732571000223, 1732571000323},
                      "1", ""};
  CHECK(chosen("1732571000223", seeds) == Entries{1});
  CHECK(chosen("1732571000223..1732571000400", seeds) == Entries{1, 2});
  const Dataset large{"x", {"case"},
                      {3}, std::vector<std::int64_t>{9007199254740992, 9007199254740993, 9223372036854775807},
                      "1", ""};
  CHECK(chosen("9007199254740993", large) == Entries{1});
  CHECK(chosen("9223372036854775807", large) == Entries{2});
  CHECK(chosen("9007199254740992.5..1e19", large) == Entries{1, 2});
  const Dataset small{"x", {"case"}, {4}, std::vector<double>{0.0, 1e-12, 1e-10, 3 * 0.1}, "1", ""};
  CHECK(chosen("1e-12", small) == Entries{1});
  CHECK(chosen("0", small) == Entries{0});
  CHECK(chosen("0.3", small) == Entries{3});
  CHECK(chosen("1e-12..0.3", small) == Entries{1, 2, 3});
  const Dataset texts{"x", {"case"}, {2}, std::vector<std::string>{"1e3", "1000"}, "", ""};
  CHECK(chosen("1e3", texts) == Entries{0});
  CHECK(chosen("1000", texts) == Entries{1});
}

TEST_CASE("choice: choices by several coordinates keep the entries that all of them choose") {
  const test::FakeSource source = test::single_run();
  const std::string group = "analyses/perturbation/";
  const DatasetGroup beside(group, source);
  const Dataset distance = source.dataset(group + "distance");
  using Entries = std::vector<std::vector<bool>>;
  CHECK(chosen_entries({}, distance, beside) == Entries{{true, true, true, true}, {true, true}, {true, true, true}});
  CHECK(chosen_entries({"time=0.5..1", "trial=last", "time=0..0.5"}, distance, beside) ==
        Entries{{false, false, false, true}, {true, true}, {false, true, false}});
}

TEST_CASE("choice: a choice that chooses nothing is refused") {
  const test::FakeSource source = test::single_run();
  const std::string group = "analyses/perturbation/";
  const DatasetGroup beside(group, source);
  const Dataset distance = source.dataset(group + "distance");
  CHECK_THROWS_WITH(chosen_entries({"tim=1"}, distance, beside), Contains("did you mean 'time'?"));
  CHECK_THROWS_WITH(chosen_entries({"time=first", "time=last"}, distance, beside),
                    Contains("no entry of dimension 'time' is at 'last'"));
}

TEST_CASE("choice: a text is a choice if it has a dimension and a value, or a range in order") {
  for (const char* good : {"a=1", "a=1..2", "a=1..1", "a=first", "a=x", "a=-2..-1", "a=1e3", "a.b=0.5"}) {
    CAPTURE(good);
    CHECK_NOTHROW(parse_choice(good));
  }
  for (const std::string bad : {"", "a", "=", "a=", "=1", "a=2..1", "a=1..x", "a=x..2", "a=..", "a=1.."}) {
    CAPTURE(bad);
    CHECK_THROWS_WITH(parse_choice(bad), Contains("'" + bad + "' selects nothing"));
  }
  const Choice range = parse_choice("a.b=0.5..2");
  CHECK(range.dimension == "a.b");
  CHECK(range.written == "0.5..2");
  CHECK(range.is_number);
  CHECK(range.from == 0.5L);
  CHECK(range.to == 2.0L);
  const Choice one = parse_choice("a=3");
  CHECK((one.from == 3.0L && one.to == 3.0L));
  CHECK_FALSE(parse_choice("a=3 s").is_number);
}

TEST_CASE("choice: a condition has a column and a value, compares by '=', and asks for no end of a dimension") {
  const auto why = [](const std::string& text) -> std::string {
    try {
      parse_condition(text);
    } catch (const ParameterError& error) {
      const std::string words = error.what();
      const std::size_t begin = words.find("' ") + 2;
      return words.substr(begin, words.find(';') - begin);
    }
    return "";
  };
  for (const char* text : {"seed", "=1", "seed=", "seed=2..1"}) {
    CAPTURE(text);
    CHECK(why(text) == "chooses no cells");
  }
  for (const char* text : {"seed<=1", "seed>=1", "seed!=1", "seed==1"}) {
    CAPTURE(text);
    CHECK(why(text) == "compares by something other than '='");
  }
  for (const char* text : {"time=first", "time=last"}) {
    CAPTURE(text);
    CHECK(why(text) == "asks for an entry of a dimension, as only `select` does");
  }
  CHECK(why("seed=1..2").empty());
}

TEST_CASE("choice: a plugin is chosen by its name alone, and not by the beginning of another name") {
  const Dataset texts{"x", {"case"},
                      {5}, std::vector<std::string>{"tanh", "tanh(gain=2)", "tanh, gain 2", "tanhshrink", "tan"},
                      "",  ""};
  std::string chosen;
  for (std::size_t entry = 0; entry < 5; ++entry) {
    chosen += is_chosen(parse_condition("x=tanh"), texts, entry) ? '+' : '-';
  }
  CHECK(chosen == "+++--");
}

TEST_CASE("choice: entries are counted from 0 where a dimension has no coordinate, and words are equal or not") {
  test::FakeSource source;
  source.put("a/", {"name", {"name"}, {3}, std::vector<std::string>{"one", "two", "10"}, "", "Names."});
  source.put("a/", {"short", {"short"}, {2}, std::vector<double>{5, 6}, "1", "Too short."});
  const DatasetGroup beside("a/", source);
  const auto chosen = [&](const std::string& dimension, const std::string& select) {
    const Dataset dataset{"x", {dimension}, {3}, std::vector<double>(3), "1", "Numbers."};
    const std::vector<std::vector<bool>> entries = chosen_entries({select}, dataset, beside);
    std::string letters;
    for (const bool each : entries[0]) {
      letters += each ? '+' : '-';
    }
    return letters;
  };
  CHECK(chosen("i", "i=0") == "+--");
  CHECK(chosen("i", "i=1..2") == "-++");
  CHECK(chosen("i", "i=last") == "--+");
  CHECK(chosen("name", "name=two") == "-+-");
  CHECK(chosen("name", "name=10") == "--+");
  CHECK(chosen("name", "name=first") == "+--");
  CHECK(chosen("short", "short=1") == "-+-");
  CHECK_THROWS_WITH(chosen("name", "name=three"),
                    "no entry of dimension 'name' is at 'three'; its coordinate runs from 'one' to '10'");
  CHECK_THROWS_WITH(chosen("i", "i=3"), "no entry of dimension 'i' is at 3; its coordinate runs from 0 to 2");
  CHECK_THROWS_WITH(chosen("i", "j=3"), "dataset 'x' has no dimension 'j'; its dimensions: i");
}
