#include "sizes/result_size.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <iterator>
#include <numeric>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <engram/counted.hpp>
#include <engram/memory.hpp>
#include <engram/words.hpp>

#include "sizes/alike_cells.hpp"
#include "sizes/measured_cell.hpp"
#include "sizes/prediction.hpp"
#include "sizes/size_sum.hpp"
#include "sizes/varied_settings.hpp"

namespace engram::sizes {

namespace {

using Clock = std::chrono::steady_clock;

std::string name_of(const study::Study& study, std::size_t cell) {
  const std::string label = study.spec().cases.label(cell);
  return label.empty() ? "the run" : fmt::format("cell '{}'", label);
}

/// Measures cells one after the other, within a time for all of them.
class Measuring {
 public:
  Measuring(const study::Study& study, std::chrono::milliseconds limit)
      : study_(study), limit_(limit), end_(Clock::now() + limit) {}

  void measure(const VariedSettings::Probe& probe, bool is_last) {
    if (!tried_.insert(probe.cell).second) {
      return;
    }
    const std::chrono::milliseconds time = time_for_next(is_last);
    if (time < least_time) {
      size_.not_reached.insert(probe.setting);
      return;
    }
    MeasuredCell cell = measure_cell(study_, probe.cell, time);
    if (!cell.failure.empty()) {
      size_.failed.push_back(fmt::format("{} fails: {}", name_of(study_, probe.cell), cell.failure));
      return;
    }
    if (cell.is_late) {
      size_.not_reached.insert(probe.setting);
    } else {
      ++size_.measured;
    }
    measured_.push_back(std::move(cell));
  }

  /// The size without its bytes.
  [[nodiscard]] ResultSize size() const {
    ResultSize size = size_;
    if (measured_.empty()) {
      size.unknown = size.failed.empty() ? "no cell could be measured" : size.failed.front();
    } else if (size.measured == 0) {
      const std::string late = fmt::format("{} takes longer than {:g} s", name_of(study_, measured_.front().cell),
                                           std::chrono::duration<double>(limit_).count());
      (measured_.front().datasets.empty() ? size.unknown : size.late) = late;
    }
    return size;
  }
  std::vector<MeasuredCell> take_measured() { return std::move(measured_); }

 private:
  static constexpr std::chrono::milliseconds least_time{100};

  /// Half of the time that is left, so that other cells have their turn too.
  [[nodiscard]] std::chrono::milliseconds time_for_next(bool is_last) const {
    auto time = std::chrono::duration_cast<std::chrono::milliseconds>(end_ - Clock::now());
    time = is_last ? time : time / 2;
    const std::optional<double> timeout = study_.spec().timeout;
    return timeout ? std::min(time, std::chrono::milliseconds(static_cast<std::int64_t>(1000.0 * *timeout))) : time;
  }

  const study::Study& study_;
  std::chrono::milliseconds limit_;
  Clock::time_point end_;
  std::set<std::size_t> tried_;
  std::vector<MeasuredCell> measured_;
  ResultSize size_;
};

double sum_of(const std::map<std::string, double>& contents) {
  return std::accumulate(contents.begin(), contents.end(), 0.0,
                         [](double sum, const auto& each) { return sum + each.second; });
}

}  // namespace

ResultSize estimate_size(const study::Study& study, std::optional<std::size_t> alone,
                         std::chrono::milliseconds limit) {
  const VariedSettings settings(study.spec().cases);
  const std::vector<VariedSettings::Probe> probes =
      alone ? std::vector{VariedSettings::Probe{"", *alone}} : settings.probes();
  Measuring measuring(study, limit);
  for (std::size_t at = 0; at < probes.size(); ++at) {
    measuring.measure(probes[at], at + 1 == probes.size());
  }
  ResultSize size = measuring.size();
  if (!size.unknown.empty()) {
    return size;
  }
  const Prediction prediction(measuring.take_measured(), settings);
  std::vector<std::size_t> cells(alone ? 1 : study.size());
  std::iota(cells.begin(), cells.end(), alone.value_or(0));
  const std::vector<AlikeCells> groups = alike_cells(study, settings, prediction, cells);
  const auto everything = bytes_by_content(study, groups, cells.size(), Counted::all);
  size.cells = cells.size();
  size.contents = alone ? everything : bytes_by_content(study, groups, cells.size(), Counted::kept);
  size.bytes = sum_of(size.contents);
  size.with_everything = sum_of(everything);
  return size;
}

namespace {

std::string roughly(double bytes) {
  constexpr double two_digits = 10.0;
  double unit = 1.0;
  while (bytes / unit >= 10.0 * two_digits) {
    unit *= 10.0;
  }
  return bytes_text(std::round(bytes / unit) * unit);
}

}  // namespace

std::string in_words(const ResultSize& size, const std::string& target) {
  if (!size.unknown.empty()) {
    return fmt::format("{}: the size is unknown, since {}\n", target, size.unknown);
  }
  std::string text = fmt::format("{}: {} {}", target, size.late.empty() ? "about" : "at least", roughly(size.bytes));
  if (size.cells > 1) {
    text += fmt::format(", {} of {} each{}", counted(size.cells, "cell"),
                        roughly(size.bytes / static_cast<double>(size.cells)),
                        size.measured == 0   ? ""
                        : size.measured == 1 ? ", measured on one of them"
                                             : fmt::format(", measured on {} of them", size.measured));
  }
  if (roughly(size.with_everything) != roughly(size.bytes)) {
    text += fmt::format("; with keep: all about {}", roughly(size.with_everything));
  }
  text += "\n";
  std::vector<std::pair<double, std::string>> parts;
  for (const auto& [name, bytes] : size.contents) {
    parts.emplace_back(-bytes, name);
  }
  std::ranges::sort(parts);
  std::vector<std::string> words;
  std::ranges::transform(parts, std::back_inserter(words), [](const std::pair<double, std::string>& part) {
    return fmt::format("{} {}", part.second, roughly(-part.first));
  });
  text += fmt::format("  {}\n", fmt::join(words, ", "));
  if (!size.late.empty()) {
    text += fmt::format("  {}, and only what it records until then is counted\n", size.late);
  } else if (!size.not_reached.empty()) {
    text += fmt::format("  cells with other {} take longer than the time for the estimate, and may be larger\n",
                        join({size.not_reached.begin(), size.not_reached.end()}));
  }
  for (const std::string& sentence : size.failed) {
    text += fmt::format("  {}\n", sentence);
  }
  return text;
}

}  // namespace engram::sizes
