#include "plugins/stamp_check.hpp"

#include <string>

#include <engram/stamp.hpp>

#include "catch.hpp"

using engram::plugins::stamp_difference;
using engram::plugins::stamp_field;

TEST_CASE("stamp: equal stamps fit") {
  CHECK_FALSE(stamp_difference(ENGRAM_STAMP, ENGRAM_STAMP));
}

TEST_CASE("stamp: fields of a stamp are found by name") {
  CHECK(stamp_field("a=1;b=x y=2;c=", "a") == "1");
  CHECK(stamp_field("a=1;b=x y=2;c=", "b") == "x y=2");
  CHECK(stamp_field("a=1;b=x y=2;c=", "c").empty());
  CHECK(stamp_field("a=1", "d").empty());
  CHECK(stamp_field("", "a").empty());
  CHECK(stamp_field("a", "a").empty());
}

TEST_CASE("stamp: each field that differs is named, with what to rebuild with") {
  CHECK(
      *stamp_difference("debug=checked containers;math=fast-math", "debug=plain containers;math=ieee") ==
      "does not fit this program: debug is 'checked containers', here 'plain containers'; math is 'fast-math', here "
      "'ieee'\n"
      "its stamp:      debug=checked containers;math=fast-math\n"
      "this program's: debug=plain containers;math=ieee\n"
      "rebuild it with no -D_GLIBCXX_DEBUG and no -ffast-math");
}

TEST_CASE("stamp: the cure names what this program was built with") {
  const auto cure = [](const std::string& ours) {
    const std::string text = *stamp_difference("", ours);
    return text.substr(text.rfind('\n') + 1);
  };
  CHECK(cure("engram-sdk=0.1") == "rebuild it with the engram sdk 0.1");
  CHECK(cure("library=libstdc++ cxx11abi=1") == "rebuild it with the standard library libstdc++ cxx11abi=1");
  CHECK(cure("eigen=3.4.0") == "rebuild it with Eigen 3.4.0");
  CHECK(cure("eigen-align=64") == "rebuild it with EIGEN_MAX_ALIGN_BYTES=64, which the target engram::sdk sets");
  CHECK(cure("debug=checked containers") == "rebuild it with -D_GLIBCXX_DEBUG");
  CHECK(cure("math=fast-math") == "rebuild it with -ffast-math");
  CHECK(cure("future=1") == "rebuild it with future=1");
}

TEST_CASE("stamp: fields that one side lacks are named") {
  CHECK(*stamp_difference("a=1", "a=1;b=2") ==
        "does not fit this program: b is missing, here '2'\nits stamp:      a=1\nthis program's: a=1;b=2\n"
        "rebuild it with b=2");
  CHECK(*stamp_difference("a=1;b=2", "a=1") ==
        "does not fit this program: b is '2', here missing\nits stamp:      a=1;b=2\nthis program's: a=1\n"
        "rebuild it with the sdk of this program");
}
