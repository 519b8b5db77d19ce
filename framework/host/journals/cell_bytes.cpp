#include "journals/cell_bytes.hpp"

#include <cerrno>
#include <system_error>
#include <variant>

#include <unistd.h>

namespace engram::journals {

namespace {

/// Reads the values of that alternative of the variant which has the given number.
template <std::size_t Alternative = 0>
decltype(Dataset::values) read_values(std::size_t number, Source& source) {
  using Values = decltype(Dataset::values);
  if constexpr (Alternative < std::variant_size_v<Values>) {
    if (number == Alternative) {
      using List = std::variant_alternative_t<Alternative, Values>;
      if constexpr (std::is_same_v<List, std::vector<std::string>>) {
        return source.texts();
      } else {
        return source.template numbers<typename List::value_type>();
      }
    }
    return read_values<Alternative + 1>(number, source);
  } else {
    throw std::out_of_range("a dataset holds values of an unknown kind");
  }
}

}  // namespace

void FileSink::put(const void* bytes, std::size_t count) {
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

void FileSink::flush() {
  write(buffer_.data(), buffer_.size());
  buffer_.clear();
}

void FileSink::write(const char* bytes, std::size_t count) const {
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

}  // namespace engram::journals
