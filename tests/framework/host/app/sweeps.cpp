// Sweeps as users run them: in several processes, in parts, interrupted, with plugins that misbehave.
#include <filesystem>
#include <optional>
#include <string>

#include "catch.hpp"
#include "needs.hpp"
#include "program.hpp"
#include "study_runs.hpp"
#include "swept_specs.hpp"

using Catch::Matchers::Contains;
using engram::test::changed;
using engram::test::fine;
using engram::test::grid;
using engram::test::Outcome;
using engram::test::with_plugins;
using engram::test::Workshop;

namespace {

/// A sweep over the ways in which an analysis ends its process.
const std::string bad = R"(seed: 1
patterns: {plugin: binary, count: 1, size: 4}
model: {plugin: hopfield, units: 4}
learning: {plugin: hebbian}
analyses: [{plugin: misbehaves}]
)";

}  // namespace

TEST_CASE("sweeps: the same bits from one worker, from two, from shards and from a run that went on") {
  const Workshop workshop;
  workshop.write("grid.yaml", grid);
  fine(workshop, "run grid.yaml -j 1 -o one.h5");
  fine(workshop, "run grid.yaml -j 2 -o two.h5");
  CHECK_THAT(fine(workshop, "diff one.h5 two.h5"), Contains("the same: "));

  for (const char* shard : {"2/3", "1/3", "3/3"}) {
    fine(workshop, std::string("run grid.yaml -o parts.h5 --shard ") + shard);
  }
  CHECK_THAT(workshop.engram("status grid.yaml -o parts.h5").out,
             Contains("12 cells: 12 computed, 0 failed, 0 missing"));
  CHECK_FALSE(std::filesystem::exists(workshop / "parts.h5"));
  fine(workshop, "merge grid.yaml -o parts.h5");
  CHECK_FALSE(std::filesystem::exists(workshop / "parts.cells"));
  fine(workshop, "diff one.h5 parts.h5");

  fine(workshop, "run grid.yaml -o late.h5 --shard 1/3");
  CHECK_THAT(fine(workshop, "run grid.yaml -o late.h5 --resume"), Contains("12 cells (8 computed, 4 there before)"));
  fine(workshop, "diff one.h5 late.h5");
  CHECK_THAT(fine(workshop, "rerun one.h5"), Contains("the same: "));
}

TEST_CASE("sweeps: adding values computes only what is missing, and gives what the whole gives") {
  const Workshop workshop;
  workshop.write("grid.yaml", grid);
  fine(workshop, "run grid.yaml");
  workshop.write("grid.yaml", changed(grid, "to: 4", "to: 6"));
  const Outcome refused = workshop.engram("run grid.yaml");
  CHECK(refused.code == 2);
  CHECK_THAT(refused.err, Contains("grid.h5 exists; --resume computes what is missing, --overwrite replaces it"));
  CHECK_THAT(fine(workshop, "run grid.yaml --resume"), Contains("18 cells (6 computed, 12 there before)"));
  fine(workshop, "run grid.yaml -o whole.h5");
  fine(workshop, "diff grid.h5 whole.h5");
  CHECK_THAT(fine(workshop, "run grid.yaml --resume"), Contains("all 18 cells are there; nothing to compute"));
  fine(workshop, "diff grid.h5 whole.h5");
}

TEST_CASE("sweeps: cells made with other settings are refused or computed again, never mixed in") {
  const Workshop workshop;
  workshop.write("grid.yaml", grid);
  fine(workshop, "run grid.yaml");
  workshop.write("grid.yaml", changed(grid, "sign_flips, count: 2", "sign_flips, count: 3"));
  const Outcome refused = workshop.engram("run grid.yaml --resume");
  CHECK(refused.code == 2);
  CHECK_THAT(refused.err, Contains("12 computed cells of 'grid' are not what the spec asks for: ") &&
                              Contains("analyses.recall.corruption.count was 2 and is 3") &&
                              Contains("--resume --recompute drops them"));
  CHECK_FALSE(std::filesystem::exists(workshop / "grid.cells"));
  fine(workshop, "run grid.yaml --resume --recompute");
  fine(workshop, "run grid.yaml -o whole.h5");
  fine(workshop, "diff grid.h5 whole.h5");

  workshop.write("grid.yaml",
                 changed(changed(grid, "sign_flips, count: 2", "sign_flips, count: 3"), "to: 4", "to: 3"));
  CHECK_THAT(workshop.engram("run grid.yaml --resume").err, Contains("the spec has no cell of this label"));
}

