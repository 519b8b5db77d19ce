// The table of cells in the provenance of a merged result.
#include "cells/cell_table.hpp"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "catch.hpp"
#include "result_folder.hpp"
#include "store/writer.hpp"

using engram::Dataset;
using engram::journals::CellRecord;
using engram::store::Reader;
using engram::store::Writer;
using engram::store::test::Folder;
namespace cells = engram::cells;

namespace {

/// Cells with everything different but the text that says with what the first and the last were made.
std::vector<CellRecord> some_cells() {
  return {{std::string(64, 'a'), "old name", "host 1", "2026-01-31T12:00:00Z", 1.5, false, "with one"},
          {std::string(64, 'b'), "two", "host 2", "2026-01-31T12:00:01Z", 2.5, true, "with two"},
          {std::string(64, 'c'), "three", "host 3", "2026-01-31T12:00:02Z", 0.25, false, "with one"}};
}

const std::string group = cells::cell_table;

}  // namespace

TEST_CASE("cell table: cells come back as they were recorded, under the labels of the spec") {
  const Folder folder;
  {
    Writer writer(folder / "r.h5", false);
    cells::record_cell_table(some_cells(), {"one", "two", "three"}, writer.group(group));
    writer.finish();
  }
  const Reader reader(folder / "r.h5");
  const std::vector<CellRecord> read = cells::read_cell_table(reader);
  std::vector<CellRecord> expected = some_cells();
  expected[0].label = "one";
  REQUIRE(read.size() == expected.size());
  for (std::size_t cell = 0; cell < read.size(); ++cell) {
    CAPTURE(cell);
    CHECK(read[cell].key == expected[cell].key);
    CHECK(read[cell].label == expected[cell].label);
    CHECK(read[cell].host == expected[cell].host);
    CHECK(read[cell].start == expected[cell].start);
    CHECK(read[cell].seconds == expected[cell].seconds);
    CHECK(read[cell].failed == expected[cell].failed);
    CHECK(read[cell].made_with == expected[cell].made_with);
  }
  // A text that several cells share is stored once.
  CHECK(reader.column<std::string>(group + "/made_with") == std::vector<std::string>{"with one", "with two"});
  CHECK(reader.column<std::int64_t>(group + "/made_with_of_cell") == std::vector<std::int64_t>{0, 1, 0});
  CHECK(reader.column<std::string>(group + "/status") == std::vector<std::string>{"complete", "failed", "complete"});
  CHECK(reader.outline(group + "/seconds").unit == "s");
}

TEST_CASE("cell table: a result without a table has no cells, and one of engram 0.1 does not say with what") {
  const Folder folder;
  {
    Writer writer(folder / "bare.h5", false);
    writer.finish();
  }
  CHECK(cells::read_cell_table(Reader(folder / "bare.h5")).empty());
  {
    engram::MemoryRecorder all;
    cells::record_cell_table(some_cells(), {"one", "two", "three"}, all);
    Writer writer(folder / "old.h5", false);
    for (Dataset& dataset : all.datasets) {
      if (!dataset.name.starts_with("made_with")) {
        writer.group(group).record(std::move(dataset));
      }
    }
    writer.finish();
  }
  const std::vector<CellRecord> old = cells::read_cell_table(Reader(folder / "old.h5"));
  REQUIRE(old.size() == 3);
  CHECK(old[2].host == "host 3");
  CHECK(old[2].made_with.empty());
}

TEST_CASE("cell table: a number of no text is refused, and so are columns of other lengths") {
  const Folder folder;
  const auto read_with = [&](const std::vector<std::int64_t>& of_cell) {
    engram::MemoryRecorder all;
    cells::record_cell_table(some_cells(), {"one", "two", "three"}, all);
    Writer writer(folder / "r.h5", true);
    for (Dataset& dataset : all.datasets) {
      if (dataset.name == "made_with_of_cell") {
        dataset.values = of_cell;
        dataset.shape = {static_cast<engram::Index>(of_cell.size())};
        dataset.dimensions = {of_cell.size() == 3 ? "cell" : "others"};
      }
      writer.group(group).record(std::move(dataset));
    }
    writer.finish();
    return cells::read_cell_table(Reader(folder / "r.h5"));
  };
  CHECK(read_with({1, 1, 0})[0].made_with == "with two");
  for (const std::int64_t wrong : {-1, 2, 7}) {
    CHECK_THROWS_WITH(read_with({0, 1, wrong}), (folder / "r.h5").string() + ": dataset '" + group +
                                                    "/made_with_of_cell' has the entry " + std::to_string(wrong) +
                                                    "; 0 to 1 belong there");
  }
  CHECK_THROWS_WITH(read_with({0, 1}), Catch::Contains("has 2 entries; 3 belong there"));
}
