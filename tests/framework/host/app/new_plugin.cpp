// `engram new`: the files that it writes, the requests that it refuses, and the manual page. tests/out_of_tree shows
// that the written plugins can be built and work.
#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include <engram/plugin_info.hpp>

#include "app/options.hpp"
#include "app/program.hpp"
#include "app/template.hpp"
#include "catch.hpp"
#include "program.hpp"

using Catch::Matchers::Contains;
using engram::test::Outcome;
using engram::test::read;
using engram::test::Workshop;

namespace fs = std::filesystem;

namespace {

/// The contents of a workshop's folder.
std::vector<std::string> contents(const Workshop& workshop) {
  std::vector<std::string> names;
  for (const auto& entry : fs::recursive_directory_iterator(workshop.folder())) {
    names.push_back(fs::relative(entry.path(), workshop.folder()).string());
  }
  std::ranges::sort(names);
  return names;
}

}  // namespace

TEST_CASE("engram new: writes a folder for every kind, with nothing left to fill in") {
  for (const engram::Kind kind : engram::all_kinds) {
    const Workshop workshop;
    const std::string word(engram::kind_name(kind));
    INFO(word);
    const Outcome outcome = workshop.engram("new " + word + " slow_one");
    INFO(outcome.err);
    REQUIRE(outcome.code == 0);
    CHECK(outcome.err.empty());
    CHECK(contents(workshop) == std::vector<std::string>{"slow_one", "slow_one/CMakeLists.txt", "slow_one/README.md",
                                                         "slow_one/slow_one.cpp", "slow_one/slow_one.yaml",
                                                         "slow_one/slow_one_test.cpp"});
    for (const auto& entry : fs::directory_iterator(workshop / "slow_one")) {
      INFO(entry.path().string());
      CHECK_THAT(read(entry.path()), Contains("slow_one") && !Contains("@"));
    }
    CHECK_THAT(read(workshop / "slow_one/slow_one.cpp"),
               Contains("struct SlowOne") && Contains("engram::" + word + "<SlowOne>(\"slow_one\""));
    CHECK_THAT(read(workshop / "slow_one/CMakeLists.txt"), Contains("engram_add_plugin(slow_one slow_one.cpp)"));
  }
}

TEST_CASE("engram new: says what to type next") {
  const Workshop workshop;
  const Outcome outcome = workshop.engram("new integrator heun -o deep/er/heun");
  REQUIRE(outcome.code == 0);
  CHECK(outcome.out ==
        "deep/er/heun now holds CMakeLists.txt, README.md, heun.cpp, heun.yaml, heun_test.cpp\n"
        "\n"
        "next, in that folder:\n"
        "  cmake -B build && cmake --build build && ctest --test-dir build\n"
        "  engram check-plugin build/heun.so\n"
        "  engram run heun.yaml --plugin-path build && engram plot heun.h5\n");
  CHECK(fs::is_regular_file(workshop / "deep/er/heun/heun.cpp"));
}

TEST_CASE("engram new: an empty folder that is there already will do") {
  const Workshop workshop;
  fs::create_directory(workshop / "heun");
  CHECK(workshop.engram("new integrator heun").code == 0);
  CHECK(fs::is_regular_file(workshop / "heun/heun.cpp"));
}

TEST_CASE("engram new: mistakes in a request are reported, and nothing is written") {
  struct Mistake {
    std::string arguments;
    std::vector<std::string> expected;
  };
  const std::vector<Mistake> mistakes{
      {"", {"engram: error: KIND NAME is missing", "usage: engram new KIND NAME", "engram new spec my_experiment"}},
      {"activation", {"new takes a kind and one name; the name is missing", "usage: engram new KIND NAME"}},
      {"activation one two", {"new takes a kind and one name; there are too many words"}},
      {"activaton soft",
       {"there is no kind 'activaton'", "did you mean 'activation'?",
        "kinds: activation, model, learning_rule, pattern_source, corruption, integrator, analysis"}},
      {"activation SlowTanh",
       {"'SlowTanh' cannot name a plugin: names are in snake_case, lower-case letters, digits and single "
        "underscores, and begin with a letter",
        "did you mean 'slow_tanh'?"}},
      {"activation slow-tanh", {"'slow-tanh' cannot name a plugin", "did you mean 'slow_tanh'?"}},
      {"activation 2nd__try_", {"'2nd__try_' cannot name a plugin", "did you mean 'nd_try'?"}},
      {"activation ../away", {"'../away' cannot name a plugin", "did you mean 'away'?"}},
      {"activation ''", {"KIND NAME is an empty text"}},
      {"activation 42", {"'42' cannot name a plugin"}},
      {"activation switch", {"'switch' cannot name a plugin: it is a keyword of C++"}},
      {"model null", {"'null' cannot name a plugin: in a spec it means no value"}},
      {"analysis test", {"'test' cannot name a plugin: CMake reserves it as a target"}},
      {"activation tanh",
       {"there is a plugin activation 'tanh' already, in ", "tanh.so",
        "it is described by 'engram describe activation/tanh'"}},
      {"activation soft --outptu here", {"there is no option '--outptu'", "did you mean '--output'?"}},
      {"activation soft --plugin-path nowhere", {"--plugin-path: the folder 'nowhere' does not exist"}},
  };
  for (const Mistake& mistake : mistakes) {
    const Workshop workshop;
    INFO(mistake.arguments);
    const Outcome outcome = workshop.engram("new " + mistake.arguments);
    INFO(outcome.err);
    CHECK(outcome.code == 2);
    CHECK(outcome.out.empty());
    for (const std::string& text : mistake.expected) {
      CHECK_THAT(outcome.err, Contains(text));
    }
    CHECK(contents(workshop).empty());
  }
}

