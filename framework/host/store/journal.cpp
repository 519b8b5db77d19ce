#include "store/journal.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <optional>
#include <random>
#include <stdexcept>
#include <string_view>
#include <system_error>
#include <type_traits>

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <engram/error.hpp>

#include "store/group_outline.hpp"
#include "store/path.hpp"
#include "store/sha256.hpp"

namespace engram::store {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view file_ending = ".journal";
// The number at the end rises when the layout below changes: a journal of another version holds no cells.
constexpr std::array<char, 16> magic{'e', 'n', 'g', 'r', 'a', 'm', '-', 'c', 'e', 'l', 'l', '-', '0', '0', '0', '1'};
constexpr std::size_t key_size = 64;
constexpr std::size_t head_size = magic.size() + sizeof(std::uint64_t) + key_size;
constexpr std::size_t checksum_size = sizeof(Sha256::Digest);

std::string words(int error) {
  return std::generic_category().message(error);
}

/// Takes bytes; a piece of a cell goes to one of these.
class Sink {
 public:
  virtual ~Sink() = default;
  virtual void take(const void* bytes, std::size_t count) = 0;

  template <class Number>
  requires std::is_arithmetic_v<Number>
  void number(Number value) { take(&value, sizeof value); }
  void text(std::string_view text) {
    number(static_cast<std::uint64_t>(text.size()));
    take(text.data(), text.size());
  }
  void texts(const std::vector<std::string>& list) {
    number(static_cast<std::uint64_t>(list.size()));
    std::ranges::for_each(list, [&](const std::string& each) { text(each); });
  }
  template <class Number>
  void numbers(const std::vector<Number>& list) {
    number(static_cast<std::uint64_t>(list.size()));
    take(list.data(), list.size() * sizeof(Number));
  }
};

class Counter : public Sink {
 public:
  void take(const void* /*bytes*/, std::size_t count) override { count_ += count; }
  [[nodiscard]] std::uint64_t count() const { return count_; }

 private:
  std::uint64_t count_ = 0;
};

/// Collects small pieces, sums them up, and writes them to a file.
class FileSink : public Sink {
 public:
  explicit FileSink(int file) : file_(file) {}

  void take(const void* bytes, std::size_t count) override {
    sum_.add(bytes, count);
    put(bytes, count);
  }
  void finish() {
    const Sha256::Digest digest = sum_.digest();
    put(digest.data(), digest.size());
    flush();
  }

 private:
  void put(const void* bytes, std::size_t count) {
    constexpr std::size_t block = 1U << 20U;
    if (buffer_.size() + count > block) {
      flush();
    }
    if (count > block) {
      write(static_cast<const char*>(bytes), count);
    } else {
      buffer_.append(static_cast<const char*>(bytes), count);
    }
  }
  void flush() {
    write(buffer_.data(), buffer_.size());
    buffer_.clear();
  }
  void write(const char* bytes, std::size_t count) const {
    while (count > 0) {
      const ssize_t written = ::write(file_, bytes, count);
      if (written < 0 && errno != EINTR) {
        throw std::system_error(errno, std::generic_category());
      }
      const auto step = static_cast<std::size_t>(std::max<ssize_t>(written, 0));
      bytes += step;
      count -= step;
    }
  }

  int file_;
  Sha256 sum_;
  std::string buffer_;
};

void write_dataset(const Dataset& dataset, Sink& sink) {
  sink.text(dataset.name);
  sink.texts(dataset.dimensions);
  sink.numbers(dataset.shape);
  sink.text(dataset.unit);
  sink.text(dataset.description);
  sink.texts(dataset.coordinates);
  sink.number(static_cast<std::uint8_t>(dataset.values.index()));
  std::visit(
      [&](const auto& values) {
        if constexpr (std::is_same_v<std::decay_t<decltype(values)>, std::vector<std::string>>) {
          sink.texts(values);
        } else {
          sink.numbers(values);
        }
      },
      dataset.values);
}

/// Reads what a Sink took, from memory. Throws std::out_of_range where it ends too early.
class Source {
 public:
  explicit Source(std::string_view bytes) : bytes_(bytes) {}

