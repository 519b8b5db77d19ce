// The targets whose distances are drawn or judged.
#pragma once

#include <engram/recorder.hpp>

#include "results/dataset_group.hpp"
#include "results/dataset_rows.hpp"

namespace engram::results {

constexpr const char* target_dimension = "target";
constexpr const char* trial_dimension = "trial";
/// The dataset that holds the target that each trial started from.
constexpr const char* own_target = "target_of_trial";

/// Distances to which targets, for a dataset with a dimension `target`: each trial's own, the others, the nearest, or
/// all. `automatic` is own if the trials have their own targets, otherwise all.
enum class TargetChoice { automatic, own, others, nearest, all };

/// The word for a choice in a spec.
const char* target_word(TargetChoice choice);

/// The choice that `automatic` means for a table.
TargetChoice resolved_choice(TargetChoice choice, const Table& table, const DatasetGroup& group);

/// Keeps the rows of the chosen targets; rows to the nearest target have the least value at each place, NaN only if
/// all are NaN. Throws RequestError if rows have no target, or trials have no target of their own.
void choose_targets(Table& table, TargetChoice choice, const Dataset& dataset, const DatasetGroup& group);

}  // namespace engram::results
