#include "results/choice.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <iterator>
#include <limits>
#include <numeric>
#include <optional>
#include <string_view>
#include <utility>
#include <variant>

#include <fmt/format.h>

#include <engram/error.hpp>
#include <engram/words.hpp>

#include "results/dataset_values.hpp"

namespace engram::results {

namespace {

std::optional<Choice::Number> number(std::string_view text) {
  Choice::Number value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size() ? std::optional{value} : std::nullopt;
}

/// Whether a text is the word, or a plugin of that name followed by settings: "tanh(gain=0.3)".
bool is_word(const std::string& text, const std::string& word) {
  return text == word || (text.starts_with(word) &&
                          (text.compare(word.size(), 2, ", ") == 0 || text.compare(word.size(), 1, "(") == 0));
}

/// Whether a choice is the first or the last entry of a dimension.
bool is_end(const Choice& choice) {
  return choice.written == "first" || choice.written == "last";
}

/// Parses a choice; returns nullopt if the text is not one.
std::optional<Choice> read_choice(const std::string& text) {
  const std::size_t equals = text.find('=');
  if (equals == std::string::npos || equals == 0 || equals + 1 == text.size()) {
    return std::nullopt;
  }
  Choice choice{text.substr(0, equals), text.substr(equals + 1)};
  const std::size_t dots = choice.written.find("..");
  const auto from = number(choice.written.substr(0, dots));
  const auto to = dots == std::string::npos ? from : number(choice.written.substr(dots + 2));
  if (from && to && *from <= *to) {
    choice.is_number = true;
    choice.from = *from;
    choice.to = *to;
  } else if (dots != std::string::npos) {
    return std::nullopt;
  }
  return choice;
}

/// Whole numbers are equal or not. Stored times are products of intervals, which may differ from the written time in
/// the last bits.
bool lies_in(const Choice& choice, const Dataset& coordinate, std::size_t entry) {
  if (const auto* whole = std::get_if<std::vector<std::int64_t>>(&coordinate.values)) {
    const auto number = static_cast<Choice::Number>((*whole)[entry]);
    return number >= choice.from && number <= choice.to;
  }
  constexpr double last_bits = 8 * std::numeric_limits<double>::epsilon();
  const double number = numbers_of(coordinate)[entry];
  const double slack = last_bits * std::fabs(number);
  return number >= choice.from - slack && number <= choice.to + slack;
}

/// The entries along one dimension and those that choices keep.
class Entries {
 public:
  Entries(const std::string& dimension, Index extent, const DatasetGroup& group)
      : dimension_(dimension), chosen_(static_cast<std::size_t>(extent), true) {
    if (const auto& found = group.coordinate(dimension); found && found->shape == std::vector{extent}) {
      coordinate_ = *found;
    } else {
      std::vector<std::int64_t> numbers(chosen_.size());
      std::iota(numbers.begin(), numbers.end(), std::int64_t{0});
      coordinate_ = {dimension, {dimension}, {extent}, std::move(numbers), "1", ""};
    }
  }

  void choose(const Choice& choice) {
    if (chosen_.empty()) {
      throw RequestError(fmt::format("dimension '{}' is empty: there is nothing to select from", dimension_));
    }
    for (std::size_t entry = 0; entry < chosen_.size(); ++entry) {
      chosen_[entry] = chosen_[entry] && fits(choice, entry);
    }
    if (std::ranges::find(chosen_, true) == chosen_.end()) {
      throw RequestError(fmt::format("no entry of dimension '{}' is at {}; its coordinate runs from {} to {}",
                                     dimension_, choice.is_number ? choice.written : "'" + choice.written + "'",
                                     text_at(0), text_at(chosen_.size() - 1)));
    }
  }

  [[nodiscard]] const std::vector<bool>& chosen() const { return chosen_; }

