#include "evaluation/picture_name.hpp"

#include <string>

#include "catch.hpp"

using engram::evaluation::picture_origin;
using engram::evaluation::picture_stem;

TEST_CASE("picture_name: results of one spec have different pictures") {
  CHECK(picture_stem("results/fig4.h5", "fig4") == "fig4");
  CHECK(picture_stem("results/fig4.h5", "energy") == "fig4_energy");
  CHECK(picture_stem("gain2.h5", "fig4") == "gain2_fig4");
}

TEST_CASE("picture_name: the origin stays when result and pictures are moved together") {
  const std::string origin = picture_origin("/a/results/fig4.h5", "/a/pictures");
  CHECK(origin.size() == 16);
  CHECK(picture_origin("/b/results/fig4.h5", "/b/pictures/") == origin);
  CHECK(picture_origin("/b/results/fig5.h5", "/b/pictures") != origin);
  CHECK(picture_origin("/b/results/fig4.h5", "/b/results") != origin);
}
