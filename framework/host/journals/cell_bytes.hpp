// Datasets as bytes in a journal: numbers in the machine's own format, texts and lists preceded by their length.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include <engram/recorder.hpp>

#include "store/sha256.hpp"

namespace engram::journals {

/// Takes the bytes of a cell.
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

/// Buffers small pieces, computes their checksum, and writes them to a file. Throws std::system_error if writing
/// fails.
class FileSink : public Sink {
 public:
  explicit FileSink(int file) : file_(file) {}

  void take(const void* bytes, std::size_t count) override {
    sum_.add(bytes, count);
    put(bytes, count);
  }
  void finish() {
    const store::Sha256::Digest digest = sum_.digest();
    put(digest.data(), digest.size());
    flush();
  }

 private:
  void put(const void* bytes, std::size_t count);
  void flush();
  void write(const char* bytes, std::size_t count) const;

  int file_;
  store::Sha256 sum_;
  std::string buffer_;
};

/// Reads from memory the bytes that a Sink took. Throws std::out_of_range if they end too early.
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
    std::vector<std::string> list(count_of(sizeof(std::uint64_t)));
    std::ranges::generate(list, [&] { return text(); });
    return list;
  }
  template <class Number>
  std::vector<Number> numbers() {
    const std::size_t count = count_of(sizeof(Number));
    const std::string_view bytes = take(count * sizeof(Number));
    std::vector<Number> list(count);
    if (count > 0) {
      std::memcpy(list.data(), bytes.data(), bytes.size());
    }
    return list;
  }

 private:
  /// Reads the length of a list whose elements take at least `least_bytes` bytes each.
  std::size_t count_of(std::size_t least_bytes) {
    const auto count = number<std::uint64_t>();
    if (count > bytes_.size() / least_bytes) {
      throw std::out_of_range("a cell ends too early");
    }
    return count;
  }

  std::string_view bytes_;
};

void write_dataset(const Dataset& dataset, Sink& sink);
Dataset read_dataset(Source& source);

}  // namespace engram::journals
