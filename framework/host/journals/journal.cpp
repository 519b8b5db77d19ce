#include "journals/journal.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <optional>
#include <stdexcept>
#include <string_view>
#include <system_error>

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <engram/error.hpp>

#include "journals/cell_bytes.hpp"
#include "store/group_outline.hpp"
#include "store/path.hpp"
#include "store/provenance.hpp"
#include "store/sha256.hpp"
#include "system/temporary.hpp"

namespace engram::journals {

namespace fs = std::filesystem;

namespace {

// The number at the end is increased when the layout changes. Cells of version 1 do not record what they were made
// with.
constexpr std::string_view magic = "engram-cell-0002";
constexpr std::string_view first_magic = "engram-cell-0001";
constexpr std::size_t key_size = 64;
constexpr std::size_t head_size = magic.size() + sizeof(std::uint64_t) + key_size;
constexpr std::size_t checksum_size = sizeof(store::Sha256::Digest);
constexpr std::chrono::seconds sync_interval{5};

std::string words(int error) {
  return std::generic_category().message(error);
}

void write_record(const CellRecord& record, Sink& sink) {
  sink.text(record.label);
  sink.text(record.host);
  sink.text(record.start);
  sink.number(record.seconds);
  sink.number(static_cast<std::uint8_t>(record.failed));
  sink.text(record.made_with);
}

/// Reads a cell. If its parts do not fit its length, another program wrote it.
template <class Work>
auto read_whole(const fs::path& file, Work work) {
  try {
    return work();
  } catch (const std::out_of_range& error) {
    throw RunError(fmt::format("{} is damaged: {}", file.string(), error.what()));
  }
}

CellRecord read_record(std::string key, bool first_version, Source& source) {
  CellRecord record{std::move(key), source.text(), source.text(), source.text(), 0.0, false};
  record.seconds = source.number<double>();
  record.failed = source.number<std::uint8_t>() != 0;
  record.made_with = first_version ? "" : source.text();
  return record;
}

}  // namespace

std::string process_token() {
  return fmt::format("{}-{}", store::host_name(), system::unique_token());
}

/// The recorder of one group of a cell.
class CellJournal::Group final : public Recorder {
 public:
  Group(std::vector<Entry>& entries, std::string path) : entries_(entries), path_(path), outline_(std::move(path)) {}

  void record(Dataset dataset) override {
    outline_.check(dataset);
    outline_.add(dataset);
    entries_.push_back({path_, std::move(dataset), "", Entry::Kind::dataset});
  }
  void failure(std::string sentence) override {
    entries_.push_back({path_, {}, std::move(sentence), Entry::Kind::failure});
  }
  /// Whether the coordinates of all datasets fit; merging reports those that do not.
  [[nodiscard]] bool fits() { return outline_.drop_unknown_coordinates().empty(); }

