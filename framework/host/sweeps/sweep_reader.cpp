#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <numeric>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include <engram/counted.hpp>
#include <engram/random.hpp>

#include "sweeps/sweep.hpp"
#include "sweeps/sweep_filter.hpp"
#include "sweeps/sweep_points.hpp"
#include "sweeps/sweep_values.hpp"
#include "sweeps/sweep_words.hpp"
#include "values/quantity.hpp"
#include "values/sections.hpp"
#include "yaml/notes.hpp"
#include "yaml/path.hpp"
#include "yaml/text.hpp"

namespace engram::sweeps {

namespace {

class SweepReader {
 public:
  explicit SweepReader(yaml::Problems& problems) : problems_(problems) {}

  Sweep read(const yaml::Node& node) {
    for (const yaml::Node::Entry& entry : node.entries()) {
      if (entry.key == "zip") {
        // The value is one zip or a list of zips.
        const std::vector<yaml::Node> zips =
            entry.value.is_sequence() ? entry.value.items() : std::vector{entry.value};
        std::ranges::for_each(zips, [&](const yaml::Node& zip) { read_zip(zip); });
      } else if (entry.key == "sample") {
        read_sample(entry.value);
      } else if (entry.key == "where") {
        sweep_.filters.conditions = entry.value.is_sequence() ? entry.value.items() : std::vector{entry.value};
      } else if (entry.key == "exclude") {
        read_exclusions(entry.value);
      } else if (sweepable(entry)) {
        auto values = read_swept_values(entry.value, problems_);
        if (values && check_different(entry.value, problems_)) {
          add({entry}, {std::move(*values)});
        }
      }
    }
    refuse_idle_filters(node, problems_);
    refuse_overlaps();
    name_points();
    return std::move(sweep_);
  }

 private:
  bool sweepable(const yaml::Node::Entry& entry) {
    const std::string key = entry.key.substr(0, entry.key.find_first_of(".["));
    std::vector<std::string> allowed = values::experiment_keys();
    if (std::ranges::find(allowed, key) != allowed.end()) {
      return true;
    }
    allowed.insert(allowed.end(), {"zip", "sample", points_key, "where", "exclude"});
    problems_.add(entry.key_mark, "there is no " + yaml::in_quotes(key) + " to sweep", yaml::notes_on(key, allowed));
    return false;
  }

  bool is_mapping_of_paths(const yaml::Node& node, const std::string& what, const std::string& such_as) {
    if (node.is_mapping() && !node.entries().empty()) {
      return true;
    }
    problems_.add(node.mark(),
                  what + " takes a mapping of paths, each with its values; found " + yaml::found_text(node),
                  {"write `" + such_as + "`"});
    return false;
  }

  /// Adds one axis of several paths, each with its values.
  void add(const std::vector<yaml::Node::Entry>& entries, std::vector<SweptValues> values) {
    SweepAxis axis{entries.front().key, {}, {}, std::vector<SweepPoint>(values.front().values.size()), {}};
    axis.listed = std::ranges::all_of(values, &SweptValues::listed);
    for (std::size_t path = 0; path < entries.size(); ++path) {
      axis.paths.push_back(entries[path].key);
      axis.marks.push_back(entries[path].key_mark);
      axis.words.push_back(words_of(values[path].values));
      for (std::size_t at = 0; at < axis.points.size(); ++at) {
        axis.points[at].values.push_back(values[path].values[at]);
      }
    }
    sweep_.axes.push_back(std::move(axis));
  }

  void read_zip(const yaml::Node& zip) {
    if (!is_mapping_of_paths(zip, "'zip'", "zip: {model.units: [100, 200], patterns.size: [100, 200]}")) {
      return;
    }
    std::vector<SweptValues> columns;
    for (const yaml::Node::Entry& entry : zip.entries()) {
      auto values = sweepable(entry) ? read_swept_values(entry.value, problems_) : std::nullopt;
      if (!values) {
        return;
      }
      columns.push_back(std::move(*values));
      if (columns.back().values.size() != columns.front().values.size()) {
        problems_.add(entry.value.mark(),
                      fmt::format("{} has {} and '{}' has {}: the paths of a zip change together",
                                  yaml::in_quotes(entry.key), counted(columns.back().values.size(), "value"),
                                  zip.entries().front().key, columns.front().values.size()));
        return;
      }
    }
    add(zip.entries(), std::move(columns));
  }

