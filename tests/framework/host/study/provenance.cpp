// The provenance of a study: the repository of its spec, its files, and the origins of its settings.
#include "study/provenance.hpp"

#include <array>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <numbers>
#include <string>
#include <utility>
#include <vector>

#include "needs.hpp"
#include "store/sha256.hpp"
#include "studies.hpp"
#include "study/math_library.hpp"
#include "study/process.hpp"
#include "study/spec_texts.hpp"

using Catch::Matchers::Contains;
using engram::MemoryRecorder;
using engram::store::Provenance;
using engram::store::sha256_of_file;
using engram::test::request_in;
using engram::test::three_seeds;
using engram::test::Workshop;
namespace study = engram::study;

namespace {

using Texts = std::vector<std::string>;

/// The rows of the table of origins: "case path value origin default".
Texts origins_of(const Workshop& workshop, const std::string& more, const Texts& sets = {}) {
  study::StudyRequest request = request_in(workshop, more);
  request.sets = sets;
  const study::Study one(std::move(request));
  MemoryRecorder recorder;
  study::record_origins(one.spec(), recorder);
  const auto column = [&](const char* name) { return std::get<Texts>(recorder.find(name).values); };
  const Texts paths = column("setting");
  Texts rows;
  for (std::size_t row = 0; row < paths.size(); ++row) {
    rows.push_back(column("case")[row] + " " + paths[row] + " | " + column("value")[row] + " | " +
                   column("origin")[row] + " | " + column("default")[row]);
  }
  return rows;
}

std::size_t count_of(const Texts& rows, const std::string& begin) {
  std::size_t count = 0;
  for (const std::string& row : rows) {
    count += row.starts_with(begin) ? 1 : 0;
  }
  return count;
}

}  // namespace

TEST_CASE("provenance: each setting of the first run of each case has its origin, once") {
  const Workshop workshop;
  const std::string spec = (workshop / "small.yaml").string();
  const Texts single = origins_of(workshop, "", {"model.tau_v=50 ms"});
  CHECK_THAT(single,
             Catch::VectorContains(std::string(" model.tau_v | 0.05 s | --set model.tau_v=50 ms | 0.1 s")) ||
                 Catch::VectorContains(std::string(" model.tau_v | 50 ms | --set model.tau_v=50 ms | 100 ms")));
  CHECK(count_of(single, " seed | 3 | " + spec + ":2:7 | 1") == 1);
  CHECK(count_of(single, " ") == single.size());

  const Texts swept = origins_of(workshop, engram::test::two_cases);
  CHECK(count_of(swept, "a ") + count_of(swept, "b ") == swept.size());
  CHECK(count_of(swept, "a ") == count_of(swept, "b "));
  CHECK(count_of(swept, "a seed | 1 | sweep | ") == 1);
  CHECK(count_of(swept, "b seed | 1 | sweep | ") == 1);
  CHECK(count_of(swept, "b seed ") == 1);

  const Texts cases = origins_of(workshop, "cases: {a: {}, b: {model.tau_v: 200 ms}}\n");
  CHECK(count_of(cases, "a model.tau_v ") == 1);
  CHECK(count_of(cases, "b model.tau_v ") == 1);
  // Settings with their defaults say so.
  std::size_t defaults = 0;
  for (const std::string& row : cases) {
    defaults += row.find(" | default | ") != std::string::npos ? 1 : 0;
  }
  CHECK(defaults > 4);
}

TEST_CASE("provenance: the commit of the spec's repository is noted, and whether files differ from it") {
  ENGRAM_NEEDS_PROGRAM("git");
  const Workshop workshop;
  const auto project = [&] {
    const study::Study one(request_in(workshop));
    return study::provenance_of(one).project;
  };
  const auto none = project();
  CHECK(none.git_commit.empty());
  CHECK_FALSE(none.git_dirty);
  CHECK(none.unread.empty());
  const std::string git = "git -c user.name=n -c user.email=e@e -c init.defaultBranch=main ";
  REQUIRE(workshop.shell(git + "init -q . && " + git + "add small.yaml && " + git + "commit -q -m first").code == 0);
  std::string commit = workshop.shell("git rev-parse HEAD").out;
  commit.pop_back();
  const auto clean = project();
  CHECK(clean.git_commit == commit);
  CHECK_FALSE(clean.git_dirty);
  CHECK(clean.unread.empty());
  workshop.write("other.txt", "not under version control\n");
  CHECK_FALSE(project().git_dirty);
  REQUIRE(workshop.shell(git + "add other.txt").code == 0);
  CHECK(project().git_dirty);
  workshop.write(".git/index", "damaged");
  const auto damaged = project();
  CHECK(damaged.git_commit == commit);
  CHECK_FALSE(damaged.unread.empty());
  // A repository without a commit has none.
  REQUIRE(workshop.shell("rm -rf .git && " + git + "init -q .").code == 0);
  CHECK(project().git_commit.empty());
  CHECK(project().unread.empty());
}

