// Journals: reading them back, and reading them after a kill.
#include "journals/journal.hpp"

#include <cstdint>
#include <cstring>
#include <fstream>
#include <stdexcept>

#include <engram/error.hpp>

#include "catch.hpp"
#include "journals/cell_bytes.hpp"
#include "result_folder.hpp"

using Catch::Matchers::Contains;
using engram::Dataset;
using engram::journals::CellJournal;
using engram::journals::CellListener;
using engram::journals::CellRecord;
using engram::journals::Journals;
using engram::journals::JournalWriter;
using engram::store::test::Folder;

namespace fs = std::filesystem;

namespace {

std::string key_of(char digit) {
  return std::string(64, digit);
}

CellRecord record_of(char digit) {
  return {key_of(digit), std::string("cell-") + digit, "host", "2026-01-31T12:00:00Z", 1.5, false};
}

/// Stores the calls as lines.
struct Heard : CellListener {
  std::vector<std::string> lines;
  std::vector<Dataset> datasets;

  void group(const std::string& path) override { lines.push_back("group " + path); }
  void dataset(const std::string& group, Dataset dataset) override {
    lines.push_back("dataset " + group + "/" + dataset.name);
    datasets.push_back(std::move(dataset));
  }
  void failure(const std::string& group, std::string sentence) override {
    lines.push_back("failure " + group + ": " + sentence);
  }
};

void write(const fs::path& folder, const std::string& digits, bool failed = false) {
  JournalWriter writer(folder);
  for (const char digit : digits) {
    CellJournal cell = writer.begin();
    cell.group("a/b").record(
        {"x", {"i"}, {3}, std::vector<double>{1.0, 2.0, static_cast<double>(digit)}, "s", "Numbers."});
    if (failed) {
      cell.group("a").failure("it went wrong");
    }
    CHECK(cell.finish(record_of(digit)) == failed);
  }
}

fs::path only_file(const fs::path& folder) {
  fs::path found;
  for (const auto& entry : fs::directory_iterator(folder)) {
    CHECK(found.empty());
    found = entry.path();
  }
  return found;
}

}  // namespace

TEST_CASE("journal: a journal gives back what was recorded, of every kind and in order") {
  const Folder folder;
  {
    JournalWriter writer(folder.path());
    CellJournal cell = writer.begin();
    cell.group("model").record({"words", {"i"}, {2}, std::vector<std::string>{"a", ""}, "", "Words.", {"c"}});
    cell.group("model").record({"c", {"i"}, {2}, std::vector<std::int64_t>{-1, 7}, "1", "Whole."});
    cell.group("").record({"bytes", {}, {}, std::vector<std::int8_t>{-1}, "1", "A byte."});
    cell.group("empty");
    CHECK_FALSE(cell.finish(record_of('1')));
  }
  const Journals journals(folder.path());
  REQUIRE(journals.cells().size() == 1);
  const CellRecord& record = *journals.find(key_of('1'));
  CHECK(record.label == "cell-1");
  CHECK(record.seconds == 1.5);
  CHECK(record.start == "2026-01-31T12:00:00Z");
  CHECK_FALSE(record.failed);
  Heard heard;
  journals.play(key_of('1'), heard);
  CHECK(heard.lines == std::vector<std::string>{"group model", "dataset model/words", "dataset model/c", "group ",
                                                "dataset /bytes", "group empty"});
  CHECK(std::get<std::vector<std::string>>(heard.datasets[0].values) == std::vector<std::string>{"a", ""});
  CHECK(heard.datasets[0].coordinates == std::vector<std::string>{"c"});
  CHECK(std::get<std::vector<std::int64_t>>(heard.datasets[1].values) == std::vector<std::int64_t>{-1, 7});
  CHECK(std::get<std::vector<std::int8_t>>(heard.datasets[2].values) == std::vector<std::int8_t>{-1});
}

TEST_CASE("journal: a journal that ends anywhere holds the cells that are whole") {
  const Folder folder;
  write(folder.path(), "123");
  const fs::path file = only_file(folder.path());
  const auto whole = fs::file_size(file);
  REQUIRE(whole % 3 == 0);
  for (auto size = whole; size > 0; --size) {
    fs::resize_file(file, size);
    CHECK(Journals(folder.path()).size() == size / (whole / 3));
  }
}

