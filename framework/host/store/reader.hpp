// Reads a result file.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include <engram/recorder.hpp>

#include "store/writer.hpp"

namespace engram::store {

class CellValues;
class Contents;
class InputFile;
struct Location;

/// A finished result file, open for reading. Paths are as for Writer and are returned without a leading slash; lists
/// are in the order of writing. Each cell of a sweep is the group "cases/LABEL", also if the file stores it in a
/// stack.
///
/// Threading: any number of threads may share one.
class Reader {
 public:
  /// Throws RequestError if the file does not exist, or if it is not a complete result file that this version can
  /// read.
  explicit Reader(const std::filesystem::path& path);
  ~Reader();
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;

  [[nodiscard]] const std::filesystem::path& path() const;

  /// Whether there is a dataset or a group at that path.
  [[nodiscard]] bool has(const std::string& path) const;
  /// Whether there is a dataset at that path.
  [[nodiscard]] bool has_dataset(const std::string& path) const;
  /// The paths of all datasets at or below a group, including coordinates, texts and tables.
  [[nodiscard]] std::vector<std::string> datasets(const std::string& group = "") const;
  /// The names of the datasets directly in a group; empty if the group does not exist.
  [[nodiscard]] std::vector<std::string> datasets_in(const std::string& group) const;
  /// The names of the groups directly in a group; empty if the group does not exist.
  [[nodiscard]] std::vector<std::string> groups(const std::string& path = "") const;
  /// The labels of the cases; empty for a single run.
  [[nodiscard]] std::vector<std::string> case_labels() const;

  /// A dataset as it was recorded; its name is the last part of the path. Throws RequestError with the closest match
  /// if it does not exist.
  [[nodiscard]] Dataset dataset(const std::string& path) const;
  /// The same, but leaves 8-bit whole numbers as they are stored; dataset() turns them into 64-bit numbers.
  [[nodiscard]] Dataset stored_dataset(const std::string& path) const;
  /// A dataset without its values, for code that inspects it before loading it.
  [[nodiscard]] Dataset outline(const std::string& path) const;
  /// Whether a dataset has so many numbers that a command should read it in pieces.
  [[nodiscard]] bool is_large(const std::string& path) const;
  /// A piece of the numbers of a dataset in the order of the file, as they are stored; nullopt after the last one.
  /// The pieces of datasets of the same shape fit together. The first one compares the whole with its digest.
  [[nodiscard]] std::optional<decltype(Dataset::values)> piece(const std::string& path, std::size_t number) const;
  /// A dataset that is a single text.
  [[nodiscard]] std::string text(const std::string& path) const;

  /// The values of a one-dimensional dataset of texts, real numbers or whole numbers. Throws RequestError if it has
  /// others, or not `entries` of them.
  template <class Value>
  [[nodiscard]] std::vector<Value> column(const std::string& path, std::optional<std::size_t> entries = {}) const;

  /// An attribute of a group. Throws RequestError with the closest match if it does not exist.
  [[nodiscard]] AttributeValue attribute(const std::string& group, const std::string& name) const;
  /// All attributes of a group that are a text or a number.
  [[nodiscard]] std::vector<std::pair<std::string, AttributeValue>> attributes(const std::string& group) const;

  /// The result of checking the whole file against its checksums.
  struct Integrity {
    std::size_t datasets = 0;
    std::size_t unguarded = 0;         ///< datasets without checksum or digest, as in results of version 0.1
    std::vector<std::string> damages;  ///< a sentence for each dataset or group that cannot be read or has changed
  };
  /// Reads everything and compares it with its digests.
  [[nodiscard]] Integrity integrity() const;

  /// The failures that were reported to recorders while the file was written.
  [[nodiscard]] std::vector<Failure> failures() const;

 private:
  template <class Work>
  auto with_dataset(const std::string& path, Work&& work) const;
  /// The contents of the open file, read at the first call.
  const Contents& contents(std::int64_t file) const;
  Dataset outline_at(std::int64_t dataset, const Location& location) const;
  Dataset read_whole(std::int64_t dataset, const Location& location) const;

  std::unique_ptr<InputFile> file_;
  mutable std::unique_ptr<const Contents> contents_;           ///< guarded by the lock of HDF5, as are the values
  mutable std::unordered_map<std::string, Dataset> outlines_;  ///< of datasets in stacks, the same for all cells
  std::unique_ptr<CellValues> cells_;
};

}  // namespace engram::store
