// Reads and writes large datasets in parts: one cell of a sweep at a time, or a piece of values that are neighbours
// in the file.
//
// The first `rank` dimensions run over the cells; a place counts them in the order of the file.
#pragma once

#include <cstddef>
#include <vector>

#include "store/values.hpp"

namespace engram::store {

/// The number of values within the first `rank` extents.
std::size_t places_of(const std::vector<Index>& shape, std::size_t rank);

/// Whether the values of a dataset, or of a place of its first `rank` dimensions, take so much memory that they are
/// read in parts.
bool is_large(hid_t dataset, std::size_t rank = 0);

/// Makes a dataset of numbers with the name and shape of `outline`, whose values are written later; `sample` has some
/// of them.
h5::Handle create_empty_dataset(hid_t group, const Dataset& outline, const Values& sample);

/// Writes the values at one place.
void write_cell(hid_t dataset, std::size_t rank, std::size_t place, const Values& values);

/// Reads the numbers at one place, as they are stored, without comparing digests.
Values read_cell(hid_t dataset, std::size_t rank, std::size_t place);

/// The pieces of an array of numbers in the order of the file, each of at most a few MiB unless its last extents are
/// larger. Arrays of the same shape have the same pieces.
class Pieces {
 public:
  /// Those of a dataset, or of the cell at one place of its first `rank` dimensions.
  explicit Pieces(const std::vector<Index>& shape, std::size_t rank = 0, std::size_t place = 0);

  [[nodiscard]] std::size_t size() const { return count_; }
  /// Reads a piece as it is stored, without comparing digests.
  [[nodiscard]] Values read(hid_t dataset, std::size_t piece) const;

 private:
  std::vector<Index> shape_;
  std::size_t rank_;
  std::size_t place_;
  std::size_t split_ = 0;  ///< the dimension that pieces divide
  std::size_t rows_ = 1;   ///< in a piece along that dimension
  std::size_t count_ = 1;
};

/// Reads all values of a dataset of numbers, in pieces, since they may not fit into memory, and compares them with
/// their digest. Throws h5::Error if they differ.
void check_digest(hid_t dataset);

}  // namespace engram::store
