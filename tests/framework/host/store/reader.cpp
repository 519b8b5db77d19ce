// The messages of a reader about wrong files and unknown names.
#include "store/reader.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <numeric>
#include <string>
#include <utility>
#include <vector>

#include <hdf5.h>

#include <engram/error.hpp>

#include "catch.hpp"
#include "needs.hpp"
#include "result_folder.hpp"
#include "store/writer.hpp"

using Catch::Matchers::Message;
using Catch::Matchers::StartsWith;
using engram::RequestError;
using engram::store::Reader;
using engram::store::Writer;
using engram::store::test::Folder;
using engram::store::test::read_file;
using engram::store::test::write_file;

namespace fs = std::filesystem;

namespace {

void write_result(const fs::path& path) {
  Writer writer(path, false);
  writer.group("analyses/perturbation")
      .record({"distance", {"trial"}, {100}, std::vector<double>(100), "1", "Distance."});
  writer.text("spec/original", "title: x\n", "The spec.");
  writer.attribute("provenance", "command_line", "engram run");
  writer.finish();
}

/// An HDF5 file of another program, with the given root attributes; no attribute for an empty `format`.
void write_foreign(const fs::path& path, const std::string& format, std::int64_t version) {
  const hid_t file = H5Fcreate(path.c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT);
  const hid_t space = H5Screate(H5S_SCALAR);
  if (!format.empty()) {
    const hid_t type = H5Tcopy(H5T_C_S1);
    H5Tset_size(type, format.size());
    const hid_t attribute = H5Acreate2(file, "format", type, space, H5P_DEFAULT, H5P_DEFAULT);
    H5Awrite(attribute, type, format.data());
    H5Aclose(attribute);
    H5Tclose(type);
    const hid_t number = H5Acreate2(file, "format_version", H5T_STD_I32BE, space, H5P_DEFAULT, H5P_DEFAULT);
    H5Awrite(number, H5T_NATIVE_INT64, &version);
    H5Aclose(number);
  }
  const hid_t complex = H5Tcreate(H5T_COMPOUND, 16);
  H5Tinsert(complex, "re", 0, H5T_NATIVE_DOUBLE);
  H5Tinsert(complex, "im", 8, H5T_NATIVE_DOUBLE);
  H5Dclose(H5Dcreate2(file, "complex", complex, space, H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT));
  H5Tclose(complex);
  const hsize_t extents[] = {2, 2};
  const hid_t plane = H5Screate_simple(2, extents, nullptr);
  const hid_t dataset = H5Dcreate2(file, "plain", H5T_STD_I16BE, plane, H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT);
  const short values[] = {1, 2, 3, -4};
  H5Dwrite(dataset, H5T_NATIVE_SHORT, H5S_ALL, H5S_ALL, H5P_DEFAULT, values);
  H5Dclose(dataset);
  const hid_t word = H5Tcopy(H5T_C_S1);
  H5Tset_size(word, 3);
  const hid_t words = H5Dcreate2(file, "words", word, plane, H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT);
  H5Dwrite(words, word, H5S_ALL, H5S_ALL, H5P_DEFAULT, "a\0\0ab\0abc\0\0\0");
  H5Dclose(words);
  H5Tclose(word);
  H5Sclose(plane);
  H5Sclose(space);
  H5Fclose(file);
}

}  // namespace

TEST_CASE("reader: a file that is not there is answered with the nearest that is") {
  const Folder folder;
  write_file(folder / "fig4.h5", "");
  CHECK_THROWS_MATCHES(Reader(folder / "fgi4.h5"), RequestError,
                       Message((folder / "fgi4.h5").string() + " does not exist; did you mean " +
                               (folder / "fig4.h5").string() + "?"));
  CHECK_THROWS_MATCHES(Reader(folder / "unlike_any_other_name_here"), RequestError,
                       Message((folder / "unlike_any_other_name_here").string() + " does not exist"));
  CHECK_THROWS_MATCHES(Reader("/missing/folder/fig4.h5"), RequestError,
                       Message("/missing/folder/fig4.h5 does not exist"));
}

TEST_CASE("reader: a file that is not there in the current folder is answered without a folder") {
  const Folder folder;
  write_file(folder / "fig4.h5", "");
  const fs::path before = fs::current_path();
  fs::current_path(folder.path());
  CHECK_THROWS_MATCHES(Reader("fgi4.h5"), RequestError, Message("fgi4.h5 does not exist; did you mean fig4.h5?"));
  CHECK_THROWS_MATCHES(Reader("unlike_any_other_name_here"), RequestError,
                       Message("unlike_any_other_name_here does not exist"));
  fs::current_path(before);
}

