#include "yaml/problem.hpp"

#include <algorithm>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include <fmt/format.h>

#include <engram/counted.hpp>
#include <engram/words.hpp>

#include "yaml/text.hpp"

namespace engram::yaml {

namespace {

/// A line of a minified spec may be as long as the file, so only the part around the marked place is shown.
constexpr std::size_t excerpt_columns = 100;
constexpr std::size_t columns_before_spot = 60;

constexpr std::size_t most_shown = 100;

/// The first byte of the character that a byte belongs to.
std::size_t character_start(std::string_view text, std::size_t byte) {
  while (byte > 0 && byte < text.size() && is_continuation(text[byte])) {
    --byte;
  }
  return byte;
}

std::string excerpt(const Mark& mark) {
  std::string line(line_of(mark.source->text, mark.line));
  std::ranges::replace(line, '\t', ' ');
  const std::size_t spot = std::min(static_cast<std::size_t>(mark.column - 1), line.size());
  const std::size_t end = std::min(spot + static_cast<std::size_t>(std::max(mark.length, 1)), line.size());

  const bool cut_front = line.size() > excerpt_columns && spot > columns_before_spot;
  const std::size_t from = cut_front ? character_start(line, spot - columns_before_spot) : 0;
  const bool cut_back = line.size() - from > excerpt_columns;
  const std::size_t to = cut_back ? character_start(line, from + excerpt_columns) : line.size();

  const std::string number = std::to_string(mark.line);
  const std::string gutter = std::string(number.size() < 6 ? 6 - number.size() : 0, ' ');
  std::string text = gutter + number + " | " + (cut_front ? "..." : "") + line.substr(from, to - from) +
                     (cut_back ? "..." : "") + "\n";
  const std::string_view shown(line);
  const std::size_t width = std::max<std::size_t>(count_characters(shown.substr(spot, std::min(end, to) - spot)), 1);
  text += std::string(gutter.size() + number.size(), ' ') + " | " + (cut_front ? "   " : "") +
          std::string(count_characters(shown.substr(from, spot - from)), ' ') + "^" + std::string(width - 1, '~') +
          "\n";
  return text;
}

}  // namespace

std::string Mark::where() const {
  if (!source) {
    return "spec";
  }
  if (line == 0) {
    return source->name;
  }
  const std::string_view before = line_of(source->text, line).substr(0, static_cast<std::size_t>(column - 1));
  return source->name + ":" + std::to_string(line) + ":" + std::to_string(count_characters(before) + 1);
}

void Problems::add(Mark mark, std::string message, std::vector<std::string> notes) {
  std::string key =
      fmt::format("{} {} {} {}\n{}", fmt::ptr(mark.source.get()), mark.line, mark.column, message, join(notes, "\n"));
  if (known_.insert(std::move(key)).second) {
    list_.push_back({std::move(mark), std::move(message), std::move(notes)});
  }
}

void Problems::add(const Problems& others) {
  for (const Problem& problem : others.list_) {
    add(problem.mark, problem.message, problem.notes);
  }
}

std::string render(const Problem& problem, std::string_view kind) {
  std::string text = fmt::format("{}: {}: {}\n", problem.mark.where(), kind, problem.message);
  if (problem.mark.line > 0) {
    text += excerpt(problem.mark);
  }
  for (const std::string& note : problem.notes) {
    text += "  " + note + "\n";
  }
  return text;
}

std::string render(const Problems& problems, std::string_view kind) {
  std::vector<Problem> list = problems.list();
  std::ranges::stable_sort(list, {}, [](const Problem& problem) {
    return std::tuple(problem.mark.source ? problem.mark.source->name : "", problem.mark.line, problem.mark.column);
  });
  std::string text;
  for (const Problem& problem : std::span(list).first(std::min(list.size(), most_shown))) {
    text += render(problem, kind);
  }
  if (list.size() > most_shown) {
    text += fmt::format("and {}\n", counted(list.size() - most_shown,
                                            kind == "error" ? "more mistake" : fmt::format("more {}", kind)));
  }
  return text;
}

}  // namespace engram::yaml
