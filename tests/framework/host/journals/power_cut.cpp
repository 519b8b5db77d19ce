// Journals and results on a file system that loses everything which was not synced, as after a power cut.
//
// This program defines fsync and rename itself, so that the tests know what a disk would have kept.
#include <array>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include <dlfcn.h>
#include <sys/stat.h>
#include <unistd.h>

#include "catch.hpp"
#include "journals/journal.hpp"
#include "result_folder.hpp"
#include "store/writer.hpp"

namespace fs = std::filesystem;

namespace {

/// The calls so far, in order: "sync NAME" and "rename to NAME".
std::vector<std::string> calls;
/// The bytes of each file after a power cut.
std::map<std::string, std::uintmax_t> synced;

fs::path name_of(int file) {
  return fs::read_symlink("/proc/self/fd/" + std::to_string(file));
}

template <class Function>
Function* next(const char* name) {
  return reinterpret_cast<Function*>(::dlsym(RTLD_NEXT, name));
}

}  // namespace

// The parameters are those of the system's functions.
// NOLINTNEXTLINE(readability-inconsistent-declaration-parameter-name): the system's have no names to use
extern "C" int fsync(int file) {
  const fs::path name = name_of(file);
  calls.push_back("sync " + name.filename().string());
  if (fs::is_regular_file(name)) {
    synced[name.string()] = fs::file_size(name);
  }
  return next<int(int)>("fsync")(file);
}

// NOLINTNEXTLINE(readability-inconsistent-declaration-parameter-name): the system's have no names to use
extern "C" int rename(const char* from, const char* to) noexcept {
  calls.push_back("rename to " + fs::path(to).filename().string());
  return next<int(const char*, const char*)>("rename")(from, to);
}

// NOLINTNEXTLINE(readability-inconsistent-declaration-parameter-name): the system's have no names to use
extern "C" int renameat2(int from_folder, const char* from, int to_folder, const char* to, unsigned flags) noexcept {
  calls.push_back("rename to " + fs::path(to).filename().string());
  return next<int(int, const char*, int, const char*, unsigned)>("renameat2")(from_folder, from, to_folder, to,
                                                                              flags);
}

namespace engram::store {

namespace {

using test::Folder;

void compute(journals::JournalWriter& writer, char digit) {
  journals::CellJournal cell = writer.begin();
  cell.group("a").record({"x", {"i"}, {40}, std::vector<double>(40, 1.0), "1", "Numbers."});
  cell.finish({std::string(64, digit), std::string("cell-") + digit, "host", "2026-01-31T12:00:00Z", 1.5, false});
}

std::string cells_in(const fs::path& folder) {
  std::string digits;
  const journals::Journals journals(folder);
  for (const journals::CellRecord* cell : journals.cells()) {
    digits += cell->key.front();
  }
  return digits;
}

}  // namespace

TEST_CASE("power cut: of a journal, all cells that were synced come back, and no piece of another") {
  const Folder folder;
  calls.clear();
  fs::path file;
  std::uintmax_t whole = 0;
  {
    journals::JournalWriter writer(folder.path());
    compute(writer, '1');
    compute(writer, '2');
    writer.sync();
    file = fs::directory_iterator(folder.path())->path();
    compute(writer, '3');
    whole = fs::file_size(file);
  }
  REQUIRE(calls == std::vector{"sync " + file.filename().string(), "sync " + folder.path().filename().string()});
  REQUIRE(synced.at(file.string()) * 3 == whole * 2);
  // A power cut may keep any part of the bytes after the last sync, or the size of the file with other bytes in it.
  for (std::uintmax_t kept = synced.at(file.string()); kept < whole; ++kept) {
    fs::resize_file(file, kept);
    REQUIRE(cells_in(folder.path()) == "12");
    fs::resize_file(file, whole);
    REQUIRE(cells_in(folder.path()) == "12");
    fs::resize_file(file, kept);
    std::ofstream(file, std::ios::app | std::ios::binary) << std::string(whole - kept, '\xff');
    REQUIRE(cells_in(folder.path()) == "12");
  }
}

TEST_CASE("power cut: a journal in use is synced now and then") {
  const Folder folder;
  journals::JournalWriter writer(folder.path());
  compute(writer, '1');
  calls.clear();
  compute(writer, '2');
  CHECK(calls.empty());
  ::sleep(6);
  compute(writer, '3');
  CHECK(calls.size() == 2);
}

TEST_CASE("power cut: a result has all of its bytes before it has its name, and then its name") {
  const Folder folder;
  const bool overwrite = GENERATE(false, true);
  calls.clear();
  {
    Writer writer(folder / "r.h5", overwrite);
    writer.group("a").record({"x", {"i"}, {3}, std::vector<double>{1.0, 2.0, 3.0}, "1", "Numbers."});
    writer.finish();
  }
  REQUIRE(calls.size() == 3);
  CHECK_THAT(calls[0], Catch::StartsWith("sync ") && Catch::EndsWith(".part"));
  CHECK(calls[1] == "rename to r.h5");
  CHECK(calls[2] == "sync " + folder.path().filename().string());
  const auto size = fs::file_size(folder / "r.h5");
  bool is_whole = false;
  for (const auto& [name, bytes] : synced) {
    is_whole = is_whole || (fs::path(name).extension() == ".part" && bytes == size);
  }
  CHECK(is_whole);
}

}  // namespace engram::store
