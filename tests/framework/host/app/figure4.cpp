// Figure 4 from the shipped spec to a file that other tools open, and to pictures drawn from this file.
#include "catch.hpp"
#include "needs.hpp"
#include "program.hpp"

using Catch::Matchers::Contains;
using engram::test::Outcome;
using engram::test::Workshop;

TEST_CASE("figure4: the shipped spec runs") {
  const Workshop workshop;
  const Outcome run = workshop.engram("run " ENGRAM_TEST_EXPERIMENTS "/pc_hopfield/fig4.yaml --set sweep.seed.to=1");
  INFO(run.err);
  REQUIRE(run.code == 0);
  CHECK_THAT(run.out, Contains("fig4.h5: 4 cells in "));
}

TEST_CASE("figure4: outside readers see named dimensions in every group") {
  ENGRAM_NEEDS_PYTHON_MODULE("netCDF4");
  ENGRAM_NEEDS_PYTHON_MODULE("xarray");
  const Workshop workshop;
  REQUIRE(workshop.engram("run -q " ENGRAM_TEST_EXPERIMENTS "/pc_hopfield/fig4.yaml --set sweep.seed.to=1 --keep all")
              .code == 0);
  const Outcome readers = workshop.shell("/usr/bin/python3 " ENGRAM_TEST_READERS " fig4.h5");
  INFO(readers.err);
  CHECK(readers.code == 0);
}

TEST_CASE("figure4: ncdump shows named dimensions and units") {
  ENGRAM_NEEDS_PROGRAM("ncdump");
  const Workshop workshop;
  REQUIRE(workshop.engram("run -q " ENGRAM_TEST_EXPERIMENTS "/pc_hopfield/fig4.yaml --set sweep.seed.to=1").code ==
          0);
  const Outcome dump = workshop.shell("ncdump -h fig4.h5");
  INFO(dump.err);
  CHECK(dump.code == 0);
  CHECK_THAT(dump.out, Contains("double distance(trial, target, time)") && Contains("time:units = \"s\"") &&
                           !Contains("phony_dim"));
}

TEST_CASE("figure4: pictures come from the file alone, without plugins and specs") {
  const Workshop workshop;
  REQUIRE(workshop.engram("run -q " ENGRAM_TEST_EXPERIMENTS "/pc_hopfield/fig4.yaml --set sweep.seed.to=1").code ==
          0);
  // A copy of the program has no plugins beside it.
  REQUIRE(workshop.shell("mkdir -p elsewhere/bin && cp '" ENGRAM_TEST_PROGRAM "' elsewhere/bin/engram").code == 0);
  REQUIRE(workshop.shell("elsewhere/bin/engram plugins").out.find("relu") == std::string::npos);
  const Outcome plot =
      workshop.shell("elsewhere/bin/engram plot fig4.h5 --figure fig4 -o pictures -f png -f svg -f pdf");
  INFO(plot.err);
  REQUIRE(plot.code == 0);
  CHECK(plot.out == "pictures/fig4.png\npictures/fig4.svg\npictures/fig4.pdf\n");
  CHECK(engram::test::read(workshop / "pictures/fig4.png").substr(1, 3) == "PNG");
  CHECK(engram::test::read(workshop / "pictures/fig4.pdf").substr(0, 5) == "%PDF-");
  const std::string svg = engram::test::read(workshop / "pictures/fig4.svg");
  // Labelled axes with units, and a caption that names the settings.
  for (const char* text : {"Real targets, one layer", "Binary targets, loop of 50-30-20", "(s)", "bit",
                           "gaussian_noise", "sign_flips", "euler"}) {
    CHECK_THAT(svg, Contains(text));
  }
}
