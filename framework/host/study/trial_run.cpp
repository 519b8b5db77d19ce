#include "study/trial_run.hpp"

#include <algorithm>
#include <map>
#include <string>

#include <engram/recorder.hpp>

#include "run/run.hpp"
#include "run/worker_pool.hpp"

namespace engram::study {

namespace {

constexpr const char* passed = "passed";

class MemoryOutput : public run::Output {
 public:
  Recorder& group(const std::string& path) override { return groups_[path]; }
  Monitor& begin(const std::string& /*work*/) override { return silent_; }

  [[nodiscard]] bool failed() const {
    return std::ranges::any_of(groups_, [](const auto& group) { return !group.second.failures.empty(); });
  }

 private:
  std::map<std::string, MemoryRecorder> groups_;
  SilentMonitor silent_;
};

class Trial : public run::Work {
 public:
  explicit Trial(const run::Experiment& experiment) : experiment_(experiment) {}

  std::string do_task(std::size_t /*task*/, Monitor& /*monitor*/) override {
    MemoryOutput output;
    run::run(experiment_, output);
    return output.failed() ? "" : passed;
  }
  void finish() override {}

 private:
  const run::Experiment& experiment_;
};

class Verdict : public run::Watcher {
 public:
  bool ended(const run::TaskEnd& end) override {
    passed_ = end.how == run::TaskEnd::How::done && end.words == passed;
    return true;
  }
  void progress(std::size_t /*task*/, double /*fraction*/) override {}
  bool stop_requested() override { return false; }

  [[nodiscard]] bool has_passed() const { return passed_; }

 private:
  bool passed_ = false;
};

}  // namespace

bool runs_through(const run::Experiment& experiment, double timeout) {
  Trial trial(experiment);
  Verdict verdict;
  run::run_in_workers({0}, trial, verdict, {1, timeout});
  return verdict.has_passed();
}

}  // namespace engram::study