  std::optional<std::int64_t> whole_number(const yaml::Node& sample, const char* key, std::int64_t least,
                                           std::int64_t fallback) {
    const yaml::Node::Entry* entry = sample.find(key);
    if (entry == nullptr && fallback >= least) {
      return fallback;
    }
    const auto number = entry == nullptr ? std::nullopt : values::read_integer(entry->value, "1").value;
    if (!number || *number < least || *number > most_swept_values) {
      problems_.add(
          entry == nullptr ? sample.mark() : entry->value.mark(),
          fmt::format("'{}' of a sample takes a whole number from {} to {}", key, least, most_swept_values));
      return std::nullopt;
    }
    return number;
  }

  /// Reads a sample: points drawn at random, or one from each of `count` equal slices of every range (Latin
  /// hypercube: McKay, Beckman, Conover 1979). Random points stay as they are when `count` grows.
  void read_sample(const yaml::Node& sample) {
    const std::vector<std::string> keys{"count", "method", "seed", "over"};
    for (const yaml::Node::Entry& entry : sample.entries()) {
      if (std::ranges::find(keys, entry.key) == keys.end()) {
        problems_.add(entry.key_mark, "a sample has no key " + yaml::in_quotes(entry.key),
                      yaml::notes_on(entry.key, keys));
        return;
      }
    }
    const yaml::Node::Entry* over = sample.find("over");
    if (!is_mapping_of_paths(over == nullptr ? yaml::Node::null(sample.mark()) : over->value, "'over' of a sample",
                             "sample: {count: 100, over: {model.xi: {from: 0.1, to: 10, scale: log}}}")) {
      return;
    }
    const std::vector<std::string> methods{"random", "latin_hypercube"};
    const yaml::Node::Entry* method = sample.find("method");
    if (method != nullptr && std::ranges::find(methods, method->value.text()) == methods.end()) {
      problems_.add(method->value.mark(), "a sample has no method " + yaml::found_text(method->value),
                    yaml::notes_on(method->value.text(), methods));
      return;
    }
    const auto count = whole_number(sample, "count", 1, 0);
    const auto seed = whole_number(sample, "seed", 0, 1);
    if (!count || !seed) {
      return;
    }
    const bool sliced = method != nullptr && method->value.text() == "latin_hypercube";
    std::vector<SweptValues> columns;
    for (const yaml::Node::Entry& entry : over->value.entries()) {
      const RandomStreams random = RandomStreams(static_cast<std::uint64_t>(*seed), "sweep/sample").within(entry.key);
      auto column = sweepable(entry) ? sample_of(entry.value, shares(random, *count, sliced)) : std::nullopt;
      if (!column) {
        return;
      }
      columns.push_back(std::move(*column));
    }
    add(over->value.entries(), std::move(columns));
    sweep_.axes.back().name = "sample";
  }

  /// Numbers in [0, 1), one for each sample.
  static std::vector<double> shares(const RandomStreams& random, std::int64_t count, bool sliced) {
    std::vector<double> shares;
    for (std::int64_t at = 0; at < count; ++at) {
      RandomStream stream = random.stream(static_cast<std::uint64_t>(at));
      shares.push_back(stream.uniform());
    }
    if (sliced) {
      std::vector<std::int64_t> slices(shares.size());
      std::iota(slices.begin(), slices.end(), 0);
      RandomStream order = random.within("slices").stream(0);
      order.shuffle(slices);
      std::ranges::transform(shares, slices, shares.begin(), [&](double share, std::int64_t slice) {
        return (static_cast<double>(slice) + share) / static_cast<double>(count);
      });
    }
    return shares;
  }

  /// The values at each share of a range, or of a list.
  std::optional<SweptValues> sample_of(const yaml::Node& node, const std::vector<double>& shares) {
    SweptValues column;
    if (node.is_sequence()) {
      const auto list = read_swept_values(node, problems_);
      if (!list || !check_different(node, problems_)) {
        return std::nullopt;
      }
      for (const double share : shares) {
        const auto at = static_cast<std::size_t>(share * static_cast<double>(list->values.size()));
        column.values.push_back(list->values[at]);
      }
      return column;
    }
    const auto span = read_swept_span(node, problems_);
    if (!span) {
      return std::nullopt;
    }
    for (const double share : shares) {
      column.values.push_back(yaml::Node::scalar(node.mark(), span->at(share), false));
    }
    return column;
  }

