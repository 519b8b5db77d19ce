// Protects the reading of files by a library that may crash on a damaged file.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

namespace engram::system {

/// The file that a library reads, and the message for the case that the library crashes on it or never returns. Then
/// nothing else can be done safely, and the process ends with exit code 2.
///
/// Threading: made by one thread at a time.
class ReadFile {
 public:
  explicit ReadFile(const std::filesystem::path& file);

 private:
  friend class Reading;
  std::string message_;
  std::string later_message_;  ///< for a crash after the reading
  double most_seconds_;        ///< longest processor time of one reading, or of one part of it
};

/// While it lives, the library is reading `file`, which must outlive it. Only one file is read at a time.
class Reading {
 public:
  explicit Reading(const ReadFile& file);
  ~Reading();
  Reading(const Reading&) = delete;
  Reading& operator=(const Reading&) = delete;

  /// Says that the library returned from a part of the present reading: the longest time counts for each part, since
  /// compressed values may be many times as many bytes as their file.
  static void part_done();

  /// For use in the crash handler: ends the process if a library was reading a file.
  static void end_if_at_fault();
  /// The same if a file was read earlier: a library may harm the memory of the process.
  static void end_if_read_before();
  /// The same if one reading has taken `seconds` of processor time and that is too long.
  static void end_if_late(double seconds);
};

}  // namespace engram::system
