#include "claims/claim.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include <engram/error.hpp>
#include <engram/words.hpp>

#include "results/choice.hpp"
#include "theory/curve.hpp"

namespace engram::claims {

namespace {

std::string words(Comparison comparison) {
  switch (comparison) {
    case Comparison::below:
      return "below";
    case Comparison::at_most:
      return "at most";
    case Comparison::above:
      return "above";
    case Comparison::at_least:
      return "at least";
    case Comparison::equals:
      return "equal to";
  }
  return "";
}

std::string words(Reduction reduction) {
  switch (reduction) {
    case Reduction::min:
      return "least";
    case Reduction::max:
      return "greatest";
    case Reduction::mean:
      return "mean";
    case Reduction::median:
      return "median";
    case Reduction::last:
      return "last";
    case Reduction::fraction:
      return "fraction";
    case Reduction::count:
      return "number";
  }
  return "";
}

std::string words(Combination combination) {
  switch (combination) {
    case Combination::mean:
      return "mean";
    case Combination::median:
      return "median";
    case Combination::min:
      return "min";
    case Combination::max:
      return "max";
    case Combination::slope:
      return "slope";
    case Combination::crossing:
      return "crossing";
  }
  return "";
}

/// "mean over seeds of the ", which stands before the words of a number of a cell.
std::string words_before(const Claim& claim) {
  std::string text;
  if (claim.over != Over::each) {
    const std::string cells = claim.over == Over::seeds ? "seeds" : "cells";
    switch (claim.combine) {
      case Combination::slope:
        text = fmt::format("slope of log against log of {} over {} of the ", claim.along, cells);
        break;
      case Combination::crossing:
        text =
            fmt::format("{} at which {} is crossed, over {}, by the ", claim.along, number_text(claim.level), cells);
        break;
      default: {
        const std::string combination = claim.combine == Combination::min   ? "least"
                                        : claim.combine == Combination::max ? "greatest"
                                                                            : words(claim.combine);
        text = fmt::format("{} over {} of the ", combination, cells);
      }
    }
  }
  if (!claim.theory.empty()) {
    text += fmt::format("difference from {} at x = {} of the ", claim.theory, claim.along);
  }
  if (!claim.against.empty()) {
    text += fmt::format("{} case {} of the ", claim.by == Relation::ratio ? "ratio to" : "difference from",
                        claim.against);
  }
  return text;
}

}  // namespace

bool Claim::has_line() const {
  return combine == Combination::slope || combine == Combination::crossing;
}

void Claim::check() const {
  std::ranges::for_each(select, results::parse_choice);
  std::ranges::for_each(where, results::parse_condition);
  if (!change.empty() && source.empty()) {
    throw ParameterError("change", "a change is relative to a source; say under `source` where the claim is made");
  }
  if (change.find_first_not_of(" \t\n") == std::string::npos && !change.empty()) {
    throw ParameterError("change", "a change says what was set differently; leave it out if nothing was");
  }
  if (tolerance > 0.0 && compare != Comparison::equals) {
    throw ParameterError("tolerance", "a tolerance belongs to `compare: equals`");
  }
  if (dataset.starts_with("summary/")) {
    for (const auto& [name, given] :
         {std::pair{"select", !select.empty()}, std::pair{"target", target != TargetChoice::all},
          std::pair{"relative_to", relative_to != Relative::none}}) {
      if (given) {
        throw ParameterError(name,
                             "a column of the summary has one number for each case: there is nothing to select from");
      }
    }
  }
  const bool counts = reduce == Reduction::fraction || reduce == Reduction::count;
  if (threshold != 0.0 && !counts) {
    throw ParameterError("threshold", "a threshold belongs to `reduce: fraction` or `reduce: count`");
  }
  check_combination();
  const bool is_fraction = reduce == Reduction::fraction && against.empty() && theory.empty() && !has_line();
  if (is_fraction && (value < 0.0 || value > 1.0)) {
    throw ParameterError("value", fmt::format("a fraction lies between 0 and 1, never at {}", number_text(value)));
  }
}

void Claim::check_combination() const {
  if (over == Over::each) {
    for (const auto& [name, given] :
         {std::pair{"combine", combine != Combination::mean}, std::pair{"certain", certain}}) {
      if (given) {
        throw ParameterError(name, fmt::format("`{}` is about several cells; say which with `over: seeds` or "
                                               "`over: cells`",
                                               name));
      }
    }
  }
  if (has_line() && (along.empty() || over != Over::cells)) {
    throw ParameterError("combine",
                         fmt::format("`combine: {}` needs `over: cells`, and with `along` the column of the "
                                     "summary that the cells lie along",
                                     words(combine)));
  }
  if (!theory.empty()) {
    if (along.empty()) {
      throw ParameterError("theory", "`theory` needs `along`, the column of the summary that x stands for");
    }
    try {
      (void)theory::Curve(theory);
    } catch (const RequestError& error) {
      throw ParameterError("theory", fmt::format("theory: {}", error.what()));
    }
  }
  if (!has_line() && theory.empty() && !along.empty()) {
    throw ParameterError("along", "`along` belongs to `theory`, `combine: slope` and `combine: crossing`");
  }
  if (level != 0.0 && combine != Combination::crossing) {
    throw ParameterError("level", "a level belongs to `combine: crossing`");
  }
  if (certain && combine != Combination::mean && combine != Combination::slope) {
    throw ParameterError("certain",
                         fmt::format("no interval is known for `combine: {}`; allowed with `certain`: mean, "
                                     "slope",
                                     words(combine)));
  }
  if (by != Relation::difference && against.empty()) {
    throw ParameterError("by", "`by` belongs to `against`, which names the other case");
  }
}

std::string test_text(const Claim& claim) {
  std::vector<std::string> conditions;
  if (claim.target != TargetChoice::all) {
    conditions.emplace_back(claim.target == TargetChoice::own      ? "own target"
                            : claim.target == TargetChoice::others ? "other targets"
                                                                   : "nearest target");
  }
  if (claim.relative_to == Relative::first) {
    conditions.emplace_back("relative to the first");
  }
  conditions.insert(conditions.end(), claim.select.begin(), claim.select.end());
  conditions.insert(conditions.end(), claim.where.begin(), claim.where.end());
  const bool counts = claim.reduce == Reduction::fraction || claim.reduce == Reduction::count;
  return fmt::format("{}{} {}{}{} {} {}{}{}", words_before(claim), words(claim.reduce), claim.dataset,
                     conditions.empty() ? "" : " (" + join(conditions) + ")",
                     counts ? fmt::format(" that is {} {},", words(claim.counted), number_text(claim.threshold)) : "",
                     words(claim.compare), number_text(claim.value),
                     claim.tolerance > 0.0 ? " within " + number_text(claim.tolerance) : "",
                     claim.certain ? " with 95 % certainty" : "");
}

}  // namespace engram::claims
