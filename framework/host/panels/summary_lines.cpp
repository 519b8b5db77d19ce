#include "panels/summary_lines.hpp"

#include <algorithm>
#include <iterator>
#include <limits>
#include <map>
#include <set>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "panels/view.hpp"

namespace engram::panels {

namespace {

using WordList = std::vector<std::string>;

/// Words are ordered by their first appearance among `rows`.
Ranked ranked_words(const WordList& words, const std::vector<std::size_t>& rows) {
  Ranked result;
  result.places.resize(words.size());
  std::map<std::string_view, std::size_t> known;
  for (const std::size_t row : rows) {
    const auto [found, is_new] = known.try_emplace(words[row], result.words.size());
    if (is_new) {
      result.words.push_back(words[row]);
    }
    result.places[row] = found->second;
  }
  return result;
}

/// Makes the lines of a panel.
class LineMaker {
 public:
  LineMaker(const Panel& panel, const results::Summary& summary, const Mixing& mixing,
            const std::vector<std::size_t>& rows)
      : panel_(panel), summary_(summary), mixing_(mixing), rows_(rows) {}

  [[nodiscard]] Lines over(const std::vector<std::size_t>& places) const {
    WordList words(summary_.size());
    if (!panel_.lines.empty()) {
      const results::Column column = summary_.column(panel_.lines, "lines");
      words = mixing_.refined(column, rows_);
      for (const std::size_t row : rows_) {
        if (column.missing[row]) {
          words[row] = fmt::format("without {}", results::last_step(column.path));
        }
      }
    }
    const std::vector<std::string> splitting = splitting_settings(words, places);
    Lines lines;
    lines.name = panel_.lines.empty() ? "line" : results::last_step(results::setting_path(panel_.lines));
    if (!splitting.empty()) {
      const bool by_case = cases_tell(splitting, words);
      for (const std::size_t row : rows_) {
        words[row] += by_case ? ", " + summary_.cases()[row]
                              : settings_in_words(summary_, splitting, row, results::setting_path(panel_.lines));
        if (panel_.lines.empty()) {
          words[row] = words[row].empty() ? fmt::format("without {}", results::last_step(splitting.front()))
                                          : words[row].substr(2);
        }
      }
      if (panel_.lines.empty()) {
        lines.name = by_case                 ? case_dimension
                     : splitting.size() == 1 ? results::last_step(splitting.front())
                                             : "setting";
      }
    }
    if (lines.name == panel_.x || lines.name == row_dimension) {
      lines.name = panel_.lines.empty() ? splitting.front() : panel_.lines;
    }
    Ranked ranks = ranked_words(words, rows_);
    const bool alone = panel_.lines.empty() && splitting.empty();
    lines.words = alone ? WordList{} : std::move(ranks.words);
    lines.of_row = std::move(ranks.places);
    return lines;
  }

 private:
  /// Settings that differ between cells of one line at one place.
  [[nodiscard]] std::vector<std::string> splitting_settings(const WordList& words,
                                                            const std::vector<std::size_t>& places) const {
    std::map<std::pair<std::string_view, std::size_t>, std::vector<std::size_t>> points;
    for (const std::size_t row : rows_) {
      points[{words[row], places[row]}].push_back(row);
    }
    std::set<std::string> splitting;
    for (const auto& [point, among] : points) {
      const auto settings = mixing_.apart(summary_.differing(among));
      splitting.insert(settings.begin(), settings.end());
    }
    return {splitting.begin(), splitting.end()};
  }

  /// Whether the names of the cases distinguish rows with one word exactly as these settings do.
  [[nodiscard]] bool cases_tell(const std::vector<std::string>& settings, const WordList& of_rows) const {
    std::map<WordList, std::string> by_settings;
    std::map<std::pair<std::string, std::string>, WordList> by_case;
    for (const std::size_t row : rows_) {
      WordList words{of_rows[row]};
      std::ranges::transform(settings, std::back_inserter(words),
                             [&](const std::string& setting) { return summary_.word(setting, row); });
      const std::string& name = summary_.cases()[row];
      if (by_settings.try_emplace(words, name).first->second != name ||
          by_case.try_emplace({of_rows[row], name}, words).first->second != words) {
        return false;
      }
    }
    return true;
  }

  const Panel& panel_;
  const results::Summary& summary_;
  const Mixing& mixing_;
  const std::vector<std::size_t>& rows_;
};

}  // namespace

Ranked ranked(const results::Column& column, const Mixing& mixing, const std::vector<std::size_t>& rows) {
  if (column.numbers.empty()) {
    return ranked_words(mixing.refined(column, rows), rows);
  }
  // Whole numbers beyond 2^53 may differ in their words only; then the axis has words.
  std::set<std::pair<double, std::string_view>> sorted;
  std::set<double> numbers;
  for (const std::size_t row : rows) {
    sorted.emplace(column.numbers[row], column.words[row]);
    numbers.insert(column.numbers[row]);
  }
  Ranked result;
  if (numbers.size() == sorted.size()) {
    result.numbers.assign(numbers.begin(), numbers.end());
  }
  std::map<std::string_view, std::size_t> places;
  for (const auto& [number, word] : sorted) {
    places.emplace(word, result.words.size());
    result.words.emplace_back(word);
  }
  result.places.resize(column.numbers.size());
  for (const std::size_t row : rows) {
    result.places[row] = places.at(column.words[row]);
  }
  return result;
}

Lines lines_over(const Panel& panel, const results::Summary& summary, const Mixing& mixing,
                 const std::vector<std::size_t>& rows, const std::vector<std::size_t>& places) {
  return LineMaker(panel, summary, mixing, rows).over(places);
}

std::pair<std::vector<double>, std::size_t> table_of(const std::vector<double>& numbers, const Lines& lines,
                                                     const std::vector<std::size_t>& rows,
                                                     const std::vector<std::size_t>& places, std::size_t length) {
  const std::size_t count = std::max<std::size_t>(1, lines.words.size());
  std::vector<std::vector<double>> members(count * length);
  std::size_t most = 1;
  for (const std::size_t row : rows) {
    std::vector<double>& list = members[lines.of_row[row] * length + places[row]];
    list.push_back(numbers[row]);
    most = std::max(most, list.size());
  }
  std::vector<double> table(count * most * length, std::numeric_limits<double>::quiet_NaN());
  for (std::size_t line = 0; line < count; ++line) {
    for (std::size_t place = 0; place < length; ++place) {
      const std::vector<double>& list = members[line * length + place];
      for (std::size_t cell = 0; cell < list.size(); ++cell) {
        table[(line * most + cell) * length + place] = list[cell];
      }
    }
  }
  return {std::move(table), most};
}

}  // namespace engram::panels
