// Writes a result file, which gets its name only when it is complete.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include <engram/recorder.hpp>

#include "h5/attribute_value.hpp"

namespace engram::store {

class GroupRecorder;
class OutputFile;

using h5::AttributeValue;

/// A failure reported to a recorder, and the recorder's group.
struct Failure {
  std::string group;  ///< "analyses/perturbation"
  std::string sentence;
};

/// One unfinished HDF5 file. Everything goes to a hidden file in the folder of the result; finish() gives it its
/// name. If the writer ends without finish(), because of an exception or a kill, an older file of that name is
/// unchanged.
///
/// A path names a group or a dataset from the root, "cases/loop/analyses/perturbation"; slashes at its ends do not
/// matter, and "" is the root. If the disk fails, every function throws RunError with the system's message.
///
/// Threading: any number of threads, each with its own recorders; call finish() when they are done.
class Writer {
 public:
  /// Throws RequestError if no file can be made at `path`: it exists and may not be overwritten, or its folder can be
  /// neither written nor made. It is called before anything is computed and leaves nothing behind.
  static void check_target(const std::filesystem::path& path, bool overwrite);

  /// Checks as check_target() does, makes missing folders and begins the hidden file: in the folder `workroom`, which
  /// must be on the same file system, or beside the result if `workroom` is empty.
  Writer(const std::filesystem::path& path, bool overwrite, const std::filesystem::path& workroom = {});
  ~Writer();
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;

  /// The recorder of a group; it lives as long as the writer. The group and its parents are made if they are missing.
  /// Datasets may come in any order; a dimension without a coordinate gets its indices as coordinate.
  Recorder& group(const std::string& path);

  /// Keeps a text, such as the spec, as the dataset at `path`.
  void text(const std::string& path, std::string text, std::string description);

  /// Sets an attribute of a group, which is made if it is missing. An older value is replaced.
  void attribute(const std::string& group, const std::string& name, const AttributeValue& value);

  /// Completes a group and the groups within it, which frees their memory. Nothing may be recorded there afterwards.
  void complete(const std::string& group);

  /// The failures reported to all recorders so far. finish() adds failures for datasets that do not fit together.
  [[nodiscard]] std::vector<Failure> failures() const;

  /// Keeps an existing file of that name, even if it might be overwritten. For a run that did not finish.
  void keep_existing();

  /// Completes the file and gives it its name. Sets the root attribute `status`, unless it was set: "failed" if there
  /// are failures, "complete" otherwise. Nothing can be written afterwards.
  ///
  /// If a file of that name has appeared meanwhile and may not be overwritten, it is kept. The results then get
  /// another name beside it, which the RunError reports.
  void finish();

 private:
  friend class StackWriter;
  GroupRecorder& recorder(const std::string& path);
  OutputFile& output();

  class File;
  std::unique_ptr<File> file_;
};

}  // namespace engram::store
