// The files of the folder arrays, which numpy and scipy wrote (arrays/make.py), whole and damaged.
#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <sstream>
#include <string>
#include <system_error>
#include <vector>

#include <array_files/file_array.hpp>
#include <unistd.h>

#include <engram/error.hpp>

#include "catch.hpp"

using namespace engram;
using array_files::open_array;

namespace {

/// The values of an array, pattern by pattern.
std::vector<double> values_of(const array_files::FileArray& array) {
  Index size = 1;
  for (std::size_t axis = 1; axis < array.shape().size(); ++axis) {
    size *= array.shape()[axis];
  }
  Matrix values(size, array.shape().front());
  array.read(values);
  return {values.data(), values.data() + values.size()};
}

std::vector<double> values_of(const std::string& file, const std::string& name) {
  return values_of(*open_array(file, name));
}

/// The complaint as "parameter: message"; empty if there is none.
std::string complaint(const std::string& file, const std::string& name) {
  try {
    const auto array = open_array(file, name);
    if (!array->shape().empty() && std::ranges::count(array->shape(), Index{0}) == 0) {
      (void)values_of(*array);
    }
  } catch (const ParameterError& error) {
    return error.parameter() + ": " + error.what();
  }
  return "";
}

std::string bytes_of(const std::string& file) {
  std::ostringstream text;
  text << std::ifstream(file, std::ios::binary).rdbuf();
  return text.str();
}

/// A file that goes when the test ends.
class Damaged {
 public:
  explicit Damaged(const std::string& suffix) {
    // Thousands of files are written, and memory is faster than a disk.
    const std::filesystem::path memory = "/dev/shm";
    const std::filesystem::path folder =
        std::filesystem::is_directory(memory) ? memory : std::filesystem::temp_directory_path();
    std::string name = (folder / "engram-array-XXXXXX").string() + suffix;
    const int opened = mkstemps(name.data(), static_cast<int>(suffix.size()));
    REQUIRE(opened >= 0);
    close(opened);
    path_ = name;
  }
  Damaged(const Damaged&) = delete;
  Damaged& operator=(const Damaged&) = delete;
  ~Damaged() {
    std::error_code ignored;
    std::filesystem::remove(path_, ignored);
  }

  /// The complaint about a file of these bytes, without its path.
  [[nodiscard]] std::string complaint_about(const std::string& bytes, const std::string& name) const {
    std::ofstream(path_, std::ios::binary) << bytes;
    std::string words = complaint(path_, name);
    if (const std::size_t at = words.find(path_); at != std::string::npos) {
      words.replace(at, path_.size(), "FILE");
    }
    return words;
  }

 private:
  std::string path_;
};

const std::vector<double> counting{0, 1, 2, 3, 4, 5};

}  // namespace

TEST_CASE("matlab: arrays of every class have their rows as patterns, compressed or not, and in version 4") {
  for (const std::string file : {"v5.mat", "v7.mat"}) {
    CAPTURE(file);
    CHECK(open_array(file, "states")->shape() == std::vector<Index>{2, 3});
    CHECK(values_of(file, "states") == counting);
    CHECK(values_of(file, "bytes") == std::vector<double>{-3, -2, -1, 0, 1, 2});
    CHECK(values_of(file, "truth") == std::vector<double>{0, 0, 0, 1, 1, 1});
    CHECK(values_of(file, "single") == std::vector<double>{0, 0.5, 1, 1.5, 2, 2.5});
    CHECK(values_of(file, "large")[5] == 1099511627781.0);
    CHECK(open_array(file, "cube")->shape() == std::vector<Index>{2, 2, 3});
    CHECK(values_of(file, "cube") == std::vector<double>{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11});
    CHECK(open_array(file, "void")->shape() == std::vector<Index>{0, 3});
  }
  CHECK(values_of("v4.mat", "states") == counting);
  CHECK(values_of("v4.mat", "single") == std::vector<double>{0, 0.5, 1, 1.5, 2, 2.5});
}

TEST_CASE("matlab: files of either byte order") {
  // Version 4 with its type, extents and values as a machine writes them whose greatest byte comes first.
  const Damaged file(".mat");
  const std::string big("\0\0\4\6\0\0\0\1\0\0\0\2\0\0\0\0\0\0\0\2x\0\xff\xfe\0\7", 26);
  CHECK(file.complaint_about(big, "x").empty());
  const std::string wrong("\0\0\4\6\0\0\0\1\0\0\0\2\0\0\0\0\0\0\0\2x\0\xff\xfe\0", 25);
  CHECK(file.complaint_about(wrong, "x") == "file: 'FILE' is a damaged file of MATLAB: it is cut off");
}

TEST_CASE("matlab: the only array of numbers needs no name, beside words and single numbers") {
  CHECK(values_of("only.mat", "") == counting);
  CHECK(values_of("only.mat", "gain") == std::vector<double>{2});
}

