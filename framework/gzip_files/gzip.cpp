#include "gzip_files/gzip.hpp"

#include <algorithm>
#include <cstddef>
#include <limits>
#include <memory>

#include <zlib.h>

#include <engram/error.hpp>
#include <engram/memory.hpp>

namespace engram::gzip_files {

namespace {

constexpr const char* magic = "\x1f\x8b";

using Stream = std::unique_ptr<z_stream, int (*)(z_stream*)>;

/// A stream that reads the format of gzip; null if there is no memory for it.
Stream open_stream(z_stream& stream) {
  constexpr int gzip_only = 16;
  return {inflateInit2(&stream, MAX_WBITS + gzip_only) == Z_OK ? &stream : nullptr, &inflateEnd};
}

}  // namespace

std::string content_of(const std::string& parameter, const std::string& path, std::string bytes) {
  if (!bytes.starts_with(magic)) {
    return bytes;
  }
  const auto damaged = [&](const std::string& why) {
    return ParameterError(parameter, "'" + path + "' is a damaged gzip file: " + why);
  };
  z_stream state{};
  const Stream stream = open_stream(state);
  if (stream == nullptr) {
    throw damaged("zlib cannot read it");
  }
  std::string content;
  std::size_t at = 0;
  std::size_t filled = 0;
  constexpr std::size_t most = std::numeric_limits<uInt>::max() / 2;
  for (;;) {
    if (filled == content.size()) {
      const std::size_t size = std::max(4 * bytes.size(), 2 * content.size());
      require_memory(static_cast<double>(size), parameter, "the content of '" + path + "'");
      content.resize(size);
    }
    const auto given = static_cast<uInt>(std::min(bytes.size() - at, most));
    const auto room = static_cast<uInt>(std::min(content.size() - filled, most));
    state.next_in = reinterpret_cast<Bytef*>(bytes.data() + at);
    state.avail_in = given;
    state.next_out = reinterpret_cast<Bytef*>(content.data() + filled);
    state.avail_out = room;
    const int result = inflate(&state, Z_NO_FLUSH);
    at += given - state.avail_in;
    filled += room - state.avail_out;
    if (result == Z_STREAM_END) {
      // A file may have several members, one after the other, and zeros behind the last one.
      if (bytes.find_first_not_of('\0', at) == std::string::npos) {
        content.resize(filled);
        return content;
      }
      inflateReset(&state);
    } else if (result != Z_OK && result != Z_BUF_ERROR) {
      throw damaged(state.msg != nullptr ? state.msg : "it cannot be unpacked");
    } else if (at == bytes.size() && state.avail_out > 0) {
      throw damaged("it is cut off");
    }
  }
}

}  // namespace engram::gzip_files
