#include "sizes/measured_cell.hpp"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <iterator>
#include <map>
#include <string_view>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <sys/wait.h>
#include <unistd.h>

#include "store/group_outline.hpp"
#include "study/compute.hpp"
#include "system/answer.hpp"
#include "system/descriptor.hpp"
#include "system/split.hpp"

namespace engram::sizes {

namespace {

MeasuredDataset measured(const std::string& group, Dataset dataset) {
  MeasuredDataset found{group, {}, store::stored_size(dataset.values), 0.0};
  dataset.values = {};
  found.outline = std::move(dataset);
  return found;
}

/// Says the size of each dataset of a group, one in a line.
class SizeRecorder : public Recorder {
 public:
  SizeRecorder(std::string group, const system::Say& say) : group_(std::move(group)), outline_(group_), say_(say) {}

  void record(Dataset dataset) override {
    check_shape(dataset);
    outline_.add(dataset);
    tell(measured(group_, std::move(dataset)));
  }
  void failure(std::string sentence) override {
    std::ranges::replace(sentence, '\n', ' ');
    std::ranges::replace(sentence, '\t', ' ');
    say_(fmt::format("failure\t{}\t{}\n", group_, sentence));
  }
  /// A result gets the indices of dimensions without another coordinate.
  void finish() {
    for (Dataset& indices : outline_.missing_indices()) {
      tell(measured(group_, std::move(indices)));
    }
  }

 private:
  void tell(const MeasuredDataset& found) const {
    say_(fmt::format("dataset\t{}\t{}\t{}\t{}\t{}\t{}\n", group_, found.outline.name,
                     fmt::join(found.outline.dimensions, " "), fmt::join(found.outline.shape, " "), found.size.plain,
                     found.size.packed));
  }

  std::string group_;
  store::GroupOutline outline_;
  const system::Say& say_;
};

/// A process that a plugin ends does not say it.
constexpr const char* end_line = "end\n";

/// Nothing that a plugin prints belongs to the list of cells.
void print_nothing() {
  const system::Descriptor nowhere(::open("/dev/null", O_WRONLY | O_CLOEXEC));
  (void)::dup2(nowhere.id(), STDOUT_FILENO);
  (void)::dup2(nowhere.id(), STDERR_FILENO);
}

void run_and_tell(const study::Study& study, std::size_t cell, const system::Say& say) {
  print_nothing();
  study.crash_guard().let_crash();
  std::map<std::string, SizeRecorder> recorders;
  SilentMonitor monitor;
  study::run_cell(
      study, study.spec().cases[cell], std::nullopt,
      [&](const std::string& path) -> Recorder& { return recorders.try_emplace(path, path, say).first->second; },
      [&](const std::string& /*work*/) -> Monitor& { return monitor; });
  for (auto& [path, recorder] : recorders) {
    recorder.finish();
  }
}

MeasuredDataset read_line(const std::vector<std::string>& words) {
  MeasuredDataset found{words[1], {words[2], system::split(words[3], ' '), {}, {}, "", ""}};
  std::ranges::transform(system::split(words[4], ' '), std::back_inserter(found.outline.shape),
                         [](const std::string& extent) { return std::strtoll(extent.c_str(), nullptr, 10); });
  found.values = 1.0;
  for (const Index extent : found.outline.shape) {
    found.values *= static_cast<double>(extent);
  }
  found.size.plain = std::strtod(words[5].c_str(), nullptr);
  found.size.packed = std::strtod(words[6].c_str(), nullptr);
  return found;
}

}  // namespace

MeasuredCell measure_cell(const study::Study& study, std::size_t cell, std::chrono::milliseconds limit) {
  const system::Answer answer = system::answer_within(limit, {}, [&](const system::Say& say) {
    try {
      run_and_tell(study, cell, say);
      say(end_line);
    } catch (const std::exception& error) {
      say(fmt::format("failure\t\t{}\n{}", error.what(), end_line));
    }
  });
  MeasuredCell found{cell, {}, {}, answer.end == system::Answer::End::late};
  if (answer.end == system::Answer::End::not_started) {
    found.failure = "no process could be started to measure it";
  } else if (!found.is_late && !answer.text.ends_with(end_line)) {
    found.failure = WIFSIGNALED(answer.status) ? fmt::format("it crashes: {}", ::strsignal(WTERMSIG(answer.status)))
                                               : "it ends its process";
  }
  // The last line of a child that was killed may lack its end.
  const std::string_view whole = std::string_view(answer.text).substr(0, answer.text.rfind('\n') + 1);
  for (const std::string& line : system::split(whole, '\n')) {
    const std::vector<std::string> words = system::split(line, '\t');
    if (words.size() == 7 && words[0] == "dataset") {
      found.datasets.push_back(read_line(words));
    } else if (words.size() == 3 && words[0] == "failure" && found.failure.empty()) {
      found.failure = words[1].empty() ? words[2] : fmt::format("{}: {}", words[1], words[2]);
    }
  }
  return found;
}

}  // namespace engram::sizes
