#include "study/conclude.hpp"

#include <algorithm>

#include <fmt/core.h>

#include <engram/counted.hpp>

#include "system/print.hpp"

namespace engram::study {

namespace fs = std::filesystem;

void print_failure(const std::string& place, const std::string& sentence) {
  system::print(stderr, "engram: failed: {}{}{}\n", place, place.empty() ? "" : ": ", sentence);
}

namespace {

void print_failures(const std::vector<store::Failure>& failures) {
  constexpr std::size_t shown = 10;
  for (std::size_t at = 0; at < std::min(shown, failures.size()); ++at) {
    print_failure(failures[at].group, failures[at].sentence);
  }
  if (failures.size() > shown) {
    system::print(stderr, "engram: and {}; the datasets 'failures' in the file have them all\n",
                  counted(failures.size() - shown, "more failure"));
  }
}

}  // namespace

bool conclude(const fs::path& file, const std::string& what, const std::vector<store::Failure>& failures,
              double seconds, bool quiet) {
  if (!quiet || !failures.empty()) {
    print_failures(failures);
    system::print("{}: {} in {:.2f} s{}\n", file.string(), what, seconds,
                  failures.empty() ? ""
                                   : fmt::format(", {}; what was computed before is in the file",
                                                 counted(failures.size(), "failure")));
  }
  return failures.empty();
}

bool conclude_finished(const Study& study, journals::CellFolder& folder, std::string_view work, bool quiet) {
  folder.remove();
  if (!quiet) {
    system::print("{}: all {} are there; nothing to {}\n", study.request().target.string(),
                  counted(study.size(), "cell"), work);
  }
  return true;
}

}  // namespace engram::study