TEST_CASE("sweeps: another library of the same plugin makes other cells") {
  const Workshop workshop;
  workshop.write("bad.yaml", bad + "sweep: {seed: [1, 2]}\n");
  // Bytes after the end of an ELF file do not change its program.
  const Outcome copied = workshop.shell("mkdir plugins && cp " ENGRAM_TEST_SUPPORT_PLUGINS "/misbehaves.so plugins/");
  REQUIRE(copied.code == 0);
  fine(workshop, "run bad.yaml --plugin-path plugins");
  REQUIRE(workshop.shell("echo changed >> plugins/misbehaves.so").code == 0);
  const Outcome refused = workshop.engram("run bad.yaml --plugin-path plugins --resume");
  CHECK(refused.code == 2);
  CHECK_THAT(refused.err, Contains("the library of plugin analysis/misbehaves has changed"));
}

TEST_CASE("sweeps: a lost cell is reported with its last output, and the others are stored") {
  const Workshop workshop;
  workshop.write("bad.yaml", bad +
                                 "timeout: 500 ms\n"
                                 "sweep: {analyses.misbehaves.how: [behave, crash, hang, exit, throw]}\n");
  const Outcome outcome = workshop.engram("run bad.yaml -j 2" + with_plugins);
  INFO(outcome.err);
  CHECK(outcome.code == 1);
  CHECK_THAT(outcome.err,
             Contains("last words of the plugin") &&
                 Contains("how=crash crashed: Segmentation fault (signal 11); to run it alone: engram run /") &&
                 Contains("--cell how=crash") && Contains("how=hang took longer than 0.5 s") &&
                 Contains("how=exit ended the process with exit code 7") &&
                 Contains("failed: cases/how=throw/analyses/misbehaves: the analysis gave up"));
  CHECK_THAT(outcome.out, Contains("5 cells") && Contains("4 failures"));
  workshop.write("look.py",
                 "import h5py\n"
                 "f = h5py.File('bad.h5')\n"
                 "print(f.attrs['status'].decode(), f['summary/results.analyses.misbehaves.answer'][:].tolist())\n"
                 "print(f['cases/how=crash/log'].asstr()[()].strip())\n");
  CHECK(workshop.shell("/usr/bin/python3 look.py").out ==
        "failed [42.0, nan, nan, nan, nan]\nlast words of the plugin\n");
  // Failed cells count as missing.
  CHECK_THAT(workshop.engram("status bad.yaml" + with_plugins).out,
             Contains("5 cells: 1 computed, 4 failed, 0 missing") && Contains("failed: how=crash"));
  CHECK_THAT(workshop.engram("run bad.yaml --resume" + with_plugins).out,
             Contains("5 cells (4 computed, 1 there before)"));
}

TEST_CASE("sweeps: the command that is printed runs the lost cell alone") {
  const Workshop workshop;
  workshop.write("bad.yaml", bad + "sweep: {analyses.misbehaves.how: [behave, throw]}\n");
  const Outcome outcome = workshop.engram("run bad.yaml --cell how=throw" + with_plugins);
  CHECK(outcome.code == 1);
  CHECK_THAT(outcome.err, Contains("failed: analyses/misbehaves: the analysis gave up"));
  CHECK(std::filesystem::exists(workshop / "how=throw.h5"));
  const Outcome unknown = workshop.engram("run bad.yaml --cell how=thro" + with_plugins);
  CHECK(unknown.code == 2);
  CHECK_THAT(unknown.err, Contains("bad.yaml has no cell 'how=thro'; did you mean 'how=throw'?"));
}

TEST_CASE("sweeps: fail-fast stops at the first failure and keeps what was computed") {
  const Workshop workshop;
  workshop.write("bad.yaml", bad + "sweep: {seed: {from: 1, to: 200}, analyses.misbehaves.how: [behave, throw]}\n");
  const Outcome outcome = workshop.engram("run bad.yaml -j 1 --fail-fast" + with_plugins);
  CHECK(outcome.code == 1);
  CHECK_THAT(outcome.out, Contains("bad.cells: 1 cell computed, 1 of 400 are there"));
  CHECK_FALSE(std::filesystem::exists(workshop / "bad.h5"));
}