  [[nodiscard]] bool at_end() const { return bytes_.empty(); }
  std::string_view take(std::size_t count) {
    if (count > bytes_.size()) {
      throw std::out_of_range("a cell ends too early");
    }
    const std::string_view piece = bytes_.substr(0, count);
    bytes_.remove_prefix(count);
    return piece;
  }
  template <class Number>
  Number number() {
    Number value{};
    std::memcpy(&value, take(sizeof value).data(), sizeof value);
    return value;
  }
  std::string text() { return std::string(take(number<std::uint64_t>())); }
  std::vector<std::string> texts() {
    std::vector<std::string> list(number<std::uint64_t>());
    std::ranges::generate(list, [&] { return text(); });
    return list;
  }
  template <class Number>
  std::vector<Number> numbers() {
    const auto count = number<std::uint64_t>();
    const std::string_view bytes = take(count * sizeof(Number));
    std::vector<Number> list(count);
    if (count > 0) {
      std::memcpy(list.data(), bytes.data(), bytes.size());
    }
    return list;
  }

 private:
  std::string_view bytes_;
};

/// The values of the alternative that has a number.
template <std::size_t alternative = 0>
decltype(Dataset::values) read_values(std::size_t number, Source& source) {
  using Values = decltype(Dataset::values);
  if constexpr (alternative < std::variant_size_v<Values>) {
    if (number == alternative) {
      using List = std::variant_alternative_t<alternative, Values>;
      if constexpr (std::is_same_v<List, std::vector<std::string>>) {
        return source.texts();
      } else {
        return source.template numbers<typename List::value_type>();
      }
    }
    return read_values<alternative + 1>(number, source);
  } else {
    throw std::out_of_range("a dataset holds values of an unknown kind");
  }
}

Dataset read_dataset(Source& source) {
  Dataset dataset;
  dataset.name = source.text();
  dataset.dimensions = source.texts();
  dataset.shape = source.numbers<Index>();
  dataset.unit = source.text();
  dataset.description = source.text();
  dataset.coordinates = source.texts();
  dataset.values = read_values(source.number<std::uint8_t>(), source);
  return dataset;
}

void write_record(const CellRecord& record, Sink& sink) {
  sink.text(record.label);
  sink.text(record.host);
  sink.text(record.start);
  sink.number(record.seconds);
  sink.number(static_cast<std::uint8_t>(record.failed));
}

CellRecord read_record(std::string key, Source& source) {
  CellRecord record{std::move(key), source.text(), source.text(), source.text(), 0.0, false};
  record.seconds = source.number<double>();
  record.failed = source.number<std::uint8_t>() != 0;
  return record;
}

std::string token() {
  std::array<char, 256> host{};
  if (::gethostname(host.data(), host.size() - 1) != 0) {
    host.fill('\0');
  }
  std::random_device chance;
  return fmt::format("{}-{}-{:08x}", host.data(), ::getpid(), chance());
}

}  // namespace

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
  /// Whether the datasets go together; what does not is told when they are merged.
  [[nodiscard]] bool fits() { return outline_.drop_unknown_coordinates().empty(); }

 private:
  std::vector<Entry>& entries_;
  std::string path_;
  GroupOutline outline_;
};

CellJournal::CellJournal(JournalWriter& journal) : journal_(journal) {}
CellJournal::~CellJournal() = default;

Recorder& CellJournal::group(const std::string& path) {
  auto& group = groups_[clean_path(path)];
  if (group == nullptr) {
    group = std::make_unique<Group>(entries_, clean_path(path));
    entries_.push_back({clean_path(path), {}, "", Entry::Kind::group});
  }
  return *group;
}

bool CellJournal::finish(CellRecord record) {
  record.failed = std::ranges::any_of(entries_, [](const Entry& each) { return each.kind == Entry::Kind::failure; });
  for (const auto& [path, group] : groups_) {
    record.failed = !group->fits() || record.failed;
  }
  journal_.append(record, entries_);
  return record.failed;
}

