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
/// The cells that are judged together: none, those that differ in their seeds only, or all that the claim is about.
enum class Over { each, seeds, cells };
/// How the numbers of cells become one: slope is that of log(number) against log(along), crossing the place along
/// `along` at which the mean crosses `level`.
enum class Combination { mean, median, min, max, slope, crossing };
enum class Relation { difference, ratio };

/// A claim is judged in every cell (case, or case and seed) separately: `reduce` turns the selected numbers of a
/// dataset into one, which is compared with `value`. With `over` the numbers of several cells become one first.
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
  std::string theory;
  std::string against;
  Relation by = Relation::difference;
  Over over = Over::each;
  Combination combine = Combination::mean;
  std::string along;
  double level = 0.0;
  bool certain = false;
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
        .add(&Claim::theory, "theory",
             "A formula of x, which is the place of a cell along `along`, and of the cell's settings, as those of a "
             "panel: the number of each cell becomes its difference from the formula.")
        .add(&Claim::against, "against",
             "A case: the number of each cell is compared with that of the cell of this case that has the same seed "
             "and the same other settings of the sweep.")
        .choice(&Claim::by, "by", {{"difference", Relation::difference}, {"ratio", Relation::ratio}},
                "With `against`: the number less the other one, or divided by it.")
        .choice(&Claim::over, "over", {{"each", Over::each}, {"seeds", Over::seeds}, {"cells", Over::cells}},
                "Which cells are judged together: each by itself, those that differ in their seeds only, or all that "
                "the claim is about.")
        .choice(&Claim::combine, "combine",
                {{"mean", Combination::mean},
                 {"median", Combination::median},
                 {"min", Combination::min},
                 {"max", Combination::max},
                 {"slope", Combination::slope},
                 {"crossing", Combination::crossing}},
                "With `over`: how the numbers of these cells become one. slope is that of the straight line through "
                "their logarithms against those of `along`, crossing the place along `along` where their mean first "
                "crosses `level`.")
        .add(&Claim::along, "along", "For theory, slope and crossing: a column of the summary, as patterns.size.")
        .add(&Claim::level, "level", "1", "For crossing: the level that is crossed.")
        .add(&Claim::certain, "certain",
             "With `over`: whether the whole interval that covers the mean, or the slope, with 95 % (Student's t) "
             "must pass. With `against` this is a paired test over seeds.")
        .choice(&Claim::compare, "compare", comparisons, "The reduced number must be this...")
        .add(&Claim::value, "value", "1", "...compared with this.", {.required = true})
        .add(&Claim::tolerance, "tolerance", "1", "How far `equals` may be off.", {.min = 0})
        .add(&Claim::needs, "needs", "1",
             "Fraction of the cells in which the claim must hold to count as reproduced.", {.max = 1, .above = 0})
        .add(&Claim::note, "note", "The conditions under which it holds, or why it does not.");
  }

  /// Throws ParameterError if the values contradict each other.
  void check() const;
  /// Whether the cells lie along a column of the summary.
  [[nodiscard]] bool has_line() const;

 private:
  void check_combination() const;
};

/// "largest analyses/perturbation/distance (own target, relative to the first; time=1) at most 0.5".
std::string test_text(const Claim& claim);

}  // namespace engram::claims
