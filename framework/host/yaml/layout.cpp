#include "yaml/layout.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <variant>

#include <fmt/format.h>

namespace engram::yaml {

namespace {

constexpr std::size_t indent_width = 2;

/// Words that some version of YAML reads as a truth value or as null.
constexpr std::array<std::string_view, 13> special_words{"null", "none", "~", "true", "false", "yes", "no",
                                                         "on",   "off",  "y", "n",    "<<",    "="};

bool is_special_word(const std::string& text) {
  std::string lower(text);
  std::ranges::transform(lower, lower.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c; });
  return std::ranges::find(special_words, lower) != special_words.end();
}

bool is_plain(const std::string& text) {
  // Some reader may take a text that starts with a digit, a sign or a dot for a number.
  constexpr std::string_view not_first = "-?:,[]{}#&*!|>'\"%@`+.0123456789 ";
  constexpr std::string_view nowhere = ",[]{}?\"\\";
  if (text.empty() || not_first.find(text.front()) != std::string_view::npos || text.back() == ' ' ||
      text.back() == ':' || is_special_word(text)) {
    return false;
  }
  if (text.find(": ") != std::string::npos || text.find(" #") != std::string::npos) {
    return false;
  }
  return std::ranges::all_of(text, [&](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte >= 0x20 && byte != 0x7F && nowhere.find(c) == std::string_view::npos;
  });
}

/// Whether a literal block reads back as the same text: nothing is dropped and the first line sets the indentation.
bool fits_block(std::string_view text) {
  const bool lines = text.size() > 1 && text.ends_with('\n') && !text.ends_with("\n\n");
  if (!lines || text.front() == ' ' || text.front() == '\n' || text.find(" \n") != std::string_view::npos) {
    return false;
  }
  return std::ranges::all_of(text, [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return c == '\n' || (byte >= 0x20 && byte != 0x7F);
  });
}

std::string indent(std::size_t depth) {
  return std::string(depth * indent_width, ' ');
}

void write(const Layout& layout, std::size_t depth, std::string& out);

/// Writes the entries of a mapping; the first one continues the current line if `on_line` is true.
void write_mapping(const Layout::Mapping& mapping, std::size_t depth, bool on_line, std::string& out) {
  for (const auto& [key, value] : mapping) {
    out += (on_line ? "" : indent(depth)) + scalar_text(key) + ":";
    on_line = false;
    write(value, depth + 1, out);
  }
}

void write_list(const Layout::List& list, std::size_t depth, std::string& out) {
  for (const Layout& item : list) {
    out += indent(depth) + "-";
    const auto* mapping = std::get_if<Layout::Mapping>(&item.content);
    if (mapping != nullptr && !mapping->empty()) {
      out += " ";
      write_mapping(*mapping, depth + 1, true, out);
    } else {
      write(item, depth + 1, out);
    }
  }
}

/// Writes the text after a ':' or a '-', up to the end of its last line.
void write(const Layout& layout, std::size_t depth, std::string& out) {
  if (const auto* line = std::get_if<std::string>(&layout.content)) {
    if (line->find('\n') == std::string::npos) {
      out += " " + *line + "\n";
      return;
    }
    out += " |\n";
    for (std::string_view rest = *line; !rest.empty();) {
      const std::string_view first = rest.substr(0, std::min(rest.find('\n'), rest.size() - 1) + 1);
      out += first == "\n" ? "" : indent(depth);
      out += first;
      rest.remove_prefix(first.size());
    }
  } else if (const auto* list = std::get_if<Layout::List>(&layout.content)) {
    out += list->empty() ? " []\n" : "\n";
    write_list(*list, depth, out);
  } else {
    const auto& mapping = std::get<Layout::Mapping>(layout.content);
    out += mapping.empty() ? " {}\n" : "\n";
    write_mapping(mapping, depth, false, out);
  }
}

}  // namespace

std::string scalar_text(const std::string& text) {
  return is_plain(text) ? text : quoted_text(text);
}

std::string quoted_text(const std::string& text) {
  std::string quoted = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      quoted += std::string("\\") + c;
    } else if (c == '\n') {
      quoted += "\\n";
    } else if (c == '\t') {
      quoted += "\\t";
    } else if (byte < 0x20 || byte == 0x7F) {
      quoted += fmt::format("\\x{:02x}", byte);
    } else {
      quoted += c;
    }
  }
  return quoted + "\"";
}

Layout Layout::text(const std::string& text) {
  return {fits_block(text) ? text : scalar_text(text)};
}

std::string layout_text(const Layout::Mapping& document) {
  std::string out;
  write_mapping(document, 0, false, out);
  return out;
}

}  // namespace engram::yaml
