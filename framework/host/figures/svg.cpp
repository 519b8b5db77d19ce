#include "figures/svg.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <fstream>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include <boost/crc.hpp>
#include <fmt/format.h>

#include <engram/error.hpp>

#include "system/file_content.hpp"

namespace engram::figures {

namespace {

void sharpen_pixels(std::string& text) {
  constexpr std::string_view before = "preserveAspectRatio='none' xlink:href='data:image/png";
  constexpr std::string_view style = "style='image-rendering:pixelated' ";
  for (std::size_t at = 0; (at = text.find(before, at)) != std::string::npos; at += style.size() + before.size()) {
    text.insert(at, style);
  }
}

/// Points are opaque: the last of several points with one colour at one place hides the others.
void remove_hidden_points(std::string& text) {
  constexpr std::string_view point = "\t<use xlink:href='#gpPt";
  std::vector<std::string_view> lines;
  std::unordered_map<std::string_view, std::size_t> last;
  const std::string_view whole = text;
  for (std::size_t at = 0; at < whole.size();) {
    const std::size_t end = std::min(whole.find('\n', at), whole.size() - 1) + 1;
    lines.push_back(whole.substr(at, end - at));
    if (lines.back().starts_with(point)) {
      last[lines.back()] = lines.size() - 1;
    }
    at = end;
  }
  std::string kept;
  kept.reserve(text.size());
  for (std::size_t number = 0; number < lines.size(); ++number) {
    if (!lines[number].starts_with(point) || last.at(lines[number]) == number) {
      kept += lines[number];
    }
  }
  text = std::move(kept);
}

constexpr std::string_view seal_begins = "<desc>";
constexpr std::string_view seal_ends = "</desc>";

/// The parts of a picture before and after its seal.
struct Sealed {
  std::string_view before;
  std::string_view seal;
  std::string_view behind;
};

/// Without a place for a seal, `before` is the whole picture.
Sealed taken_apart(std::string_view svg) {
  const std::size_t begin = svg.find(seal_begins);
  const std::size_t end = begin == std::string_view::npos ? begin : svg.find(seal_ends, begin);
  if (end == std::string_view::npos) {
    return {svg, {}, {}};
  }
  const std::size_t from = begin + seal_begins.size();
  return {svg.substr(0, from), svg.substr(from, end - from), svg.substr(end)};
}

/// A checksum over a script and the picture that was drawn from it.
std::string seal_of(std::string_view script, const Sealed& picture) {
  constexpr std::uint64_t ecma_182 = 0x42F0E1EBA9EA3693;
  boost::crc_optimal<64, ecma_182> sum;
  for (const std::string_view piece : {script, picture.before, picture.behind}) {
    sum.process_bytes(piece.data(), piece.size());
  }
  return fmt::format("{:016x}", sum.checksum());
}

}  // namespace

void finish_svg(const std::filesystem::path& file, std::string_view script) {
  std::string text = system::content_of(file);
  sharpen_pixels(text);
  remove_hidden_points(text);
  const Sealed picture = taken_apart(text);
  text =
      fmt::format("{}{}{}", picture.before, picture.behind.empty() ? "" : seal_of(script, picture), picture.behind);
  system::write_content(file, text);
}

bool is_drawn_from(std::string_view svg, std::string_view script) {
  const Sealed picture = taken_apart(svg);
  return !picture.seal.empty() && picture.seal == seal_of(script, picture);
}

}  // namespace engram::figures
