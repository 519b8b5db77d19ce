// Writes the cells of a sweep whose datasets have the same shapes as a stack: one dataset for each quantity, with the
// swept axes as its first dimensions.
#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <engram/recorder.hpp>

#include "store/writer.hpp"

namespace engram::store {

/// A dimension over the cells of a stack.
struct StackAxis {
  Dataset coordinate;                ///< named like the dimension
  std::vector<Dataset> beside = {};  ///< further settings that change along it
};

/// The stack is the group `path` of a result. Cells come in the order of their places, which count the axes' points
/// with the last axis fastest; a place without a cell holds missing values. All cells must record the same groups and
/// datasets, of the same types and shapes; coordinates with the same values.
///
/// Threading: used by one thread.
class StackWriter {
 public:
  StackWriter(Writer& writer, std::string path, std::vector<StackAxis> axes);
  ~StackWriter();
  StackWriter(const StackWriter&) = delete;
  StackWriter& operator=(const StackWriter&) = delete;

  /// Starts a cell; throws std::logic_error if its place is not after that of the cell before.
  void begin(std::size_t place, const std::string& label);
  void group(const std::string& path);
  void dataset(const std::string& group, Dataset dataset);
  /// A text of the cell, such as its resolved spec. Texts are stored as characters, which can be compressed.
  void text(const std::string& path, std::string text, std::string description);

  /// Writes everything and completes the stack's groups.
  void finish();

 private:
  struct Array;
  struct Texts {
    std::string description;
    std::vector<std::string> texts;  ///< by place
  };
  using Values = decltype(Dataset::values);

  Array& array_for(const std::string& group, const Dataset& dataset);
  void put(Array& array, std::size_t place, const Values& values);
  void write_missing(Array& array, std::size_t end);
  void finish(Array& array);
  void write_texts(const std::string& path, const Texts& texts);
  [[nodiscard]] std::string in_stack(const std::string& group) const;
  /// The dimensions and extents of the axes, before those of a dataset.
  void add_axes(Dataset& dataset) const;

  Writer& writer_;
  std::string path_;
  std::vector<StackAxis> axes_;
  std::size_t places_ = 1;
  std::size_t place_ = 0;
  std::vector<std::string> labels_;
  std::vector<std::unique_ptr<Array>> arrays_;
  std::map<std::pair<std::string, std::string>, std::size_t> numbers_;  ///< by group and name
  std::map<std::string, Texts> texts_;
  std::size_t bytes_kept_ = 0;
};

}  // namespace engram::store
