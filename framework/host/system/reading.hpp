// Reading a file by a library that may crash on a damaged one.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

namespace engram::system {

/// The file that a library reads, and what is printed where the library crashes on it or never comes back. Then
/// nothing else can be done safely: the process ends with exit code 2.
///
/// Threading: made by one thread at a time.
class ReadFile {
 public:
  explicit ReadFile(const std::filesystem::path& file);

 private:
  friend class Reading;
  std::string message_;
  double most_seconds_;  ///< of the processor's time that one reading may take
};

/// As long as it lives, the library reads that file, which has to outlive it. One file is read at a time.
class Reading {
 public:
  explicit Reading(const ReadFile& file);
  ~Reading();
  Reading(const Reading&) = delete;
  Reading& operator=(const Reading&) = delete;

  /// Within a handler of crashes: ends the process where a library was reading a file.
  static void end_if_at_fault();
  /// The same where one reading has taken so many seconds of the processor's time, and that is too many.
  static void end_if_late(double seconds);
};

}  // namespace engram::system
