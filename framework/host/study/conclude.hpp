// The last messages about a result that was written.
#pragma once

#include <chrono>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "journals/cell_folder.hpp"
#include "store/writer.hpp"
#include "study/study.hpp"

namespace engram::study {

class Stopwatch {
 public:
  [[nodiscard]] double seconds() const {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - started_).count();
  }

 private:
  std::chrono::steady_clock::time_point started_ = std::chrono::steady_clock::now();
};

/// Prints a failure and its place, a group or a cell; a run that was lost as a whole has none.
void print_failure(const std::string& place, const std::string& sentence);

/// Prints the messages about a result, failures first, and returns whether there are none.
bool conclude(const std::filesystem::path& file, const std::string& what, const std::vector<store::Failure>& failures,
              double seconds, bool quiet);

/// The same for a study whose result is already complete: there is nothing to `work`, which is
/// "compute" or "merge". Removes its folder of cells.
bool conclude_finished(const Study& study, journals::CellFolder& folder, std::string_view work, bool quiet);

}  // namespace engram::study
