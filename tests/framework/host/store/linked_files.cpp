// The files that an HDF5 file refers to.
#include "store/linked_files.hpp"

#include <filesystem>
#include <string>
#include <vector>

#include <hdf5.h>

#include "catch.hpp"
#include "result_folder.hpp"

using engram::store::linked_files;
using engram::store::test::Folder;
using engram::store::test::write_file;
namespace fs = std::filesystem;

namespace {

/// An open HDF5 file of a test.
class Opened {
 public:
  explicit Opened(const fs::path& path) : id_(H5Fcreate(path.c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT)) {}
  ~Opened() { H5Fclose(id_); }
  Opened(const Opened&) = delete;
  Opened& operator=(const Opened&) = delete;

  void link(const std::string& name, const std::string& file) const {
    H5Lcreate_external(file.c_str(), "/x", id_, name.c_str(), H5P_DEFAULT, H5P_DEFAULT);
  }
  void dataset(const std::string& name, hid_t creation = H5P_DEFAULT) const {
    const hsize_t extent = 4;
    const hid_t space = H5Screate_simple(1, &extent, nullptr);
    H5Dclose(H5Dcreate2(id_, name.c_str(), H5T_NATIVE_INT, space, H5P_DEFAULT, creation, H5P_DEFAULT));
    H5Sclose(space);
  }
  void virtual_dataset(const std::string& name, const std::string& file) const {
    const hsize_t extent = 4;
    const hid_t space = H5Screate_simple(1, &extent, nullptr);
    const hid_t creation = H5Pcreate(H5P_DATASET_CREATE);
    H5Pset_virtual(creation, space, file.c_str(), "x", space);
    dataset(name, creation);
    H5Pclose(creation);
    H5Sclose(space);
  }
  /// A dataset of blocks of four numbers, each from a file with its number.
  void numbered_dataset(const std::string& name, const std::string& files) const {
    const hsize_t extent = 4;
    const hsize_t start = 0;
    const hsize_t unlimited = H5S_UNLIMITED;
    const hid_t block = H5Screate_simple(1, &extent, nullptr);
    const hid_t space = H5Screate_simple(1, &extent, &unlimited);
    H5Sselect_hyperslab(space, H5S_SELECT_SET, &start, &extent, &unlimited, &extent);
    const hid_t creation = H5Pcreate(H5P_DATASET_CREATE);
    H5Pset_virtual(creation, space, files.c_str(), "x", block);
    H5Dclose(H5Dcreate2(id_, name.c_str(), H5T_NATIVE_INT, space, H5P_DEFAULT, creation, H5P_DEFAULT));
    H5Pclose(creation);
    H5Sclose(space);
    H5Sclose(block);
  }
  void stored_elsewhere(const std::string& name, const std::string& file) const {
    const hid_t creation = H5Pcreate(H5P_DATASET_CREATE);
    H5Pset_external(creation, file.c_str(), 0, H5F_UNLIMITED);
    dataset(name, creation);
    H5Pclose(creation);
  }
  void group(const std::string& name) const {
    H5Gclose(H5Gcreate2(id_, name.c_str(), H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT));
  }

 private:
  hid_t id_;
};

/// The names of the files that a file of a folder refers to.
std::vector<std::string> names_behind(const fs::path& file) {
  std::vector<std::string> names;
  for (const fs::path& each : linked_files(file)) {
    CHECK(each.is_absolute());
    names.push_back(each.filename().string());
  }
  return names;
}

using Names = std::vector<std::string>;

}  // namespace

TEST_CASE("linked files: links, virtual datasets and external storage lead to files, and these to others") {
  const Folder folder;
  {
    const Opened first(folder / "first.h5");
    first.dataset("own");
    first.group("deep");
    first.link("deep/link", "b.h5");
    first.virtual_dataset("deep/virtual", "v.h5");
    first.stored_elsewhere("raw", (folder / "raw.bin").string());
    first.link("missing", "missing.h5");
  }
  {
    const Opened b(folder / "b.h5");
    b.dataset("x");
    b.link("further", "c.h5");
    b.link("back", "first.h5");
  }
  {
    const Opened c(folder / "c.h5");
    c.dataset("x");
    c.link("around", "b.h5");
  }
  Opened(folder / "v.h5").dataset("x");
  write_file(folder / "raw.bin", std::string(16, '\0'));
  CHECK(names_behind(folder / "first.h5") == Names{"b.h5", "c.h5", "raw.bin", "v.h5"});
  CHECK(names_behind(folder / "c.h5") == Names{"b.h5", "first.h5", "raw.bin", "v.h5"});
  CHECK(names_behind(folder / "v.h5").empty());
}

TEST_CASE("linked files: sources of virtual datasets with a number stand for all files of such a name") {
  const Folder folder;
  Opened(folder / "all.h5").numbered_dataset("x", "part-%b.h5");
  for (const char* name : {"part-0.h5", "part-1.h5", "part-10.h5", "other-0.h5"}) {
    Opened(folder / name).dataset("x");
  }
  CHECK(names_behind(folder / "all.h5") == Names{"part-0.h5", "part-1.h5", "part-10.h5"});
  fs::create_directory(folder / "parts");
  Opened(folder / "parts/p-3.h5").dataset("x");
  Opened(folder / "relative.h5").numbered_dataset("x", "parts/p-%b.h5");
  Opened(folder / "absolute.h5").numbered_dataset("x", (folder / "parts/p-%b.h5").string());
  CHECK(names_behind(folder / "relative.h5") == Names{"p-3.h5"});
  CHECK(names_behind(folder / "absolute.h5") == Names{"p-3.h5"});
  Opened(folder / "twice.h5").numbered_dataset("x", "%b-of-%b.h5");
  Opened(folder / "0-of-0.h5").dataset("x");
  CHECK(names_behind(folder / "twice.h5") == Names{"0-of-0.h5"});
}

TEST_CASE("linked files: a file without references, of another kind, or that is not there has none") {
  const Folder folder;
  {
    const Opened plain(folder / "plain.h5");
    plain.dataset("x");
    plain.virtual_dataset("self", ".");
  }
  write_file(folder / "text.csv", "1,2\n");
  CHECK(linked_files(folder / "plain.h5").empty());
  CHECK(linked_files(folder / "text.csv").empty());
  CHECK(linked_files(folder / "missing.h5").empty());
  CHECK(linked_files(folder.path()).empty());
}
