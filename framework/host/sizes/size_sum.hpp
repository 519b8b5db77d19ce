// The bytes of a result, added up from those of its datasets.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "sizes/alike_cells.hpp"
#include "study/study.hpp"

namespace engram::sizes {

/// Which datasets of a cell count.
enum class Counted { kept, all };

/// The bytes of a result of so many cells, by the names under `keep`. Single numbers, lists, texts, tables and what
/// HDF5 stores beside the values have the name "other".
std::map<std::string, double> bytes_by_content(const study::Study& study, const std::vector<AlikeCells>& groups,
                                               std::size_t cells, Counted counted);

}  // namespace engram::sizes
