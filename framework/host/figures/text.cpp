#include "figures/text.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <iterator>
#include <map>
#include <set>

#include <fmt/format.h>

namespace engram::figures {

namespace {

/// Advance widths of the characters from space to '~' in DejaVu Sans, in thousandths of the font's size.
constexpr std::array<int, 95> advance_widths{
    318, 401, 460, 838, 636, 950, 780, 275, 390, 390, 500, 838, 318, 361,  318, 337, 636, 636, 636,
    636, 636, 636, 636, 636, 636, 636, 337, 337, 838, 838, 838, 531, 1000, 684, 686, 698, 770, 632,
    575, 775, 752, 295, 295, 656, 557, 863, 748, 787, 603, 787, 695, 635,  611, 732, 684, 989, 685,
    611, 685, 390, 337, 390, 838, 500, 500, 613, 635, 550, 635, 615, 352,  635, 634, 278, 278, 579,
    278, 974, 634, 612, 635, 635, 411, 521, 392, 634, 592, 818, 592, 592,  525, 636, 337, 636, 838};
/// For letters with accents, Greek, Cyrillic and mathematical signs.
constexpr int other_width = 800;
/// For Chinese, Japanese and Korean characters and for pictographs.
constexpr int full_width = 1000;
constexpr std::string_view no_break_space = "\u00a0";

/// Bytes of the UTF-8 character that starts with `first`.
std::size_t character_length(char first) {
  const auto byte = static_cast<unsigned char>(first);
  return byte < 0xC0 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
}

double character_width(std::string_view character) {
  if (character == no_break_space) {
    return advance_widths.front();
  }
  const auto first = static_cast<unsigned char>(character.front());
  if (first >= ' ' && first <= '~') {
    return advance_widths.at(first - static_cast<std::size_t>(' '));
  }
  return first < 0xE3 ? other_width : full_width;
}

/// Calls visit(character) for each character of UTF-8 text; an invalid byte counts as a character.
template <class Visit>
void each_character(std::string_view text, Visit visit) {
  while (!text.empty()) {
    const std::string_view character = text.substr(0, character_length(text.front()));
    visit(character);
    text.remove_prefix(character.size());
  }
}

bool is_space(char c) {
  return std::isspace(static_cast<unsigned char>(c)) != 0;
}

/// Splits a word that is wider than a line.
std::vector<std::string> pieces_of(std::string_view word, double width, double size) {
  std::vector<std::string> pieces{""};
  each_character(word, [&](std::string_view character) {
    if (!pieces.back().empty() && text_width(pieces.back(), size) + text_width(character, size) > width) {
      pieces.emplace_back();
    }
    pieces.back() += character;
  });
  return pieces;
}

}  // namespace

double text_width(std::string_view text, double size) {
  double thousandths = 0;
  each_character(text, [&](std::string_view character) { thousandths += character_width(character); });
  return thousandths * size / 1000;
}

std::vector<std::string> wrap(std::string_view text, double width, double size) {
  std::vector<std::string> lines;
  std::string line;
  const auto end_line = [&] {
    lines.push_back(std::move(line));
    line.clear();
  };
  std::size_t at = 0;
  while (at < text.size()) {
    if (is_space(text[at])) {
      if (text[at] == '\n') {
        end_line();
      }
      ++at;
      continue;
    }
    std::size_t end = at;
    while (end < text.size() && !is_space(text[end])) {
      ++end;
    }
    for (const std::string& piece : pieces_of(text.substr(at, end - at), width, size)) {
      if (!line.empty() && text_width(line, size) + text_width(" ", size) + text_width(piece, size) > width) {
        end_line();
      }
      line += (line.empty() ? "" : " ") + piece;
    }
    at = end;
  }
  if (!line.empty()) {
    end_line();
  }
  return lines;
}

std::string unbroken(std::string_view text) {
  std::string result;
  for (const char c : text) {
    result += c == ' ' ? std::string(no_break_space) : std::string(1, c);
  }
  return result;
}

std::string shortened(std::string_view text, double width, double size) {
  constexpr std::string_view ellipsis = "\u2026";
  std::string kept;
  if (text_width(text, size) <= width) {
    return kept.append(text);
  }
  bool full = false;
  each_character(text, [&](std::string_view character) {
    full = full || text_width(kept, size) + text_width(character, size) + text_width(ellipsis, size) > width;
    kept += full ? "" : character;
  });
  return kept.append(ellipsis);
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

std::string quoted_text(std::string_view text) {
  // In double quotes every special character can be written by its number. Single quotes do not work: gnuplot ends a
  // text that begins with an apostrophe too early.
  constexpr std::string_view plain = " .,;:!?()+-=/<>|*#";
  std::string result = "\"";
  bool behind_number = false;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool is_plain = byte > '~' || std::isalnum(byte) != 0 || plain.find(c) != std::string_view::npos;
    if (byte < ' ' || c == '\x7f') {
      result += ' ';
      behind_number = false;
    } else if (is_plain && !(behind_number && std::isdigit(byte) != 0)) {
      result += c;
      behind_number = false;
    } else {
      // A digit after a numbered character would be read as part of its number.
      result += fmt::format("\\{:03o}", byte);
      behind_number = true;
    }
  }
  return result + "\"";
}

std::string quoted_bold(std::string_view text) {
  constexpr std::string_view special = "\\^_@&~{}";
  std::string escaped;
  for (const char c : text) {
    if (special.find(c) != std::string_view::npos) {
      escaped += '\\';
    }
    escaped += c;
  }
  return quoted_text("{/:Bold " + escaped + "}");
}

std::string capitalised(std::string text) {
  if (!text.empty()) {
    text.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(text.front())));
  }
  return text;
}

}  // namespace engram::figures
