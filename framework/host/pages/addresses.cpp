#include "pages/addresses.hpp"

#include <cctype>

#include <fmt/format.h>

namespace engram::pages {

std::string svg_uri(std::string_view svg) {
  // A browser removes line breaks and tabs from an address, so they become spaces here.
  std::string result = "data:image/svg+xml;charset=utf-8,";
  result.reserve(result.size() + svg.size() + svg.size() / 8);
  for (const char c : svg) {
    const bool is_special = std::string_view("%#\"&").find(c) != std::string_view::npos;
    const bool is_space = c == '\n' || c == '\r' || c == '\t';
    result += is_special ? fmt::format("%{:02X}", static_cast<unsigned char>(c)) : std::string(1, is_space ? ' ' : c);
  }
  return result;
}

std::string path_url(std::string_view path) {
  std::string result;
  for (const char c : path) {
    const bool is_plain = std::isalnum(static_cast<unsigned char>(c)) != 0 ||
                          std::string_view("/-_.~").find(c) != std::string_view::npos;
    result += is_plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return result;
}

std::string anchor(std::string_view text) {
  std::string result;
  for (const char c : text) {
    result += std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-' || c == '_' ? c : '-';
  }
  return result;
}

}  // namespace engram::pages
