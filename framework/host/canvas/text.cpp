#include "canvas/text.hpp"

#include <algorithm>
#include <cctype>
#include <iterator>
#include <map>
#include <set>

#include <fmt/format.h>

#include "canvas/font.hpp"

namespace engram::canvas {

namespace {

constexpr std::string_view ellipsis = "\u2026";

/// Measures the texts of this thread.
PangoContext* measure() {
  thread_local const Context context = new_context();
  return context.get();
}

std::string valid_text(std::string_view text) {
  gchar* valid = g_utf8_make_valid(text.data(), static_cast<gssize>(text.size()));
  std::string result = valid;
  g_free(valid);
  return result;
}

/// A line with one space in place of all white space between words.
std::string with_single_spaces(std::string_view line) {
  std::string result;
  for (const char c : line) {
    if (g_ascii_isspace(c) == 0) {
      result += c;
    } else if (!result.empty() && result.back() != ' ') {
      result += ' ';
    }
  }
  return result.substr(0, result.find_last_not_of(' ') + 1);
}

}  // namespace

std::string drawable(std::string_view text) {
  const std::string valid = valid_text(text);
  std::string result;
  for (const char *at = valid.c_str(), *next = at; *at != '\0'; at = next) {
    next = g_utf8_next_char(at);
    const gunichar character = g_utf8_get_char(at);
    if (g_unichar_iscntrl(character) != 0) {
      result += ' ';
    } else if (character == 0xfffe || character == 0xffff) {
      // XML has none of these two.
      result += "\ufffd";
    } else {
      result.append(at, next);
    }
  }
  return result;
}

double text_width(std::string_view text, double size, bool bold) {
  return width_of(set_text(measure(), drawable(text), size, bold).get());
}

std::vector<std::string> wrap(std::string_view text, double width, double size, bool bold) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    const std::string line = drawable(with_single_spaces(text.substr(0, end)));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (line.empty()) {
      // White space at the end of the text is no line.
      lines.insert(lines.end(), end == std::string_view::npos ? 0 : 1, "");
      continue;
    }
    const Layout layout = set_text(measure(), line, size, bold, std::max(width, 0.0));
    for (const GSList* at = pango_layout_get_lines_readonly(layout.get()); at != nullptr; at = at->next) {
      const auto* piece = static_cast<const PangoLayoutLine*>(at->data);
      lines.push_back(with_single_spaces(
          line.substr(static_cast<std::size_t>(piece->start_index), static_cast<std::size_t>(piece->length))));
    }
  }
  return lines;
}

std::string unbroken(std::string_view text) {
  constexpr const char* no_break_space = "\u00a0";
  std::string result;
  for (const char c : text) {
    result += c == ' ' ? no_break_space : std::string(1, c);
  }
  return result;
}

std::string shortened(std::string_view text, double width, double size) {
  const std::string whole = drawable(text);
  if (text_width(whole, size) <= width) {
    return std::string(text);
  }
  // The beginnings of the text, of which the longest that fits is taken.
  std::vector<std::size_t> ends{0};
  for (const char* at = whole.c_str(); *at != '\0'; at = g_utf8_next_char(at)) {
    ends.push_back(static_cast<std::size_t>(g_utf8_next_char(at) - whole.c_str()));
  }
  const auto beginning = [&](std::size_t end) { return whole.substr(0, end).append(ellipsis); };
  const auto fits = [&](std::size_t end) { return text_width(beginning(end), size) <= width; };
  const auto first_without_room = std::partition_point(ends.begin() + 1, ends.end(), fits);
  return beginning(*std::prev(first_without_room));
}

namespace {

/// The length of what all texts begin with, up to a character of `ends`.
std::size_t common_words(const std::vector<std::string_view>& texts, std::string_view ends) {
  std::size_t length = texts.front().size();
  for (const std::string_view text : texts) {
    const auto parting = std::ranges::mismatch(texts.front().substr(0, length), text);
    length = static_cast<std::size_t>(parting.in1 - texts.front().begin());
  }
  const std::size_t end = length == 0 ? std::string_view::npos : texts.front().find_last_of(ends, length - 1);
  return end == std::string_view::npos ? 0 : std::min(texts.front().find_first_not_of(' ', end + 1), length);
}

/// The places of each text.
std::map<std::string, std::vector<std::size_t>> places_of(const std::vector<std::string>& texts) {
  std::map<std::string, std::vector<std::size_t>> places;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    places[texts[i]].push_back(i);
  }
  return places;
}

/// The texts without what they begin with alike, up to a character of `ends`; empty if one would still be
/// too wide.
std::vector<std::string> rests_of(const std::vector<std::string_view>& texts, std::string_view ends, double width,
                                  double size) {
  const std::size_t common = common_words(texts, ends);
  std::vector<std::string> rests;
  for (const std::string_view text : texts) {
    rests.push_back("\u2026" + std::string(text.substr(common)));
    if (common == 0 || text_width(rests.back(), size) > width) {
      return {};
    }
  }
  return rests;
}

/// The texts with a number behind each, if there is room.
std::vector<std::string> numbered(const std::vector<std::string_view>& texts, double width, double size) {
  std::vector<std::string> words;
  for (const std::string_view text : texts) {
    const std::string ending = fmt::format(" ({})", words.size() + 1);
    const double room = width - text_width(ending, size);
    words.push_back(room > size ? shortened(text, room, size) + ending : shortened(text, width, size));
  }
  return words;
}

}  // namespace

std::vector<std::string> shortened_apart(const std::vector<std::string>& texts, double width, double size) {
  std::vector<std::string> cut;
  std::ranges::transform(texts, std::back_inserter(cut),
                         [&](const std::string& text) { return shortened(text, width, size); });
  std::set<std::string> used(cut.begin(), cut.end());
  for (const auto& [word, places] : places_of(cut)) {
    std::vector<std::string_view> alike;
    std::ranges::transform(places, std::back_inserter(alike),
                           [&](std::size_t i) -> std::string_view { return texts[i]; });
    if (std::ranges::all_of(alike, [&](std::string_view text) { return text == alike.front(); })) {
      continue;
    }
    std::vector<std::string> apart;
    for (const std::string_view ends : {",", " ,=(["}) {
      apart = apart.empty() ? rests_of(alike, ends, width, size) : apart;
      if (std::ranges::any_of(apart, [&](const std::string& rest) { return used.contains(rest); })) {
        apart.clear();
      }
    }
    apart = apart.empty() ? numbered(alike, width, size) : apart;
    used.insert(apart.begin(), apart.end());
    for (std::size_t i = 0; i < places.size(); ++i) {
      cut[places[i]] = apart[i];
    }
  }
  return cut;
}

std::string capitalised(std::string text) {
  if (!text.empty()) {
    text.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(text.front())));
  }
  return text;
}

}  // namespace engram::canvas