  void read_exclusions(const yaml::Node& node) {
    sweep_.filters.exclusions = node.is_sequence() ? node.items() : std::vector{node};
    for (const yaml::Node& each : sweep_.filters.exclusions) {
      is_mapping_of_paths(each, "'exclude'", "exclude: [{model.activation: relu, seed: 3}]");
    }
  }

  void refuse_overlaps() {
    std::vector<std::pair<std::string, yaml::Mark>> paths;
    for (const SweepAxis& axis : sweep_.axes) {
      for (std::size_t at = 0; at < axis.paths.size(); ++at) {
        for (const auto& [earlier, mark] : paths) {
          if (yaml::lies_within(axis.paths[at], earlier) || yaml::lies_within(earlier, axis.paths[at])) {
            problems_.add(axis.marks[at],
                          yaml::in_quotes(axis.paths[at]) + " and " + yaml::in_quotes(earlier) +
                              " cannot both be swept: one lies within the other",
                          {"the other one is at " + mark.where()});
          }
        }
        paths.emplace_back(axis.paths[at], axis.marks[at]);
      }
    }
  }

  static std::string last_word(const std::string& path) { return path.substr(path.find_last_of('.') + 1); }

  /// "scale" of "model.initial.scale", and "activation" of "model.activation.plugin".
  static std::string short_name(const std::string& path) {
    const std::string word = last_word(path);
    return word == "plugin" && path != word ? last_word(path.substr(0, path.find_last_of('.'))) : word;
  }

  /// The short name, or the whole path if another path has the same short name or ends in the same word.
  [[nodiscard]] std::string name_in_label(const std::string& path) const {
    const std::string name = short_name(path);
    std::ptrdiff_t same = 0;
    for (const SweepAxis& axis : sweep_.axes) {
      same += std::ranges::count_if(axis.paths, [&](const std::string& other) {
        return last_word(other) == last_word(path) || short_name(other) == name;
      });
    }
    return same > 1 ? path : name;
  }

  void name_points() {
    for (SweepAxis& axis : sweep_.axes) {
      std::vector<std::string> labels = labels_of(axis);
      make_different(labels);
      for (std::size_t at = 0; at < axis.points.size(); ++at) {
        axis.points[at].label = std::move(labels[at]);
      }
      for (std::size_t path = 0; path < axis.paths.size(); ++path) {
        if (!holds_parts(values_of(axis, path))) {
          axis.words[path].clear();
        }
      }
    }
  }

  [[nodiscard]] std::vector<std::string> labels_of(const SweepAxis& axis) const {
    std::vector<std::string> labels(axis.points.size());
    std::vector<std::string> names;
    std::ranges::transform(axis.paths, std::back_inserter(names),
                           [&](const std::string& path) { return name_in_label(path); });
    for (std::size_t at = 0; at < labels.size(); ++at) {
      if (axis.name == "sample") {
        labels[at] = fmt::format("sample={}", at + 1);
        continue;
      }
      for (std::size_t path = 0; path < names.size(); ++path) {
        labels[at] += (path == 0 ? "" : ",") + names[path] + "=" + axis.words[path][at];
      }
    }
    return labels;
  }

  static std::vector<yaml::Node> values_of(const SweepAxis& axis, std::size_t path) {
    std::vector<yaml::Node> values;
    std::ranges::transform(axis.points, std::back_inserter(values),
                           [&](const SweepPoint& point) { return point.values[path]; });
    return values;
  }

  yaml::Problems& problems_;
  Sweep sweep_;
};

}  // namespace

Sweep read_sweep(const yaml::Node& sweep, yaml::Problems& problems) {
  if (!sweep.is_mapping() || sweep.entries().empty()) {
    problems.add(sweep.mark(),
                 "'sweep' takes a mapping of paths, each with its values; found " + yaml::found_text(sweep),
                 {"write `sweep: {seed: {from: 1, to: 20}}`"});
    return {};
  }
  return SweepReader(problems).read(sweep);
}

}  // namespace engram::sweeps