TEST_CASE("sweeps: a timeout holds for a single run too") {
  const Workshop workshop;
  workshop.write("bad.yaml", bad + "timeout: 300 ms\n");
  const Outcome outcome = workshop.engram("run bad.yaml --set analyses.misbehaves.how=hang" + with_plugins);
  CHECK(outcome.code == 1);
  CHECK_THAT(outcome.err, Contains("took longer than 0.3 s"));
  CHECK_THAT(outcome.err, Contains("engram: the run took longer than 0.3 s\n") &&
                              Contains("engram: failed: took longer than 0.3 s\n") && !Contains("--cell"));
  fine(workshop, "run bad.yaml --overwrite" + with_plugins);
  fine(workshop, "run bad.yaml -o plain.h5 --set timeout=null" + with_plugins);
  fine(workshop, "diff bad.h5 plain.h5");
}

TEST_CASE("sweeps: an interrupted run says how to go on, and goes on") {
  const Workshop workshop;
  workshop.write("bad.yaml", bad + "sweep: {seed: {from: 1, to: 20}, analyses.misbehaves.pause: [150 ms]}\n");
  const Outcome outcome =
      workshop.shell("'" ENGRAM_TEST_PROGRAM "' run bad.yaml -j 2" + with_plugins +
                     " & for i in $(seq 200); do '" ENGRAM_TEST_PROGRAM "' status bad.yaml" + with_plugins +
                     " | grep -q '[1-9][0-9]* computed' && break; sleep 0.05; done; "
                     "kill -TERM $!; wait $!");
  INFO(outcome.out << outcome.err);
  CHECK_THAT(outcome.out, Contains(" of 20 are there") && Contains("--resume goes on with them"));
  CHECK_FALSE(std::filesystem::exists(workshop / "bad.h5"));
  const Outcome again = workshop.engram("run bad.yaml" + with_plugins);
  CHECK(again.code == 2);
  CHECK_THAT(again.err, Contains(" of a run that was interrupted; --resume goes on with ") &&
                            Contains(", --overwrite starts again"));
  CHECK_THAT(fine(workshop, "merge bad.yaml --partial so_far.h5" + with_plugins), Contains("so_far.h5: "));
  CHECK_THAT(fine(workshop, "run bad.yaml --resume" + with_plugins), Contains("20 cells ("));
  fine(workshop, "run bad.yaml -o whole.h5" + with_plugins);
  fine(workshop, "diff bad.h5 whole.h5");
  CHECK_THAT(workshop.engram("diff so_far.h5 whole.h5").out, Contains("status: partial and complete"));
}

TEST_CASE("sweeps: two runs at once on the same output leave a whole result") {
  const Workshop workshop;
  workshop.write("bad.yaml", bad + "sweep: {seed: {from: 1, to: 30}, analyses.misbehaves.pause: [10 ms]}\n");
  const std::string run = "'" ENGRAM_TEST_PROGRAM "' run bad.yaml --resume -q" + with_plugins;
  (void)workshop.shell(run + " & " + run + " & wait");
  fine(workshop, "run bad.yaml --resume" + with_plugins);
  fine(workshop, "run bad.yaml -o whole.h5" + with_plugins);
  fine(workshop, "diff bad.h5 whole.h5");
  CHECK_FALSE(std::filesystem::exists(workshop / "bad.cells"));
}

