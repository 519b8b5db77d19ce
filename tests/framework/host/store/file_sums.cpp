// Checksums of files that change.
#include "store/file_sums.hpp"

#include <chrono>

#include <engram/error.hpp>

#include "catch.hpp"
#include "result_folder.hpp"
#include "store/sha256.hpp"

using engram::store::FileSums;
using engram::store::test::Folder;
using engram::store::test::write_file;

namespace fs = std::filesystem;

namespace {

/// A file with old times, so that a change shows in them.
fs::path old_file(const Folder& folder, const std::string& bytes) {
  fs::path file = folder / "data";
  write_file(file, bytes);
  fs::last_write_time(file, fs::file_time_type::clock::now() - std::chrono::hours(1));
  return file;
}

}  // namespace

TEST_CASE("file sums: a file that changed holds other bytes than those of its checksum") {
  const Folder folder;
  const fs::path file = old_file(folder, "one");
  FileSums sums;
  CHECK(sums.of(file) == engram::store::sha256_of_file(file));
  CHECK_FALSE(sums.changed(file));
  SECTION("other bytes of the same length and the same time") {
    const auto time = fs::last_write_time(file);
    write_file(file, "two");
    fs::last_write_time(file, time);
    CHECK(sums.changed(file));
  }
  SECTION("another file under the same name") {
    write_file(folder / "other", "three");
    fs::rename(folder / "other", file);
    CHECK(sums.changed(file));
  }
  SECTION("the same bytes written again") {
    write_file(file, "one");
    CHECK_FALSE(sums.changed(file));
  }
  SECTION("no file any more") {
    fs::remove(file);
    CHECK(sums.changed(file));
  }
  CHECK(sums.of(file) == engram::store::Sha256().add("one").words());
}

TEST_CASE("file sums: a change at once is noticed, also if the times of the file do not show it") {
  const Folder folder;
  for (int attempt = 0; attempt < 50; ++attempt) {
    const fs::path file = old_file(folder, "one");
    const auto time = fs::last_write_time(file);
    FileSums sums;
    sums.of(file);
    write_file(file, "two");
    fs::last_write_time(file, time);
    CHECK(sums.changed(file));
  }
}

TEST_CASE("file sums: a link that leads to another file, however old, has changed") {
  const Folder folder;
  const fs::path link = folder / "link";
  fs::create_symlink("/bin/sh", link);
  FileSums sums;
  sums.of(link);
  CHECK_FALSE(sums.changed(link));
  fs::remove(link);
  fs::create_symlink("/bin/cat", link);
  CHECK(sums.changed(link));
}

TEST_CASE("file sums: a file that was never asked for counts as changed, and one that does not exist is refused") {
  const Folder folder;
  FileSums sums;
  CHECK(sums.changed(old_file(folder, "one")));
  CHECK_THROWS_AS(sums.of(folder / "none"), engram::RequestError);
}
