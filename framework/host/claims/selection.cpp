#include "claims/selection.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <limits>
#include <numeric>
#include <string_view>
#include <variant>

#include <fmt/format.h>

#include <engram/counted.hpp>
#include <engram/error.hpp>
#include <engram/words.hpp>

namespace engram::claims {

namespace {

std::optional<Choice::Number> number(std::string_view text) {
  Choice::Number value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size() ? std::optional{value} : std::nullopt;
}

std::vector<double> numbers_of(const Dataset& dataset) {
  return claims::numbers_of(dataset, fmt::format("dataset '{}'", dataset.name));
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

/// The places along one dimension that a choice keeps.
class Places {
 public:
  Places(const std::string& dimension, Index extent, const Neighbour& neighbour) : dimension_(dimension) {
    kept_.resize(static_cast<std::size_t>(extent));
    std::iota(kept_.begin(), kept_.end(), Index{0});
    if (const auto found = neighbour(dimension);
        found && found->dimensions == std::vector{dimension} && found->shape == std::vector{extent}) {
      coordinate_ = *found;
    } else {
      coordinate_.name = dimension;
      coordinate_.shape = {extent};
      coordinate_.values = kept_;
    }
  }

  void choose(const Choice& choice) {
    std::erase_if(kept_, [&](Index place) { return !fits(choice, place); });
    if (size() == 0) {
      throw RequestError(fmt::format("dimension '{}' is empty: there is nothing to select from", dimension_));
    }
    if (kept_.empty()) {
      throw RequestError(fmt::format("no entry of dimension '{}' is at {}; its coordinate runs from {} to {}",
                                     dimension_, choice.is_number ? choice.written : "'" + choice.written + "'",
                                     text_at(0), text_at(size() - 1)));
    }
  }

  [[nodiscard]] const std::vector<Index>& kept() const { return kept_; }

 private:
  [[nodiscard]] std::size_t size() const { return static_cast<std::size_t>(coordinate_.shape.front()); }

  [[nodiscard]] bool fits(const Choice& choice, Index place) const {
    const auto at = static_cast<std::size_t>(place);
    if (is_end(choice)) {
      return at == (choice.written == "first" ? 0 : size() - 1);
    }
    if (const auto* words = std::get_if<std::vector<std::string>>(&coordinate_.values)) {
      return (*words)[at] == choice.written;
    }
    return choice.is_number && lies_in(choice, coordinate_, at);
  }

  [[nodiscard]] std::string text_at(std::size_t at) const {
    if (const auto* words = std::get_if<std::vector<std::string>>(&coordinate_.values)) {
      return "'" + (*words)[at] + "'";
    }
    return number_text(numbers_of(coordinate_)[at]);
  }

  std::string dimension_;
  Dataset coordinate_;
  std::vector<Index> kept_;
};

/// The numbers of a dataset as lines along its last dimension.
class Lines {
 public:
  Lines(const Claim& claim, const Dataset& dataset, const Neighbour& neighbour)
      : claim_(claim), dataset_(dataset), numbers_(numbers_of(dataset)) {
    for (std::size_t at = 0; at < dataset.dimensions.size(); ++at) {
      places_.emplace_back(dataset.dimensions[at], dataset.shape[at], neighbour);
    }
    for (const std::string& text : claim.select) {
      const Choice choice = parse_choice(text);
      const auto found = std::ranges::find(dataset.dimensions, choice.dimension);
      if (found == dataset.dimensions.end()) {
        const std::string near = did_you_mean(choice.dimension, dataset.dimensions);
        throw RequestError(fmt::format("dataset '{}' has no dimension '{}'; {}", dataset.name, choice.dimension,
                                       near.empty() ? "its dimensions: " + join(dataset.dimensions) : near));
      }
      places_[static_cast<std::size_t>(found - dataset.dimensions.begin())].choose(choice);
    }
    find_targets(neighbour);
  }

  [[nodiscard]] std::vector<double> selected() {
    std::vector<Index> place(places_.size(), 0);
    visit(0, place);
    return std::move(result_);
  }

 private:
  void find_targets(const Neighbour& neighbour) {
    if (claim_.target == TargetChoice::all) {
      return;
    }
    const auto at = [&](const char* name) {
      const auto found = std::ranges::find(dataset_.dimensions, name);
      return found == dataset_.dimensions.end() ? std::optional<std::size_t>{}
                                                : static_cast<std::size_t>(found - dataset_.dimensions.begin());
    };
    target_ = at("target");
    if (claim_.relative_to == Relative::first && target_ == dataset_.dimensions.size() - 1) {
      throw RequestError(
          fmt::format("relative_to: first has no meaning for dataset '{}', whose last dimension is the "
                      "target",
                      dataset_.name));
    }
    if (!target_) {
      throw RequestError(fmt::format("dataset '{}' has no dimension 'target' to choose from; its dimensions: {}",
                                     dataset_.name, join(dataset_.dimensions)));
    }
    if (claim_.target == TargetChoice::nearest) {
      return;
    }
    trial_ = at("trial");
    const auto own = neighbour("target_of_trial");
    if (!trial_ || !own || own->dimensions != std::vector<std::string>{"trial"}) {
      throw RequestError(fmt::format("the trials of dataset '{}' have no target of their own", dataset_.name));
    }
    own_ = numbers_of(*own);
    if (std::ssize(own_) < dataset_.shape[*trial_]) {
      throw RequestError(fmt::format("dataset 'target_of_trial' has {} for {} of dataset '{}'",
                                     counted(own_.size(), "entry", "entries"),
                                     counted(dataset_.shape[*trial_], "trial"), dataset_.name));
    }
  }

  void visit(std::size_t dimension, std::vector<Index>& place) {
    const bool is_line = dimension + 1 >= places_.size();
    if (is_line) {
      if (wanted(place)) {
        add_line(place);
      }
      return;
    }
    if (claim_.target == TargetChoice::nearest && target_ == dimension) {
      place[dimension] = 0;  // add_line() takes the nearest target
      visit(dimension + 1, place);
      return;
    }
    for (const Index kept : places_[dimension].kept()) {
      place[dimension] = kept;
      visit(dimension + 1, place);
    }
  }

  [[nodiscard]] bool wanted(const std::vector<Index>& place) const {
    if (!trial_ || target_ == places_.size() - 1) {
      return true;  // add_line() chooses along the last dimension
    }
    const bool own = own_[static_cast<std::size_t>(place[*trial_])] == static_cast<double>(place[*target_]);
    return own == (claim_.target == TargetChoice::own);
  }

  void add_line(std::vector<Index> place) {
    if (places_.empty()) {
      result_.push_back(numbers_.front());
      return;
    }
    const std::size_t last = places_.size() - 1;
    const std::vector<Index>& kept = places_[last].kept();
    if (kept.empty()) {
      return;
    }
    if (target_ == last) {
      add_targets(std::move(place), kept);
      return;
    }
    const double first = value(place, last, 0);
    for (const Index at : claim_.reduce == Reduction::last ? std::vector{kept.back()} : kept) {
      const double number = value(place, last, at);
      result_.push_back(claim_.relative_to == Relative::first ? number / first : number);
    }
  }

  /// For a dataset whose last dimension is the target, such as final_distance.
  void add_targets(std::vector<Index> place, const std::vector<Index>& kept) {
    double nearest = std::numeric_limits<double>::quiet_NaN();
    for (const Index at : kept) {
      place.back() = at;
      const double number = numbers_[offset(place)];
      nearest = std::fmin(nearest, number);
      if (claim_.target != TargetChoice::nearest &&
          (own_[static_cast<std::size_t>(place[*trial_])] == static_cast<double>(at)) ==
              (claim_.target == TargetChoice::own)) {
        result_.push_back(number);
      }
    }
    if (claim_.target == TargetChoice::nearest) {
      result_.push_back(nearest);
    }
  }

  /// The number at a place; for the nearest target, the least over the targets.
  [[nodiscard]] double value(std::vector<Index> place, std::size_t last, Index at) const {
    place[last] = at;
    if (claim_.target != TargetChoice::nearest) {
      return numbers_[offset(place)];
    }
    double nearest = std::numeric_limits<double>::quiet_NaN();
    for (const Index target : places_[*target_].kept()) {
      place[*target_] = target;
      nearest = std::fmin(nearest, numbers_[offset(place)]);
    }
    return nearest;
  }

  [[nodiscard]] std::size_t offset(const std::vector<Index>& place) const {
    Index at = 0;
    for (std::size_t dimension = 0; dimension < place.size(); ++dimension) {
      at = at * dataset_.shape[dimension] + place[dimension];
    }
    return static_cast<std::size_t>(at);
  }

  const Claim& claim_;
  const Dataset& dataset_;
  std::vector<double> numbers_;
  std::vector<Places> places_;
  std::optional<std::size_t> target_;
  std::optional<std::size_t> trial_;
  std::vector<double> own_;  ///< target of each trial
  std::vector<double> result_;
};

}  // namespace

std::vector<double> numbers_of(const Dataset& dataset, const std::string& called) {
  if (const auto* whole = std::get_if<std::vector<std::int64_t>>(&dataset.values)) {
    return {whole->begin(), whole->end()};
  }
  if (const auto* reals = std::get_if<std::vector<double>>(&dataset.values)) {
    return *reals;
  }
  throw RequestError(fmt::format("{} holds text and no numbers", called));
}

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

std::vector<double> selected(const Claim& claim, const Dataset& dataset, const Neighbour& neighbour) {
  if (claim.relative_to == Relative::first && dataset.dimensions.empty()) {
    throw RequestError(fmt::format("dataset '{}' is a single number and has no first one", dataset.name));
  }
  return Lines(claim, dataset, neighbour).selected();
}

}  // namespace engram::claims