TEST_CASE("sweeps: the summary is an array over what was swept, which xarray opens") {
  ENGRAM_NEEDS_PYTHON_MODULE("xarray");
  ENGRAM_NEEDS_PYTHON_MODULE("netCDF4");
  const Workshop workshop;
  workshop.write("grid.yaml", changed(grid, "seed: {from: 1, to: 4}",
                                      "zip: {model.units: [12, 16], patterns.size: [12, 16]}\n"
                                      "  learning.plugin: [hebbian, storkey]\n"
                                      "  exclude: [{learning.plugin: storkey, patterns.count: 3}]"));
  fine(workshop, "run grid.yaml");
  workshop.write("look.py",
                 "import xarray as xr, numpy as np\n"
                 "g = xr.open_dataset('grid.h5', group='summary/grid', engine='netcdf4')\n"
                 "v = g['results.analyses.recall.mean_overlap']\n"
                 "print(v.dims, v.shape, g['learning.plugin'].values.tolist(), g['patterns.size'].values.tolist())\n"
                 "print(int(np.isnan(v.values).sum()), bool(np.isnan(v.sel({'learning.plugin': 'storkey',"
                 "'patterns.count': 3})).all()))\n"
                 "t = xr.open_dataset('grid.h5', group='summary', engine='netcdf4')\n"
                 "print(t.sizes['case'], v.sel({'learning.plugin': 'hebbian', 'patterns.count': 2}).values[1] =="
                 " t['results.analyses.recall.mean_overlap'].values[list(t['case'].values).index("
                 "'count=2,units=16,size=16,learning=hebbian')])\n");
  const Outcome look = workshop.shell("/usr/bin/python3 look.py");
  INFO(look.err);
  CHECK(look.out ==
        "('patterns.count', 'model.units', 'learning.plugin') (3, 2, 2) ['hebbian', 'storkey'] [12, 16]\n"
        "2 True\n10 True\n");
}

TEST_CASE("sweeps: provenance has the origin of each value, each cell's key, and the user's repository") {
  ENGRAM_NEEDS_PROGRAM("git");
  const Workshop workshop;
  workshop.write("grid.yaml", grid);
  REQUIRE(workshop
              .shell("git init -q . && git add grid.yaml && git -c user.name=A -c user.email=a@b commit -qm A && "
                     "echo '#' >> grid.yaml")
              .code == 0);
  fine(workshop, "run grid.yaml --set learning.self_connections=true");
  workshop.write("look.py",
                 "import h5py\n"
                 "f = h5py.File('grid.h5')\n"
                 "o = f['provenance/origins']\n"
                 "d = dict(zip(o['setting'].asstr()[:], o['origin'].asstr()[:]))\n"
                 "for p in ['patterns.size', 'patterns.count', 'learning.self_connections', 'model.update']:\n"
                 "    print(p, d[p])\n"
                 "c = f['provenance/cells']\n"
                 "print(len(set(c['key'][:])), c['cell'].asstr()[0], set(c['status'].asstr()[:]))\n"
                 "print(len(f['provenance'].attrs['project_git_commit']), "
                 "f['provenance'].attrs['project_git_dirty'].decode())\n");
  const Outcome look = workshop.shell("/usr/bin/python3 look.py");
  INFO(look.err);
  CHECK(look.out ==
        "patterns.size grid.yaml:2:44\npatterns.count sweep\n"
        "learning.self_connections --set learning.self_connections=true\nmodel.update default\n"
        "12 count=1,seed=1 {'complete'}\n40 yes\n");
}

TEST_CASE("sweeps: differences are listed by place, with a tolerance or without") {
  const Workshop workshop;
  workshop.write("grid.yaml", grid);
  fine(workshop, "run grid.yaml --set sweep.seed.to=1 -o a.h5");
  fine(workshop, "run grid.yaml --set sweep.seed.to=1 --set learning.normalisation=patterns -o b.h5");
  const Outcome outcome = workshop.engram("diff a.h5 b.h5");
  CHECK(outcome.code == 1);
  CHECK_THAT(outcome.out, Contains("cases/count=1,seed=1: setting learning.normalisation: units and patterns") &&
                              Contains("cases/count=1,seed=1/training/stability: ") &&
                              Contains("; 2 more cells differ in it\n") && Contains(" differences in "));
  workshop.write("shift.py",
                 "import h5py\nf = h5py.File('c.h5', 'r+')\n"
                 "f['cases/count=1,seed=1/training/stability'][...] += 1e-12\n");
  REQUIRE(workshop.shell("cp a.h5 c.h5 && /usr/bin/python3 shift.py").code == 0);
  CHECK_THAT(workshop.engram("diff a.h5 c.h5").out,
             Contains("cases/count=1,seed=1/training/stability: differs: ") && Contains("1 difference in "));
  CHECK(workshop.engram("diff a.h5 c.h5 --absolute 1e-9").code == 0);
  CHECK(workshop.engram("diff a.h5 c.h5 --relative 1e-9").code == 0);
  CHECK(workshop.engram("diff a.h5 a.h5 --provenance").code == 0);
  workshop.write("provenance.py",
                 "import h5py\nf = h5py.File('d.h5', 'r+')['provenance'].attrs\n"
                 "del f['command_line']\nf['mine'] = 7\nf['host'] = 'elsewhere'\n");
  REQUIRE(workshop.shell("cp a.h5 d.h5 && /usr/bin/python3 provenance.py").code == 0);
  CHECK(workshop.engram("diff a.h5 d.h5").code == 0);
  CHECK_THAT(workshop.engram("diff a.h5 d.h5 --provenance").out,
             Contains("provenance command_line: only in a.h5\n") && Contains("provenance mine: only in d.h5\n") &&
                 Contains(" and elsewhere\n") && Contains("3 differences in "));
  CHECK(workshop.engram("diff a.h5 none.h5").code == 2);
  CHECK_THAT(workshop.engram("diff a.h5").err, Contains("diff compares two results; 1 was given"));
}

