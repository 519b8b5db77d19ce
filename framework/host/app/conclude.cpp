#include "app/conclude.hpp"

#include <algorithm>
#include <cstdint>

#include <fmt/core.h>

#include <engram/counted.hpp>

#include "app/blas.hpp"
#include "app/build_info.hpp"
#include "app/math_library.hpp"
#include "app/print.hpp"
#include "app/program.hpp"
#include "app/project.hpp"

namespace engram::app {

namespace fs = std::filesystem;

namespace {

void print_failures(const std::vector<store::Failure>& failures) {
  constexpr std::size_t shown = 10;
  for (std::size_t at = 0; at < std::min(shown, failures.size()); ++at) {
    app::print(stderr, "engram: failed: {}: {}\n", failures[at].group, failures[at].sentence);
  }
  if (failures.size() > shown) {
    app::print(stderr, "engram: and {}; the datasets 'failures' in the file have them all\n",
               counted(failures.size() - shown, "more failure"));
  }
}

}  // namespace

store::Provenance provenance_of(const Study& study) {
  store::Provenance provenance = store::begin_provenance(build_info(), command_line(),
                                                         static_cast<std::int64_t>(study.spec().cases.front().seed));
  provenance.plugins = study.plugins();
  provenance.inputs = study.inputs();
  provenance.blas = blas_in_use();
  provenance.math = math_checksum();
  provenance.project = project_of(study.request().spec);
  return provenance;
}

int conclude(const fs::path& file, const std::string& what, const std::vector<store::Failure>& failures,
             double seconds, bool quiet) {
  if (!quiet || !failures.empty()) {
    print_failures(failures);
    app::print("{}: {} in {:.2f} s{}\n", file.string(), what, seconds,
               failures.empty() ? ""
                                : fmt::format(", {}; what was computed before is in the file",
                                              counted(failures.size(), "failure")));
  }
  return failures.empty() ? exit_done : exit_failed;
}

int conclude_finished(const Study& study, store::CellFolder& folder, std::string_view work, bool quiet) {
  folder.remove();
  if (!quiet) {
    app::print("{}: all {} are there; nothing to {}\n", study.request().target.string(),
               counted(study.size(), "cell"), work);
  }
  return exit_done;
}

}  // namespace engram::app
