#include "plugins/library.hpp"

#include <cfloat>
#include <cstdio>
#include <memory>
#include <string>

#include <engram/activation.hpp>
#include <engram/array.hpp>
#include <engram/stamp.hpp>

#include "catch.hpp"
#include "tests/framework/host/plugins/fixture.hpp"

namespace {

using engram::plugins::load_library;
using engram::test::broken_folder;
using engram::test::broken_library;
using engram::test::refusal;

/// The output of a command on both streams, with its exit code in the last line.
std::string output_of(const std::string& command) {
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> pipe(
      popen((command + " 2>&1; echo \"exit $?\"").c_str(), "r"), &pclose);
  std::string text;
  for (int c = std::fgetc(pipe.get()); c != EOF; c = std::fgetc(pipe.get())) {
    text += static_cast<char>(c);
  }
  return text;
}

}  // namespace

TEST_CASE("library: a whole library is loaded and says what it holds") {
  const auto library = load_library(broken_library("whole"));
  CHECK(library.path == std::filesystem::canonical(broken_library("whole")));
  CHECK(library.sdk_version == ENGRAM_SDK_VERSION);
  REQUIRE(library.plugins->size() == 2);
  CHECK(library.plugins->front().name == "whole");
  CHECK(library.plugins->back().name == "spare");
}

TEST_CASE("library: a library loaded twice is the same library") {
  CHECK(load_library(broken_library("whole")).plugins == load_library(broken_library("whole")).plugins);
}

TEST_CASE("library: a plugin of a loaded library can be made and used") {
  const auto library = load_library(broken_library("whole"));
  const engram::Part part{&library.plugins->front(), {{"gain", 3.0}}};
  const auto activation = engram::make<engram::Activation>(part);
  engram::Matrix x = engram::Matrix::Constant(2, 3, 1.5);
  engram::Matrix f(2, 3);
  activation->values(x, f);
  CHECK(f == engram::Matrix::Constant(2, 3, 4.5));
}

TEST_CASE("library: a library without a stamp is no plugin") {
  CHECK(refusal(broken_library("no_stamp")) ==
        "is not an engram plugin: it carries no stamp; a plugin ends with ENGRAM_PLUGINS(...) and is built by "
        "engram_add_plugin()");
}

TEST_CASE("library: a library built with another sdk is refused, with both stamps and the cure") {
  const std::string ours = ENGRAM_STAMP;
  std::string theirs = ours;
  theirs.replace(theirs.find(ENGRAM_SDK_VERSION), std::string(ENGRAM_SDK_VERSION).size(), "99.9");
  CHECK(refusal(broken_library("other_sdk_version")) ==
        "does not fit this program: engram-sdk is '99.9', here '" ENGRAM_SDK_VERSION "'\nits stamp:      " + theirs +
            "\nthis program's: " + ours + "\nrebuild it with the engram sdk " ENGRAM_SDK_VERSION);
}

TEST_CASE("library: a library built with another alignment is refused") {
  CHECK_THAT(refusal(broken_library("other_alignment")),
             Catch::StartsWith("does not fit this program: eigen-align is '16', here '64'\n") &&
                 Catch::EndsWith("\nrebuild it with EIGEN_MAX_ALIGN_BYTES=64, which the target engram::sdk sets"));
}

TEST_CASE("library: a library built with other headers of the same version is refused") {
  CHECK_THAT(refusal(broken_library("other_headers")),
             Catch::StartsWith(
                 "does not fit this program: headers is '0123456789abcdef', here '" ENGRAM_SDK_FINGERPRINT "'\n") &&
                 Catch::EndsWith("\nrebuild it with the sdk headers that this program was built with"));
}

TEST_CASE("library: a library with checked containers is refused") {
  CHECK_THAT(
      refusal(broken_library("checked_containers")),
      Catch::StartsWith("does not fit this program: debug is 'checked containers', here 'plain containers'\n") &&
          Catch::EndsWith("\nrebuild it with no -D_GLIBCXX_DEBUG"));
}

TEST_CASE("library: a library compiled with -ffast-math is refused") {
  CHECK_THAT(refusal(broken_library("fast_math")),
             Catch::StartsWith("does not fit this program: math is 'fast-math', here 'ieee'\n") &&
                 Catch::EndsWith("\nrebuild it with no -ffast-math"));
}

