// Plugins with mistakes, as their user meets them: each is named with its reason and its cure, and the rest goes on.
#include "catch.hpp"
#include "program.hpp"
#include "small_spec.hpp"

using Catch::Matchers::Contains;
using engram::test::Outcome;
using engram::test::small_spec;
using engram::test::Workshop;

namespace {

const std::string broken = ENGRAM_TEST_BROKEN_PLUGINS;
const std::string crashing = " --plugin-path " + broken + "/crashes_when_called";
const std::string library = broken + "/crashes_when_called/crashes_when_called.so";
// A sanitizer hears the signal after engram, prints its report and exits.
#ifdef ENGRAM_SANITIZED
const std::string end_of_a_crash = "ended the process with exit code 1";
#else
const std::string end_of_a_crash = "crashed: Segmentation fault (signal 11)";
#endif

}  // namespace

TEST_CASE("bad plugins: all of them in a folder are reported library by library, and good ones are used") {
  const Workshop workshop;
  // Those that end the process have tests of their own.
  REQUIRE(
      workshop
          .shell("mkdir all other && for each in " + broken +
                 "/*/*.so; do case $each in */throws_in_init*|*/crashes_*) ;; *) cp $each all ;; esac; done && cp " +
                 broken +
                 "/whole/whole.so other && head -c 5000 all/whole.so > all/cut_short.so && : > all/empty.so && "
                 "echo 'a text' > all/text.so")
          .code == 0);
  const Outcome outcome = workshop.engram("plugins --verbose --plugin-path all --plugin-path other");
  INFO(outcome.out);
  CHECK(outcome.code == 0);
  CHECK(outcome.err.empty());
  const std::string fit = ".so: refused: it does not fit this program: ";
  CHECK_THAT(outcome.out, Contains("/all (--plugin-path)\n") && Contains("/other (--plugin-path)\n") &&
                              Contains("/lib/engram/plugins (beside the program)\n"));
  CHECK_THAT(outcome.out, Contains("other_sdk_version" + fit + "engram-sdk is '99.9', here '") &&
                              Contains("other_headers" + fit + "headers is '0123456789abcdef', here '") &&
                              Contains("other_alignment" + fit + "eigen-align is '16', here '64'") &&
                              Contains("checked_containers" + fit + "debug is 'checked containers', here ") &&
                              Contains("fast_math" + fit + "math is 'fast-math', here 'ieee'") &&
                              Contains("\n      rebuild it with no -D_GLIBCXX_DEBUG\n"));
  CHECK_THAT(outcome.out,
             Contains("fast_math_link.so: refused: it is linked with -ffast-math, ") &&
                 Contains("no_stamp.so: refused: it is not an engram plugin: it carries no stamp; ") &&
                 Contains("no_export.so: refused: it does not export engram_plugins(); ") &&
                 Contains("undefined_symbol.so: refused: it cannot be loaded: undefined symbol: "
                          "engram::test::forgotten(double) ") &&
                 Contains("throws_while_describing.so: refused: it threw while it described its ") &&
                 Contains("declared_twice.so: refused: it declares activation 'declared_twice' twice; "));
  CHECK_THAT(outcome.out, Contains("cut_short.so: refused: it is cut short or damaged: ") &&
                              Contains("empty.so: refused: it is an empty file; build or copy it again") &&
                              Contains("text.so: refused: it is not a shared library: "));
#if defined(__x86_64__)
  CHECK_THAT(outcome.out,
             Contains("elf32.so: refused: it is not a 64-bit library, and this program is a 64-bit one; "));
#endif
  CHECK_THAT(outcome.out,
             Contains("    same_name.so: activation 'whole', activation 'own'\n") &&
                 Contains("    whole.so: activation 'whole' (not used: " + (workshop / "all/same_name.so").string() +
                          " comes first), activation 'spare'\n") &&
                 Contains("    whole.so: activation 'whole' (not used: "));
  CHECK_THAT(workshop.engram("plugins --plugin-path all").out, Contains("  whole ") && Contains("  tanh "));
}