TEST_CASE("sweeps: requests that contradict each other are refused") {
  const Workshop workshop;
  workshop.write("grid.yaml", grid);
  const auto error_of = [&](const std::string& options) {
    const Outcome outcome = workshop.engram(options);
    CHECK(outcome.code == 2);
    return outcome.err;
  };
  CHECK_THAT(error_of("run grid.yaml --shard 4/3"),
             Contains("--shard takes K/N with K from 1 to N, such as 2/8; found '4/3'"));
  CHECK_THAT(error_of("run grid.yaml -j 0"), Contains("--jobs takes a whole number from 1 to 1024; found '0'"));
  CHECK_THAT(error_of("run grid.yaml --resume --overwrite"),
             Contains("--overwrite and --resume exclude each other: one starts again, the other goes on"));
  CHECK_THAT(error_of("run grid.yaml --recompute"), Contains("--recompute needs --resume"));
  CHECK_THAT(error_of("run grid.yaml --cells none"), Contains("cannot read the list of cells none"));
  CHECK_THAT(error_of("submit grid.yaml"), Contains("--slurm is the only one that it knows"));
  workshop.write("cells", "count=1,seed=9\n");
  CHECK_THAT(error_of("run grid.yaml --cells cells"), Contains("has no cell 'count=1,seed=9'; did you mean"));
  const Outcome missing = workshop.engram("merge grid.yaml");
  CHECK(missing.code == 1);
  CHECK_THAT(missing.err, Contains("12 of 12 cells are missing, such as 'count=1,seed=1'; 'engram run grid.yaml "
                                   "--resume' computes them, 'engram merge --partial FILE' writes the others"));
}

namespace {

const std::string program = "\"" ENGRAM_TEST_PROGRAM "\"";

/// Runs commands in a shell with its own mounts; nullopt if this user may not mount.
std::optional<Outcome> with_mount(const Workshop& workshop, const std::string& mount, const std::string& commands) {
  const Outcome outcome = workshop.shell("unshare -m sh -c '" + mount + " || exit 77; " + commands + "'");
  return outcome.code == 77 || outcome.err.find("unshare") != std::string::npos ? std::nullopt
                                                                                : std::optional{outcome};
}

std::optional<Outcome> on_small_disk(const Workshop& workshop, const std::string& size, const std::string& commands) {
  return with_mount(workshop, "mkdir small && mount -t tmpfs -o size=" + size + " none small",
                    "cd small; " + commands);
}

}  // namespace

TEST_CASE("sweeps: a full disk is reported, loses no stored cell, and the run continues later") {
  const Workshop workshop;
  // The first cells are small, so that the disk seems large enough.
  workshop.write("grid.yaml",
                 changed(changed(grid, "count: 2}}", "count: 2}, record_state: true, trials_per_target: 1}"),
                         "patterns.count: [1, 2, 3]", "analyses.recall.trials_per_target: [1, 900]"));
  const auto outcome =
      on_small_disk(workshop, "200k",
                    program + " run ../grid.yaml -j 1; echo code $?; ls -A; mount -o remount,size=100m . ; " +
                        program + " run ../grid.yaml --resume -q; echo code $?; ls -A; cp grid.h5 ..");
  if (!outcome) {
    ENGRAM_SKIP("only root may mount a file system");
  }
  INFO(outcome->out << outcome->err);
  CHECK_THAT(outcome->err, Contains("grid.cells cannot be written: No space left on device"));
  CHECK_THAT(outcome->out, Contains("code 1\ngrid.cells\n") && Contains("code 0\ngrid.h5\n"));
  fine(workshop, "run grid.yaml -o whole.h5");
  fine(workshop, "diff grid.h5 whole.h5");
}

