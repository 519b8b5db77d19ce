// A part of the cells of a study, for one of several machines.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

#include "app/study.hpp"

namespace engram::app {

/// Shard `number`, from 1, of `count`; of the cells in `labels` where that is not empty.
struct Shard {
  std::size_t number = 1;
  std::size_t count = 1;
  std::vector<std::string> labels = {};
};

/// Reads "2/8". Throws RequestError.
Shard read_shard(const std::string& text);

/// Reads a file with a label in each line. Throws RequestError.
std::vector<std::string> read_labels(const std::filesystem::path& file);

/// Those of `cells` that belong to a shard. Which shard a cell belongs to depends on the spec and on the labels
/// alone, never on what is computed already, so that shards which begin at different times leave nothing out.
std::vector<std::size_t> cells_of_shard(const Study& study, const std::vector<std::size_t>& cells,
                                        const Shard& shard);

}  // namespace engram::app
