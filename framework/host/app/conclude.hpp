// How a command that wrote a result ends.
#pragma once

#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

#include "app/study.hpp"
#include "store/provenance.hpp"
#include "store/writer.hpp"

namespace engram::app {

class Stopwatch {
 public:
  [[nodiscard]] double seconds() const {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - started_).count();
  }

 private:
  std::chrono::steady_clock::time_point started_ = std::chrono::steady_clock::now();
};

/// What is known of a run at its beginning.
store::Provenance provenance_of(const Study& study);

/// Prints what became of a result, failures first, and returns the exit code.
int conclude(const std::filesystem::path& file, const std::string& what, const std::vector<store::Failure>& failures,
             double seconds, bool quiet);

}  // namespace engram::app
