// Journals keep the cells of a sweep until they are merged into one result.
//
// Every process that computes cells appends them to its own file, each as one piece followed by a checksum. No locks
// are needed, so many machines may share a folder. A cell that was cut off by a kill or a full disk is recognised by
// its checksum and ignored.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <engram/recorder.hpp>

#include "journals/cell_listener.hpp"
#include "system/descriptor.hpp"

namespace engram::journals {

inline constexpr std::string_view journal_ending = ".journal";

/// A name that no other process uses: host, process number and a random part.
std::string process_token();

/// The facts about a computed cell besides its datasets.
struct CellRecord {
  std::string key;    ///< a checksum of everything that its results depend on, as 64 hexadecimal digits
  std::string label;  ///< the cell's label at the time when it was computed
  std::string host;
  std::string start;           ///< UTC, as in Provenance
  double seconds = 0.0;        ///< the time it took, s
  bool failed = false;         ///< a failure was recorded
  std::string made_with = {};  ///< see CellKeys::made_with(); empty for cells of engram 0.1
};

class JournalWriter;

/// One cell being recorded. finish() writes it to the journal; without finish() nothing is kept.
class CellJournal {
 public:
  ~CellJournal();
  CellJournal(const CellJournal&) = delete;
  CellJournal& operator=(const CellJournal&) = delete;

  /// The recorder of a group of the cell, with the same rules as in Writer; it lives as long as the cell.
  Recorder& group(const std::string& path);
  /// Appends the cell with the spec that it was computed from. Returns whether it failed, because a failure was
  /// recorded or datasets do not fit together. Throws RunError if it cannot be written; the journal then stays as it
  /// was.
  bool finish(CellRecord record, std::string_view spec = {});

  /// One recorded group, dataset or failure.
  struct Entry {
    std::string group;
    Dataset dataset;
    std::string failure;
    enum class Kind : std::uint8_t { group, dataset, failure } kind;
  };

 private:
  friend class JournalWriter;
  class Group;
  explicit CellJournal(JournalWriter& journal);

  JournalWriter& journal_;
  std::vector<Entry> entries_;
  std::map<std::string, std::unique_ptr<Group>> groups_;
};

/// A journal of this process in a folder; the file is made with the first cell.
///
/// Threading: one thread, one cell at a time.
class JournalWriter {
 public:
  explicit JournalWriter(std::filesystem::path folder) : folder_(std::move(folder)) {}

  [[nodiscard]] CellJournal begin() { return CellJournal(*this); }
  /// Waits until everything is on the disk, including the name of the file. finish() calls it if the last call was
  /// more than a few seconds ago, so that a power cut loses only the work of these seconds.
  void sync();

 private:
  friend class CellJournal;
  void open();
  void append(const CellRecord& record, std::string_view spec, const std::vector<CellJournal::Entry>& entries);

  std::filesystem::path folder_;
  std::filesystem::path path_;
  system::Descriptor file_;
  std::chrono::steady_clock::time_point synced_;
};

/// All journals of a folder, open for reading.
class Journals {
 public:
  /// Reads the present journals; a missing folder counts as empty. Incomplete cells are left out. If a key occurs
  /// several times, the latest cell without failure counts, or else the latest failure.
  explicit Journals(const std::filesystem::path& folder);
  ~Journals();
  Journals(const Journals&) = delete;
  Journals& operator=(const Journals&) = delete;

  /// The cell of a key; null if there is none.
  [[nodiscard]] const CellRecord* find(const std::string& key) const&;
  const CellRecord* find(const std::string& key) const&& = delete;
  [[nodiscard]] std::size_t size() const;
  /// All cells by key.
  [[nodiscard]] std::vector<const CellRecord*> cells() const&;
  std::vector<const CellRecord*> cells() const&& = delete;
  /// Plays a cell back. Throws RunError if it can no longer be read.
  void play(const std::string& key, CellListener& listener) const;
  /// The spec that a cell was computed from; empty for cells of engram 0.1. Throws as play() does.
  [[nodiscard]] std::string spec(const std::string& key) const;

 private:
  struct Place;
  [[nodiscard]] std::string bytes_of(const Place& place) const;

  std::filesystem::path folder_;
  std::vector<std::filesystem::path> files_;
  std::map<std::string_view, Place> places_;  ///< by the key, which the place itself stores
};

}  // namespace engram::journals