TEST_CASE("provenance: plugins, files, seed and numerics are those of the study") {
  const Workshop workshop;
  const study::Study sweep(request_in(workshop, three_seeds));
  const Provenance provenance = study::provenance_of(sweep);
  CHECK(provenance.command_line == "a 'test of studies'");
  CHECK(provenance.seed == 1);
  CHECK(provenance.plugins.size() == sweep.plugins().size());
  REQUIRE(provenance.specs.size() == 1);
  CHECK(provenance.specs[0].file == (workshop / "small.yaml").string());
  CHECK(provenance.specs[0].sha256 == sha256_of_file(workshop / "small.yaml"));
  CHECK(provenance.inputs.empty());
  CHECK_FALSE(provenance.blas.library.empty());
  CHECK(provenance.math == study::math_checksum());
  const std::string made_with = sweep.made_with(sweep.spec().cases[0]);
  CHECK_THAT(made_with, Contains("\nmath " + study::math_checksum() + "\n") &&
                            Contains("\nblas " + provenance.blas.library + " " + provenance.blas.kernel + "\n"));
}

TEST_CASE("provenance: the checksum of the C library is that of the values of its functions") {
  using Function = double (*)(double);
  const std::vector<Function> functions{std::exp,
                                        std::expm1,
                                        std::log,
                                        std::log1p,
                                        std::sin,
                                        std::cos,
                                        std::tan,
                                        std::sinh,
                                        std::cosh,
                                        std::tanh,
                                        std::atan,
                                        std::asinh,
                                        std::erf,
                                        std::cbrt,
                                        [](double x) { return std::pow(std::abs(x), std::numbers::phi); },
                                        [](double x) { return std::atan2(x, std::numbers::phi); }};
  std::vector<double> values;
  for (const Function& function : functions) {
    for (int at = 1; at <= 600; ++at) {
      const double value = function(24.0 * std::fmod(at * std::numbers::phi, 1.0) - 12.0);
      values.push_back(std::isnan(value) ? 0.0 : value);
    }
  }
  engram::store::Sha256 sum;
  sum.add(values.data(), values.size() * sizeof(double));
  CHECK(study::math_checksum() == sum.words().substr(0, 16));
}

TEST_CASE(
    "provenance: the library of linear algebra has a name and a version, and one thread unless asked for more") {
  (void)engram::test::registry();
  const engram::store::Blas blas = study::blas_in_use();
  CHECK_FALSE(blas.library.empty());
  if (blas.library.starts_with("OpenBLAS")) {
    CHECK(blas.library.find_last_not_of("0123456789.") == std::string("OpenBLAS").size());
    CHECK_FALSE(blas.kernel.empty());
  }
  const char* const name = "OPENBLAS_NUM_THREADS";
  const char* const was = std::getenv(name);
  const std::string before = was == nullptr ? "" : was;
  ::unsetenv(name);
  study::use_one_blas_thread();
  CHECK(std::string(std::getenv(name)) == "1");
  ::setenv(name, "3", 1);
  study::use_one_blas_thread();
  CHECK(std::string(std::getenv(name)) == "3");
  before.empty() ? ::unsetenv(name) : ::setenv(name, before.c_str(), 1);
}

TEST_CASE("provenance: copies of a spec and of those that it extends are taken for the spec later") {
  const Workshop workshop;
  workshop.write("first.yaml", engram::test::small_spec);
  workshop.write("second.yaml", "seed: 5\n");
  study::StudyRequest request = request_in(workshop);
  workshop.write("small.yaml", "extends: [first.yaml, second.yaml]\ntitle: Built on others\n");
  const study::Study built(request);
  CHECK(built.spec().cases[0].seed == 5);
  REQUIRE(built.spec_files().size() == 3);
  CHECK(built.spec_files()[2].file == (workshop / "second.yaml").string());
  study::save_originals(built, workshop / "copy.yaml");
  workshop.write("second.yaml", "seed: 6\n");
  workshop.write("resolved.yaml", built.spec().resolved);

  request.original = workshop / "copy.yaml";
  request.spec = workshop / "resolved.yaml";
  const study::Study later(request);
  CHECK(later.spec().original == built.spec().original);
  REQUIRE(later.spec().extended.size() == 2);
  CHECK(later.spec().extended[1].text == "seed: 5\n");
  CHECK(later.spec().extended[1].name == built.spec().extended[1].name);
  REQUIRE(later.spec_files().size() == 3);
  for (std::size_t file = 0; file < 3; ++file) {
    CHECK(later.spec_files()[file].file == built.spec_files()[file].file);
    CHECK(later.spec_files()[file].sha256 == built.spec_files()[file].sha256);
  }
  // A single file without copies of names is taken as it is.
  workshop.write("alone.yaml", engram::test::small_spec);
  request.original = workshop / "alone.yaml";
  const study::Study alone(std::move(request));
  CHECK(alone.spec().extended.empty());
  REQUIRE(alone.spec_files().size() == 1);
  CHECK(alone.spec_files()[0].file == (workshop / "alone.yaml").string());
  CHECK(alone.spec_files()[0].sha256 == sha256_of_file(workshop / "alone.yaml"));
}