TEST_CASE("reader: a list has the type and the number of entries that are asked for") {
  const Folder folder;
  const std::string path = (folder / "x.h5").string();
  {
    Writer writer(path, false);
    writer.group("a").record({"reals", {"i"}, {2}, std::vector<double>{1.5, 2.5}, "1", "Numbers."});
    writer.group("a").record({"wholes", {"i"}, {2}, std::vector<std::int64_t>{1, 2}, "1", "Numbers."});
    writer.group("a").record({"texts", {"i"}, {2}, std::vector<std::string>{"p", "q"}, "", "Texts."});
    writer.group("a").record({"square", {"j", "k"}, {1, 2}, std::vector<double>{1, 2}, "1", "Numbers."});
    writer.finish();
  }
  const Reader reader(path);
  CHECK(reader.column<double>("a/reals", 2) == std::vector<double>{1.5, 2.5});
  CHECK(reader.column<std::int64_t>("/a/wholes/") == std::vector<std::int64_t>{1, 2});
  CHECK(reader.column<std::string>("a/texts") == std::vector<std::string>{"p", "q"});
  CHECK_THROWS_WITH(
      reader.column<double>("a/wholes"),
      path + ": dataset 'a/wholes' has 1 dimensions of whole numbers; a list of real numbers belongs there");
  CHECK_THROWS_WITH(reader.column<std::string>("a/reals"),
                    path + ": dataset 'a/reals' has 1 dimensions of real numbers; a list of texts belongs there");
  CHECK_THROWS_WITH(
      reader.column<double>("a/square"),
      path + ": dataset 'a/square' has 2 dimensions of real numbers; a list of real numbers belongs there");
  CHECK_THROWS_WITH(reader.column<double>("a/reals", 3), path + ": dataset 'a/reals' has 2 entries; 3 belong there");
}

TEST_CASE("reader: a file that is not a result is named by its kind") {
  const Folder folder;
  const std::string path = (folder / "x.h5").string();
  CHECK_THROWS_MATCHES(Reader(folder.path()), RequestError,
                       Message(folder.path().string() + " is a folder, not a result file"));
  write_file(path, GENERATE("", "title: a spec\n"));
  CHECK_THROWS_MATCHES(Reader(path), RequestError, Message(path + " is not an HDF5 file"));
  write_foreign(path, GENERATE("", "other-result"), 1);
  CHECK_THROWS_MATCHES(
      Reader(path), RequestError,
      Message(path + " is an HDF5 file but not a result of engram: it has no attribute format = 'engram-result'"));
}

TEST_CASE("reader: a result of a newer program is refused") {
  const Folder folder;
  const std::string path = (folder / "x.h5").string();
  write_foreign(path, "engram-result", 3);
  CHECK_THROWS_MATCHES(Reader(path), RequestError,
                       Message(path + " was written by a newer engram: its format is version 3, and this program "
                                      "reads versions up to 2"));
}

TEST_CASE("reader: a result that lost its end is refused, wherever it was cut") {
  const Folder folder;
  const std::string path = (folder / "x.h5").string();
  write_result(path);
  const std::string whole = read_file(path);
  for (std::size_t size = 0; size < whole.size(); size += 1 + size / 8) {
    INFO("cut to " << size << " of " << whole.size() << " bytes");
    write_file(path, whole.substr(0, size));
    // Files shorter than the first block of an HDF5 file cannot be recognised.
    constexpr std::size_t first_block = 48;
    if (size >= first_block) {
      CHECK_THROWS_WITH(Reader(path), StartsWith(path + " is truncated: its end is missing ("));
    } else {
      CHECK_THROWS_AS(Reader(path), RequestError);
    }
  }
  write_file(path, whole.substr(0, whole.size() - 1));
  CHECK_THROWS_WITH(Reader(path), StartsWith(path + " is truncated: its end is missing ("));
}

TEST_CASE("reader: a result whose bytes were changed is called damaged") {
  const Folder folder;
  const std::string path = (folder / "x.h5").string();
  write_result(path);
  std::string bytes = read_file(path);
  bytes[20] = static_cast<char>(~bytes[20]);
  write_file(path, bytes);
  CHECK_THROWS_WITH(Reader(path), StartsWith(path + " is damaged: "));
}

