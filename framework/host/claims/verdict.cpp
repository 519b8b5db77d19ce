#include "claims/verdict.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>

#include <fmt/format.h>

#include <engram/counted.hpp>
#include <engram/words.hpp>

namespace engram::claims {

namespace {

/// The first settings, and the number of further ones.
std::string some_of(const std::vector<std::string>& settings) {
  constexpr std::size_t most = 3;
  if (settings.size() <= most) {
    return join(settings);
  }
  return fmt::format("{} and {} more settings",
                     join({settings.begin(), settings.begin() + static_cast<std::ptrdiff_t>(most)}),
                     settings.size() - most);
}

}  // namespace

Verdict unjudged(Claim claim, std::string trouble) {
  constexpr double none = std::numeric_limits<double>::quiet_NaN();
  return {std::move(claim), {}, 0, false, none, none, none, "", {}, std::move(trouble)};
}

Outcome outcome(const Verdict& verdict) {
  if (!verdict.trouble.empty()) {
    return Outcome::not_judged;
  }
  if (!verdict.reproduced) {
    return Outcome::not_reproduced;
  }
  return verdict.claim.change.empty() ? Outcome::reproduced : Outcome::reproduced_with_change;
}

std::string outcome_text(Outcome outcome) {
  switch (outcome) {
    case Outcome::not_judged:
      return "not judged";
    case Outcome::not_reproduced:
      return "not reproduced";
    case Outcome::reproduced_with_change:
      return "reproduced with a change";
    case Outcome::reproduced:
      return "reproduced";
  }
  return "";
}

std::string measured_text(const Verdict& verdict) {
  if (!verdict.trouble.empty()) {
    return "nothing: " + verdict.trouble;
  }
  const std::size_t cells = verdict.findings.size();
  const auto troubled =
      std::ranges::find_if(verdict.findings, [](const Finding& one) { return !one.trouble.empty(); });
  const bool apart = !verdict.differing.empty() && verdict.least != verdict.greatest;
  const std::string unit = verdict.unit.empty() ? "" : " " + verdict.unit;
  std::string text;
  if (verdict.claim.over != Over::each && cells == 1) {
    const Finding& only = verdict.findings.front();
    const std::string interval =
        std::isnan(only.low) ? "" : fmt::format(" ({:.4g} to {:.4g}{} with 95 %)", only.low, only.high, unit);
    text = fmt::format("{:.4g}{}{} over {}", only.measured, unit, interval, counted(only.cells, "cell"));
  } else if (apart) {
    text = fmt::format("{:.4g} to {:.4g}{} over cells that differ in {}", verdict.least, verdict.greatest, unit,
                       some_of(verdict.differing));
  } else if (cells > 1) {
    text = fmt::format("{:.4g}{}, median ({:.4g} to {:.4g}{})", verdict.median, unit, verdict.least, verdict.greatest,
                       unit);
  } else {
    text = fmt::format("{:.4g}{}", verdict.median, unit);
  }
  if (cells > 1) {
    text += fmt::format(
        "; holds in {} of {}", verdict.holding,
        verdict.claim.over == Over::each ? counted(cells, "cell") : counted(cells, "group") + " of cells");
  }
  if (troubled != verdict.findings.end()) {
    text += fmt::format("; {}{}", troubled->label.empty() ? "" : troubled->label + ": ", troubled->trouble);
  }
  return text;
}

}  // namespace engram::claims
