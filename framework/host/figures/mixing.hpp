// Which settings may differ behind one point of a panel, and words for those that keep cells apart.
#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "figures/figure.hpp"
#include "figures/summary_rows.hpp"

namespace engram::figures {

/// The settings that may differ behind one point: seeds, and those that the panel's `average` names.
class Mixing {
 public:
  enum class Seeds { apart, together };

  Mixing(const SummaryRows& rows, const Panel& panel, Seeds seeds);

  /// Whether cells that differ in this setting may share a point.
  [[nodiscard]] bool covers(const std::string& setting) const;
  /// Of `settings`, those that keep cells apart.
  [[nodiscard]] std::vector<std::string> apart(std::vector<std::string> settings) const;

  /// The words of a column, each followed by the settings that belong to the column and in which rows of one word
  /// differ: "tanh, gain 0.3".
  [[nodiscard]] std::vector<std::string> refined(const Column& column, const std::vector<std::size_t>& rows) const;

 private:
  /// Whether a setting is, or belongs to, another one that the panel names than `root`.
  [[nodiscard]] bool is_named(const std::string& setting, const std::string& root) const;

  const SummaryRows& rows_;
  std::vector<std::string> named_;  ///< settings at x, y and lines
  std::set<std::string> axes_;      ///< of those
  std::string average_;
  bool seeds_together_;
};

/// ", gain 0.3, units 10": the settings of a row, without those that it does not have. Names are relative to `root`
/// where they belong to it.
std::string settings_in_words(const SummaryRows& rows, const std::vector<std::string>& settings, std::size_t row,
                              const std::string& root);

/// "model.units (10, 20) and learning (hebbian, storkey)": settings with the words that they have in some rows.
std::string differences_in_words(const SummaryRows& rows, const std::vector<std::string>& settings,
                                 const std::vector<std::size_t>& among);

/// "A mean is over cells that differ in model.units (10, 20).": the settings, beside seeds, in which rows of one
/// group differ, with the words that they have in `among`. `what` begins the sentence. Empty where there are none.
std::string mixture_in_words(const SummaryRows& rows, std::string_view what,
                             const std::vector<std::vector<std::size_t>>& groups,
                             const std::vector<std::size_t>& among);

}  // namespace engram::figures
