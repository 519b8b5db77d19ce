// How datasets lie in a file: compression, texts and the names of dimensions.
#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

#include <hdf5.h>

#include <engram/random.hpp>

#include "catch.hpp"
#include "result_folder.hpp"
#include "store/reader.hpp"
#include "store/writer.hpp"

using engram::store::Reader;
using engram::store::Writer;
using engram::store::test::Folder;

namespace {

using Reals = std::vector<double>;
using Texts = std::vector<std::string>;

/// Whether a dataset of a file lies in compressed chunks.
bool is_compressed(const std::filesystem::path& path, const std::string& dataset) {
  const hid_t file = H5Fopen(path.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT);
  const hid_t opened = H5Dopen2(file, dataset.c_str(), H5P_DEFAULT);
  const hid_t creation = H5Dget_create_plist(opened);
  const bool chunked = H5Pget_layout(creation) == H5D_CHUNKED;
  const int filters = H5Pget_nfilters(creation);
  H5Pclose(creation);
  H5Dclose(opened);
  H5Fclose(file);
  CHECK(filters == (chunked ? 2 : 0));
  return chunked;
}

}  // namespace

TEST_CASE("layout: arrays are compressed where that saves much, and not otherwise") {
  const Folder folder;
  engram::RandomStream random = engram::RandomStreams(1, "layout").stream(0);
  Reals noise(20000);
  Reals steps(20000);
  for (std::size_t at = 0; at < noise.size(); ++at) {
    noise[at] = random.normal();
    steps[at] = static_cast<double>(at / 100);
  }
  // A sample from the middle decides.
  Reals middle(40000, 0.0);
  std::copy(noise.begin(), noise.end(), middle.begin() + 10000);
  {
    Writer writer(folder / "r.h5", false);
    writer.group("").record({"noise", {"i"}, {20000}, noise, "1", "Noise."});
    writer.group("").record({"steps", {"i"}, {20000}, steps, "1", "Steps."});
    writer.group("").record({"zeros", {"i"}, {20000}, Reals(20000, 0.0), "1", "Zeros."});
    writer.group("").record({"middle", {"j"}, {40000}, middle, "1", "Noise between zeros."});
    writer.finish();
  }
  CHECK_FALSE(is_compressed(folder / "r.h5", "noise"));
  CHECK(is_compressed(folder / "r.h5", "steps"));
  CHECK(is_compressed(folder / "r.h5", "zeros"));
  CHECK_FALSE(is_compressed(folder / "r.h5", "middle"));
  const Reader reader(folder / "r.h5");
  CHECK(std::get<Reals>(reader.dataset("steps").values) == steps);
  CHECK(std::get<Reals>(reader.dataset("noise").values) == noise);
}

TEST_CASE("layout: texts are UTF-8, single ones, lists and long attributes") {
  const Folder folder;
  {
    Writer writer(folder / "r.h5", false);
    writer.text("one", "\u00fc", "A text.");
    writer.group("").record({"list", {"i"}, {2}, Texts{"\u00fc", ""}, "", "Texts."});
    writer.attribute("", "short", "\u00fc");
    writer.attribute("", "long", std::string(70'000, 'x') + "\u00fc");
    writer.finish();
  }
  const hid_t file = H5Fopen((folder / "r.h5").c_str(), H5F_ACC_RDONLY, H5P_DEFAULT);
  for (const char* name : {"one", "list"}) {
    const hid_t dataset = H5Dopen2(file, name, H5P_DEFAULT);
    const hid_t type = H5Dget_type(dataset);
    CHECK(H5Tget_cset(type) == H5T_CSET_UTF8);
    H5Tclose(type);
    H5Dclose(dataset);
  }
  for (const char* name : {"short", "long"}) {
    const hid_t attribute = H5Aopen(file, name, H5P_DEFAULT);
    const hid_t type = H5Aget_type(attribute);
    CHECK(H5Tget_cset(type) == H5T_CSET_UTF8);
    H5Tclose(type);
    H5Aclose(attribute);
  }
  H5Fclose(file);
}

TEST_CASE("layout: the names of dimensions are in each dataset, also if its references are lost") {
  const Folder folder;
  {
    Writer writer(folder / "r.h5", false);
    writer.group("a").record({"x", {"trial", "time"}, {2, 3}, Reals(6), "s", "Numbers."});
    writer.group("a").record({"time", {"time"}, {3}, Reals{0, 1, 2}, "s", "Times."});
    writer.finish();
  }
  const hid_t file = H5Fopen((folder / "r.h5").c_str(), H5F_ACC_RDWR, H5P_DEFAULT);
  const hid_t dataset = H5Dopen2(file, "a/x", H5P_DEFAULT);
  CHECK(H5Aexists(dataset, "units") > 0);
  CHECK(H5Aexists(dataset, "long_name") > 0);
  CHECK(H5Adelete(dataset, "DIMENSION_LIST") >= 0);
  H5Dclose(dataset);
  const hid_t time = H5Dopen2(file, "a/time", H5P_DEFAULT);
  CHECK(H5Aexists(time, "dimensions") == 0);
  H5Dclose(time);
  H5Fclose(file);
  const Reader reader(folder / "r.h5");
  CHECK(reader.outline("a/x").dimensions == Texts{"trial", "time"});
  // The references are gone, and that is noticed.
  CHECK(reader.integrity().damages.size() == 1);
}
