// Patterns from a file: reading the file, choosing patterns by number and label, and keeping their values.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cerrno>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <map>
#include <numeric>
#include <optional>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include <engram/binarise.hpp>
#include <engram/error.hpp>
#include <engram/labels.hpp>
#include <engram/memory.hpp>
#include <engram/parameters.hpp>
#include <engram/pattern_source.hpp>
#include <engram/words.hpp>

namespace engram {

/// Opens a file for reading. Throws ParameterError for `parameter` with the system's reason, and with the name of a
/// similarly named file in that folder if there is one.
inline std::ifstream open_file(const std::string& parameter, const std::string& path) {
  const std::filesystem::path asked(path);
  std::error_code ignored;
  if (std::filesystem::exists(asked, ignored) && !std::filesystem::is_regular_file(asked, ignored)) {
    throw ParameterError(parameter, "cannot read '" + path + "': it is " +
                                        (std::filesystem::is_directory(asked, ignored) ? "a folder" : "no file"));
  }
  std::ifstream file(path, std::ios::binary);
  if (file) {
    return file;
  }
  std::string message = "cannot open '" + path + "': " + std::generic_category().message(errno);
  const std::filesystem::path folder = asked.has_parent_path() ? asked.parent_path() : std::filesystem::path(".");
  std::vector<std::string> beside;
  for (std::filesystem::directory_iterator entry(folder, ignored), end; !ignored && entry != end;
       entry.increment(ignored)) {
    if (const std::string name = entry->path().filename().string(); name != asked.filename()) {
      beside.push_back(name);
    }
  }
  std::ranges::sort(beside);
  if (const std::string hint = did_you_mean(asked.filename().string(), beside); !hint.empty()) {
    message += "; " + hint;
  }
  throw ParameterError(parameter, message);
}

/// All bytes of a file. Throws ParameterError for `parameter` if it cannot be read or does not fit into memory.
inline std::string read_file(const std::string& parameter, const std::string& path) {
  std::ifstream file = open_file(parameter, path);
  file.seekg(0, std::ios::end);
  const std::streamoff size = file.tellg();
  require_memory(static_cast<double>(size), parameter, "the bytes of '" + path + "'");
  std::string bytes(static_cast<std::size_t>(size), '\0');
  file.seekg(0);
  if (!file.read(bytes.data(), size)) {
    throw ParameterError(parameter, "cannot read '" + path + "': " + std::generic_category().message(errno));
  }
  return bytes;
}

/// The number of type T at the start of `bytes`, stored in the given byte order.
template <class T>
double number_at(const char* bytes, std::endian order) {
  std::array<char, sizeof(T)> own{};
  std::copy_n(bytes, sizeof(T), own.begin());
  if (order != std::endian::native) {
    std::ranges::reverse(own);
  }
  return static_cast<double>(std::bit_cast<T>(own));
}

/// "60000 x 28 x 28".
inline std::string shape_text(const std::vector<Index>& shape) {
  std::vector<std::string> extents;
  std::ranges::transform(shape, std::back_inserter(extents), [](Index extent) { return std::to_string(extent); });
  return join(extents, " x ");
}

/// The number of values in one item along the first axis.
inline Index item_size(const std::vector<Index>& shape) {
  return std::accumulate(shape.begin() + 1, shape.end(), Index{1}, std::multiplies<>());
}

/// Throws ParameterError if an axis of an array has extent 0, so that the array has no values.
inline void require_values(const std::string& parameter, const std::string& path, const std::vector<Index>& shape) {
  if (std::ranges::count(shape, Index{0}) > 0) {
    throw ParameterError(parameter, "'" + path + "' has no values: its shape is " + shape_text(shape));
  }
}

/// Throws ParameterError if a file is too short for the array of `shape` that its header announces.
inline void require_complete(const std::string& parameter, const std::string& path, const std::vector<Index>& shape,
                             std::size_t header_bytes, std::size_t value_bytes, std::size_t file_bytes) {
  // In double precision, since the size in a damaged header may overflow a whole number.
  auto needed = static_cast<double>(value_bytes);
  for (const Index extent : shape) {
    needed *= static_cast<double>(extent);
  }
  needed += static_cast<double>(header_bytes);
  if (needed > static_cast<double>(file_bytes)) {
    throw ParameterError(parameter, "'" + path + "' is truncated: " + shape_text(shape) + " values need " +
                                        number_text(needed) + " bytes, and there are " + std::to_string(file_bytes));
  }
}

/// Patterns from a file. A source derives from it, declares `.with<FilePatterns>(sentence)` and fills values_
/// in its check(), so that the number and size of the patterns are known before anything runs.
struct FilePatterns : PatternSource, Binarisation {
  std::string file;
  std::optional<Index> count;

  /// For ParameterList::with().
  template <class T>
  static ParameterList<T>&& declare(ParameterList<T>&& parameters, std::string sentence) {
    return Binarisation::declare(std::move(parameters)
                                     .files(&FilePatterns::file, "file", std::move(sentence), true)
                                     .add(&FilePatterns::count, "count", "1",
                                          "Number of patterns, the first of the file; all if not given.",
                                          {.min = 1}));
  }