TEST_CASE("reader: a dataset that is not there is answered with the nearest that is") {
  const Folder folder;
  const std::string path = (folder / "x.h5").string();
  write_result(path);
  const Reader reader(path);
  CHECK_THROWS_MATCHES(reader.dataset("analyses/perturbation/distnce"), RequestError,
                       Message(path + " has no dataset 'analyses/perturbation/distnce'; did you mean "
                                      "'analyses/perturbation/distance'?"));
  CHECK_THROWS_MATCHES(reader.dataset("x"), RequestError, Message(path + " has no dataset 'x'"));
  CHECK_THROWS_MATCHES(reader.outline("/analyses/"), RequestError,
                       Message(path + ": 'analyses' is a group, not a dataset; the datasets in it: "
                                      "analyses/perturbation/distance, analyses/perturbation/trial"));
  CHECK_THROWS_MATCHES(reader.text("spec/orignal"), RequestError,
                       Message(path + " has no dataset 'spec/orignal'; did you mean 'spec/original'?"));
  CHECK_THROWS_MATCHES(reader.text("analyses/perturbation/distance"), RequestError,
                       Message(path + ": dataset 'analyses/perturbation/distance' is not a single text"));
}

TEST_CASE("reader: a group or an attribute that is not there is answered with the nearest that is") {
  const Folder folder;
  const std::string path = (folder / "x.h5").string();
  write_result(path);
  const Reader reader(path);
  CHECK_THROWS_MATCHES(reader.attribute("provenanse", "seed"), RequestError,
                       Message(path + " has no group 'provenanse'; did you mean 'provenance'?"));
  CHECK_THROWS_MATCHES(reader.attribute("provenance", "comand_line"), RequestError,
                       Message(path + ": 'provenance' has no attribute 'comand_line'; did you mean 'command_line'?"));
  CHECK_THROWS_MATCHES(reader.attribute("", "title"), RequestError,
                       Message(path + ": the root group has no attribute 'title'"));
}

TEST_CASE("reader: a reader lists the datasets") {
  const Folder folder;
  write_result(folder / "x.h5");
  const Reader reader(folder / "x.h5");
  CHECK(reader.path() == folder / "x.h5");
  for (const char* path : {"", "/", "spec", "/spec/original", "analyses/perturbation/trial"}) {
    CHECK(reader.has(path));
  }
  for (const char* path : {"spec/resolved", "cases", "missing/deep/path", "spec/original/deeper", ".."}) {
    CHECK_FALSE(reader.has(path));
  }
  CHECK(reader.datasets("analyses").size() == 2);
  CHECK(reader.datasets("spec/original") == std::vector<std::string>{"spec/original"});
  CHECK(reader.datasets("missing").empty());
  CHECK(reader.groups("missing").empty());
  CHECK(reader.case_labels().empty());
  CHECK(reader.failures().empty());
  CHECK(reader.text("spec/original") == "title: x\n");
}

TEST_CASE("reader: a name of a scale that is a list is damage, and its dimension has no name") {
  const Folder folder;
  const std::string path = (folder / "x.h5").string();
  write_result(path);
  {
    const hid_t file = H5Fopen(path.c_str(), H5F_ACC_RDWR, H5P_DEFAULT);
    const hid_t scale = H5Dopen2(file, "analyses/perturbation/trial", H5P_DEFAULT);
    REQUIRE(H5Adelete(scale, "NAME") >= 0);
    const hsize_t count = 3;
    const hid_t space = H5Screate_simple(1, &count, nullptr);
    const hid_t type = H5Tcopy(H5T_C_S1);
    const hid_t attribute = H5Acreate2(scale, "NAME", type, space, H5P_DEFAULT, H5P_DEFAULT);
    H5Awrite(attribute, type, "abc");
    H5Aclose(attribute);
    H5Tclose(type);
    H5Sclose(space);
    H5Dclose(scale);
    H5Fclose(file);
  }
  const Reader reader(path);
  CHECK(reader.dataset("analyses/perturbation/distance").dimensions == std::vector<std::string>{"trial"});
  const std::vector<std::string> damages = reader.integrity().damages;
  REQUIRE(damages.size() == 1);
  CHECK_THAT(damages.front(),
             Catch::Matchers::Contains("its scales name the dimensions phony_dim_0, but trial was written"));
}

