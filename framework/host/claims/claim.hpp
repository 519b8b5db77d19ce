// A claim about results, as a spec writes it: its sentence, its source, and the test that it must pass.
#pragma once

#include <string>
#include <vector>

#include <engram/parameters.hpp>

#include "results/targets.hpp"

namespace engram::claims {

using results::TargetChoice;

enum class Relative { none, first };
enum class Reduction { min, max, mean, median, last, fraction, count };
enum class Comparison { below, at_most, above, at_least, equals };

/// A claim is judged in every cell (case, or case and seed) separately: `reduce` turns the selected numbers of a
/// dataset into one, which is compared with `value`.
struct Claim {
  std::string claim;
  std::string source;
  std::string change;
  std::vector<std::string> cases;
  std::vector<std::string> where;
  std::string dataset;
  TargetChoice target = TargetChoice::all;
  std::vector<std::string> select;
  Relative relative_to = Relative::none;
  Reduction reduce = Reduction::max;
  Comparison counted = Comparison::at_most;
  double threshold = 0.0;
  Comparison compare = Comparison::at_most;
  double value = 0.0;
  double tolerance = 0.0;
  double needs = 1.0;
  std::string note;

  static auto params() {
    const std::vector<std::pair<std::string, Comparison>> comparisons{{"below", Comparison::below},
                                                                      {"at_most", Comparison::at_most},
                                                                      {"above", Comparison::above},
                                                                      {"at_least", Comparison::at_least},
                                                                      {"equals", Comparison::equals}};
    return engram::params<Claim>()
        .add(&Claim::claim, "claim", "The words of the claim.", true)
        .add(&Claim::source, "source", "Where the claim is made: a paper and its figure or section.")
        .add(&Claim::change, "change",
             "What had to be set differently from the source, or chosen where the source does not say it, for the "
             "claim to hold: it is then reproduced with a change. A value that the source leaves open is not a "
             "change if the claim holds for the plain one too.")
        .add(&Claim::cases, "cases",
             "Cases in which it is to hold, by label; a case of a sweep stands for all its cells. All if empty.")
        .add(&Claim::where, "where",
             "Of these the ones with such settings: 'setting=value' or 'setting=from..to', a setting being a column "
             "of "
             "the summary, as learning.target_noise.")
        .add(
            &Claim::dataset, "dataset",
            "Path of a stored dataset within its case, as analyses/perturbation/distance, or a column of the summary "
            "table, as summary/results.training.rounds.",
            true)
        .choice(&Claim::target, "target",
                {{"all", TargetChoice::all},
                 {"own", TargetChoice::own},
                 {"others", TargetChoice::others},
                 {"nearest", TargetChoice::nearest}},
                "Distances to which targets: all, each trial's own, the others, or the nearest at each time.")
        .add(&Claim::select, "select",
             "Which entries: 'dimension=value', 'dimension=from..to', 'dimension=first' or 'dimension=last', by the "
             "dimension's coordinate.")
        .choice(
            &Claim::relative_to, "relative_to", {{"none", Relative::none}, {"first", Relative::first}},
            "Whether numbers are divided by the one at the first place of the last dimension, such as the distance "
            "at the start.")
        .choice(&Claim::reduce, "reduce",
                {{"min", Reduction::min},
                 {"max", Reduction::max},
                 {"mean", Reduction::mean},
                 {"median", Reduction::median},
                 {"last", Reduction::last},
                 {"fraction", Reduction::fraction},
                 {"count", Reduction::count}},
                "How the selected numbers of a cell become one: last is the last selected entry of the last "
                "dimension; fraction and count are of those that `counted` and `threshold` select.")
        .choice(&Claim::counted, "counted", comparisons, "For fraction and count: numbers that are this...")
        .add(&Claim::threshold, "threshold", "1", "...are counted, compared with this.")
        .choice(&Claim::compare, "compare", comparisons, "The reduced number must be this...")
        .add(&Claim::value, "value", "1", "...compared with this.", {.required = true})
        .add(&Claim::tolerance, "tolerance", "1", "How far `equals` may be off.", {.min = 0})
        .add(&Claim::needs, "needs", "1",
             "Fraction of the cells in which the claim must hold to count as reproduced.", {.max = 1, .above = 0})
        .add(&Claim::note, "note", "The conditions under which it holds, or why it does not.");
  }

  /// Throws ParameterError if the values contradict each other.
  void check() const;
};

/// "largest analyses/perturbation/distance (own target, relative to the first; time=1) at most 0.5".
std::string test_text(const Claim& claim);

}  // namespace engram::claims