TEST_CASE("engram new: a name may be taken by a plugin of another kind") {
  const Workshop workshop;
  CHECK(workshop.engram("new corruption tanh").code == 0);
}

TEST_CASE("engram new: leaves alone what is there") {
  const Workshop workshop;
  fs::create_directory(workshop / "full");
  workshop.write("full/notes.txt", "mine");
  workshop.write("file", "mine too");
  fs::create_symlink("nowhere", workshop / "link");
  const std::vector<std::string> before = contents(workshop);

  const Outcome full = workshop.engram("new activation full");
  CHECK(full.code == 2);
  CHECK_THAT(full.err,
             Contains("the folder 'full' exists and is not empty; -o names another one, nothing was written"));
  const Outcome file = workshop.engram("new activation soft -o file");
  CHECK(file.code == 2);
  CHECK_THAT(file.err, Contains("'file' exists and is not a folder; -o names another one"));
  const Outcome link = workshop.engram("new activation link");
  CHECK(link.code == 2);
  CHECK_THAT(link.err, Contains("'link' exists and is not a folder"));
  const Outcome below = workshop.engram("new activation soft -o file/below");
  CHECK(below.code == 2);
  CHECK_THAT(below.err, Contains("the folder 'file/below' cannot be made: Not a directory"));

  CHECK(contents(workshop) == before);
  CHECK(read(workshop / "full/notes.txt") == "mine");
  CHECK(read(workshop / "file") == "mine too");
}

TEST_CASE("engram new: says where a file could not be written") {
  const Workshop workshop;
  // A limit on file sizes acts like a full disk.
  const Outcome outcome =
      workshop.shell("( ulimit -f 0; trap '' XFSZ; '" ENGRAM_TEST_PROGRAM "' new activation soft 2>&1 ) | cat");
  CHECK_THAT(outcome.out, Contains("engram: error: 'soft/CMakeLists.txt' cannot be written: File too large"));
}

TEST_CASE("engram new: an installation without templates is reported") {
  const Workshop workshop;
  fs::create_directory(workshop / "bin");
  fs::copy_file(ENGRAM_TEST_PROGRAM, workshop / "bin/engram");
  const Outcome outcome = workshop.shell("bin/engram new activation soft");
  CHECK(outcome.code == 1);
  CHECK_THAT(outcome.err, Contains("there are no templates in ") &&
                              Contains("share/engram/templates/every_kind (No such file or directory); is this "
                                       "installation of engram complete?"));
  CHECK_FALSE(fs::exists(workshop / "soft"));
}

TEST_CASE("templates: words are filled in, and an unknown word is a mistake") {
  using engram::app::filled;
  CHECK(filled("a @x@ and @y@@x@.", {{"x", "1"}, {"y", "@"}}) == "a 1 and @1.");
  CHECK(filled("one @ alone", {}) == "one @ alone");
  CHECK_THROWS_WITH(filled("@z@", {{"x", "1"}}), "@z@ in a template has no value");
}

TEST_CASE("engram manual: lists every command and every option") {
  const Workshop workshop;
  const Outcome outcome = workshop.engram("manual");
  REQUIRE(outcome.code == 0);
  CHECK(outcome.err.empty());
  CHECK_THAT(outcome.out, Contains(".TH ENGRAM 1 \"\" \"engram "));
  for (const engram::app::Command& command : engram::app::commands()) {
    const engram::app::Usage usage = usage_of(command);
    CHECK_THAT(outcome.out, Contains("\n.SS \"" + usage.line.substr(0, usage.line.find('-'))));
    for (const auto& option : usage.options.options()) {
      std::string name = "\\-\\-" + option->long_name();
      for (auto at = name.find('-', 4); at != std::string::npos; at = name.find('-', at + 2)) {
        name.insert(at, "\\");
      }
      if (option->long_name() != "help") {
        CHECK_THAT(outcome.out, Contains("\\fB" + name + "\\fR"));
      }
    }
  }
}

TEST_CASE("completion: kinds of plugins for engram new") {
  const Workshop workshop;
  CHECK(workshop.engram("complete -- new ''").out ==
        "activation\nanalysis\ncorruption\nintegrator\nlearning_rule\nmodel\npattern_source\nspec\n");
  CHECK(workshop.engram("complete -- new model ''").out.empty());
  CHECK(workshop.engram("complete -- new model x --o").out == "--output\n");
}
