// The settings that may differ within one point of a panel, and texts for settings that keep cells apart.
#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "panels/figure.hpp"
#include "results/summary.hpp"

namespace engram::panels {

/// The settings that may differ within one point: seeds, and those that the panel's `average` names.
class Mixing {
 public:
  enum class Seeds { apart, together };

  Mixing(const results::Summary& rows, const Panel& panel, Seeds seeds);

  /// Whether cells that differ in this setting may share a point.
  [[nodiscard]] bool covers(const std::string& setting) const;
  /// The settings in `settings` that keep cells apart.
  [[nodiscard]] std::vector<std::string> apart(std::vector<std::string> settings) const;

  /// The words of a column. A word is followed by those settings of the column in which rows with this word differ:
  /// "tanh, gain 0.3".
  [[nodiscard]] std::vector<std::string> refined(const results::Column& column,
                                                 const std::vector<std::size_t>& rows) const;

 private:
  /// Whether a setting is, or belongs to, a setting other than `root` that the panel names.
  [[nodiscard]] bool is_named(const std::string& setting, const std::string& root) const;

  const results::Summary& rows_;
  std::vector<std::string> named_;  ///< settings at x, y and lines
  std::set<std::string> axes_;      ///< the axes of these
  std::string average_;
  bool seeds_together_;
};

/// ", gain 0.3, units 10": the settings of a row, except missing ones. Names are relative to `root` if they belong to
/// it.
std::string settings_in_words(const results::Summary& rows, const std::vector<std::string>& settings, std::size_t row,
                              const std::string& root);

/// "model.units (10, 20) and learning (hebbian, storkey)": settings with the words of some rows.
std::string differences_in_words(const results::Summary& rows, const std::vector<std::string>& settings,
                                 const std::vector<std::size_t>& among);

/// "A mean is over cells that differ in model.units (10, 20).": the settings, except seeds, in which rows of one
/// group differ, with their words in `among`. The sentence begins with `what`. Empty if there are no such settings.
std::string mixture_in_words(const results::Summary& rows, std::string_view what,
                             const std::vector<std::vector<std::size_t>>& groups,
                             const std::vector<std::size_t>& among);

}  // namespace engram::panels
