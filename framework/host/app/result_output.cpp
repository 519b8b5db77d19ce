#include "app/result_output.hpp"

#include <algorithm>
#include <utility>

namespace engram::app {

namespace {

/// "results.analyses.perturbation." of "analyses/perturbation": no setting of a spec begins with that word.
std::string column_prefix(std::string group) {
  std::ranges::replace(group, '/', '.');
  return "results." + group + ".";
}

}  // namespace

/// Passes everything on to the file and keeps a copy of each single number.
class ResultOutput::GroupRecorder : public Recorder {
 public:
  GroupRecorder(Recorder& file, std::string prefix, std::vector<Scalar>& scalars)
      : file_(file), prefix_(std::move(prefix)), scalars_(scalars) {}

  void record(Dataset dataset) override {
    const auto* reals = std::get_if<std::vector<double>>(&dataset.values);
    if (dataset.dimensions.empty() && reals != nullptr && reals->size() == 1) {
      scalars_.push_back({prefix_ + dataset.name, reals->front(), dataset.unit, dataset.description});
    }
    file_.record(std::move(dataset));
  }
  void failure(std::string sentence) override { file_.failure(std::move(sentence)); }

 private:
  Recorder& file_;
  std::string prefix_;
  std::vector<Scalar>& scalars_;
};

ResultOutput::ResultOutput(store::Writer& writer, Progress& progress, std::string prefix, std::string work_prefix)
    : writer_(writer), progress_(progress), prefix_(std::move(prefix)), work_prefix_(std::move(work_prefix)) {}

ResultOutput::~ResultOutput() = default;

Recorder& ResultOutput::group(const std::string& path) {
  auto& recorder = groups_[path];
  if (recorder == nullptr) {
    Recorder& file = writer_.group(prefix_.empty() ? path : prefix_ + "/" + path);
    recorder = std::make_unique<GroupRecorder>(file, column_prefix(path), scalars_);
  }
  return *recorder;
}

Monitor& ResultOutput::begin(const std::string& work) {
  progress_.begin(work_prefix_ + work);
  return progress_;
}

}  // namespace engram::app
