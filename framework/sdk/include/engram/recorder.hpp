// Named arrays with named dimensions, and the one interface through which results are kept.
#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <engram/error.hpp>
#include <engram/index.hpp>

namespace engram {

/// One array of a result, row-major: the last dimension runs fastest.
///
/// A dataset whose name is that of its only dimension is the coordinate of that dimension (times of samples,
/// values of a swept parameter). `coordinates` names further datasets that label a dimension, such as the target
/// that each trial started from.
struct Dataset {
  std::string name;
  std::vector<std::string> dimensions;  ///< empty for a single number
  std::vector<Index> shape;             ///< one extent per dimension
  /// Whole numbers of one byte are for what is large and small-valued at once, such as pixels.
  std::variant<std::vector<double>, std::vector<std::int64_t>, std::vector<std::string>, std::vector<std::int8_t>>
      values;
  std::string unit;         ///< "s", "1" for a pure number, "" for text
  std::string description;  ///< one sentence
  std::vector<std::string> coordinates = {};
};

/// One dataset that a plugin promises to record: what figures and claims may count on.
struct Recorded {
  std::string name;
  std::vector<std::string> dimensions = {};  ///< as in Dataset; empty for a single number
  bool always = true;                        ///< false: with some parameters or networks only
};

/// Where results go: a group of an HDF5 file in the host, memory in tests.
///
/// Threading: one recorder is used by one thread at a time.
class ENGRAM_API Recorder {
 public:
  virtual ~Recorder() = default;
  /// Keeps an array. Throws std::logic_error where shape and number of values disagree, where the name was used
  /// before, or where a dimension has another extent than before: mistakes of a plugin, not of a user.
  virtual void record(Dataset dataset) = 0;
  /// Notes that something failed while what was recorded stays valid: one sentence with the place and the time.
  /// A run with failures ends with exit code 1.
  virtual void failure(std::string sentence) = 0;

  /// A single number; all of them together make the summary table over cases.
  void scalar(std::string name, double value, std::string unit, std::string description) {
    record({std::move(name), {}, {}, std::vector<double>{value}, std::move(unit), std::move(description)});
  }
};

/// Follows long work. Both functions are cheap enough to call at every sample.
class ENGRAM_API Monitor {
 public:
  virtual ~Monitor() = default;
  /// `fraction` of the present piece of work is done, 0 to 1. Throws Stopped where the user asked to stop.
  virtual void progress(double fraction) = 0;
};

/// Throws std::logic_error where a dataset contradicts itself: an extent for each dimension, a value for each
/// element.
inline void check_shape(const Dataset& dataset) {
  if (dataset.shape.size() != dataset.dimensions.size()) {
    throw std::logic_error("dataset '" + dataset.name + "' has " + std::to_string(dataset.dimensions.size()) +
                           " dimensions and " + std::to_string(dataset.shape.size()) + " extents");
  }
  std::size_t elements = 1;
  for (const Index extent : dataset.shape) {
    elements *= static_cast<std::size_t>(extent);
  }
  const std::size_t values = std::visit([](const auto& list) { return list.size(); }, dataset.values);
  if (values != elements) {
    throw std::logic_error("dataset '" + dataset.name + "' has " + std::to_string(elements) + " elements and " +
                           std::to_string(values) + " values");
  }
}

/// Keeps everything in memory: for tests, and for hosts that store nothing.
class MemoryRecorder : public Recorder {
 public:
  std::vector<Dataset> datasets;
  std::vector<std::string> failures;

  void record(Dataset dataset) override {
    check_shape(dataset);
    for (const Dataset& other : datasets) {
      if (other.name == dataset.name) {
        throw std::logic_error("dataset '" + dataset.name + "' is recorded twice");
      }
    }
    datasets.push_back(std::move(dataset));
  }
  void failure(std::string sentence) override { failures.push_back(std::move(sentence)); }

  /// The values of a recorded dataset of real numbers; throws std::logic_error where there is none of that name.
  [[nodiscard]] const std::vector<double>& reals(const std::string& name) const {
    return std::get<std::vector<double>>(find(name).values);
  }
  [[nodiscard]] const Dataset& find(const std::string& name) const {
    for (const Dataset& dataset : datasets) {
      if (dataset.name == name) {
        return dataset;
      }
    }
    throw std::logic_error("no dataset '" + name + "' was recorded");
  }
};

/// A monitor for those who do not look.
class SilentMonitor : public Monitor {
 public:
  void progress(double /*fraction*/) override {}
};

}  // namespace engram
