// A full disk: the system's message, no file under the final name, and the old file unchanged.
#include <algorithm>
#include <cmath>
#include <csignal>
#include <functional>
#include <utility>

#include <fmt/format.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/resource.h>

#include <engram/error.hpp>

#include "catch.hpp"
#include "child.hpp"
#include "journals/journal.hpp"
#include "needs.hpp"
#include "result_folder.hpp"
#include "store/writer.hpp"

using engram::journals::CellJournal;
using engram::journals::CellRecord;
using engram::journals::Journals;
using engram::journals::JournalWriter;
using engram::store::Writer;
using engram::store::test::Folder;
using engram::store::test::in_child;
using engram::store::test::old_result;
using engram::store::test::read_file;
using engram::store::test::write_file;

namespace fs = std::filesystem;

// Read by the leak sanitizer: HDF5 itself loses a few bytes where a disk is full, which is not worth a word on
// stderr. NOLINTBEGIN(bugprone-reserved-identifier,readability-identifier-naming)
extern "C" const char* __lsan_default_suppressions() {
  return "leak:libhdf5";
}
extern "C" const char* __lsan_default_options() {
  return "print_suppressions=0";
}
// NOLINTEND(bugprone-reserved-identifier,readability-identifier-naming)

namespace {

constexpr std::size_t limit = 1U << 20U;

/// Large datasets are written immediately, small ones when the file is closed.
void write_too_much(const fs::path& path, bool in_small_pieces) {
  Writer writer(path, true);
  const std::size_t numbers = in_small_pieces ? 10 : 2 * limit / sizeof(double);
  const int datasets = in_small_pieces ? 20'000 : 1;
  // Numbers of which compression saves nothing.
  std::vector<double> values(numbers);
  std::generate(values.begin(), values.end(), [at = 0.0]() mutable { return std::sin(++at); });
  for (int i = 0; i < datasets; ++i) {
    writer.group("a").record({fmt::format("x{}", i), {"i"}, {static_cast<engram::Index>(numbers)}, values, "1", ""});
  }
  writer.finish();
}

/// The outcome: the message, the files in the folder, and the content of the old file.
std::string outcome(const fs::path& folder, bool in_small_pieces) {
  write_file(folder / "r.h5", old_result());
  std::string report = "nothing failed";
  try {
    write_too_much(folder / "r.h5", in_small_pieces);
  } catch (const engram::RunError& error) {
    report = error.what();
  }
  for (const auto& entry : fs::directory_iterator(folder)) {
    report += "; " + entry.path().filename().string();
  }
  return report + ": " + read_file(folder / "r.h5");
}

}  // namespace

TEST_CASE("failing disk: a file that may not grow is reported and removed") {
  const Folder folder;
  const bool in_small_pieces = GENERATE(false, true);
  // The bytes hold the time, so the child process has to have the same ones.
  const std::string& old = old_result();
  const std::string result = in_child([&] {
    // By default this signal would end the process.
    std::signal(SIGXFSZ, SIG_IGN);
    const rlimit size = {limit, limit};
    ::setrlimit(RLIMIT_FSIZE, &size);
    return outcome(folder.path(), in_small_pieces);
  });
  CHECK(result == (folder / "r.h5").string() + " cannot be written: File too large; r.h5: " + old);
}

TEST_CASE(
    "failing disk: a journal that may not grow loses the cell at hand, and neither those before it nor those behind "
    "it") {
  const Folder folder;
  const std::string result = in_child([&] {
    std::signal(SIGXFSZ, SIG_IGN);
    JournalWriter writer(folder.path());
    std::string report;
    const auto compute = [&](char digit, std::size_t numbers) {
      CellJournal cell = writer.begin();
      cell.group("a").record(
          {"x", {"i"}, {static_cast<engram::Index>(numbers)}, std::vector<double>(numbers, digit), "1", "Numbers."});
      try {
        cell.finish({std::string(64, digit), std::string(1, digit), "host", "2026-01-31T12:00:00Z", 1.5, false});
      } catch (const engram::RunError& error) {
        report += std::string(error.what()) + "; ";
      }
    };
    compute('1', 10);
    rlimit size{};
    ::getrlimit(RLIMIT_FSIZE, &size);
    const rlim_t before = std::exchange(size.rlim_cur, limit);
    ::setrlimit(RLIMIT_FSIZE, &size);
    compute('2', limit);
    // A small cell fits, and the large one fits when the disk is larger.
    compute('3', 10);
    size.rlim_cur = before;
    ::setrlimit(RLIMIT_FSIZE, &size);
    compute('4', limit);
    const Journals journals(folder.path());
    for (const CellRecord* record : journals.cells()) {
      report += record->label;
    }
    return report;
  });
  CHECK(result == folder.path().string() + " cannot be written: File too large; 134");
}

TEST_CASE("failing disk: a full disk is reported and left as it was") {
  const Folder folder;
  const bool in_small_pieces = GENERATE(false, true);
  const std::string& old = old_result();  // made before the child, as above
  const std::string result = in_child([&]() -> std::string {
    // A file system that belongs to the child and is removed with it.
    const std::string size = "size=" + std::to_string(limit);
    if (::unshare(CLONE_NEWNS) != 0 || ::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0 ||
        ::mount("none", folder.path().c_str(), "tmpfs", 0, size.c_str()) != 0) {
      return "no mount";
    }
    return outcome(folder.path(), in_small_pieces);
  });
  if (result == "no mount") {
    ENGRAM_SKIP("only root may mount a file system");
  }
  CHECK(result == (folder / "r.h5").string() + " cannot be written: No space left on device; r.h5: " + old);
}
