// Sweeps over everything that a second reading of a spec could take for something else.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "program.hpp"

namespace engram::test {

/// Small specs by name. Their files of patterns are those of write_patterns().
inline const std::vector<std::pair<std::string, std::string>> swept_specs = [] {
  const std::string binary = "patterns: {plugin: binary, count: 3, size: 20}\n";
  const std::string files = "patterns: {plugin: csv, file: a.csv}\n";
  const std::string hopfield = "model: {plugin: hopfield, units: 20}\n";
  const std::string hebbian = "learning: hebbian\n";
  const std::string recall = "analyses:\n  - {plugin: recall, corruption: {plugin: sign_flips, count: 2}}\n";
  const std::string two_corruptions =
      "analyses:\n  - {plugin: recall, targets: 0,\n"
      "     corruption: [{plugin: sign_flips, count: 2}, {plugin: gaussian_noise, sigma: 0.1}]}\n";
  const std::string head = binary + hopfield + hebbian + recall;
  const std::string head_of_two = binary + hopfield + hebbian + two_corruptions;
  return std::vector<std::pair<std::string, std::string>>{
      {"activations",
       binary + "model: {plugin: pc_hopfield, layers: [20], activation: tanh, tau_v: 10 ms, tau_e: 10 ms}\n"
                "learning: {plugin: predictive_coding, presentation: 0.1 s, rounds: 2}\n"
                "integrator: {plugin: euler, time_step: 1 ms}\n"
                "analyses:\n  - {plugin: perturbation, corruption: {plugin: sign_flips, count: 2}, duration: 0.1 s}\n"
                "sweep: {model.activation.plugin: [tanh, relu]}\n"},
      {"rules", binary + hopfield + "learning: storkey\n" + recall +
                    "sweep: {learning.plugin: [storkey, pseudo_inverse, hebbian]}\n"},
      {"rules_of_cases",
       binary + hopfield + "learning: {self_connections: true}\n" + recall +
           "cases: {a: {seed: 2}, b: {seed: 3}}\nsweep: {learning.plugin: [storkey, pseudo_inverse]}\n"},
      {"files", files + hopfield + hebbian + recall + "sweep: {patterns.file: [a.csv, b.csv]}\n"},
      {"whole_patterns",
       files + hopfield + hebbian + recall +
           "sweep: {patterns: [{plugin: csv, file: b.csv}, {plugin: binary, count: 2, size: 20}]}\n"},
      {"excluded_file", files + hopfield + hebbian + recall +
                            "cases: {a: {patterns.file: a.csv}, b: {patterns.file: b.csv}}\n"
                            "sweep: {seed: [1, 2, 3], exclude: [{patterns.file: a.csv, seed: 3}]}\n"},
      {"excluded_part", head + "cases: {a: {analyses.recall.corruption.count: 1}, b: {}}\n"
                               "sweep: {seed: [1, 2], exclude: {analyses.recall.corruption: "
                               "{plugin: sign_flips, count: 1}, seed: 2}}\n"},
      {"excluded_targets", head_of_two +
                               "cases: {x: {analyses.recall.targets: 0}, y: {analyses.recall.targets: 1}}\n"
                               "sweep: {seed: [1, 2, 3], exclude: {analyses.recall.targets: [0], seed: 3}}\n"},
      {"excluded_case", head + "cases: {x: {learning: no_such_rule}, y: {}}\n"
                               "sweep: {seed: [1, 2], exclude: {learning: no_such_rule}}\n"},
      {"item_of_a_list", head_of_two + "sweep: {\"analyses.recall.corruption[1].sigma\": [0.1, 0.5]}\n"},
      {"name_in_a_list", head_of_two + "sweep: {analyses.recall.corruption.sign_flips.count: [1, 2]}\n"},
      {"where_in_a_list",
       head_of_two + "sweep: {seed: [1, 2, 3], where: \"analyses.recall.corruption[1].sigma * seed <= 0.2\"}\n"},
      {"where_a_list", head_of_two + "sweep: {seed: [1, 2, 3], where: \"analyses.recall.targets + seed <= 2\"}\n"},
      {"numbered_analysis", head + "sweep: {\"analyses[0].corruption.count\": [1, 2]}\n"},
      {"named_label", head + "sweep: {analyses.recall.label: [one, two]}\n"},
      {"zipped_seeds", head + "cases: {a: {}, b: {model.threshold: 0.5}}\n"
                              "sweep: {zip: {seed: [1, 2], patterns.count: [2, 3]}}\n"},
      {"stages", binary + hopfield + "learning: [hebbian, {plugin: storkey, label: second}]\n" + recall +
                     "sweep: {learning.second.plugin: [storkey, pseudo_inverse], model.threshold: [0, 0.5]}\n"},
      {"quoted_words",
       head + "title: \"1e3\"\nsweep: {seed: [1, 2], exclude: {model.plugin: \"hopfield\", seed: 2}}\n"},
  };
}();

/// Writes a.csv and b.csv, each with two patterns of 20 units.
inline void write_patterns(const Workshop& workshop) {
  for (const int number : {0, 1}) {
    std::string rows;
    for (int pattern = 0; pattern < 2; ++pattern) {
      for (int unit = 0; unit < 20; ++unit) {
        rows += std::string(unit == 0 ? "" : ",") + ((unit * (pattern + 2) / 3 + number) % 2 == 0 ? "1" : "-1");
      }
      rows += "\n";
    }
    workshop.write(number == 0 ? "a.csv" : "b.csv", rows);
  }
}

}  // namespace engram::test
