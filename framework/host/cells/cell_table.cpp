#include "cells/cell_table.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/core.h>

#include <engram/error.hpp>

namespace engram::cells {

namespace {

/// Nearly all cells are made with the same plugins and files, so each different text is stored once.
void record_made_with(const std::vector<journals::CellRecord>& cells, Recorder& recorder) {
  std::map<std::string_view, std::int64_t> numbers;
  std::vector<std::string> texts;
  std::vector<std::int64_t> of_cell;
  for (const journals::CellRecord& cell : cells) {
    const auto [known, is_new] = numbers.try_emplace(cell.made_with, std::ssize(texts));
    if (is_new) {
      texts.push_back(cell.made_with);
    }
    of_cell.push_back(known->second);
  }
  const Index count = std::ssize(texts);
  recorder.record({"made_with",
                   {"made_with"},
                   {count},
                   std::move(texts),
                   "",
                   "Numerics, plugins and files that cells were made with, with their checksums."});
  recorder.record({"made_with_of_cell",
                   {"cell"},
                   {std::ssize(of_cell)},
                   std::move(of_cell),
                   "1",
                   "Number of the text under made_with that belongs to the cell."});
}

}  // namespace

void record_cell_table(const std::vector<journals::CellRecord>& cells, std::vector<std::string> labels,
                       Recorder& recorder) {
  const Index count = std::ssize(cells);
  recorder.record({"cell", {"cell"}, {count}, std::move(labels), "", "Labels of the cases."});
  const auto texts = [&](const std::string& name, auto field, const std::string& sentence) {
    std::vector<std::string> column;
    column.reserve(cells.size());
    for (const journals::CellRecord& cell : cells) {
      column.push_back(field(cell));
    }
    recorder.record({name, {"cell"}, {count}, std::move(column), "", sentence});
  };
  texts(
      "key", [](const auto& cell) { return cell.key; },
      "SHA-256 of the resolved spec, of the plugins' libraries and of the files read.");
  texts(
      "host", [](const auto& cell) { return cell.host; }, "Machine that computed the case.");
  texts(
      "start", [](const auto& cell) { return cell.start; }, "Beginning of its computation, UTC.");
  texts(
      "status", [](const auto& cell) { return std::string(cell.failed ? "failed" : "complete"); },
      "Whether it succeeded.");
  std::vector<double> seconds;
  for (const journals::CellRecord& cell : cells) {
    seconds.push_back(cell.seconds);
  }
  recorder.record({"seconds", {"cell"}, {count}, std::move(seconds), "s", "Time that the computation took."});
  record_made_with(cells, recorder);
}

std::vector<journals::CellRecord> read_cell_table(const store::Reader& reader) {
  const std::string group = cell_table;
  if (!reader.has(group + "/key")) {
    return {};
  }
  const std::size_t count = reader.column<std::string>(group + "/key").size();
  const auto texts = [&](const char* name) { return reader.column<std::string>(group + "/" + name, count); };
  const auto labels = texts("cell");
  const auto keys = texts("key");
  const auto hosts = texts("host");
  const auto starts = texts("start");
  const auto statuses = texts("status");
  const auto seconds = reader.column<double>(group + "/seconds", count);
  std::vector<journals::CellRecord> cells;
  for (std::size_t row = 0; row < keys.size(); ++row) {
    cells.push_back({keys[row], labels[row], hosts[row], starts[row], seconds[row], statuses[row] == "failed"});
  }
  // Results of engram 0.1 do not have this dataset.
  if (reader.has(group + "/made_with_of_cell")) {
    const auto made_with = reader.column<std::string>(group + "/made_with");
    const auto of_cell = reader.column<std::int64_t>(group + "/made_with_of_cell", count);
    for (std::size_t row = 0; row < cells.size(); ++row) {
      if (of_cell[row] < 0 || of_cell[row] >= std::ssize(made_with)) {
        throw RequestError(fmt::format("{}: dataset '{}/made_with_of_cell' has the entry {}; 0 to {} belong there",
                                       reader.path().string(), group, of_cell[row], std::ssize(made_with) - 1));
      }
      cells[row].made_with = made_with[static_cast<std::size_t>(of_cell[row])];
    }
  }
  return cells;
}

}  // namespace engram::cells
