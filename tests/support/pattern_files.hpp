// Files for the tests of pattern sources that read them, and what such a source makes of a file.
#pragma once

#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>
#include <system_error>
#include <utility>
#include <variant>
#include <vector>

#include <engram/array.hpp>
#include <engram/error.hpp>
#include <engram/pattern_source.hpp>
#include <engram/recorder.hpp>

#include "catch.hpp"
#include "generated.hpp"

namespace engram::test {

/// A folder that goes with its contents when the test ends.
class PatternFolder {
 public:
  PatternFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "engram-patterns-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) {
      throw std::runtime_error("no folder for the test could be made");
    }
    path_ = name;
  }
  ~PatternFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  PatternFolder(const PatternFolder&) = delete;
  PatternFolder& operator=(const PatternFolder&) = delete;

  [[nodiscard]] std::string operator/(const std::string& name) const { return (path_ / name).string(); }

  [[nodiscard]] std::string write(const std::string& name, const std::string& bytes) const {
    std::ofstream(path_ / name, std::ios::binary) << bytes;
    return *this / name;
  }

 private:
  std::filesystem::path path_;
};

/// The patterns of a source, once it has read its file.
template <class Source>
Matrix patterns_of(Source& source) {
  source.check();
  return generated(source);
}

/// The complaint of a source as "parameter: message", without the folder of the test; empty if it has none.
template <class Source>
std::string complaint(Source source, const PatternFolder& folder) {
  try {
    source.check();
  } catch (const ParameterError& error) {
    std::string text = error.parameter() + ": " + error.what();
    const std::string prefix = folder / "";
    for (std::size_t at = text.find(prefix); at != std::string::npos; at = text.find(prefix)) {
      text.erase(at, prefix.size());
    }
    return text;
  }
  return "";
}

/// A matrix with one column per pattern, of rows with one line per pattern.
inline Matrix columns(std::initializer_list<std::initializer_list<double>> patterns) {
  return Matrix(patterns).transpose();
}

/// The labels that a source records.
inline std::vector<std::string> labels_of(const PatternSource& source) {
  MemoryRecorder recorder;
  source.record(recorder);
  CHECK(recorder.find("label").dimensions == std::vector<std::string>{"pattern"});
  return std::get<std::vector<std::string>>(recorder.find("label").values);
}

}  // namespace engram::test