TEST_CASE("journal: a cell whose bytes changed does not count, and those behind it do") {
  const Folder folder;
  write(folder.path(), "123");
  const fs::path file = only_file(folder.path());
  const auto size = fs::file_size(file);
  std::fstream stream(file, std::ios::in | std::ios::out | std::ios::binary);
  stream.seekp(static_cast<std::streamoff>(size / 2));
  stream.put('?');
  stream.close();
  const Journals journals(folder.path());
  CHECK(journals.find(key_of('1')) != nullptr);
  CHECK(journals.find(key_of('2')) == nullptr);
  CHECK(journals.find(key_of('3')) != nullptr);
}

TEST_CASE("journal: a cell that is not finished leaves nothing") {
  const Folder folder;
  {
    JournalWriter writer(folder.path());
    CellJournal cell = writer.begin();
    cell.group("a").record({"x", {}, {}, std::vector<double>{1.0}, "1", "X."});
  }
  CHECK(fs::is_empty(folder.path()));
  CHECK(Journals(folder.path()).size() == 0);
  CHECK(Journals(folder / "none").size() == 0);
}

TEST_CASE("journal: a cell without failure counts before one with") {
  const Folder folder;
  write(folder.path(), "1", true);
  const auto failed = [&] {
    const Journals journals(folder.path());
    return journals.find(key_of('1'))->failed;
  };
  CHECK(failed());
  write(folder.path(), "1", false);
  write(folder.path(), "1", true);
  CHECK_FALSE(failed());
}

TEST_CASE("journal: of two failures the later one counts, in whichever file and wherever in it") {
  const auto sentence_of = [](const fs::path& folder) {
    Heard heard;
    Journals(folder).play(key_of('1'), heard);
    return heard.lines.back();
  };
  const auto fail = [](JournalWriter& writer, const std::string& start, const std::string& sentence) {
    CellJournal cell = writer.begin();
    cell.group("a").failure(sentence);
    CellRecord record = record_of('1');
    record.start = start;
    CHECK(cell.finish(record));
  };
  // File names are not in the order of time, so the attempts cover both orders.
  for (int attempt = 0; attempt < 8; ++attempt) {
    const Folder folder;
    JournalWriter first(folder.path());
    JournalWriter second(folder.path());
    fail(first, "2026-01-31T12:00:00Z", "one");
    fail(second, "2026-01-31T12:00:01Z", "two");
    REQUIRE(sentence_of(folder.path()) == "failure a: two");
    fail(first, "2026-01-31T12:00:02Z", "three");
    REQUIRE(sentence_of(folder.path()) == "failure a: three");
    fail(first, "2026-01-31T12:00:02Z", "four");
    REQUIRE(sentence_of(folder.path()) == "failure a: four");
    write(folder.path(), "1");
    fail(second, "2026-01-31T12:00:03Z", "five");
    const Journals journals(folder.path());
    REQUIRE_FALSE(journals.find(key_of('1'))->failed);
  }
}

TEST_CASE("journal: a journal refuses what a result would refuse") {
  const Folder folder;
  JournalWriter writer(folder.path());
  CellJournal cell = writer.begin();
  CHECK_THROWS_WITH(cell.group("a").record({"x", {"i"}, {3}, std::vector<double>{1.0}, "1", "X."}),
                    Contains("dataset 'x' in 'a': 1 value does not fill 3"));
}

TEST_CASE("journal: a cell that promises more than it holds is refused") {
  for (const std::uint64_t count : {std::uint64_t{2}, std::uint64_t{1} << 61U, ~std::uint64_t{0}}) {
    std::string bytes(sizeof count + 15, '\0');
    std::memcpy(bytes.data(), &count, sizeof count);
    const auto source = [&bytes] { return engram::journals::Source(bytes); };
    CHECK_THROWS_AS(source().texts(), std::out_of_range);
    CHECK_THROWS_AS(source().numbers<double>(), std::out_of_range);
  }
}

TEST_CASE("journal: a journal that has no folder says so") {
  const Folder folder;
  JournalWriter writer(folder / "none");
  CellJournal cell = writer.begin();
  CHECK_THROWS_AS(cell.finish(record_of('1')), engram::RunError);
}
