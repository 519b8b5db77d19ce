// Results in memory, and claims on them.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "claims/judge.hpp"
#include "fake_results.hpp"

namespace engram::claims::test {

using results::test::FakeSource;

inline Verdict judge(const Claim& claim, const FakeSource& source) {
  return claims::judge(claim, results::Summary(source));
}

/// Two trials, from targets 1 and 0, two targets, three times. The distance is scale (100 trial + 10 target + step).
inline void put_distances(FakeSource& source, const std::string& group, double scale) {
  std::vector<double> distance;
  for (int trial = 0; trial < 2; ++trial) {
    for (int target = 0; target < 2; ++target) {
      for (int step = 0; step < 3; ++step) {
        distance.push_back(scale * (100.0 * trial + 10.0 * target + step + 1.0));
      }
    }
  }
  source.put(group, {"distance", {"trial", "target", "time"}, {2, 2, 3}, distance, "1", "Distance."});
  source.put(group,
             {"final_distance", {"trial", "target"}, {2, 2}, std::vector<double>{3, 13, 103, 113}, "1", "End."});
  source.put(group, {"time", {"time"}, {3}, std::vector<double>{0.0, 0.1 + 0.2, 1.0}, "s", "Time."});
  source.put(group, {"target_of_trial", {"trial"}, {2}, std::vector<std::int64_t>{1, 0}, "1", "Own target."});
}

inline FakeSource single_run() {
  FakeSource source;
  put_distances(source, "analyses/p/", 1.0);
  source.put("training/", {"final_residual", {}, {}, std::vector<double>{1e-9}, "1", "Residual."});
  return source;
}

/// Cases a and b, two seeds each; b is ten times as large.
inline FakeSource sweep() {
  FakeSource source;
  for (const char* label : {"a.seed=1", "a.seed=2", "b.seed=1", "b.seed=2"}) {
    source.labels.emplace_back(label);
    put_distances(source, std::string("cases/") + label + "/analyses/p/", label[0] == 'a' ? 1.0 : 10.0);
  }
  source.put("summary/", {"case", {"case"}, {4}, source.labels, "", "Labels."});
  source.put("summary/", {"case_name", {"case"}, {4}, std::vector<std::string>{"a", "a", "b", "b"}, "", "Cases."});
  source.put("summary/", {"seed", {"case"}, {4}, std::vector<double>{1, 2, 1, 2}, "1", "Setting."});
  source.put("summary/", {"results.x", {"case"}, {4}, std::vector<double>{1, 2, 3, 4}, "1", "Result."});
  return source;
}

inline Claim distance_claim() {
  Claim claim;
  claim.claim = "Words.";
  claim.dataset = "analyses/p/distance";
  claim.value = 1000.0;
  return claim;
}

inline double measured(const Claim& claim) {
  return judge(claim, single_run()).median;
}

}  // namespace engram::claims::test
