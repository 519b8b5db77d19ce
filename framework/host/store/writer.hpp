// Writing a result file: it bears its name only when it is complete.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include <engram/recorder.hpp>

namespace engram::store {

/// One value beside a group.
using AttributeValue = std::variant<std::string, std::int64_t, double>;

/// What a recorder was told of, and the group that it writes to.
struct Failure {
  std::string group;  ///< "analyses/perturbation"
  std::string sentence;
};

/// One HDF5 file in the making. Everything goes to a hidden file in the folder of the result; finish() gives it its
/// name. A writer that goes without finish(), by an exception or a kill, leaves what bore that name as it was.
///
/// A path names a group or a dataset from the root, "cases/loop/analyses/perturbation"; slashes at its ends do not
/// matter, and "" is the root. Where the disk fails, every function throws RunError with the system's own words.
///
/// Threading: any number of threads, each with recorders of its own; finish() when they are done.
class Writer {
 public:
  /// Throws RequestError where a file cannot come to be at `path`: it exists and may not be overwritten, or its
  /// folder can be neither written nor made. For before anything is computed; it leaves nothing behind.
  static void check_target(const std::filesystem::path& path, bool overwrite);

  /// Checks as check_target() does, makes missing folders and begins the hidden file: in the folder `workroom`, which
  /// is on the same file system, or beside the result where that is empty.
  Writer(const std::filesystem::path& path, bool overwrite, const std::filesystem::path& workroom = {});
  ~Writer();
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;

  /// The recorder of a group, which is made with its parents where it does not exist; it lives as long as the writer.
  /// Datasets may come in any order: a dimension whose coordinate never comes gets its indices as coordinate.
  Recorder& group(const std::string& path);

  /// Keeps a text, such as the spec, as the dataset at `path`.
  void text(const std::string& path, std::string text, std::string description);

  /// Sets an attribute of a group, which is made where it does not exist. What was there before is replaced.
  void attribute(const std::string& group, const std::string& name, const AttributeValue& value);

  /// Completes a group and those within it, so that they cost no memory any more. Nothing is recorded there
  /// afterwards.
  void complete(const std::string& group);

  /// What all recorders were told of so far. finish() adds to it where what was recorded does not fit together.
  [[nodiscard]] std::vector<Failure> failures() const;

  /// A file that bears the name already stays, though it might have been overwritten: for a run that did not come to
  /// its end.
  void keep_existing();

  /// Completes the file and gives it its name. Sets the root attribute `status`, unless it was set: "failed" where
  /// there are failures, "complete" otherwise. Nothing can be written afterwards.
  ///
  /// Where there is a file of that name by then which may not be overwritten, it stays; the results are
  /// kept under a name beside it, and the RunError says which.
  void finish();

 private:
  class File;
  std::unique_ptr<File> file_;
};

}  // namespace engram::store