JournalWriter::~JournalWriter() {
  if (file_ >= 0) {
    ::close(file_);
  }
}

void JournalWriter::open() {
  path_ = folder_ / (token() + std::string(file_ending));
  file_ = ::open(path_.c_str(), O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0666);
  if (file_ < 0) {
    throw RunError(fmt::format("{} cannot be written: {}", path_.string(), words(errno)));
  }
}

void JournalWriter::append(const CellRecord& record, const std::vector<CellJournal::Entry>& entries) {
  if (record.key.size() != key_size) {
    throw std::logic_error("the key of a cell has 64 digits");
  }
  if (file_ < 0) {
    open();
  }
  const auto send = [&](Sink& sink) {
    write_record(record, sink);
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
  const off_t before = ::lseek(file_, 0, SEEK_END);
  try {
    FileSink sink(file_);
    sink.take(magic.data(), magic.size());
    sink.number(counter.count());
    sink.take(record.key.data(), key_size);
    send(sink);
    sink.finish();
  } catch (const std::system_error& error) {
    // What stands there is no cell; without it, the next one can.
    (void)!::ftruncate(file_, before);
    throw RunError(fmt::format("{} cannot be written: {}", folder_.string(), error.code().message()));
  }
}

void JournalWriter::sync() {
  if (file_ >= 0 && ::fsync(file_) != 0) {
    throw RunError(fmt::format("{} cannot be written: {}", folder_.string(), words(errno)));
  }
}

struct Journals::Place {
  CellRecord record;
  std::size_t file;
  std::uint64_t offset;  ///< of the entries
  std::uint64_t size;
};

namespace {

/// A piece of a file; none where it has no such piece.
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
    if (entry.path().extension() == file_ending) {
      files_.push_back(entry.path());
    }
  }
  std::ranges::sort(files_);
  for (std::size_t number = 0; number < files_.size(); ++number) {
    std::ifstream file(files_[number], std::ios::binary);
    const std::uint64_t end = fs::file_size(files_[number], none);
    for (std::uint64_t at = 0; at + head_size + checksum_size <= end;) {
      const auto head = read_piece(file, at, head_size);
      if (!head || !std::ranges::equal(std::string_view(*head).substr(0, magic.size()), magic)) {
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
      const Sha256::Digest digest = Sha256().add(*head).add(std::string_view(*body).substr(0, size)).digest();
      if (std::memcmp(digest.data(), body->data() + size, checksum_size) == 0) {
        Source source(std::string_view(*body).substr(0, size));
        CellRecord record = read_record(key, source);
        const auto known = places_.find(key);
        if (known == places_.end() || (known->second.record.failed && !record.failed)) {
          places_.insert_or_assign(key, Place{std::move(record), number, at + head_size, size});
        }
      }
      at += head_size + size + checksum_size;
    }
  }
}

const CellRecord* Journals::find(const std::string& key) const {
  const auto found = places_.find(key);
  return found == places_.end() ? nullptr : &found->second.record;
}

std::vector<const CellRecord*> Journals::cells() const {
  std::vector<const CellRecord*> all;
  for (const auto& [key, place] : places_) {
    all.push_back(&place.record);
  }
  return all;
}

void Journals::play(const std::string& key, CellListener& listener) const {
  const Place& place = places_.at(key);
  std::ifstream file(files_[place.file], std::ios::binary);
  const auto bytes = read_piece(file, place.offset, place.size);
  if (!bytes) {
    throw RunError(
        fmt::format("{} cannot be read: another run may have merged and removed it", files_[place.file].string()));
  }
  Source source(*bytes);
  (void)read_record(key, source);
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
}

void remove_folder(const fs::path& folder) {
  std::error_code error;
  const fs::path away = folder.parent_path() / fmt::format(".{}.{}.removed", folder.filename().string(), token());
  fs::rename(folder, away, error);
  fs::remove_all(error ? folder : away, error);
}

}  // namespace engram::store