  [[nodiscard]] Index pattern_count() const override { return values_.cols(); }
  [[nodiscard]] Index pattern_size() const override { return values_.rows(); }
  void generate(const RandomStreams& /*random*/, MatrixView patterns) const override { patterns = values_; }

  void record(Recorder& recorder) const override {
    if (image_shape_.size() == 2) {
      recorder.vector("image_shape", "image_axis", image_shape_, "1",
                      "Height and width of the image that the first units of a pattern are, row by row.");
    }
  }

 protected:
  /// Makes room for the values. Throws ParameterError if they do not fit into memory.
  void reserve(Index patterns, Index units) {
    require_memory(8.0 * static_cast<double>(patterns) * static_cast<double>(units), "count",
                   std::to_string(patterns) + " patterns of " + std::to_string(units) + " values");
    values_.resize(units, patterns);
  }

  /// Throws ParameterError if `count` asks for more patterns than the file has.
  void require_count(Index there, const std::string& why_fewer = "") const {
    if (count && *count > there) {
      throw ParameterError("count", "count is " + std::to_string(*count) + "; '" + file + "' has " +
                                        std::to_string(there) + (there == 1 ? " pattern" : " patterns") + why_fewer);
    }
  }

  /// Throws ParameterError if a value of pattern number `pattern` of the file is infinite or NaN.
  void require_finite(Index pattern, const ConstVectorView& values) const {
    for (Index unit = 0; unit < values.size(); ++unit) {
      if (!std::isfinite(values(unit))) {
        throw ParameterError("file", "'" + file + "': unit " + std::to_string(unit) + " of pattern " +
                                         std::to_string(pattern) + ", both counted from 0, is " +
                                         number_text(values(unit)) + "; values have to be finite");
      }
    }
  }

  /// Applies the threshold to the first `size` values of each pattern.
  void binarise(Index size) {
    for (Index pattern = 0; pattern < values_.cols(); ++pattern) {
      check_contrast(values_.col(pattern).head(size), "pattern " + std::to_string(pattern) + " of '" + file + "'");
      apply(values_.col(pattern).head(size));
    }
  }

  Matrix values_;                   ///< unit x pattern
  std::vector<Index> image_shape_;  ///< height and width; empty if patterns are not images
};

/// Patterns from a file, which may have labels.
struct LabelledPatterns : FilePatterns {
  std::optional<Index> per_label;
  bool label_units = false;

  /// For ParameterList::with().
  template <class T>
  static ParameterList<T>&& declare(ParameterList<T>&& parameters, std::string sentence) {
    return FilePatterns::declare(std::move(parameters), std::move(sentence))
        .add(&LabelledPatterns::per_label, "per_label", "1",
             "Number of patterns with the same label that are taken, the first of the file; all if not given.",
             {.min = 1})
        .add(&LabelledPatterns::label_units, "label_units",
             "Whether a unit for each label of the file is appended to the patterns, +1 for the pattern's own label "
             "and -1 otherwise; labels that are numbers come first, by their value.");
  }

  [[nodiscard]] std::vector<std::string> labels() const override { return labels_; }
  void record(Recorder& recorder) const override {
    FilePatterns::record(recorder);
    if (!labels_.empty()) {
      recorder.vector("label", "pattern", labels_, "", "Label of each pattern, from the file.");
    }
  }

 protected:
  /// Chooses among the `there` patterns of the file, which have `size` values each. `labels` is empty if the file has
  /// no labels; `source_of_labels` is the parameter that would give some. Keeps the labels, makes room for the values
  /// and sets the label units. Returns the numbers of the chosen patterns; the caller fills in their values.
  std::vector<Index> choose(Index there, Index size, const std::vector<std::string>& labels,
                            const std::string& source_of_labels) {
    if (labels.empty() && (per_label || label_units)) {
      const std::string asking = per_label ? "per_label" : "label_units";
      throw ParameterError(asking, asking + " needs labels, which " + source_of_labels + " gives");
    }
    std::vector<Index> chosen;
    std::map<std::string, Index> taken;
    for (Index pattern = 0; pattern < there && !(count && std::ssize(chosen) == *count); ++pattern) {
      if (!per_label || taken[labels[static_cast<std::size_t>(pattern)]]++ < *per_label) {
        chosen.push_back(pattern);
      }
    }
    require_count(std::ssize(chosen),
                  per_label ? " with no more than " + std::to_string(*per_label) + " of each label" : std::string());
    labels_.clear();
    if (!labels.empty()) {
      for (const Index pattern : chosen) {
        labels_.push_back(labels[static_cast<std::size_t>(pattern)]);
      }
    }
    // All labels of the file count, so that patterns keep their size when more of them are requested.
    const std::vector<std::string> distinct = label_units ? distinct_labels(labels) : std::vector<std::string>();
    reserve(std::ssize(chosen), size + std::ssize(distinct));
    for (Index pattern = 0; pattern < values_.cols(); ++pattern) {
      for (Index unit = 0; unit < std::ssize(distinct); ++unit) {
        const bool own = labels_[static_cast<std::size_t>(pattern)] == distinct[static_cast<std::size_t>(unit)];
        values_(size + unit, pattern) = own ? 1.0 : -1.0;
      }
    }
    return chosen;
  }

 private:
  std::vector<std::string> labels_;  ///< of the chosen patterns; empty if the file has none
};

}  // namespace engram
