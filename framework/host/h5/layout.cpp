#include "h5/layout.hpp"

#include <algorithm>
#include <functional>
#include <numeric>

#include <zlib.h>

namespace engram::h5 {

namespace {

constexpr std::size_t most_in_chunk = std::size_t{256} << 10U;
constexpr std::size_t most_in_sample = std::size_t{64} << 10U;
constexpr int level = 1;  // higher levels save little after shuffle, and take several times as long

/// The first bytes of all values, then the second ones and so on, as HDF5's filter `shuffle` orders them.
std::vector<std::byte> shuffled(std::span<const std::byte> bytes, std::size_t value_bytes) {
  const std::size_t values = bytes.size() / value_bytes;
  std::vector<std::byte> ordered(values * value_bytes);
  for (std::size_t value = 0; value < values; ++value) {
    for (std::size_t byte = 0; byte < value_bytes; ++byte) {
      ordered[byte * values + value] = bytes[value * value_bytes + byte];
    }
  }
  return ordered;
}

/// Whether compression saves more than a third of the values in the middle.
bool pays(std::span<const std::byte> sample, std::size_t value_bytes) {
  const std::size_t size = std::min(sample.size(), most_in_sample) / value_bytes * value_bytes;
  const std::size_t begin = (sample.size() - size) / 2 / value_bytes * value_bytes;
  const std::vector<std::byte> plain = shuffled(sample.subspan(begin, size), value_bytes);
  std::vector<Bytef> packed(compressBound(plain.size()));
  uLongf packed_size = packed.size();
  const int end =
      compress2(packed.data(), &packed_size, reinterpret_cast<const Bytef*>(plain.data()), plain.size(), level);
  return end == Z_OK && 3 * packed_size < 2 * plain.size();
}

}  // namespace

std::vector<Index> chunk_of(const std::vector<Index>& shape, std::size_t value_bytes) {
  std::vector<Index> chunk(shape.size(), 1);
  auto room = static_cast<Index>(std::max<std::size_t>(most_in_chunk / value_bytes, 1));
  for (std::size_t dimension = shape.size(); dimension-- > 0 && room > 1;) {
    chunk[dimension] = std::clamp<Index>(shape[dimension], 1, room);
    room = chunk[dimension] == shape[dimension] ? room / chunk[dimension] : 1;
  }
  return chunk;
}

Handle creation_of(const std::vector<Index>& shape, std::size_t value_bytes, std::span<const std::byte> sample) {
  Handle made(H5Pcopy(shared().dataset));
  if (!shape.empty() && pays(sample, value_bytes)) {
    const std::vector<Index> chunk = chunk_of(shape, value_bytes);
    const std::vector<hsize_t> extents(chunk.begin(), chunk.end());
    check(H5Pset_chunk(made, static_cast<int>(extents.size()), extents.data()));
    check(H5Pset_shuffle(made));
    check(H5Pset_deflate(made, level));
  }
  return made;
}

}  // namespace engram::h5
