#include "claims/selection.hpp"

#include <cstddef>
#include <utility>

#include <fmt/format.h>

#include <engram/error.hpp>

#include "results/choice.hpp"
#include "results/dataset_rows.hpp"
#include "results/targets.hpp"

namespace engram::claims {

std::vector<std::size_t> chosen_rows(const Claim& claim, const results::Summary& summary) {
  return results::rows_where(claim.where, summary.rows_of_cases(claim.cases), summary);
}

std::vector<double> selected(const Claim& claim, Dataset dataset, const results::DatasetGroup& group) {
  const bool from_first = claim.relative_to == Relative::first;
  if (from_first && dataset.dimensions.empty()) {
    throw RequestError(fmt::format("dataset '{}' is a single number and has no first one", dataset.name));
  }
  std::vector<std::vector<bool>> chosen = results::chosen_entries(claim.select, dataset, group);
  const std::string last = dataset.dimensions.empty() ? "" : dataset.dimensions.back();
  const bool by_trial = claim.target == TargetChoice::own || claim.target == TargetChoice::others;
  const bool chooses_along = (last == results::target_dimension && claim.target != TargetChoice::all) ||
                             (last == results::trial_dimension && by_trial);
  if (from_first && chooses_along) {
    throw RequestError(fmt::format(
        "relative_to: first has no meaning for dataset '{}', whose last dimension is the {}", dataset.name, last));
  }
  if (last.empty() || chooses_along) {
    // Each number becomes a row of its own.
    dataset.dimensions.emplace_back("entry");
    dataset.shape.push_back(1);
    chosen.push_back({true});
  }
  const std::vector<bool> along = std::move(chosen.back());
  chosen.pop_back();
  results::Table table = results::make_table(dataset, chosen.size());
  std::erase_if(table.rows, [&](const results::Row& row) {
    for (std::size_t dimension = 0; dimension < chosen.size(); ++dimension) {
      if (!chosen[dimension][*row.places[dimension]]) {
        return true;
      }
    }
    return false;
  });
  results::choose_targets(table, claim.target, dataset, group);
  std::vector<double> numbers;
  for (const results::Row& row : table.rows) {
    const std::size_t before = numbers.size();
    for (std::size_t at = 0; at < row.y.size(); ++at) {
      if (along[at]) {
        numbers.push_back(from_first ? row.y[at] / row.y.front() : row.y[at]);
      }
    }
    if (claim.reduce == Reduction::last) {
      numbers.erase(numbers.begin() + static_cast<std::ptrdiff_t>(before), numbers.end() - 1);
    }
  }
  return numbers;
}

}  // namespace engram::claims
