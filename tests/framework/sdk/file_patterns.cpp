#include <string>
#include <vector>

#include <engram/file_patterns.hpp>

#include "catch.hpp"
#include "pattern_files.hpp"

using namespace engram;

TEST_CASE("file_patterns: the pattern of a path without its backslashes is the path") {
  const std::string path =
      GENERATE("", "a", "a.csv", "a b", "*", "a[0]*?.csv", "\\", "a\\", "\\\\*", "[", "a\\b\\", "ä");
  CHECK(without_backslashes(pattern_of(path)) == path);
  // A backslash at the end has nothing behind it and stays.
  CHECK(without_backslashes(path.substr(0, path.find_first_of("*?[]\\")) + "\\") ==
        path.substr(0, path.find_first_of("*?[]\\")) + "\\");
}

TEST_CASE("file_patterns: the pattern of a path matches that file alone, and other patterns every file, in order") {
  const test::PatternFolder folder;
  const std::string inside = folder / "";
  const std::vector<std::string> names{"a*.csv", "ab.csv", "a[b].csv", "a\\b.csv", "a?.csv"};
  for (const std::string& name : names) {
    (void)folder.write(name, "1\n");
  }
  for (const std::string& name : names) {
    CAPTURE(name);
    CHECK(matching_files(pattern_of(inside + name)) == std::vector{inside + name});
  }
  CHECK(matching_files(pattern_of(inside) + "a[*?].csv") == std::vector{inside + "a*.csv", inside + "a?.csv"});
  CHECK(matching_files(pattern_of(inside) + "missing*").empty());
}
