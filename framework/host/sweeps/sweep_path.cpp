#include "sweeps/sweep_path.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <utility>

#include <engram/words.hpp>

#include "yaml/text.hpp"

namespace engram::sweeps {

namespace {

constexpr std::array<std::string_view, 5> filters_and_groups{"zip", "sample", "points", "where", "exclude"};
constexpr std::array<std::string_view, 5> range_keys{"from", "to", "step", "count", "scale"};

std::string name_of(const yaml::Step& step) {
  const auto* name = std::get_if<std::string>(&step);
  return name == nullptr ? "" : *name;
}

/// Walks along the steps of a path and joins steps that form one key.
class Joiner {
 public:
  Joiner(std::vector<yaml::Step> steps, const yaml::Node& value, const yaml::Mark& mark, yaml::Problems& problems)
      : steps_(std::move(steps)), value_(value), mark_(mark), problems_(problems) {}

  std::optional<std::vector<yaml::Step>> join(const yaml::Node& sweep) {
    take(1);
    const std::string first = left() == 0 ? "" : name_of(steps_[at_]);
    const bool is_path = std::ranges::find(filters_and_groups, first) == filters_and_groups.end();
    bool found = true;
    if (left() > 0 && is_path) {
      found = join_key(&sweep, false);
    } else if (left() > 0) {
      take(1);
      found = join_within(first, sweep.find(first));
    }
    take(left());
    return found ? std::optional{std::move(joined_)} : std::nullopt;
  }

 private:
  [[nodiscard]] std::size_t left() const { return steps_.size() - at_; }
  void take(std::size_t count) {
    for (; count > 0; --count) {
      joined_.push_back(steps_[at_++]);
    }
  }

  /// Joins steps within `zip`, `sample` or `exclude`, which have a mapping of paths or a list of mappings.
  bool join_within(const std::string& group, const yaml::Node::Entry* entry) {
    const yaml::Node* node = entry == nullptr ? nullptr : &entry->value;
    if (group == "where" || group == "points" || left() == 0) {
      return true;
    }
    if (group == "sample") {
      if (name_of(steps_[at_]) != "over") {
        return true;
      }
      take(1);
      const yaml::Node::Entry* over = node == nullptr ? nullptr : node->find("over");
      node = over == nullptr ? nullptr : &over->value;
    } else if (const auto* index = std::get_if<std::size_t>(&steps_[at_])) {
      node = node != nullptr && *index < node->items().size() ? &node->items()[*index] : nullptr;
      take(1);
    } else if (node != nullptr && node->is_sequence()) {
      return refuse_list(group, node->items().size());
    }
    return left() == 0 || join_key(node, group == "exclude");
  }

  /// Joins the next steps to one key of a mapping of paths.
  bool join_key(const yaml::Node* paths, bool takes_any_value) {
    const std::string whole = yaml::path_text(steps_, at_, steps_.size());
    for (std::size_t end = steps_.size(); paths != nullptr && end > at_; --end) {
      const std::string key = yaml::path_text(steps_, at_, end);
      if (paths->find(key) != nullptr) {
        put_key(key, end);
        return true;
      }
    }
    if (!takes_any_value && !value_.is_sequence() && !value_.is_mapping()) {
      return refuse_path(paths, whole);
    }
    put_key(whole, steps_.size());
    return true;
  }

  void put_key(const std::string& key, std::size_t end) {
    joined_.emplace_back(key);
    at_ = end;
  }

  bool refuse_path(const yaml::Node* paths, const std::string& wanted) {
    const std::string before = yaml::path_text(joined_, 0, joined_.size()) + ".";
    std::vector<std::string> swept;
    std::vector<std::string> candidates;
    for (const yaml::Node::Entry& entry : paths == nullptr ? std::vector<yaml::Node::Entry>{} : paths->entries()) {
      if (std::ranges::find(filters_and_groups, entry.key) == filters_and_groups.end()) {
        swept.push_back(entry.key);
        candidates.push_back(before + entry.key);
        std::ranges::transform(range_keys, std::back_inserter(candidates),
                               [&](std::string_view key) { return before + entry.key + "." + std::string(key); });
      }
    }
    std::vector<std::string> notes;
    if (const std::string near = did_you_mean(before + wanted, candidates); !near.empty()) {
      notes.push_back(near);
    }
    notes.push_back(swept.empty() ? "nothing is swept there; a list or a range makes a new axis"
                                  : "swept: " + engram::join(swept) + "; a list or a range makes a new axis");
    problems_.add(
        mark_,
        yaml::in_quotes(wanted) + " is not swept, and " + yaml::found_text(value_) + " is neither a list nor a range",
        std::move(notes));
    return false;
  }

  bool refuse_list(const std::string& group, std::size_t count) {
    problems_.add(mark_, "'sweep." + group + "' is a list, whose items are counted from 0",
                  {count == 0 ? "it is empty"
                              : "write sweep." + group + "[0]" +
                                    (count == 1 ? "" : " to [" + std::to_string(count - 1) + "]")});
    return false;
  }

  std::vector<yaml::Step> steps_;
  const yaml::Node& value_;
  const yaml::Mark& mark_;
  yaml::Problems& problems_;
  std::size_t at_ = 0;
  std::vector<yaml::Step> joined_;
};

}  // namespace

std::optional<std::vector<yaml::Step>> sweep_steps(const yaml::Node& sweep, std::string_view path,
                                                   const yaml::Node& value, const yaml::Mark& mark,
                                                   yaml::Problems& problems) {
  auto steps = yaml::parse_path(path, mark, problems);
  return steps ? Joiner(std::move(*steps), value, mark, problems).join(sweep) : std::nullopt;
}

}  // namespace engram::sweeps
