// Named arrays with named dimensions, and the interface through which results are stored.
#pragma once

#include <cstdint>
#include <iterator>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include <engram/error.hpp>
#include <engram/index.hpp>

namespace engram {

/// One array of a result, row-major: the last dimension runs fastest.
///
/// A dataset with the same name as its only dimension is the coordinate of that dimension (times of samples, values
/// of a swept parameter). `coordinates` names further datasets that label a dimension, such as the target that each
/// trial started from.
struct Dataset {
  std::string name;
  std::vector<std::string> dimensions;  ///< empty for a single number
  std::vector<Index> shape;             ///< one extent per dimension
  /// Whole numbers of one byte are for large arrays of small values, such as pixels.
  std::variant<std::vector<double>, std::vector<std::int64_t>, std::vector<std::string>, std::vector<std::int8_t>>
      values;
  std::string unit;         ///< "s", "1" for a pure number, "" for text
  std::string description;  ///< one sentence
  std::vector<std::string> coordinates = {};
};

/// One dataset that a plugin promises to record, so that figures and claims may use it.
struct Recorded {
  std::string name;
  std::vector<std::string> dimensions = {};  ///< as in Dataset; empty for a single number
  bool always = true;                        ///< false: only with some parameters or networks
  /// The parameter without which it is not recorded: one that is false, or an optional one that is missing.
  std::string with = {};
};

/// Receives results: a group of an HDF5 file in the host, memory in tests.
///
/// Threading: one recorder is used by one thread at a time.
class ENGRAM_API Recorder {
 public:
  virtual ~Recorder() = default;
  /// Stores an array. Throws std::logic_error, since these are mistakes of a plugin and not of a user, if shape and
  /// number of values disagree, if the name was used before, or if a dimension has another extent than before.
  virtual void record(Dataset dataset) = 0;
  /// Notes a failure, in one sentence with the place and the time. Recorded datasets stay valid. A run with failures
  /// ends with exit code 1.
  virtual void failure(std::string sentence) = 0;

  /// Stores a single number. These numbers make up the summary table over cases.
  void scalar(std::string name, double value, std::string unit, std::string description) {
    record({std::move(name), {}, {}, std::vector<double>{value}, std::move(unit), std::move(description)});
  }

  /// Stores a list along one dimension: real numbers, whole numbers or texts.
  template <class List>
  void vector(std::string name, std::string dimension, const List& values, std::string unit, std::string description,
              std::vector<std::string> coordinates = {}) {
    using Given = std::remove_cvref_t<decltype(*std::begin(values))>;
    using Stored = std::conditional_t<std::is_integral_v<Given>, std::int64_t, Given>;
    std::vector<Stored> stored(std::begin(values), std::end(values));
    const Index size = std::ssize(stored);
    record({std::move(name),
            {std::move(dimension)},
            {size},
            std::move(stored),
            std::move(unit),
            std::move(description),
            std::move(coordinates)});
  }

  /// Stores a matrix, whose rows lie along the first of two dimensions and its columns along the second.
  template <class Values>
  void matrix(std::string name, std::vector<std::string> dimensions, const Values& values, std::string unit,
              std::string description, std::vector<std::string> coordinates = {}) {
    record({std::move(name),
            std::move(dimensions),
            {values.rows(), values.cols()},
            row_by_row<double>(values),
            std::move(unit),
            std::move(description),
            std::move(coordinates)});
  }

  /// The same, with one byte per value if all of them are +1, -1 and 0.
  template <class Values>
  void signs(std::string name, std::vector<std::string> dimensions, const Values& values, std::string unit,
             std::string description, std::vector<std::string> coordinates = {}) {
    Dataset dataset{std::move(name), std::move(dimensions),  {values.rows(), values.cols()}, {},
                    std::move(unit), std::move(description), std::move(coordinates)};
    if (std::vector<std::int8_t> small = signs_of(values); std::ssize(small) == values.size()) {
      dataset.values = std::move(small);
    } else {
      dataset.values = row_by_row<double>(values);
    }
    record(std::move(dataset));
  }

 private:
  /// The values row by row, up to the first value other than +1, -1 and 0.
  template <class Values>
  static std::vector<std::int8_t> signs_of(const Values& values) {
    std::vector<std::int8_t> numbers;
    numbers.reserve(static_cast<std::size_t>(values.size()));
    for (Index row = 0; row < values.rows(); ++row) {
      for (Index column = 0; column < values.cols(); ++column) {
        const double value = values(row, column);
        if (value != 0.0 && value != 1.0 && value != -1.0) {
          return numbers;
        }
        numbers.push_back(static_cast<std::int8_t>(value));
      }
    }
    return numbers;
  }

  template <class Number, class Values>
  static std::vector<Number> row_by_row(const Values& values) {
    std::vector<Number> numbers;
    numbers.reserve(static_cast<std::size_t>(values.size()));
    for (Index row = 0; row < values.rows(); ++row) {
      for (Index column = 0; column < values.cols(); ++column) {
        numbers.push_back(static_cast<Number>(values(row, column)));
      }
    }
    return numbers;
  }
};

/// Follows long work. Calls are cheap enough to be made at every sample.
class ENGRAM_API Monitor {
 public:
  virtual ~Monitor() = default;
  /// Reports that `fraction` of the present piece of work is done, 0 to 1. Throws Stopped if the user asked to stop.
  virtual void progress(double fraction) = 0;
};

/// Throws std::logic_error unless a dataset has an extent for each dimension and a value for each element.
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

/// Keeps everything in memory, for tests and for hosts that write no file.
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

  /// The values of a recorded dataset of real numbers; throws std::logic_error if there is no dataset of that name.
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

/// A monitor that ignores progress and never stops.
class SilentMonitor : public Monitor {
 public:
  void progress(double /*fraction*/) override {}
};

}  // namespace engram