TEST_CASE(
    "bad plugins: a crash in a run names the part, its line and its library, and costs nothing that was there") {
  const Workshop workshop;
  std::string text = small_spec;
  workshop.write("spec.yaml", text);
  REQUIRE(workshop.engram("run spec.yaml -q").code == 0);
  const std::string before = engram::test::read(workshop / "spec.h5");
  text.replace(text.find("activation: relu"), 16, "activation: crashes_in_value");
  workshop.write("spec.yaml", text);
  Outcome outcome = workshop.engram("run spec.yaml --overwrite" + crashing);
  CHECK(outcome.code == 1);
  CHECK_THAT(outcome.err,
             Catch::StartsWith("engram: error: activation 'crashes_in_value' (spec.yaml:7:15) of plugin library '" +
                               library +
                               "' crashed in 'training': Segmentation fault\n"
                               "spec.h5 was not written. To see where it crashed: gdb --args ") &&
                 Catch::EndsWith("/engram run spec.yaml --overwrite" + crashing + "\n"));
  CHECK(engram::test::read(workshop / "spec.h5") == before);
  CHECK(workshop.shell("ls -A").out == "spec.h5\nspec.yaml\n");
  outcome = workshop.engram("run spec.yaml -o other.h5 --set model.activation=never_returns" + crashing);
  CHECK(outcome.code == 1);
  CHECK_THAT(outcome.err, Contains("activation 'never_returns' (--set model.activation=never_returns) of ") &&
                              Contains("crashed in 'training': Segmentation fault\nother.h5 was not written."));
  CHECK(workshop.shell("ls -A").out == "spec.h5\nspec.yaml\n");
}

TEST_CASE("bad plugins: a crash while a spec is checked names the library") {
  const Workshop workshop;
  workshop.write("spec.yaml", small_spec);
  for (const char* command : {"validate", "run"}) {
    const Outcome outcome =
        workshop.engram(std::string(command) + " spec.yaml --set model.activation=crashes_when_made" + crashing);
    CHECK(outcome.code == 1);
    CHECK(outcome.err == "engram: error: plugin library '" + library +
                             "' crashed while the spec was checked: Floating point exception\n");
  }
  CHECK(workshop.shell("ls -A").out == "spec.yaml\n");
}

TEST_CASE("bad plugins: a crash in a worker is in the log of its cell, with the library, and others go on") {
  const Workshop workshop;
  workshop.write("spec.yaml", std::string(small_spec) + "sweep: {model.activation: [crashes_in_value, relu]}\n");
  const Outcome outcome = workshop.engram("run spec.yaml" + crashing);
  INFO(outcome.err);
  CHECK(outcome.code == 1);
  CHECK_THAT(outcome.err,
             Contains("activation=crashes_in_value " + end_of_a_crash + "; to run it alone: engram run "));
  workshop.write("look.py",
                 "import h5py\n"
                 "f = h5py.File('spec.h5')\n"
                 "print(f['cases/activation=crashes_in_value/log'].asstr()[()].splitlines()[0])\n"
                 "print(f['provenance/cells/status'].asstr()[:])\n");
  CHECK(workshop.shell("/usr/bin/python3 look.py").out ==
        "engram: error: plugin library '" + library +
            "' crashed in 'training': Segmentation fault\n['failed' 'complete']\n");
}

TEST_CASE(
    "bad plugins: one that throws when it is made is told at its line in the spec, and others are still checked") {
  const Workshop workshop;
  std::string text = small_spec;
  text.replace(text.find("activation: relu"), 16, "activation: throws_in_constructor");
  workshop.write("spec.yaml", text);
  Outcome outcome = workshop.engram("run spec.yaml --set seed=x --plugin-path " ENGRAM_TEST_SUPPORT_PLUGINS);
  CHECK(outcome.code == 2);
  CHECK_THAT(outcome.err, Contains("spec.yaml:7:15: error: model 'pc_hopfield' could not be made: activation "
                                   "'throws_in_constructor' could not be made: the constructor gave up\n"
                                   "     7 |   activation: throws_in_constructor\n") &&
                              Contains("--set seed=x: error: ") && Contains("spec.yaml has 2 mistakes"));
  text.replace(text.find("throws_in_constructor"), 21, "throws_number");
  workshop.write("spec.yaml", text);
  outcome = workshop.engram("validate spec.yaml --plugin-path " ENGRAM_TEST_SUPPORT_PLUGINS);
  CHECK(outcome.code == 2);
  CHECK_THAT(outcome.err,
             Contains("spec.yaml:7:15: error: model 'pc_hopfield' could not be made: activation 'throws_number' "
                      "could not be made: it threw something that is not a std::exception"));
}

TEST_CASE("bad plugins: nothing is loaded from the current folder unless the user named it") {
  const Workshop workshop;
  REQUIRE(workshop
              .shell("mkdir -p lib/engram/plugins && cp " + broken +
                     "/whole/whole.so . && cp whole.so lib/engram/plugins")
              .code == 0);
  const std::string program = " '" ENGRAM_TEST_PROGRAM "' plugins --verbose";
  CHECK_THAT(workshop.shell("ENGRAM_PLUGIN_PATH=:: LD_LIBRARY_PATH=." + program).out, !Contains("whole.so"));
  CHECK_THAT(workshop.shell("ENGRAM_PLUGIN_PATH=." + program).out,
             Contains(" (ENGRAM_PLUGIN_PATH)\n    whole.so: activation 'whole'"));
}
