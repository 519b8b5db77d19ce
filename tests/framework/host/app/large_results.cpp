// Results that are larger than the memory of the commands that read them.
#include <filesystem>
#include <string>

#include "study_runs.hpp"

#ifndef ENGRAM_SANITIZED  // a sanitizer needs more memory than the limit

using Catch::Matchers::Contains;
using engram::test::fine;
using engram::test::Outcome;
using engram::test::Workshop;

namespace {

const std::string program = "'" ENGRAM_TEST_PROGRAM "'";

/// Weights of 200 MB, which are compressed to a tenth.
constexpr const char* wide = R"(seed: 1
patterns: {plugin: binary, count: 2, size: 5000}
model: {plugin: hopfield, units: 5000, weights: dense}
learning: {plugin: hebbian}
analyses:
  - {plugin: recall, corruption: {plugin: sign_flips, fraction: 0.1}, updates: 2}
figures:
  - {name: overlap, panels: [{dataset: analyses/recall/overlap, style: matrix}]}
expect:
  - {claim: Recalled., dataset: analyses/recall/fraction_recalled, compare: at_least, value: 0.5}
)";

}  // namespace

TEST_CASE("large results: each command reads a result whose weights do not fit into its memory") {
  const Workshop workshop;
  workshop.write("wide.yaml", wide);
  fine(workshop, "run -q wide.yaml");
  std::filesystem::copy_file(workshop / "wide.h5", workshop / "again.h5");
  // In kilobytes: less than the weights. The stacks of the threads of Pango count too.
  const std::string limited = "ulimit -d 160000; " + program + " ";
  const auto words_of = [&](const std::string& arguments) {
    const Outcome outcome = workshop.shell(limited + arguments);
    INFO(arguments << "\n" << outcome.out << outcome.err);
    CHECK(outcome.code == 0);
    return outcome.out;
  };
  CHECK_THAT(words_of("show wide.h5"), Contains("model/W"));
  CHECK_THAT(words_of("show wide.h5 model/W"),
             Contains("model/W: 5000 unit x 5000 source_unit") && Contains("10 lines along source_unit; 4990 more"));
  CHECK_THAT(words_of("check wide.h5"), Contains("1 of 1 claim reproduced"));
  CHECK_THAT(words_of("check --integrity wide.h5"), Contains("no damage"));
  CHECK_THAT(words_of("diff wide.h5 again.h5"), Contains("the same"));
  (void)words_of("plot wide.h5 -o pictures");
  (void)words_of("report wide.h5 -o page.html");
  (void)words_of("compare wide.h5 again.h5");
  (void)words_of("export wide.h5 model/W -o weights.npy");
  CHECK(std::filesystem::file_size(workshop / "weights.npy") == 128 + 8 * 5000 * 5000);
}

#endif