TEST_CASE("reader: datasets that other tools wrote are read, or refused in words") {
  const Folder folder;
  const std::string path = (folder / "x.h5").string();
  write_foreign(path, "engram-result", 1);
  const Reader reader(path);
  CHECK(reader.datasets() == std::vector<std::string>{"complex", "plain", "words"});
  const engram::Dataset plain = reader.dataset("plain");
  CHECK(plain.dimensions == std::vector<std::string>{"phony_dim_0", "phony_dim_1"});
  CHECK(std::get<std::vector<std::int64_t>>(plain.values) == std::vector<std::int64_t>{1, 2, 3, -4});
  CHECK(std::get<std::vector<std::string>>(reader.dataset("words").values) ==
        std::vector<std::string>{"a", "ab", "abc", ""});
  CHECK_THROWS_MATCHES(reader.dataset("complex"), RequestError,
                       Message(path + " cannot be read: dataset 'complex': it holds neither numbers nor text"));
}

TEST_CASE("reader: a wrong bit in stored values is noticed, in small datasets, large ones and texts") {
  const Folder folder;
  const auto write = [&](const char* name) {
    Writer writer(folder / name, false);
    // Compression saves nothing of the first list, and nearly all of the second.
    std::vector<double> many(5000);
    std::generate(many.begin(), many.end(), [at = 0.0]() mutable { return std::sin(++at); });
    writer.group("a").record({"many", {"x"}, {5000}, many, "1", "Many numbers."});
    std::vector<double> even(5000, 0.1);
    writer.group("a").record({"even", {"x"}, {5000}, even, "1", "Equal numbers."});
    writer.group("a").record({"few", {"y"}, {3}, std::vector<double>{1.25, 2.25, 3.25}, "1", "Few numbers."});
    writer.group("a").record({"words", {"y"}, {3}, std::vector<std::string>{"alpha", "beta", "gamma"}, "", "Words."});
    writer.text("spec/original", "title: a text of some length\n", "A text.");
    writer.finish();
    return Reader(folder / name).integrity();
  };
  const Reader::Integrity whole = write("whole.h5");
  CHECK(whole.damages.empty());
  CHECK(whole.unguarded == 0);
  CHECK(whole.datasets == 7);

  std::ifstream stream(folder / "whole.h5", std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(stream), {}};
  const auto as_bytes = [](double number) {
    return std::string(reinterpret_cast<const char*>(&number), sizeof(number));
  };
  const std::vector<std::pair<std::string, std::string>> spots{{as_bytes(std::sin(4322.0)), "many"},
                                                               {as_bytes(2.25), "few"},
                                                               {"gamma", "words"},
                                                               {"title: a text", "original"}};
  for (const auto& [spot, dataset] : spots) {
    CAPTURE(dataset);
    std::string damaged = bytes;
    const std::size_t at = damaged.find(spot);
    REQUIRE(at != std::string::npos);
    damaged[at + 1] = static_cast<char>(damaged[at + 1] ^ 0x10);
    const std::string path = (folder / (dataset + ".h5")).string();
    std::ofstream(path, std::ios::binary) << damaged;
    const auto integrity = [&] {
      try {
        return Reader(path).integrity().damages;
      } catch (const RequestError& error) {
        return std::vector<std::string>{error.what()};
      }
    };
    REQUIRE_FALSE(integrity().empty());
    CHECK_THAT(integrity().front(), Catch::Matchers::StartsWith(path));
  }
}

TEST_CASE("reader: every object keeps its attributes in its header, so that older tools can copy it") {
  ENGRAM_NEEDS_PROGRAM("h5copy");
  ENGRAM_NEEDS_PROGRAM("h5repack");
  const Folder folder;
  {
    Writer writer(folder / "r.h5", false);
    for (int number = 0; number < 40; ++number) {
      writer.attribute("provenance", "attribute_" + std::to_string(number), "a text");
    }
    writer.finish();
  }
  const std::string copy = "h5copy -i " + (folder / "r.h5").string() + " -s /provenance -o " +
                           (folder / "copy.h5").string() + " -d provenance";
  CHECK(std::system(copy.c_str()) == 0);
  CHECK(std::system(("h5repack " + (folder / "r.h5").string() + " " + (folder / "packed.h5").string()).c_str()) == 0);
  CHECK(Reader(folder / "packed.h5").attributes("provenance").size() == 40);
}
