#include "h5/layout.hpp"

#include <algorithm>
#include <memory>
#include <new>

#include <libdeflate.h>

namespace engram::h5 {

namespace {

constexpr std::size_t most_in_chunk = std::size_t{256} << 10U;
constexpr std::size_t most_in_sample = std::size_t{64} << 10U;
constexpr int level = 1;  // higher levels save little after shuffle, and take several times as long

using Compressor = std::unique_ptr<libdeflate_compressor, decltype(&libdeflate_free_compressor)>;

Compressor make_compressor() {
  Compressor made(libdeflate_alloc_compressor(level), &libdeflate_free_compressor);
  if (!made) {
    throw std::bad_alloc();
  }
  return made;
}

/// Puts the first bytes of all values into `ordered`, then the second ones and so on, as HDF5's filter `shuffle`
/// does.
void shuffle(std::span<const std::byte> bytes, std::size_t value_bytes, std::span<std::byte> ordered) {
  const std::size_t values = bytes.size() / value_bytes;
  for (std::size_t value = 0; value < values; ++value) {
    for (std::size_t byte = 0; byte < value_bytes; ++byte) {
      ordered[byte * values + value] = bytes[value * value_bytes + byte];
    }
  }
}

/// The bytes that compression makes of values.
std::size_t compressed_size(std::span<const std::byte> values, std::size_t value_bytes) {
  std::vector<std::byte> plain(values.size());
  shuffle(values, value_bytes, plain);
  const Compressor compressor = make_compressor();
  std::vector<std::byte> packed(libdeflate_zlib_compress_bound(compressor.get(), plain.size()));
  return libdeflate_zlib_compress(compressor.get(), plain.data(), plain.size(), packed.data(), packed.size());
}

/// Whether compression saves more than a third of the values in the middle.
bool pays(std::span<const std::byte> sample, std::size_t value_bytes) {
  const std::size_t size = std::min(sample.size(), most_in_sample) / value_bytes * value_bytes;
  const std::size_t begin = (sample.size() - size) / 2 / value_bytes * value_bytes;
  return 3 * compressed_size(sample.subspan(begin, size), value_bytes) < 2 * size;
}

/// Compresses chunks and writes them past the filters.
class ChunkWriter {
 public:
  ChunkWriter(hid_t dataset, std::size_t chunk_bytes, std::size_t value_bytes)
      : dataset_(dataset),
        value_bytes_(value_bytes),
        plain_(chunk_bytes),
        ordered_(chunk_bytes),
        packed_(libdeflate_zlib_compress_bound(compressor_.get(), chunk_bytes)) {}

  /// `values` are those of the chunk at `offset` that are inside of the dataset; the others are 0.
  void write(std::span<const std::byte> values, const std::vector<hsize_t>& offset) {
    std::span<const std::byte> whole = values;
    if (values.size() < plain_.size()) {
      std::ranges::fill(std::ranges::copy(values, plain_.begin()).out, plain_.end(), std::byte{0});
      whole = plain_;
    }
    if (value_bytes_ > 1) {
      shuffle(whole, value_bytes_, ordered_);
      whole = ordered_;
    }
    const std::size_t size =
        libdeflate_zlib_compress(compressor_.get(), whole.data(), whole.size(), packed_.data(), packed_.size());
    check(H5Dwrite_chunk(dataset_, H5P_DEFAULT, 0, offset.data(), size, packed_.data()));
  }

 private:
  hid_t dataset_;
  std::size_t value_bytes_;
  Compressor compressor_ = make_compressor();
  std::vector<std::byte> plain_;
  std::vector<std::byte> ordered_;
  std::vector<std::byte> packed_;
};

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

bool write_chunks(hid_t dataset, hid_t given, const std::vector<Index>& shape, std::span<const std::byte> values) {
  const Handle creation(H5Dget_create_plist(dataset));
  const Handle stored(H5Dget_type(dataset));
  if (H5Pget_layout(creation) != H5D_CHUNKED || check(H5Tequal(stored, given)) <= 0) {
    return false;
  }
  const std::size_t value_bytes = H5Tget_size(given);
  const std::vector<Index> chunk = chunk_of(shape, value_bytes);
  // A chunk is whole along the dimensions after this one, and has extent 1 along those before it.
  std::size_t split = 0;
  while (split + 1 < chunk.size() && chunk[split] == 1) {
    ++split;
  }
  std::size_t inner = value_bytes;
  for (std::size_t dimension = split + 1; dimension < shape.size(); ++dimension) {
    inner *= static_cast<std::size_t>(shape[dimension]);
  }
  ChunkWriter writer(dataset, inner * static_cast<std::size_t>(chunk[split]), value_bytes);
  std::vector<hsize_t> offset(shape.size(), 0);
  for (std::size_t at = 0; at < values.size();) {
    const Index count = std::min(chunk[split], shape[split] - static_cast<Index>(offset[split]));
    const std::size_t size = inner * static_cast<std::size_t>(count);
    writer.write(values.subspan(at, size), offset);
    at += size;
    offset[split] += static_cast<hsize_t>(count);
    for (std::size_t dimension = split; dimension > 0 && offset[dimension] == static_cast<hsize_t>(shape[dimension]);
         --dimension) {
      offset[dimension] = 0;
      ++offset[dimension - 1];
    }
  }
  return true;
}

double packed_bytes(std::span<const std::byte> values, std::size_t value_bytes) {
  if (values.empty() || !pays(values, value_bytes)) {
    return static_cast<double>(values.size());
  }
  const std::size_t size = std::min(values.size(), most_in_sample) / value_bytes * value_bytes;
  double before = 0.0;
  double after = 0.0;
  for (const double place : {0.0, 0.25, 0.5, 0.75, 1.0}) {
    const auto begin = static_cast<std::size_t>(place * static_cast<double>(values.size() - size));
    before += static_cast<double>(size);
    after +=
        static_cast<double>(compressed_size(values.subspan(begin / value_bytes * value_bytes, size), value_bytes));
  }
  return static_cast<double>(values.size()) * after / before;
}

}  // namespace engram::h5
