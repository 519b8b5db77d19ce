// How large the result of a study will be, estimated from a few of its cells.
#pragma once

#include <chrono>
#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "study/study.hpp"

namespace engram::sizes {

struct ResultSize {
  double bytes = 0.0;
  double with_everything = 0.0;            ///< the same with `keep: all`
  std::map<std::string, double> contents;  ///< bytes by the names under `keep`; others in "other"
  std::size_t cells = 0;
  std::size_t measured = 0;                ///< cells
  std::set<std::string> not_reached = {};  ///< settings whose influence could not be measured in time
  std::vector<std::string> failed = {};    ///< a sentence for each measured cell that fails
  std::string late = {};                   ///< why the bytes are a lower bound; empty if they are none
  std::string unknown = {};                ///< why there is no estimate; empty if there is one
};

/// Runs the first cell, and a few others that show how sizes change with the settings that differ between cells, each
/// in a child process, for `limit` altogether. Sizes of other cells are products of powers of these settings. Writes
/// no file. With `alone`, the size of a result of that cell only.
ResultSize estimate_size(const study::Study& study, std::optional<std::size_t> alone,
                         std::chrono::milliseconds limit);

/// The estimate in a few lines, each with a line break.
std::string in_words(const ResultSize& size, const std::string& target);

}  // namespace engram::sizes
