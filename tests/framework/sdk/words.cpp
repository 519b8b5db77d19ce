#include <engram/counted.hpp>
#include <engram/words.hpp>

#include "catch.hpp"

using engram::edit_distance;
using engram::nearest;

TEST_CASE("words: the distance counts insertions, deletions, substitutions and swaps") {
  CHECK(edit_distance("relu", "relu") == 0);
  CHECK(edit_distance("ReLU", "relu") == 0);
  CHECK(edit_distance("reul", "relu") == 1);
  CHECK(edit_distance("tau", "tau_v") == 2);
  CHECK(edit_distance("", "abc") == 3);
  CHECK(edit_distance("abc", "") == 3);
}

TEST_CASE("words: the nearest word is offered only where it is near") {
  const std::vector<std::string> words{"tau_v", "tau_e", "layers", "xi"};
  CHECK(nearest("tau_V", words) == "tau_v");
  CHECK(nearest("layer", words) == "layers");
  CHECK(nearest("temperature", words) == std::nullopt);
  CHECK(nearest("q", words) == std::nullopt);
  CHECK(nearest("anything", {}) == std::nullopt);
}

TEST_CASE("counted: one thing is one, all other numbers are several") {
  CHECK(engram::counted(1, "cell") == "1 cell");
  CHECK(engram::counted(0, "cell") == "0 cells");
  CHECK(engram::counted(2, "cell") == "2 cells");
  CHECK(engram::counted(1, "library", "libraries") == "1 library");
  CHECK(engram::counted(3, "library", "libraries") == "3 libraries");
}