TEST_CASE("sweeps: a disk that cannot hold all cells is reported after the first, and the run goes on elsewhere") {
  const Workshop workshop;
  workshop.write("grid.yaml", changed(grid, "to: 4", "to: 3334"));
  const auto outcome = on_small_disk(workshop, "4m",
                                     program + " run ../grid.yaml -j 1; echo code $?; " + program +
                                         " run ../grid.yaml -j 1 --shard 1/2000 -q; echo code $?");
  if (!outcome) {
    ENGRAM_SKIP("only root may mount a file system");
  }
  INFO(outcome->out << outcome->err);
  CHECK_THAT(outcome->err, Contains("engram: grid.cells: the disk has ") &&
                               Contains(" free, and 10001 cells not computed yet and the result need about ") &&
                               Contains(" each); free some space, name another disk with -o, or share the cells out "
                                        "with --shard\n"));
  CHECK_THAT(outcome->out, Contains("grid.cells: 1 cell computed, 1 of 10002 are there in ") &&
                               Contains("; --resume goes on with them\ncode 1\n") && Contains("code 0\n"));
}

TEST_CASE("sweeps: a folder that takes no files is reported before anything is computed") {
  const Workshop workshop;
  workshop.write("grid.yaml", grid);
  const auto outcome = with_mount(workshop, "mkdir ro && mount --bind ro ro && mount -o remount,ro,bind ro",
                                  program + " run grid.yaml -o ro/grid.h5");
  if (!outcome) {
    ENGRAM_SKIP("only root may mount a file system");
  }
  INFO(outcome->err);
  CHECK(outcome->code == 2);
  CHECK_THAT(outcome->err,
             Contains("ro/grid.h5 cannot be written: no file can be made in the folder ro (Read-only file system)"));
}

TEST_CASE("sweeps: the cells are listed without running") {
  const Workshop workshop;
  workshop.write("grid.yaml", changed(grid, "seed: {from: 1, to: 4}", "where: patterns.count > 1"));
  CHECK(fine(workshop, "run grid.yaml --dry-run") == "count=2\ncount=3\n");
  CHECK_FALSE(std::filesystem::exists(workshop / "grid.cells"));
}

TEST_CASE("sweeps: a sweep without figures is drawn by its summary") {
  const Workshop workshop;
  workshop.write("grid.yaml", grid);
  fine(workshop, "run grid.yaml");
  CHECK_THAT(fine(workshop, "plot grid.h5"), Contains("summary.png"));
}

TEST_CASE("sweeps: one of very many cases that is run alone has its own numbers") {
  const Workshop workshop;
  std::string spec = changed(grid, "sweep:\n  patterns.count: [1, 2, 3]\n  seed: {from: 1, to: 4}\n", "cases:\n");
  for (int number = 0; number < 400; ++number) {
    spec += "  c" + std::to_string(number) + ": {patterns.count: " + std::to_string(2 + number % 7) + "}\n";
  }
  workshop.write("many.yaml", spec);
  fine(workshop, "run many.yaml --cell c3 -o c3.h5");
  workshop.write("look.py",
                 "import h5py\nf = h5py.File('c3.h5')\n"
                 "print(f['patterns/targets'].shape, 'count: 5' in f['spec/resolved'].asstr()[()])\n");
  const Outcome look = workshop.shell("/usr/bin/python3 look.py");
  INFO(look.err);
  CHECK(look.out == "(5, 12) True\n");
}