TEST_CASE("library: a library that exports nothing is refused") {
  CHECK(refusal(broken_library("no_export")) ==
        "does not export engram_plugins(); end the plugin's file with ENGRAM_PLUGINS(...)");
}

TEST_CASE("library: a missing symbol is named as its author wrote it, without an invented error code") {
  CHECK(
      refusal(broken_library("undefined_symbol")) ==
      "cannot be loaded: undefined symbol: engram::test::forgotten(double) (_ZN6engram4test9forgottenEd); define it "
      "in the plugin, or link the library that does");
}

TEST_CASE("library: an exception of a library that describes its plugins is passed on") {
  CHECK(refusal(broken_library("throws_while_describing")) ==
        "threw while it described its plugins: no such table: gains.csv; fix what ENGRAM_PLUGINS(...) calls");
  CHECK(refusal(broken_library("throws_no_exception")) ==
        "threw while it described its plugins: an exception that is not a std::exception; fix what "
        "ENGRAM_PLUGINS(...) calls");
}

TEST_CASE("library: a library whose static initialisers throw ends the program, which names it") {
  const std::string expected = "engram: error: plugin library '" + broken_library("throws_in_initialiser").string() +
                               "' failed in its static initialisers: no such table: gains.csv\n"
                               "The program cannot go on; fix the library or remove it from the search path.\n"
                               "exit 2\n";
  CHECK(output_of(LOAD_FOLDERS " " + broken_folder("throws_in_initialiser").string()) == expected);
}

TEST_CASE("library: a library that crashes while it is loaded or asked ends the program, which names it") {
  const auto expected = [](const char* name, const char* when) {
    return "engram: error: plugin library '" + broken_library(name).string() + "' crashed " + when +
           ": Segmentation fault\n"
           "The program cannot go on; fix the library or remove it from the search path.\n"
           "exit 2\n";
  };
  CHECK(output_of(LOAD_FOLDERS " " + broken_folder("crashes_in_initialiser").string()) ==
        expected("crashes_in_initialiser", "in its static initialisers"));
  CHECK(output_of(LOAD_FOLDERS " " + broken_folder("crashes_while_describing").string()) ==
        expected("crashes_while_describing", "while it described its plugins"));
}

TEST_CASE("library: a library linked with -ffast-math is refused, and arithmetic is what it was") {
  CHECK(refusal(broken_library("fast_math_link")) ==
        "is linked with -ffast-math, which makes the whole program take small numbers for zero; link it without "
        "-ffast-math, -Ofast and -funsafe-math-optimizations");
  const volatile double smallest_normal = DBL_MIN;
  CHECK(smallest_normal / 2.0 > 0.0);
}

TEST_CASE("library: the declarations of a library's plugins are checked") {
  CHECK(refusal(broken_library("no_plugins")) == "declares no plugins; give ENGRAM_PLUGINS(...) at least one");
  CHECK(refusal(broken_library("declared_twice")) ==
        "declares activation 'declared_twice' twice; give one of them another name");
  CHECK(refusal(broken_library("bad_name")) ==
        "declares activation 'BadName', whose name is not in snake_case: lower-case letters, digits and single "
        "underscores");
  CHECK(refusal(broken_library("no_summary")) ==
        "declares activation 'no_summary' without the sentence that says what it does; give one as its summary");
  CHECK(refusal(broken_library("no_sentence")) ==
        "declares the parameter 'gain' of activation 'no_sentence' without the sentence that says what it means; "
        "give one in params()");
  CHECK(refusal(broken_library("parameter_twice")) ==
        "declares the parameter 'gain' of activation 'parameter_twice' twice; add it once in params()");
  CHECK(refusal(broken_library("parameter_without_name")) ==
        "declares a parameter of activation 'parameter_without_name' without a name; name it in params()");
  CHECK(refusal(broken_library("unknown_kind")) ==
        "declares 'unknown_kind' with a kind that this program does not know; describe it with "
        "engram::activation<...>() or another function of that sort");
  CHECK(refusal(broken_library("no_maker")) ==
        "declares activation 'no_maker' without a function that makes it; leave its 'create' as "
        "engram::activation<...>() and the like set it");
}
