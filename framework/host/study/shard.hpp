// A part of the cells of a study, for one of several machines.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "study/study.hpp"

namespace engram::study {

/// Shard `number`, from 1, of `count`; only of the cells in `labels` if it is not empty.
struct Shard {
  std::size_t number = 1;
  std::size_t count = 1;
  std::vector<std::string> labels = {};
};

/// The cells in `cells` that belong to a shard. The shard of a cell depends only on the spec and on the labels, never
/// on computed cells, so that shards which start at different times leave no cell out.
std::vector<std::size_t> cells_of_shard(const Study& study, const std::vector<std::size_t>& cells,
                                        const Shard& shard);

}  // namespace engram::study
