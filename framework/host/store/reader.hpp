// Reading a result file back.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <engram/recorder.hpp>

#include "store/writer.hpp"

namespace engram::store {

class InputFile;

/// A finished result file, open for reading. Paths are as for Writer and are returned without a leading slash; lists
/// are in the order of writing.
///
/// Threading: any number of threads may share one.
class Reader {
 public:
  /// Throws RequestError where there is no such file, or where it is not a whole result file that this version reads.
  explicit Reader(const std::filesystem::path& path);
  ~Reader();
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;

  [[nodiscard]] const std::filesystem::path& path() const;

  /// Whether there is a dataset or a group at that path.
  [[nodiscard]] bool has(const std::string& path) const;
  /// The paths of all datasets at or below a group: coordinates, texts and tables too.
  [[nodiscard]] std::vector<std::string> datasets(const std::string& group = "") const;
  /// The names of the datasets directly in a group; none where the group does not exist.
  [[nodiscard]] std::vector<std::string> datasets_in(const std::string& group) const;
  /// The names of the groups directly in a group; none where the group does not exist.
  [[nodiscard]] std::vector<std::string> groups(const std::string& path = "") const;
  /// The labels of the cases; none for a single run.
  [[nodiscard]] std::vector<std::string> case_labels() const;

  /// A dataset as it was recorded; its name is the last part of the path. Throws RequestError with the nearest match
  /// where there is none.
  [[nodiscard]] Dataset dataset(const std::string& path) const;
  /// The same with whole numbers of eight bits as they are stored; dataset() makes numbers of 64 bits of them.
  [[nodiscard]] Dataset stored_dataset(const std::string& path) const;
  /// A dataset without its values, for those who look before they load.
  [[nodiscard]] Dataset outline(const std::string& path) const;
  /// A dataset that is a single text.
  [[nodiscard]] std::string text(const std::string& path) const;

  /// An attribute of a group. Throws RequestError with the nearest match where there is none.
  [[nodiscard]] AttributeValue attribute(const std::string& group, const std::string& name) const;
  /// All attributes of a group that are a text or a number.
  [[nodiscard]] std::vector<std::pair<std::string, AttributeValue>> attributes(const std::string& group) const;

  /// How the bytes of the whole file compare with their checksums.
  struct Integrity {
    std::size_t datasets = 0;
    std::size_t unguarded = 0;         ///< of them without a checksum or a digest: results of version 0.1 have such
    std::vector<std::string> damages;  ///< a sentence for each dataset or group that cannot be read as it was written
  };
  /// Reads everything and compares it with its digests.
  [[nodiscard]] Integrity integrity() const;

  /// The failures that recorders were told of while the file was written.
  [[nodiscard]] std::vector<Failure> failures() const;

 private:
  template <class Work>
  auto with_dataset(const std::string& path, Work&& work) const;

  std::unique_ptr<InputFile> file_;
};

}  // namespace engram::store
