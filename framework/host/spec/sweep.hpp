// Sweeps: the grid of cells that a spec asks for.
#pragma once

#include <string>
#include <vector>

#include "spec/cases.hpp"
#include "spec/node.hpp"
#include "spec/problem.hpp"

namespace engram::spec {

/// One swept path and the values that it takes.
struct SweepAxis {
  std::string path;
  Mark mark;
  std::vector<Node> values;
  std::vector<std::string> words;  ///< each value as a part of a label
};

/// Reads `sweep: {PATH: [VALUE, ...] or {from, to, step or count, scale}, ...}`.
std::vector<SweepAxis> read_sweep(const Node& sweep, Problems& problems);

/// Every combination of the axes' values for every case, the first axis changing most slowly.
std::vector<CaseTree> sweep_cells(const std::vector<CaseTree>& cases, const std::vector<SweepAxis>& axes,
                                  Problems& problems);

}  // namespace engram::spec
