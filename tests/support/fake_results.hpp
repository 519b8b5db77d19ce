// Results in memory, for tests of rooms that read results.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "results/source.hpp"

namespace engram::results::test {

class FakeSource : public Source {
 public:
  std::map<std::string, Dataset> stored;
  std::vector<std::string> labels;
  std::map<std::string, std::map<std::string, std::string>> set;
  std::set<std::string> defaults;  ///< paths of settings with their default

  [[nodiscard]] bool has(const std::string& path) const override { return stored.contains(path); }
  [[nodiscard]] Dataset dataset(const std::string& path) const override { return stored.at(path); }
  using Source::datasets;
  [[nodiscard]] std::vector<std::string> datasets(const std::string& group) const override {
    std::vector<std::string> paths;
    for (const auto& [path, dataset] : stored) {
      if (is_below(path, group)) {
        paths.push_back(path);
      }
    }
    return paths;
  }
  [[nodiscard]] std::vector<std::string> cases() const override { return labels; }
  [[nodiscard]] std::map<std::string, std::string> settings(const std::string& case_label) const override {
    return set.at(case_label);
  }
  [[nodiscard]] std::set<std::string> default_settings(const std::string& /*case_label*/) const override {
    return defaults;
  }
  [[nodiscard]] std::string cell_at(const std::string& case_name, const NamedTexts& at) const override {
    return case_name + "." + at.front().first + "=" + at.front().second;
  }

  /// Adds a dataset to a group, whose name is empty or ends with a slash.
  void put(const std::string& group, Dataset dataset) {
    const std::string path = group + dataset.name;
    stored.insert_or_assign(path, std::move(dataset));
  }
};

/// A perturbation of two targets with two trials each, at three times, in `group`. The distance of trial r to target
/// k at time step t is 100 r + 10 k + t.
inline void put_perturbation(FakeSource& source, const std::string& group) {
  std::vector<double> distance;
  for (int trial = 0; trial < 4; ++trial) {
    for (int target = 0; target < 2; ++target) {
      for (int step = 0; step < 3; ++step) {
        distance.push_back(100.0 * trial + 10.0 * target + step);
      }
    }
  }
  source.put(group, {"time", {"time"}, {3}, std::vector<double>{0, 0.5, 1}, "s", "Time since the start."});
  source.put(group, {"target_of_trial",
                     {"trial"},
                     {4},
                     std::vector<std::int64_t>{0, 0, 1, 1},
                     "1",
                     "Target that the trial started from."});
  source.put(group, {"distance",
                     {"trial", "target", "time"},
                     {4, 2, 3},
                     distance,
                     "bit",
                     "Distance to the target.",
                     {"target_of_trial"}});
}

/// A single run with that perturbation and a few settings.
inline FakeSource single_run() {
  FakeSource source;
  put_perturbation(source, "analyses/perturbation/");
  source.put("analyses/perturbation/", {"mean_final_distance", {}, {}, std::vector<double>{7}, "bit", "A number."});
  source.set[""] = {{"seed", "1"},
                    {"model", "pc_hopfield"},
                    {"model.layers", "[50, 30, 20]"},
                    {"model.activation", "relu"},
                    {"analyses.perturbation", "perturbation"},
                    {"analyses.perturbation.duration", "1 s"},
                    {"analyses.perturbation.targets", "[]"},
                    {"analyses.other", "other"}};
  return source;
}

/// Two cases that differ in the activation and its settings.
inline FakeSource two_cases() {
  FakeSource source;
  source.labels = {"real", "binary"};
  for (const std::string& label : source.labels) {
    put_perturbation(source, "cases/" + label + "/analyses/perturbation/");
    source.set[label] = {{"seed", "1"}, {"model", "pc_hopfield"}, {"analyses.perturbation", "perturbation"}};
  }
  source.set["real"]["model.activation"] = "relu";
  source.set["binary"]["model.activation"] = "tanh";
  source.set["binary"]["model.activation.gain"] = "0.5";
  source.put("summary/", {"case", {"case"}, {2}, source.labels, "", "Labels of the cases."});
  source.put("summary/", {"fraction", {"case"}, {2}, std::vector<double>{0.25, 0.75}, "1", "Fraction of successes."});
  source.put("summary/", {"model.tau_v", {"case"}, {2}, std::vector<std::string>{"50 ms", "100 ms"}, "", "Setting."});
  source.put("summary/",
             {"model.topology", {"case"}, {2}, std::vector<std::string>{"single", "loop"}, "", "Setting."});
  return source;
}

}  // namespace engram::results::test
