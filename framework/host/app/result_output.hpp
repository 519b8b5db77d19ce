// Leads the results of one experiment into its groups of the result file.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "app/progress.hpp"
#include "run/run.hpp"
#include "store/writer.hpp"

namespace engram::app {

/// A single number that an experiment recorded: a column of the summary.
struct Scalar {
  std::string name;  ///< "results.training.final_residual"
  double value;
  std::string unit;
  std::string description;
};

/// The groups below `prefix` ("" or "cases/<label>").
class ResultOutput : public run::Output {
 public:
  ResultOutput(store::Writer& writer, Progress& progress, std::string prefix, std::string work_prefix);
  ~ResultOutput() override;

  Recorder& group(const std::string& path) override;
  Monitor& begin(const std::string& work) override;
  [[nodiscard]] const std::vector<Scalar>& scalars() const { return scalars_; }

 private:
  class GroupRecorder;

  store::Writer& writer_;
  Progress& progress_;
  std::string prefix_;
  std::string work_prefix_;
  std::map<std::string, std::unique_ptr<GroupRecorder>> groups_;
  std::vector<Scalar> scalars_;
};

}  // namespace engram::app