TEST_CASE("matlab: names that are missing are refused with the variables and the nearest match") {
  const std::string there =
      "variables in 'v7.mat' are states, bytes, truth, single, large, cube, cell, structure, word, waves, sparse, "
      "void";
  CHECK(complaint("v7.mat", "") == "dataset: dataset has to name one of the file's variables; " + there);
  CHECK(complaint("v7.mat", "state") ==
        "dataset: there is no variable 'state'; " + there + "; did you mean 'states'?");
  CHECK(complaint("v4.mat", "x") ==
        "dataset: there is no variable 'x'; variables in 'v4.mat' are states, single, word, waves, sparse");
}

TEST_CASE("matlab: variables that hold no real numbers are refused in words") {
  const std::string numbers = "; values have to be whole or floating-point numbers";
  for (const std::string file : {"v5.mat", "v7.mat"}) {
    CHECK(complaint(file, "cell") == "dataset: 'cell' in '" + file + "' is a cell array" + numbers);
    CHECK(complaint(file, "structure") == "dataset: 'structure' in '" + file + "' is a structure" + numbers);
  }
  for (const std::string file : {"v4.mat", "v5.mat", "v7.mat"}) {
    CHECK(complaint(file, "word") == "dataset: 'word' in '" + file + "' holds characters" + numbers);
    CHECK(complaint(file, "waves") == "dataset: 'waves' in '" + file + "' holds complex numbers" + numbers);
    CHECK(complaint(file, "sparse") ==
          "dataset: 'sparse' in '" + file + "' is a sparse matrix of MATLAB; save full(sparse) instead");
  }
}

TEST_CASE("npz: arrays that savez and savez_compressed wrote, by their names") {
  CHECK(values_of("only.npz", "states") == counting);
  CHECK(values_of("only.npz", "states.npy") == counting);
  CHECK(values_of("only.npz", "") == counting);
  CHECK(values_of("packed.npz", "states") == counting);
  CHECK(open_array("packed.npz", "images")->shape() == std::vector<Index>{3, 2, 2});
  CHECK(values_of("packed.npz", "images")[11] == 11.0);
}

TEST_CASE("npz: names that are missing, arrays without numbers and other archives are refused") {
  const std::string there = "arrays in 'packed.npz' are images, states, words, seed";
  CHECK(complaint("packed.npz", "") == "dataset: dataset has to name one of the file's arrays; " + there);
  CHECK(complaint("packed.npz", "image") ==
        "dataset: there is no array 'image'; " + there + "; did you mean 'images'?");
  CHECK(
      complaint("only.npz", "words") ==
      "file: 'only.npz:words.npy' holds values of type '<U1'; types are f2, f4, f8, i1, i2, i4, i8, u1, u2, u4, u8, "
      "b1, of either byte order");
  const Damaged file(".npz");
  const std::string empty = "PK\5\6" + std::string(18, '\0');
  CHECK(file.complaint_about(empty, "x") ==
        "file: 'FILE' is a zip archive without .npy files; numpy.savez writes one with them");
  CHECK(file.complaint_about("PK\3\4", "x") == "file: 'FILE' is a damaged zip archive: Not a zip archive");
}

TEST_CASE("npz: a member whose bytes changed is refused by its checksum") {
  const Damaged file(".npz");
  std::string bytes = bytes_of("only.npz");
  const std::size_t values = bytes.find('\n') + 1;
  bytes[values] ^= 1;
  CHECK(file.complaint_about(bytes, "states") == "file: 'states.npy' in 'FILE' cannot be unpacked: CRC error");
}

TEST_CASE("array files: a file that is cut off anywhere is refused or has lost whole variables") {
  for (const std::string name : {"v4.mat", "v5.mat", "v7.mat", "only.npz", "packed.npz"}) {
    CAPTURE(name);
    const Damaged file(name.substr(name.find('.')));
    const std::string bytes = bytes_of(name);
    for (std::size_t size = 0; size < bytes.size(); ++size) {
      CAPTURE(size);
      const std::string words = file.complaint_about(bytes.substr(0, size), "sparse");
      CHECK_THAT(words, Catch::Matchers::Contains("damaged") || Catch::Matchers::Contains("neither") ||
                            Catch::Matchers::StartsWith("dataset: "));
      CHECK((name.ends_with(".mat") || words.find("dataset") == std::string::npos));
    }
  }
}

TEST_CASE("array files: a byte that changed anywhere is refused, or changes names and values that have no checksum") {
  for (const std::string name : {"v4.mat", "v5.mat", "only.mat", "only.npz", "packed.npz"}) {
    const Damaged file(name.substr(name.find('.')));
    const std::string bytes = bytes_of(name);
    for (std::size_t at = 0; at < bytes.size(); ++at) {
      for (const unsigned mask : {1U << (at % 8), 0xffU}) {
        std::string changed = bytes;
        changed[at] = static_cast<char>(static_cast<unsigned char>(changed[at]) ^ mask);
        for (const char* array : {"states", ""}) {
          const std::string words = file.complaint_about(changed, array);
          CHECK((words.empty() || words.starts_with("file: ") || words.starts_with("dataset: ")));
        }
      }
    }
  }
}
