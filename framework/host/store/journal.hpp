// Journals: where the cells of a sweep are kept until they are merged into one result.
//
// Every process that computes cells appends them to a file of its own, one piece each, with a checksum behind it:
// nobody locks anything, so that many machines may share a folder, and whatever a kill or a full disk cuts off is
// known by its checksum and does not count.
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

#include "store/cell_listener.hpp"
#include "system/descriptor.hpp"

namespace engram::store {

inline constexpr std::string_view journal_ending = ".journal";

/// A name that no other process gives: host, number of the process, and chance.
std::string process_token();

/// What is known of a computed cell besides its datasets.
struct CellRecord {
  std::string key;    ///< what its results depend on, as 64 hexadecimal digits
  std::string label;  ///< as it was called when it was computed
  std::string host;
  std::string start;           ///< UTC, as in Provenance
  double seconds = 0.0;        ///< what it took
  bool failed = false;         ///< a failure was recorded
  std::string made_with = {};  ///< see CellKeys::made_with(); empty for cells of engram 0.1
};

class JournalWriter;

/// One cell being recorded. It goes to the journal with finish(); without, nothing of it is kept.
class CellJournal {
 public:
  ~CellJournal();
  CellJournal(const CellJournal&) = delete;
  CellJournal& operator=(const CellJournal&) = delete;

  /// The recorder of a group of the cell, with the same rules as those of Writer; it lives as long as the cell.
  Recorder& group(const std::string& path);
  /// Appends the cell with the spec that it was computed from, and returns whether it failed: a failure was recorded,
  /// or datasets do not go together. Throws RunError where the disk does not take it; then the journal is as it was
  /// before.
  bool finish(CellRecord record, std::string_view spec = {});

  /// One thing that was recorded.
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

/// A journal of this process in a folder; its file comes to be with its first cell.
///
/// Threading: one thread, one cell at a time.
class JournalWriter {
 public:
  explicit JournalWriter(std::filesystem::path folder) : folder_(std::move(folder)) {}

  [[nodiscard]] CellJournal begin() { return CellJournal(*this); }
  /// Waits until all is on the disk, the name of the file included. finish() calls it when the last call is more than
  /// a few seconds ago, so that a power cut costs no more than these.
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
  /// Reads what is there; a folder that does not exist holds nothing. Cells that are not whole are left out. Where a
  /// key comes twice, one without failure counts, and of those that are alike the first.
  explicit Journals(const std::filesystem::path& folder);
  ~Journals();
  Journals(const Journals&) = delete;
  Journals& operator=(const Journals&) = delete;

  /// The cell of a key; null where there is none.
  [[nodiscard]] const CellRecord* find(const std::string& key) const&;
  const CellRecord* find(const std::string& key) const&& = delete;
  [[nodiscard]] std::size_t size() const;
  /// All cells by key.
  [[nodiscard]] std::vector<const CellRecord*> cells() const&;
  std::vector<const CellRecord*> cells() const&& = delete;
  /// Plays a cell back. Throws RunError where it can no longer be read.
  void play(const std::string& key, CellListener& listener) const;
  /// The spec that a cell was computed from; empty for cells of engram 0.1. Throws as play() does.
  [[nodiscard]] std::string spec(const std::string& key) const;

 private:
  struct Place;
  [[nodiscard]] std::string bytes_of(const Place& place) const;

  std::filesystem::path folder_;
  std::vector<std::filesystem::path> files_;
  std::map<std::string_view, Place> places_;  ///< by the key that the place itself holds
};

}  // namespace engram::store
