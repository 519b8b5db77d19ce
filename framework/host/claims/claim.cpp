#include "claims/claim.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include <engram/error.hpp>
#include <engram/words.hpp>

#include "results/choice.hpp"

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

}  // namespace

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
  if (reduce == Reduction::fraction && (value < 0.0 || value > 1.0)) {
    throw ParameterError("value", fmt::format("a fraction lies between 0 and 1, never at {}", number_text(value)));
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
  return fmt::format("{} {}{}{} {} {}{}", words(claim.reduce), claim.dataset,
                     conditions.empty() ? "" : " (" + join(conditions) + ")",
                     counts ? fmt::format(" that is {} {},", words(claim.counted), number_text(claim.threshold)) : "",
                     words(claim.compare), number_text(claim.value),
                     claim.tolerance > 0.0 ? " within " + number_text(claim.tolerance) : "");
}

}  // namespace engram::claims
