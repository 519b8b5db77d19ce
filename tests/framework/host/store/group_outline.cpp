// The rules that the datasets of a group keep, and the paths of groups.
#include "store/group_outline.hpp"

#include <cstdint>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "catch.hpp"
#include "store/path.hpp"

using engram::Dataset;
using engram::Index;
using engram::store::GroupOutline;

namespace {

using Reals = std::vector<double>;
using Shape = std::vector<Index>;
using Texts = std::vector<std::string>;

}  // namespace

TEST_CASE("outline: a name is no empty text, no dot, and has neither blanks nor slashes nor control characters") {
  const GroupOutline outline("a");
  const auto accepts = [&](const std::string& name) {
    try {
      outline.check({name, {}, {}, Reals(1), "1", "A number."});
      return true;
    } catch (const std::logic_error&) {
      return false;
    }
  };
  for (const char* good : {"x", "a.b", "...", "x-1", "\u00fc", "!"}) {
    CAPTURE(good);
    CHECK(accepts(good));
  }
  for (const std::string bad : {"", ".", "..", "a b", " a", "a/b", "a\n", "a\x7f", "\x01"}) {
    CAPTURE(bad);
    CHECK_FALSE(accepts(bad));
  }
  CHECK_THROWS_WITH(outline.check({"x", {"i"}, {1}, Reals(1), "1", "X.", {"a b"}}),
                    "dataset 'x' in 'a': 'a b' is not a name; names have neither spaces nor slashes");
}

TEST_CASE("outline: values fill the shape, whatever their number") {
  const GroupOutline outline("");
  const auto check = [&](Texts dimensions, Shape shape, std::size_t count) {
    outline.check({"x", std::move(dimensions), std::move(shape), Reals(count), "1", "X."});
  };
  CHECK_NOTHROW(check({}, {}, 1));
  CHECK_NOTHROW(check({"i", "j"}, {2, 3}, 6));
  CHECK_NOTHROW(check({"i", "j"}, {2, 0}, 0));
  const std::string place = "dataset 'x' in the root group: ";
  CHECK_THROWS_WITH(check({"i", "j"}, {2, 3}, 1), place + "1 value does not fill 2 x 3");
  CHECK_THROWS_WITH(check({"i", "j"}, {2, 3}, 5), place + "5 values do not fill 2 x 3");
  CHECK_THROWS_WITH(check({"i"}, {2}, 0), place + "0 values do not fill 2");
  CHECK_THROWS_WITH(check({}, {}, 0), place + "0 values do not fill a single number");
}

TEST_CASE("outline: each dimension without a coordinate gets its indices, and a coordinate keeps its own") {
  GroupOutline outline("a");
  outline.add({"x", {"i", "j"}, {2, 3}, Reals(6), "1", "X."});
  outline.add({"j", {"j"}, {3}, Reals(3), "s", "J."});
  REQUIRE(outline.missing_indices().size() == 1);
  const Dataset indices = outline.missing_indices()[0];
  CHECK(indices.name == "i");
  CHECK(indices.values == decltype(Dataset::values)(std::vector<std::int64_t>{0, 1}));
  CHECK(indices.description == "Index of the i.");
  CHECK(outline.uses("x"));
  CHECK(outline.uses("i"));
  CHECK_FALSE(outline.uses("k"));
}

TEST_CASE("outline: coordinates that fit stay, in their order, and each other one has a sentence") {
  GroupOutline outline("a");
  outline.add({"x", {"i", "j"}, {2, 3}, Reals(6), "1", "X.", {"of_i", "gone", "of_k", "of_j"}});
  outline.add({"of_i", {"i"}, {2}, Reals(2), "1", "I."});
  outline.add({"of_j", {"j"}, {3}, Reals(3), "1", "J."});
  outline.add({"of_k", {"k"}, {3}, Reals(3), "1", "K."});
  CHECK(outline.drop_unknown_coordinates() ==
        Texts{"dataset 'x' names the coordinate 'gone', which was never recorded",
              "dataset 'x' names the coordinate 'of_k', which was recorded along other dimensions"});
  CHECK(outline.datasets().at("x").coordinates == Texts{"of_i", "of_j"});
  CHECK(outline.drop_unknown_coordinates().empty());
}

TEST_CASE("path: slashes at the ends do not matter, and parts are names") {
  using namespace engram::store;
  const std::vector<std::pair<std::string, std::string>> table{{"", ""},   {"/", ""},        {"//", ""},
                                                               {"a", "a"}, {"/a/b/", "a/b"}, {"a b/c", "a b/c"}};
  for (const auto& [given, clean] : table) {
    CAPTURE(given);
    CHECK(trim_slashes(given) == clean);
    CHECK(clean_path(given) == clean);
  }
  for (const std::string bad : {"a//b", "a/./b", "..", "a/b /c", "a\n"}) {
    CAPTURE(bad);
    CHECK_THROWS_AS(clean_path(bad), std::logic_error);
  }
  CHECK(parent_of("a/b/c") == "a/b");
  CHECK(parent_of("a").empty());
  CHECK(last_part("a/b/c") == "c");
  CHECK(last_part("a") == "a");
  CHECK(join_path("", "x") == "x");
  CHECK(join_path("a", "x") == "a/x");
  CHECK(group_in_words("") == "the root group");
  CHECK(group_in_words("a/b") == "'a/b'");
}
