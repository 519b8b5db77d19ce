// A dataset as rows along one dimension: one row for each combination of the other dimensions.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include <engram/recorder.hpp>

namespace engram::results {

/// A row's place along a dimension; empty if rows were gathered over that dimension.
using Place = std::optional<std::size_t>;

struct Row {
  std::vector<Place> places;  ///< one per dimension of the table
  std::vector<double> x;      ///< empty if the table was made without x
  std::vector<double> y;
};

struct Table {
  std::vector<std::string> dimensions;  ///< in the order of the dataset, without the dimension along the rows
  std::vector<Row> rows;

  /// The number of the dimension with that name.
  [[nodiscard]] std::optional<std::size_t> find(const std::string& dimension) const;
  /// Whether rows differ in that dimension.
  [[nodiscard]] bool varies(std::size_t dimension) const;
};

/// Splits a dataset into rows along its dimension number `along`. `x` has one number for each place along it, or one
/// for each number of the dataset.
Table make_table(const Dataset& dataset, std::size_t along, const std::vector<double>& x);
/// The same without x.
Table make_table(const Dataset& dataset, std::size_t along);

/// Groups of rows that agree in every dimension except `dimension`, in the order of their first members.
std::vector<std::vector<const Row*>> gather(const Table& table, std::size_t dimension);

}  // namespace engram::results
