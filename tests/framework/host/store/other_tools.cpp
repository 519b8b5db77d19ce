// Results open in common tools: h5py, netCDF4, xarray and ncdump.
#include <cstdio>

#include "catch.hpp"
#include "needs.hpp"
#include "result_folder.hpp"
#include "store/provenance.hpp"
#include "store/writer.hpp"

using Catch::Matchers::Contains;
using engram::Recorder;
using engram::store::Writer;
using engram::store::test::Folder;

namespace {

/// The output of a command, with its exit code if it failed.
std::string output_of(const std::string& command) {
  std::string output;
  FILE* pipe = ::popen((command + " 2>&1").c_str(), "r");
  for (int c = 0; (c = std::fgetc(pipe)) != EOF;) {
    output += static_cast<char>(c);
  }
  const int status = ::pclose(pipe);
  return status == 0 ? output : output + "(ended with " + std::to_string(status) + ")";
}

/// A file with every kind of content that results have.
void write_result(const std::filesystem::path& path) {
  Writer writer(path, false);
  // All extents are equal, so that a dataset without scales would get the wrong ones.
  const std::vector<double> square(4, 0.5);
  const std::vector<std::int64_t> pair = {1, 0};
  writer.attribute("", "title", "Perturbed targets \u2013 caf\xE9");
  writer.text("spec/original", "title: \u00fc\n", "The spec as it was given.");
  writer.group("model").record({"M", {"unit", "predictor"}, {2, 2}, square, "1", "Prediction weights."});
  Recorder& analysis = writer.group("cases/tau_v=50 ms/analyses/perturbation");
  analysis.record(
      {"distance", {"trial", "time"}, {2, 2}, square, "1", "Distance to the target.", {"target_of_trial"}});
  analysis.record({"time", {"time"}, {2}, std::vector<double>{0, 1}, "s", "Time since the start."});
  analysis.record({"target_of_trial", {"trial"}, {2}, pair, "1", "Target of each trial."});
  analysis.record({"none", {"nothing"}, {0}, std::vector<double>{}, "1", "No values."});
  analysis.record({"name", {"trial"}, {2}, std::vector<std::string>{"\u00fc\xFF", ""}, "", "Names."});
  analysis.scalar("final_distance", 0.25, "1", "Mean at the end.");
  analysis.failure("trial 1 diverged at 0.4 s");
  Recorder& summary = writer.group("summary");
  summary.record({"final_distance", {"case"}, {1}, std::vector<double>{0.25}, "1", "Mean at the end."});
  summary.record({"case", {"case"}, {1}, std::vector<std::string>{"tau_v=50 ms"}, "", "Label of the case."});
  engram::store::Provenance provenance;
  provenance.plugins = {{"model", "pc_hopfield", "0.1", "pc_hopfield.so", "00"}};
  engram::store::write_provenance(writer, provenance);
  writer.finish();
}

const char* const expected_listing =
    R"(/: format=engram-result format_version=2 title=Perturbed targets – caf� status=failed
cases:
cases/tau_v=50 ms:
cases/tau_v=50 ms/analyses:
cases/tau_v=50 ms/analyses/perturbation:
  data distance(trial, time) float64 [1] Distance to the target.
  coordinate time(time) float64 [s] Time since the start.
  coordinate target_of_trial(trial) int64 [1] Target of each trial.
  data none(nothing) float64 [1] No values.
  data name(trial) text [] Names.
  data final_distance() float64 [1] Mean at the end.
  data failures(failure) text [] What failed during the run.
  coordinate failure(failure) int64 [1] Index of the failure.
  coordinate nothing(nothing) int64 [1] Index of the nothing.
  coordinate trial(trial) int64 [1] Index of the trial.
model:
  data M(unit, predictor) float64 [1] Prediction weights.
  coordinate predictor(predictor) int64 [1] Index of the predictor.
  coordinate unit(unit) int64 [1] Index of the unit.
provenance: engram_version= git_commit= git_dirty=no compiler= compiler_flags= numerics= host= cpu= command_line= seed=0 start= end=
  coordinate field(field) text [] What is known of a plugin.
  data plugins(plugin, field) text [] The plugins that took part.
  coordinate plugin(plugin) int64 [1] Index of the plugin.
spec:
  data original() text [] The spec as it was given.
summary:
  data final_distance(case) float64 [1] Mean at the end.
  coordinate case(case) text [] Label of the case.
)";

}  // namespace

TEST_CASE(
    "other tools: every group opens in h5py, netCDF4 and xarray, with dimensions, coordinates, units and sentences") {
  for (const char* module : {"h5py", "netCDF4", "xarray"}) {
    ENGRAM_NEEDS_PYTHON_MODULE(module);
  }
  const Folder folder;
  write_result(folder / "r.h5");
  CHECK(output_of("/usr/bin/python3 " LIST_GROUPS " " + (folder / "r.h5").string()) == expected_listing);
}

TEST_CASE("other tools: ncdump shows named dimensions and units") {
  ENGRAM_NEEDS_PROGRAM("ncdump");
  const Folder folder;
  write_result(folder / "r.h5");
  const std::string header = output_of("ncdump -h " + (folder / "r.h5").string());
  CHECK_THAT(header, Contains("double distance(trial, time) ;"));
  CHECK_THAT(header, Contains("\t\tdistance:coordinates = \"target_of_trial\" ;"));
  CHECK_THAT(header, Contains("\t\ttime:units = \"s\" ;"));
  CHECK_THAT(header, Contains("trial = 2 ;"));
  CHECK_THAT(header, Contains("string plugins(plugin, field) ;"));
  CHECK_THAT(header, !Contains("ended with"));
}