 private:
  std::vector<Entry>& entries_;
  std::string path_;
  store::GroupOutline outline_;
};

CellJournal::CellJournal(JournalWriter& journal) : journal_(journal) {}
CellJournal::~CellJournal() = default;

Recorder& CellJournal::group(const std::string& path) {
  auto& group = groups_[store::clean_path(path)];
  if (group == nullptr) {
    group = std::make_unique<Group>(entries_, store::clean_path(path));
    entries_.push_back({store::clean_path(path), {}, "", Entry::Kind::group});
  }
  return *group;
}

bool CellJournal::finish(CellRecord record, std::string_view spec) {
  record.failed = std::ranges::any_of(entries_, [](const Entry& each) { return each.kind == Entry::Kind::failure; });
  for (const auto& [path, group] : groups_) {
    record.failed = !group->fits() || record.failed;
  }
  journal_.append(record, spec, entries_);
  return record.failed;
}

void JournalWriter::open() {
  path_ = folder_ / (process_token() + std::string(journal_ending));
  file_ = system::Descriptor(path_, O_CREAT | O_EXCL | O_WRONLY);
  if (!file_.is_open()) {
    throw RunError(fmt::format("{} cannot be written: {}", path_.string(), words(errno)));
  }
  synced_ = std::chrono::steady_clock::now();
}

void JournalWriter::append(const CellRecord& record, std::string_view spec,
                           const std::vector<CellJournal::Entry>& entries) {
  if (record.key.size() != key_size) {
    throw std::logic_error("the key of a cell has 64 digits");
  }
  if (!file_.is_open()) {
    open();
  }
  const auto send = [&](Sink& sink) {
    write_record(record, sink);
    sink.text(spec);
    for (const CellJournal::Entry& entry : entries) {
      sink.number(static_cast<std::uint8_t>(entry.kind));
      sink.text(entry.group);
      if (entry.kind == CellJournal::Entry::Kind::dataset) {
        write_dataset(entry.dataset, sink);
      } else if (entry.kind == CellJournal::Entry::Kind::failure) {
        sink.text(entry.failure);
      }
    }
  };
  Counter counter;
  send(counter);
  const off_t before = ::lseek(file_.id(), 0, SEEK_END);
  try {
    FileSink sink(file_.id());
    sink.take(magic.data(), magic.size());
    sink.number(counter.count());
    sink.take(record.key.data(), key_size);
    send(sink);
    sink.finish();
  } catch (const std::system_error& error) {
    // A partial cell would hide the cells after it.
    (void)!::ftruncate(file_.id(), before);
    throw RunError(fmt::format("{} cannot be written: {}", folder_.string(), error.code().message()));
  }
  if (std::chrono::steady_clock::now() - synced_ > sync_interval) {
    sync();
  }
}

void JournalWriter::sync() {
  if (!file_.is_open()) {
    return;
  }
  if (!file_.sync()) {
    throw RunError(fmt::format("{} cannot be written: {}", folder_.string(), words(errno)));
  }
  // Some network file systems refuse to sync a folder; then only the name is at risk, and only in a power cut.
  (void)system::Descriptor(folder_, O_RDONLY | O_DIRECTORY).sync();
  synced_ = std::chrono::steady_clock::now();
}

struct Journals::Place {
  CellRecord record;
  std::size_t file;
  std::uint64_t offset;  ///< of the entries
  std::uint64_t size;
  bool first_version;
};

namespace {

/// A piece of a file; std::nullopt if the file is too short.
std::optional<std::string> read_piece(std::ifstream& file, std::uint64_t offset, std::uint64_t size) {
  std::string bytes(size, '\0');
  file.clear();
  file.seekg(static_cast<std::streamoff>(offset));
  file.read(bytes.data(), static_cast<std::streamsize>(size));
  return file.gcount() == static_cast<std::streamsize>(size) ? std::optional{std::move(bytes)} : std::nullopt;
}

}  // namespace

Journals::~Journals() = default;

Journals::Journals(const fs::path& folder) : folder_(folder) {
  std::error_code none;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder, none)) {
    if (entry.path().extension() == journal_ending && entry.is_regular_file(none)) {
      files_.push_back(entry.path());
    }
  }
  std::ranges::sort(files_);
  for (std::size_t number = 0; number < files_.size(); ++number) {
    std::ifstream file(files_[number], std::ios::binary);
    const std::uint64_t end = fs::file_size(files_[number], none);
    for (std::uint64_t at = 0; at + head_size + checksum_size <= end;) {
      const auto head = read_piece(file, at, head_size);
      const bool is_first = head && head->starts_with(first_magic);
      if (!head || !(is_first || head->starts_with(magic))) {
        break;
      }
      Source fields(std::string_view(*head).substr(magic.size()));
      const auto size = fields.number<std::uint64_t>();
      const std::string key(fields.take(key_size));
      if (size > end - at - head_size - checksum_size) {
        break;
      }
      const auto body = read_piece(file, at + head_size, size + checksum_size);
      if (!body) {
        break;
      }
      const store::Sha256::Digest digest =
          store::Sha256().add(*head).add(std::string_view(*body).substr(0, size)).digest();
      if (std::memcmp(digest.data(), body->data() + size, checksum_size) == 0) {
        Source source(std::string_view(*body).substr(0, size));
        CellRecord record;
        try {
          record = read_record(key, is_first, source);
        } catch (const std::out_of_range&) {
          break;  // the checksum is right but this is not a cell, so engram did not write it
        }
        const auto known = places_.find(key);
        // The latest success counts, since it may store more, otherwise the latest failure. Start times decide, since
        // the names of files have no order in time.
        const bool is_later = known == places_.end() || record.start >= known->second.record.start;
        if (known == places_.end() || (known->second.record.failed && !record.failed) ||
            (known->second.record.failed == record.failed && is_later)) {
          if (known != places_.end()) {
            places_.erase(known);
          }
          // Moving a text as long as a key does not move its characters, so the string_view stays valid.
          Place place{std::move(record), number, at + head_size, size, is_first};
          const std::string_view own_key = place.record.key;
          places_.emplace(own_key, std::move(place));
        }
      }
      at += head_size + size + checksum_size;
    }
  }
}

const CellRecord* Journals::find(const std::string& key) const& {
  const auto found = places_.find(key);
  return found == places_.end() ? nullptr : &found->second.record;
}

std::size_t Journals::size() const {
  return places_.size();
}

std::vector<const CellRecord*> Journals::cells() const& {
  std::vector<const CellRecord*> all;
  for (const auto& [key, place] : places_) {
    all.push_back(&place.record);
  }
  return all;
}

std::string Journals::bytes_of(const Place& place) const {
  std::ifstream file(files_[place.file], std::ios::binary);
  auto bytes = read_piece(file, place.offset, place.size);
  if (!bytes) {
    throw RunError(
        fmt::format("{} cannot be read: another run may have merged and removed it", files_[place.file].string()));
  }
  return std::move(*bytes);
}

std::string Journals::spec(const std::string& key) const {
  const Place& place = places_.at(key);
  if (place.first_version) {
    return {};
  }
  const std::string bytes = bytes_of(place);
  Source source(bytes);
  return read_whole(files_[place.file], [&] {
    (void)read_record(key, place.first_version, source);
    return source.text();
  });
}

void Journals::play(const std::string& key, CellListener& listener) const {
  const Place& place = places_.at(key);
  const std::string bytes = bytes_of(place);
  Source source(bytes);
  read_whole(files_[place.file], [&] {
    (void)read_record(key, place.first_version, source);
    if (!place.first_version) {
      (void)source.text();  // the spec
    }
    while (!source.at_end()) {
      const auto kind = static_cast<CellJournal::Entry::Kind>(source.number<std::uint8_t>());
      const std::string group = source.text();
      if (kind == CellJournal::Entry::Kind::dataset) {
        listener.dataset(group, read_dataset(source));
      } else if (kind == CellJournal::Entry::Kind::failure) {
        listener.failure(group, source.text());
      } else {
        listener.group(group);
      }
    }
  });
}

}  // namespace engram::journals
