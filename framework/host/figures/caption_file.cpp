#include "figures/caption_file.hpp"

#include <array>
#include <cstddef>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include <engram/error.hpp>
#include <engram/words.hpp>

#include "results/named_dataset.hpp"

namespace engram::figures {
namespace {
/// In the order of the enumeration.
constexpr std::array<std::string_view, 3> format_names{"txt", "tex", "md"};

std::string escaped(std::string_view text, std::string_view special) {
  std::string result;
  for (const char c : text) {
    result += special.find(c) == std::string_view::npos ? std::string(1, c) : fmt::format("\\{}", c);
  }
  return result;
}

std::string tex_text(std::string_view text) {
  std::string result;
  for (const char c : text) {
    result += c == '\\'  ? "\\textbackslash{}"
              : c == '~' ? "\\textasciitilde{}"
              : c == '^' ? "\\textasciicircum{}"
                         : escaped({&c, 1}, "#$%&_{}");
  }
  return result;
}

/// "Title. Caption", with marks before and after the title.
std::string titled(const std::string& title, const std::string& caption, std::string_view before,
                   std::string_view after) {
  return title.empty() ? caption : fmt::format("{}{}.{} {}", before, title, after, caption);
}

}  // namespace

CaptionFormat parse_caption_format(std::string_view word) {
  for (std::size_t i = 0; i < format_names.size(); ++i) {
    if (format_names[i] == word) {
      return static_cast<CaptionFormat>(i);
    }
  }
  const std::vector<std::string> words(format_names.begin(), format_names.end());
  throw RequestError(fmt::format("unknown format '{}': captions can be {}{}", word, join(words),
                                 results::nearest_match(word, words)));
}

std::string caption_file_name(const std::string& stem, CaptionFormat format) {
  return fmt::format("{}.{}", stem, format_names.at(static_cast<std::size_t>(format)));
}

std::string caption_file(CaptionFormat format, const CaptionTexts& texts) {
  switch (format) {
    case CaptionFormat::tex:
      return fmt::format("% {}\n% {}\n\\caption{{{}}}\n\\label{{fig:{}}}\n", texts.mark, texts.source,
                         titled(tex_text(texts.title), tex_text(texts.caption), "\\textbf{", "}"), texts.name);
    case CaptionFormat::md:
      return fmt::format("<!-- {} -->\n{}\n\n{}\n", texts.mark,
                         titled(escaped(texts.title, "*_`[]\\<"), escaped(texts.caption, "*_`[]\\<"), "**", "**"),
                         escaped(texts.source, "*_`[]\\<"));
    default:
      return fmt::format("Caption of {} ({})\n{}\n\n{}\n", texts.name, texts.mark, texts.source,
                         titled(texts.title, texts.caption, "", ""));
  }
}

}  // namespace engram::figures
