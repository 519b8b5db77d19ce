// The contents of a run that its result keeps: `keep:` in a spec.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "yaml/layout.hpp"
#include "yaml/node.hpp"
#include "yaml/problem.hpp"

namespace engram::specification {

/// The arrays of a run. Single numbers and lists are always kept.
enum class Content { weights, patterns, training, states, trajectories, arrays };

/// The content that a dataset belongs to, by the group that records it and by its dimensions; nullopt for a single
/// number and for a list.
std::optional<Content> content_of(std::string_view group, const std::vector<std::string>& dimensions);

/// The contents that the datasets at or below a path of a run may belong to: three for those of analyses. Empty for
/// other paths.
std::vector<Content> possible_contents(std::string_view path);

enum class Keep {
  all,
  used,        ///< datasets that a figure or a claim names
  first_seed,  ///< in the cells with the first seed of the sweep
  none
};

/// A rule for each content; nullopt for a content that the spec does not name.
class KeepRules {
 public:
  static constexpr std::size_t contents = 6;

  [[nodiscard]] std::optional<Keep> of(Content content) const { return rules_[static_cast<std::size_t>(content)]; }
  void set(Content content, Keep keep) { rules_[static_cast<std::size_t>(content)] = keep; }
  void set_missing(Keep keep);
  [[nodiscard]] bool empty() const;
  /// Whether something of a content may be left out.
  [[nodiscard]] bool leaves_out(Content content) const { return of(content).value_or(Keep::all) != Keep::all; }

 private:
  std::array<std::optional<Keep>, contents> rules_;
};

std::string_view name_of(Content content);
std::string_view name_of(Keep keep);
std::vector<Content> all_contents();
/// The words that `keep` takes.
std::vector<std::string> keep_words();

/// Reads `keep: all`, or `keep: {weights: first seed, states: none}`; each mistake becomes a problem.
KeepRules read_keep(const yaml::Node& node, yaml::Problems& problems);

/// The same rules as a spec writes them.
yaml::Layout keep_layout(const KeepRules& rules);

}  // namespace engram::specification