 private:
  [[nodiscard]] bool fits(const Choice& choice, std::size_t entry) const {
    if (is_end(choice)) {
      return entry == (choice.written == "first" ? 0 : chosen_.size() - 1);
    }
    if (const auto* words = std::get_if<std::vector<std::string>>(&coordinate_.values)) {
      return (*words)[entry] == choice.written;
    }
    return choice.is_number && lies_in(choice, coordinate_, entry);
  }

  [[nodiscard]] std::string text_at(std::size_t entry) const {
    if (const auto* words = std::get_if<std::vector<std::string>>(&coordinate_.values)) {
      return "'" + (*words)[entry] + "'";
    }
    return number_text(numbers_of(coordinate_)[entry]);
  }

  std::string dimension_;
  Dataset coordinate_;
  std::vector<bool> chosen_;
};

}  // namespace

Choice parse_choice(const std::string& text) {
  if (const auto choice = read_choice(text)) {
    return *choice;
  }
  throw ParameterError("select", fmt::format("'{}' selects nothing; write 'dimension=value', 'dimension=from..to', "
                                             "'dimension=first' or 'dimension=last'",
                                             text));
}

Choice parse_condition(const std::string& text) {
  const auto refuse = [&](std::string_view why) {
    throw ParameterError("where", fmt::format("'{}' {}; write 'column=value' or 'column=from..to'", text, why));
  };
  const auto choice = read_choice(text);
  if (!choice) {
    refuse("chooses no cells");
  }
  if (std::string_view("<>!").find(choice->dimension.back()) != std::string_view::npos ||
      choice->written.front() == '=') {
    refuse("compares by something other than '='");
  }
  if (is_end(*choice)) {
    refuse("asks for an entry of a dimension, as only `select` does");
  }
  return *choice;
}

bool is_chosen(const Choice& choice, const Dataset& coordinate, std::size_t entry) {
  if (const auto* texts = std::get_if<std::vector<std::string>>(&coordinate.values)) {
    return is_word((*texts)[entry], choice.written);
  }
  return choice.is_number && lies_in(choice, coordinate, entry);
}

std::string numbers_only(const Choice& choice) {
  return fmt::format(
      "column '{}' holds numbers, in seconds for durations, and '{}' is neither a number nor a range from..to",
      choice.dimension, choice.written);
}

std::vector<std::size_t> rows_where(const std::vector<std::string>& conditions, std::vector<std::size_t> rows,
                                    const Summary& summary) {
  for (const std::string& text : conditions) {
    const Choice choice = parse_condition(text);
    const Dataset column = summary.stored_column(choice.dimension, "where");
    if (!choice.is_number && !std::holds_alternative<std::vector<std::string>>(column.values)) {
      throw RequestError(fmt::format("where: '{}': {}", text, numbers_only(choice)));
    }
    std::erase_if(rows, [&](std::size_t row) { return !is_chosen(choice, column, row); });
  }
  if (rows.empty() && !conditions.empty()) {
    throw RequestError(fmt::format("where: no cell has {}", join(conditions, " and ")));
  }
  return rows;
}

std::vector<std::vector<bool>> chosen_entries(const std::vector<std::string>& select, const Dataset& dataset,
                                              const DatasetGroup& group) {
  std::vector<Entries> entries;
  for (std::size_t at = 0; at < dataset.dimensions.size(); ++at) {
    entries.emplace_back(dataset.dimensions[at], dataset.shape[at], group);
  }
  for (const std::string& text : select) {
    const Choice choice = parse_choice(text);
    const auto found = std::ranges::find(dataset.dimensions, choice.dimension);
    if (found == dataset.dimensions.end()) {
      const std::string near = did_you_mean(choice.dimension, dataset.dimensions);
      throw RequestError(fmt::format("dataset '{}' has no dimension '{}'; {}", dataset.name, choice.dimension,
                                     near.empty() ? "its dimensions: " + join(dataset.dimensions) : near));
    }
    entries[static_cast<std::size_t>(found - dataset.dimensions.begin())].choose(choice);
  }
  std::vector<std::vector<bool>> chosen;
  std::ranges::transform(entries, std::back_inserter(chosen), &Entries::chosen);
  return chosen;
}

}  // namespace engram::results