TEST_CASE("sweeps: settings of one plugin are apart in the summary, and columns with gaps keep their types") {
  ENGRAM_NEEDS_PYTHON_MODULE("xarray");
  ENGRAM_NEEDS_PYTHON_MODULE("netCDF4");
  const Workshop workshop;
  workshop.write(
      "parts.yaml",
      changed(grid, "patterns.count: [1, 2, 3]",
              "analyses.recall.corruption: [{plugin: mask, fraction: 0.25}, {plugin: sign_flips, count: 2}, "
              "{plugin: sign_flips, count: 3}]"));
  fine(workshop, "run parts.yaml");
  workshop.write("look.py",
                 "import h5py, numpy as np, xarray as xr\n"
                 "f = h5py.File('parts.h5')\n"
                 "words = f['summary/analyses.recall.corruption'].asstr()[:]\n"
                 "print(words[::4].tolist(), f['summary/grid/analyses.recall.corruption'].asstr()[:].tolist())\n"
                 "counts = f['summary/analyses.recall.corruption.count']\n"
                 "print(counts.dtype, counts[4], counts[0] == counts.attrs['_FillValue'], f['summary/seed'].dtype)\n"
                 "print(f['summary/grid/seed'][:].tolist(), f['summary/analyses.recall.corruption.fraction'].dtype)\n"
                 "t = xr.open_dataset('parts.h5', group='summary', engine='netcdf4')\n"
                 "c = t['analyses.recall.corruption.count'].values\n"
                 "print(np.isnan(c[:4]).all(), c[4:].tolist())\n"
                 "g = xr.open_dataset('parts.h5', group='summary/grid', engine='netcdf4')\n"
                 "print(g['results.analyses.recall.mean_overlap'].sel({'analyses.recall.corruption': "
                 "'sign_flips(count=3)'}).shape)\n");
  const Outcome look = workshop.shell("/usr/bin/python3 look.py");
  INFO(look.err);
  CHECK(look.out ==
        "['mask', 'sign_flips(count=2)', 'sign_flips(count=3)'] ['mask', 'sign_flips(count=2)', "
        "'sign_flips(count=3)']\n"
        "int64 2 True int64\n"
        "[1, 2, 3, 4] float64\n"
        "True [2.0, 2.0, 2.0, 2.0, 3.0, 3.0, 3.0, 3.0]\n"
        "(4,)\n");
  workshop.write(
      "figures.yaml",
      "figures: [{name: counts, panels: [{dataset: summary/results.analyses.recall.mean_overlap, "
      "x: analyses.recall.corruption.count, average: cell}, "
      "{dataset: summary/results.analyses.recall.mean_overlap, x: seed, lines: analyses.recall.corruption, "
      "average: cell}]}]\n");
  CHECK_THAT(fine(workshop, "plot parts.h5 --spec figures.yaml"), Contains("counts.png"));
}

TEST_CASE("sweeps: equal values and equal labels are refused before anything runs") {
  const Workshop workshop;
  workshop.write("grid.yaml", changed(grid, "patterns.count: [1, 2, 3]", "patterns.count: [1, 1.0]"));
  for (const char* command : {"validate grid.yaml", "run grid.yaml", "submit grid.yaml --slurm --tasks 2"}) {
    const Outcome refused = workshop.engram(command);
    INFO(command << "\n" << refused.err);
    CHECK(refused.code == 2);
    CHECK_THAT(refused.err, Contains("'1.0' is given twice among the values of a sweep, first as '1'") &&
                                Contains("the first one is at grid.yaml:8:20"));
  }
  CHECK_FALSE(std::filesystem::exists(workshop / "grid.cells"));
}

TEST_CASE("sweeps: names that look like numbers with units stay names") {
  const Workshop workshop;
  workshop.write("make.py",
                 "import h5py, numpy as np\n"
                 "f = h5py.File('data.h5', 'w')\n"
                 "for name in ['2d', '3d']:\n"
                 "    f[name] = np.sign(np.random.default_rng(1).normal(size=(2, 12)))\n");
  REQUIRE(workshop.shell("/usr/bin/python3 make.py").code == 0);
  std::string spec = changed(grid, "patterns: {plugin: binary, count: 2, size: 12}",
                             "patterns: {plugin: array, file: data.h5, dataset: 2d}");
  workshop.write("names.yaml", changed(spec, "patterns.count: [1, 2, 3]", "patterns.dataset: [2d, 3d]"));
  fine(workshop, "run names.yaml -o names_result.h5");
  workshop.write(
      "look.py",
      "import h5py\nf = h5py.File('names_result.h5')\n"
      "print(f['summary/patterns.dataset'].asstr()[::4].tolist(), 'units' in f['summary/patterns.dataset'].attrs,"
      " f['summary/grid/patterns.dataset'].asstr()[:].tolist())\n");
  const Outcome look = workshop.shell("/usr/bin/python3 look.py");
  INFO(look.err);
  CHECK(look.out == "['2d', '3d'] False ['2d', '3d']\n");
}

