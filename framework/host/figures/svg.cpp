#include "figures/svg.hpp"

#include <fstream>
#include <iterator>
#include <string>
#include <string_view>

#include <engram/error.hpp>

namespace engram::figures {

void sharpen_pixels(const std::filesystem::path& file) {
  constexpr std::string_view before = "preserveAspectRatio='none' xlink:href='data:image/png";
  constexpr std::string_view style = "style='image-rendering:pixelated' ";
  std::ifstream in(file, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(in), {}};
  bool has_pictures = false;
  for (std::size_t at = 0; (at = text.find(before, at)) != std::string::npos; at += style.size() + before.size()) {
    text.insert(at, style);
    has_pictures = true;
  }
  if (!has_pictures) {
    return;
  }
  std::ofstream out(file, std::ios::binary);
  out << text;
  out.close();
  if (!out) {
    throw RunError("could not write '" + file.string() + "': is the disk full?");
  }
}

}  // namespace engram::figures