TEST_CASE("sweeps: a rerun and the tasks of a scheduler compute the cells that a run computes") {
  const Workshop workshop;
  engram::test::write_patterns(workshop);
  std::filesystem::create_directory(workshop / "bin");
  workshop.write("bin/sbatch", "#!/bin/sh\necho 451\n");
  REQUIRE(workshop.shell("chmod +x bin/sbatch").code == 0);
  for (const auto& [name, text] : engram::test::swept_specs) {
    workshop.write(name + ".yaml", text);
    fine(workshop, "run " + name + ".yaml -q -j 1");
    CHECK_THAT(fine(workshop, "rerun " + name + ".h5 -j 1"), Contains("the same: "));
    const Outcome tasks = workshop.shell(
        "PATH=$PWD/bin:$PATH '" ENGRAM_TEST_PROGRAM "' submit " + name +
        ".yaml --slurm --tasks 1 -o tasks.h5 && cd tasks.cells/jobs/1 && SLURM_ARRAY_TASK_ID=1 sh array.sh && sh "
        "merge.sh");
    INFO(name << tasks.out << tasks.err);
    REQUIRE(tasks.code == 0);
    CHECK_THAT(fine(workshop, "diff " + name + ".h5 tasks.h5"), Contains("the same: "));
    std::filesystem::remove(workshop / "tasks.h5");
  }
}

TEST_CASE("sweeps: a rerun replaces nothing, and names no file that it removes") {
  const Workshop workshop;
  workshop.write("grid.yaml", grid);
  fine(workshop, "run grid.yaml");
  const Outcome refused = workshop.engram("rerun grid.h5 -o grid.h5");
  CHECK(refused.code == 2);
  CHECK_THAT(refused.err, Contains("grid.h5 exists, and a rerun replaces nothing; name another file with -o"));
  workshop.write("bad.yaml", bad + "sweep: {analyses.misbehaves.how: [crash, throw]}\n");
  CHECK(workshop.engram("run bad.yaml" + with_plugins).code == 1);
  const Outcome again = workshop.engram("rerun bad.h5" + with_plugins);
  CHECK_THAT(again.err,
             Contains("its spec is cases/how=crash/spec/resolved in bad.h5") && !Contains("to run it alone"));
}

TEST_CASE("sweeps: names of files start in `folder`, those of the command line where it was given, also in a rerun") {
  const Workshop workshop;
  engram::test::write_patterns(workshop);
  const std::string spec =
      "folder: data\n"
      "patterns: {plugin: csv, file: a.csv}\n"
      "model: {plugin: hopfield, units: 20}\n"
      "learning: hebbian\n"
      "analyses: [{plugin: recall, corruption: {plugin: sign_flips, count: 2}}]\n";
  workshop.write("files.yaml", spec + "sweep: {patterns.file: [a.csv, b.csv]}\n");
  workshop.write("seeds.yaml", spec + "sweep: {seed: [1, 2, 3], exclude: {patterns: csv, seed: 3}}\n");
  REQUIRE(workshop.shell("mkdir data && mv a.csv b.csv data && mkdir here && cp data/b.csv here/c.csv").code == 0);
  fine(workshop, "run files.yaml -q");
  CHECK_THAT(fine(workshop, "rerun files.h5"), Contains("the same: "));
  const Outcome moved = workshop.shell("cd here && '" ENGRAM_TEST_PROGRAM
                                       "' run ../seeds.yaml -q -o ../seeds.h5 --set patterns.file=c.csv");
  INFO(moved.err);
  REQUIRE(moved.code == 0);
  CHECK_THAT(fine(workshop, "rerun seeds.h5"), Contains("the same: "));
  // A sweep from the command line has names of files too, as values and within parts.
  for (const std::string sweep :
       {"'sweep.patterns.file=[c.csv, ../data/a.csv]'",
        "'sweep={patterns: [{plugin: csv, file: c.csv}, {plugin: csv, file: ../data/a.csv}]}'"}) {
    CAPTURE(sweep);
    const Outcome outcome = workshop.shell(
        "cd here && '" ENGRAM_TEST_PROGRAM "' run ../files.yaml -q --overwrite -o ../moved.h5 --set " + sweep);
    INFO(outcome.err);
    REQUIRE(outcome.code == 0);
    CHECK_THAT(fine(workshop, "rerun moved.h5"), Contains("the same: "));
  }
}
