// Existing results, cells and files of the user survive, whatever runs beside them.
#include <tuple>

#include "catch.hpp"
#include "needs.hpp"
#include "program.hpp"
#include "study_runs.hpp"

using Catch::Matchers::Contains;
using Catch::Matchers::EndsWith;
using engram::test::changed;
using engram::test::fine;
using engram::test::grid;
using engram::test::Outcome;
using engram::test::python;
using engram::test::refused;
using engram::test::with_plugins;
using engram::test::Workshop;

namespace fs = std::filesystem;

namespace {

const std::string program = "'" ENGRAM_TEST_PROGRAM "'";

/// A sweep of twelve slow cells.
const std::string slow = R"(seed: 1
patterns: {plugin: binary, count: 1, size: 4}
model: {plugin: hopfield, units: 4}
learning: hebbian
analyses: [{plugin: misbehaves, pause: 150 ms}]
sweep: {seed: {from: 1, to: 12}}
)";

/// Waits in a shell until `slow` has a computed cell.
const std::string until_a_cell = "for i in $(seq 400); do " + program + " status slow.yaml" + with_plugins +
                                 " | grep -q '[1-9][0-9]* computed' && break; sleep 0.05; done; ";

/// Keeps the process in the background at work, however long the next commands take on a loaded machine.
const std::string halt = "kill -STOP $!; ";
const std::string go_on = "kill -CONT $!; wait $!; ";

std::size_t cells_of(const Workshop& workshop, const std::string& result) {
  const Outcome outcome =
      workshop.shell("/usr/bin/python3 -c \"import h5py; print(len(h5py.File('" + result + "')['summary/case']))\"");
  return outcome.code == 0 ? std::stoul(outcome.out) : 0;
}

}  // namespace

TEST_CASE("nothing lost: a second run on the same output is refused while the first is at work") {
  ENGRAM_NEEDS_PYTHON_MODULE("h5py");
  const std::string second = GENERATE(" --overwrite", "", " --resume", " --shard 1/2");
  CAPTURE(second);
  const Workshop workshop;
  workshop.write("slow.yaml", slow);
  const Outcome outcome =
      workshop.shell(program + " run slow.yaml -j1" + with_plugins + " & " + until_a_cell + halt + program +
                     " run slow.yaml -j1" + second + with_plugins + "; echo second $?; " + go_on + "echo first $?");
  INFO(outcome.err);
  CHECK_THAT(outcome.out, Contains("second 2") && Contains("first 0") && Contains("slow.h5: 12 cells"));
  CHECK_THAT(outcome.err, Contains("slow.cells is in use by process ") &&
                              Contains("its cells are being computed or merged; wait for that, stop it, or write "
                                       "elsewhere with -o FILE"));
  CHECK(cells_of(workshop, "slow.h5") == 12);
}

TEST_CASE("nothing lost: a merge or a new run waits for parts that are being computed, and parts do not disturb") {
  const Workshop workshop;
  workshop.write("slow.yaml", slow);
  const Outcome outcome = workshop.shell(
      program + " run slow.yaml -j1 --shard 1/2" + with_plugins + " & " + until_a_cell + halt + program +
      " status slow.yaml" + with_plugins + "; " + program + " merge slow.yaml" + with_plugins + "; echo merge $?; " +
      program + " run slow.yaml --overwrite" + with_plugins + "; echo overwrite $?; " + program +
      " merge slow.yaml --partial part.h5" + with_plugins + "; echo partial $?; " + program +
      " run slow.yaml -j2 --shard 2/2" + with_plugins + "; echo other $?; " + go_on + "echo first $?");
  INFO(outcome.out << outcome.err);
  CHECK_THAT(outcome.out, Contains("running: process ") && Contains("merge 2") && Contains("overwrite 2") &&
                              Contains("partial 0") && Contains("other 0") && Contains("first 0"));
  CHECK_THAT(fine(workshop, "merge slow.yaml" + with_plugins), Contains("slow.h5: 12 cells"));
}

TEST_CASE("nothing lost: a part does not overwrite what the other parts computed") {
  const Workshop workshop;
  workshop.write("grid.yaml", grid);
  workshop.write("some", "count=1,seed=1\n");
  fine(workshop, "run grid.yaml --shard 1/2");
  for (const char* part : {"--shard 2/2", "--cells some"}) {
    CHECK_THAT(
        refused(workshop, std::string("run grid.yaml --overwrite ") + part).err,
        Contains("--overwrite would remove the cells of other parts, and --shard or --cells computes one part"));
  }
  fine(workshop, "run grid.yaml --shard 2/2");
  CHECK_THAT(fine(workshop, "merge grid.yaml"), Contains("grid.h5: 12 cells"));
}

TEST_CASE("nothing lost: two results never share a folder of cells") {
  const Workshop workshop;
  workshop.write("grid.yaml", grid);
  fine(workshop, "run grid.yaml -o fit.seed2 --shard 1/2");
  fine(workshop, "run grid.yaml -o fit.seed3 --overwrite");
  fine(workshop, "run grid.yaml -o fit.h5");
  CHECK_THAT(fine(workshop, "run grid.yaml -o fit.seed2 --resume"),
             Contains("12 cells (6 computed, 6 there before)"));
  // Names that differ only in the ending of results.
  fine(workshop, "run grid.yaml -o twin.h5 --shard 1/2");
  CHECK_THAT(refused(workshop, "run grid.yaml -o twin --overwrite").err,
             Contains("twin.cells holds the cells of twin.h5, not of twin; write elsewhere with -o FILE"));
}

TEST_CASE("nothing lost: single runs, sweeps and parts with the same output exclude each other") {
  const auto [first, second] = GENERATE(
      std::tuple("single.yaml", "single.yaml --set seed=2 --overwrite"),
      std::tuple("single.yaml", "slow.yaml --overwrite"), std::tuple("single.yaml", "slow.yaml --shard 1/2"),
      std::tuple("single.yaml", "slow.yaml --cell seed=1"), std::tuple("slow.yaml", "single.yaml --overwrite"));
  CAPTURE(first, second);
  const Workshop workshop;
  workshop.write("slow.yaml", slow);
  workshop.write("single.yaml", changed(changed(slow, "sweep: {seed: {from: 1, to: 12}}\n", ""), "150 ms", "2 s"));
  const std::string options = " -o z.h5" + with_plugins;
  const Outcome outcome =
      workshop.shell(program + " run " + first + options +
                     " & for i in $(seq 400); do test -s z.cells/lock && break; sleep 0.01; done; " + program +
                     " run " + second + options + "; echo second $?; wait $!; echo first $?");
  INFO(outcome.out << outcome.err);
  CHECK_THAT(outcome.out, Contains("second 2") && Contains("first 0"));
  CHECK_THAT(outcome.err, Contains("z.cells is in use by process "));
  CHECK(fs::exists(workshop / "z.h5"));
  CHECK_FALSE(fs::exists(workshop / "z.cells"));
}

TEST_CASE("nothing lost: a link to a result that does not exist yet is used as that result") {
  ENGRAM_NEEDS_PYTHON_MODULE("h5py");
  const Workshop workshop;
  workshop.write("slow.yaml", slow);
  fs::create_directory(workshop / "real");
  fs::create_symlink("real/target.h5", workshop / "link.h5");
  const auto [first, second] =
      GENERATE(std::pair("link.h5", "real/target.h5"), std::pair("real/target.h5", "link.h5"));
  const auto run = [&](const std::string& output) { return program + " run slow.yaml -o " + output + with_plugins; };
  const Outcome outcome = workshop.shell(
      run(first) + " & for i in $(seq 400); do test -s real/target.cells/lock && break; sleep 0.01; done; " +
      run(second) + "; echo second $?; wait $!; echo first $?");
  INFO(outcome.out << outcome.err);
  CHECK_THAT(outcome.out, Contains("second 2") && Contains("first 0") && Contains(".h5: 12 cells"));
  CHECK_THAT(outcome.err, Contains("target.cells is in use by process "));
  CHECK(fs::is_symlink(workshop / "link.h5"));
  CHECK(cells_of(workshop, "real/target.h5") == 12);
  CHECK_FALSE(fs::exists(workshop / "link.cells"));
  CHECK_FALSE(fs::exists(workshop / "real/target.cells"));
  CHECK_THAT(fine(workshop, "run slow.yaml --resume -o " + std::string(second) + with_plugins),
             Contains("all 12 cells are there; nothing to compute"));
}

TEST_CASE("nothing lost: the result of another spec, which has no cells to compare, is replaced on request only") {
  const Workshop workshop;
  const std::string sweep = grid.substr(grid.find("sweep:"));
  workshop.write("grid.yaml", grid);
  workshop.write("one.yaml", changed(grid, sweep, ""));
  fine(workshop, "run one.yaml -o r.h5");
  fine(workshop, "run one.yaml --set timeout=1h -o t.h5");
  fine(workshop, "run grid.yaml -o g.h5");
  const std::string before = engram::test::read(workshop / "r.h5");
  for (const char* arguments : {"run grid.yaml -o r.h5 --resume", "run grid.yaml -o r.h5 --resume --recompute",
                                "run grid.yaml -o r.h5 --resume --shard 1/2", "merge grid.yaml -o r.h5 --resume",
                                "run one.yaml --set seed=5 --set timeout=1h -o t.h5 --resume",
                                "run one.yaml --set timeout=1h -o g.h5 --resume"}) {
    CHECK_THAT(refused(workshop, arguments).err,
               Contains(".h5 is the result of another spec and has no cells that --resume could go on with; "
                        "--overwrite replaces it, -o FILE writes elsewhere"));
  }
  CHECK(engram::test::read(workshop / "r.h5") == before);
  CHECK_FALSE(fs::exists(workshop / "r.cells"));
  CHECK_THAT(workshop.engram("status grid.yaml -o r.h5").out, Contains("r.h5 is the result of another spec"));
  CHECK_THAT(workshop.engram("status grid.yaml -o g.h5").out, Contains("the result is g.h5"));
  CHECK_THAT(workshop.engram("status one.yaml -o r.h5").out, Contains("the result is r.h5"));
  fine(workshop, "run one.yaml --set timeout=1h -o t.h5 --resume");
  fine(workshop, "run grid.yaml -o r.h5 --overwrite");
}

TEST_CASE("nothing lost: a merge drops cells that the spec does not ask for on request only") {
  ENGRAM_NEEDS_PYTHON_MODULE("h5py");
  const Workshop workshop;
  workshop.write("grid.yaml", grid);
  workshop.write("other.yaml", changed(grid, "sign_flips, count: 2", "sign_flips, count: 3"));
  fine(workshop, "run grid.yaml --shard 1/1");
  const std::string resume = GENERATE(" --resume", "");
  if (resume.empty()) {
    // The cells of parts of two sweeps that began at the same moment.
    fine(workshop, "run other.yaml --shard 1/1");
    REQUIRE(workshop.shell("mv other.cells/*.journal grid.cells").code == 0);
  } else {
    fine(workshop, "run other.yaml -o other.h5");
    fs::rename(workshop / "other.h5", workshop / "grid.h5");
  }
  CHECK_THAT(refused(workshop, "merge grid.yaml" + resume).err,
             Contains("12 computed cells of 'grid' are not what the spec asks for: 'count=") &&
                 Contains("analyses.recall.corruption.count was 3 and is 2\n  --recompute drops them, -o FILE writes "
                          "elsewhere"));
  CHECK_THAT(workshop.engram("status grid.yaml").out, Contains("12 more with other settings"));
  CHECK_THAT(fine(workshop, "merge grid.yaml --recompute" + resume), Contains("grid.h5: 12 cells"));
  CHECK_THAT(fine(workshop, "run grid.yaml --resume"), Contains("all 12 cells are there; nothing to compute"));
}

TEST_CASE("nothing lost: the jobs of a sweep take or replace what submit was allowed to") {
  const Workshop workshop;
  workshop.write("grid.yaml", grid);
  fine(workshop, "run grid.yaml");
  const auto scripts = [&](const std::string& options) {
    return fine(workshop, "submit grid.yaml --slurm --dry-run" + options);
  };
  const std::string again = scripts(" --overwrite");
  CHECK_THAT(again, Contains("# 12 cells in 8 tasks") && Contains("original.yaml --overwrite\n") &&
                        !Contains("--resume") && !Contains("--recompute"));
  CHECK_THAT(scripts(" --resume"), Contains("original.yaml --resume\n"));
  CHECK_THAT(scripts(" --resume --recompute"), Contains("original.yaml --resume --recompute\n"));
}

TEST_CASE("nothing lost: a merge says which cells are missing, and writes nothing") {
  const Workshop workshop;
  workshop.write("grid.yaml", grid);
  fine(workshop, "run grid.yaml --shard 1/2");
  const Outcome merging = workshop.engram("merge grid.yaml");
  CHECK(merging.code == 1);
  CHECK_THAT(merging.err, Contains("6 of 12 cells are missing, such as 'count=1,seed=2'; 'engram run grid.yaml "
                                   "--resume' computes them, 'engram merge --partial FILE' writes the others"));
  CHECK_FALSE(fs::exists(workshop / "grid.h5"));
}

TEST_CASE("nothing lost: files that the spec reads, and files that are no results, are never replaced") {
  ENGRAM_NEEDS_PYTHON_MODULE("h5py");
  const Workshop workshop;
  python(workshop,
         "import h5py, numpy as np\n"
         "h5py.File('data.h5', 'w')['p'] = np.sign(np.arange(24).reshape(2, 12) % 5 - 1.5)\n"
         "h5py.File('other.h5', 'w')['x'] = [1, 2, 3]\n"
         "open('notes.h5', 'w').write('not HDF5')\n");
  const std::string from_file =
      changed(grid, "plugin: binary, count: 2, size: 12", "plugin: array, file: data.h5, dataset: p, count: 2");
  workshop.write("data.yaml", changed(from_file, "[1, 2, 3]", "[1, 2]"));
  const std::string data = engram::test::read(workshop / "data.h5");
  REQUIRE(workshop.shell("ln -s data.h5 link.h5 && ln data.h5 hard.h5").code == 0);
  for (const char* arguments :
       {"run data.yaml", "run data.yaml --overwrite", "run data.yaml -o link.h5 --overwrite",
        "run data.yaml -o hard.h5 --overwrite", "run data.yaml --resume", "run data.yaml --shard 1/2",
        "run data.yaml --cell count=1,seed=1 --overwrite -o data.h5", "merge data.yaml --overwrite",
        "merge data.yaml --partial data.h5 --overwrite", "run data.yaml -o data.yaml --overwrite"}) {
    CHECK_THAT(refused(workshop, arguments).err,
               Contains("is read by data.yaml and is never replaced; write the result elsewhere with -o FILE"));
  }
  CHECK(engram::test::read(workshop / "data.h5") == data);
  CHECK_FALSE(fs::exists(workshop / "data.cells"));
  for (const char* arguments : {"run data.yaml -o other.h5 --overwrite", "run data.yaml -o notes.h5 --overwrite"}) {
    CHECK_THAT(refused(workshop, arguments).err,
               Contains("is not a result of engram and is not replaced; remove it first, or write elsewhere with -o "
                        "FILE"));
  }
  fine(workshop, "run data.yaml -o result.h5");
  fine(workshop, "run data.yaml -o result.h5 --overwrite");
}

TEST_CASE("nothing lost: files of the user in a folder of cells stay") {
  const Workshop workshop;
  workshop.write("grid.yaml", grid);
  fs::create_directory(workshop / "grid.cells");
  workshop.write("grid.cells/notes.txt", "mine");
  fine(workshop, "run grid.yaml");
  CHECK(engram::test::read(workshop / "grid.cells/notes.txt") == "mine");
  fine(workshop, "run grid.yaml --overwrite");
  CHECK(engram::test::read(workshop / "grid.cells/notes.txt") == "mine");
  CHECK(std::distance(fs::directory_iterator(workshop / "grid.cells"), fs::directory_iterator()) == 1);
}

TEST_CASE("nothing lost: a file that changes while a sweep reads it fails the cells, which are computed again") {
  ENGRAM_NEEDS_PYTHON_MODULE("numpy");
  const Workshop workshop;
  workshop.write("slow.yaml", changed(slow, "plugin: binary, count: 1, size: 4", "plugin: array, file: p.npy"));
  python(workshop, "import numpy as np\nnp.save('p.npy', np.array([[1., 1., -1., -1.]]))\n");
  const Outcome outcome = workshop.shell(
      program + " run slow.yaml -j1" + with_plugins + " & " + until_a_cell +
      "/usr/bin/python3 -c \"import numpy as np; np.save('q.npy', np.array([[1., -1., 1., -1.]]))\"; mv q.npy p.npy; "
      "wait $!; echo first $?");
  INFO(outcome.err);
  CHECK_THAT(outcome.out, Contains("first 1"));
  CHECK_THAT(outcome.err, Contains("p.npy changed while the study ran, and this result may not be of its present "
                                   "contents; --resume computes it again"));
  CHECK_THAT(workshop.engram("status slow.yaml --explain" + with_plugins).out, Contains("p.npy has changed"));
  fine(workshop, "run slow.yaml --resume --recompute" + with_plugins);
  fine(workshop, "run slow.yaml -o whole.h5" + with_plugins);
  fine(workshop, "diff slow.h5 whole.h5");
}

TEST_CASE("nothing lost: the bytes, the names and the number of the files that a spec reads belong to the key") {
  const Workshop workshop;
  const auto picture = [&](const std::string& name, const std::string& pixels) {
    workshop.write(name, "P5 4 3 255\n" + pixels);
  };
  const auto outcome = [&] { return workshop.engram("run pictures.yaml --resume"); };
  workshop.write("pictures.yaml", changed(changed(changed(grid, "{plugin: binary, count: 2, size: 12}",
                                                          "{plugin: images, files: ['*.pgm'], threshold: mean}"),
                                                  "  patterns.count: [1, 2, 3]\n", ""),
                                          "to: 4", "to: 2"));
  picture("a.pgm", "aaabbbcccddd");
  picture("b.pgm", "dcbadcbadcba");
  fine(workshop, "run pictures.yaml");
  // The same bytes written at another time are no change.
  picture("a.pgm", "aaabbbcccddd");
  CHECK_THAT(outcome().out, Contains("all 2 cells are there; nothing to compute"));
  picture("a.pgm", "aaabbbcccdde");
  CHECK_THAT(outcome().err, Contains("2 computed cells of 'pictures' are not what the spec asks for") &&
                                Contains("a.pgm has changed"));
  picture("a.pgm", "aaabbbcccddd");
  CHECK_THAT(outcome().out, Contains("all 2 cells are there; nothing to compute"));
  // The two files exchange their contents.
  REQUIRE(workshop.shell("mv a.pgm c && mv b.pgm a.pgm && mv c b.pgm").code == 0);
  CHECK_THAT(outcome().err, Contains("2 computed cells of 'pictures' are not what the spec asks for"));
  REQUIRE(workshop.shell("mv a.pgm c && mv b.pgm a.pgm && mv c b.pgm").code == 0);
  picture("c.pgm", "abcdabcdabcd");
  CHECK_THAT(outcome().err, Contains("2 computed cells of 'pictures' are not what the spec asks for"));
  REQUIRE(workshop.shell("rm b.pgm c.pgm").code == 0);
  CHECK_THAT(outcome().err, Contains("2 computed cells of 'pictures' are not what the spec asks for"));
}

TEST_CASE("nothing lost: a file whose path has characters of patterns belongs to the key, and no other does") {
  ENGRAM_NEEDS_PYTHON_MODULE("h5py");
  const Workshop workshop;
  const std::tuple<std::string, std::string, std::string> files =
      GENERATE(std::tuple("exp[1]", "p.npy", "p.txt"), std::tuple("a?b*", "p.npy", "p.txt"),
               std::tuple("e", "p[1].npy", "p1.npy"), std::tuple("e", "a\\b.npy", "ab.npy"),
               std::tuple("e", "j[1].pgm", "j1.pgm"), std::tuple("exp[1]", "*.pgm", "x"));
  const std::string& folder = std::get<0>(files);
  const std::string& name = std::get<1>(files);
  const std::string& other = std::get<2>(files);
  CAPTURE(folder, name);
  fs::create_directory(workshop / folder);
  const bool is_image = name.ends_with(".pgm");
  const auto write = [&](const std::string& file, const std::string& values) {
    const std::string path = folder + "/" + file;
    if (is_image) {
      workshop.write(path, "P5 4 3 255\n" + values);
    } else {
      python(workshop, "import numpy as np\nvalues = np.frombuffer(b'" + values + "', 'u1').reshape(1, 12)\n" +
                           "np.save(r'" + path + "', np.where(values > 98, 1., -1.))\n");
    }
  };
  const std::string read = name == "*.pgm" ? "i.pgm" : name;
  write(read, "aaabbbcccddd");
  write(other, "dddcccbbbaaa");
  const std::string source =
      is_image ? "images, files: ['" + name + "'], threshold: mean" : "array, file: '" + name + "'";
  workshop.write(folder + "/data.yaml",
                 changed(changed(grid, "binary, count: 2, size: 12", source), "  patterns.count: [1, 2, 3]\n", ""));
  const auto outcome = [&](const std::string& options) {
    return workshop.shell("cd '" + folder + "' && " + program + " run data.yaml" + options);
  };
  REQUIRE(outcome("").code == 0);
  CHECK_THAT(outcome(" --resume").out, Contains("all 4 cells are there; nothing to compute"));
  python(workshop, "import h5py\nprint(*h5py.File(r'" + folder +
                       "/data.h5')['provenance/input'].asstr()[:], sep='\\n', file=open('inputs', 'w'))\n");
  CHECK_THAT(engram::test::read(workshop / "inputs"),
             EndsWith("/" + folder + "/" + read + "\n") && !Contains("/" + other + "\n"));
  write(read, "aaabbbcccdda");
  const Outcome changed_outcome = outcome(" --resume");
  CHECK(changed_outcome.code == 2);
  CHECK_THAT(changed_outcome.err, Contains(read + " has changed"));
  CHECK_THAT(outcome(" --overwrite -o '" + read + "'").err, Contains("is read by data.yaml and is never replaced"));
}

TEST_CASE("nothing lost: a file that does not exist is named as it was written") {
  const Workshop workshop;
  // The folder of the spec has a character of patterns too.
  fs::create_directory(workshop / "a[b]");
  workshop.write("a[b]/i1.pgm", "P5 4 3 255\ndddcccbbbaaa");
  workshop.write("a[b]/i2.pgm", "P5 4 3 255\nabcdabcdabcd");
  const auto images_of = [&](const std::string& files) {
    workshop.write("a[b]/one.yaml",
                   changed(changed(grid, "binary, count: 2, size: 12", "images, files: ['" + files + "']"),
                           "  patterns.count: [1, 2, 3]\n", ""));
    return workshop.engram("validate 'a[b]/one.yaml'").err;
  };
  CHECK_THAT(images_of("i[3].pgm"), Contains("no file matches '") && Contains("/a[b]/i[3].pgm'"));
  CHECK_THAT(images_of("i3.pgm"),
             Contains("there is no file '") && Contains("/a[b]/i3.pgm'; did you mean 'i1.pgm'?"));
}

TEST_CASE("nothing lost: of two failures of a cell the newer one is reported, and a success counts before any") {
  const Workshop workshop;
  // A time limit does not belong to the key.
  const auto limited = [&](const std::string& timeout) {
    workshop.write("late.yaml",
                   changed(changed(slow, "150 ms", "400 ms"), "to: 12", "to: 2") + "timeout: " + timeout + "\n");
  };
  const auto status = [&] { return workshop.engram("status late.yaml --explain" + with_plugins).out; };
  limited("100 ms");
  CHECK(workshop.engram("run late.yaml" + with_plugins).code == 1);
  CHECK_THAT(status(), Contains("seed=1: failed: took longer than 0.1 s"));
  limited("200 ms");
  CHECK(workshop.engram("run late.yaml --resume --shard 1/1" + with_plugins).code == 1);
  CHECK_THAT(status(), Contains("seed=1: failed: took longer than 0.2 s"));
  limited("60 s");
  fine(workshop, "run late.yaml --resume --shard 1/2" + with_plugins);
  CHECK_THAT(workshop.engram("status late.yaml" + with_plugins).out,
             Contains("2 cells: 1 computed, 1 failed, 0 missing"));
  CHECK_THAT(status(), Contains("seed=2: failed: took longer than 0.2 s"));
  fine(workshop, "run late.yaml --resume" + with_plugins);
  CHECK_THAT(workshop.engram("status late.yaml" + with_plugins).out,
             Contains("2 cells: 2 computed, 0 failed, 0 missing"));
}

TEST_CASE("nothing lost: a file behind an HDF5 file belongs to the key") {
  ENGRAM_NEEDS_PYTHON_MODULE("h5py");
  const Workshop workshop;
  const std::string kind = GENERATE("link", "virtual", "storage");
  CAPTURE(kind);
  fs::create_directory(workshop / "sub");
  const std::string make = R"(
import h5py, numpy as np, sys
values = np.sign(np.arange(24).reshape(2, 12) % int(sys.argv[1]) - 1.5)
with h5py.File('sub/behind.h5', 'w') as f:
    f['p'] = values
values.tofile('sub/raw.bin')
if len(sys.argv) > 2:
    with h5py.File('sub/front.h5', 'w') as f:
        if sys.argv[2] == 'link':
            f['p'] = h5py.ExternalLink('behind.h5', 'p')
        elif sys.argv[2] == 'virtual':
            layout = h5py.VirtualLayout((2, 12), 'f8')
            layout[:] = h5py.VirtualSource('behind.h5', 'p', (2, 12))
            f.create_virtual_dataset('p', layout)
        else:
            f.create_dataset('p', (2, 12), 'f8', external=[('sub/raw.bin', 0, 192)])
)";
  workshop.write("make.py", make);
  REQUIRE(workshop.shell("/usr/bin/python3 make.py 5 " + kind).code == 0);
  workshop.write("data.yaml", changed(changed(grid, "plugin: binary, count: 2, size: 12",
                                              "plugin: array, file: sub/front.h5, dataset: p, count: 2"),
                                      "[1, 2, 3]", "[1, 2]"));
  fine(workshop, "run data.yaml");
  CHECK_THAT(fine(workshop, "run data.yaml --resume"), Contains("all 8 cells are there; nothing to compute"));
  REQUIRE(workshop.shell("/usr/bin/python3 make.py 4").code == 0);
  CHECK_THAT(refused(workshop, "run data.yaml --resume").err,
             Contains("8 computed cells of 'data' are not what the spec asks for") && Contains("has changed"));
  CHECK_THAT(fine(workshop, "run data.yaml --resume --recompute"), Contains("data.h5: 8 cells"));
  CHECK_THAT(refused(workshop, "run data.yaml --overwrite -o " +
                                   std::string(kind == "storage" ? "sub/raw.bin" : "sub/behind.h5"))
                 .err,
             Contains("is read by data.yaml and is never replaced"));
}

TEST_CASE("nothing lost: the file behind an HDF5 file is the one that HDF5 opens") {
  ENGRAM_NEEDS_PYTHON_MODULE("h5py");
  struct Layout {
    const char* kind;
    const char* name;   ///< in data/front.h5
    const char* real;   ///< of data/front.h5
    const char* setup;  ///< of the environment
    const char* read;   ///< by HDF5
    const char* unread;
  };
  const Layout layout = GENERATE(
      Layout{"link", "behind", "store/front.h5", "", "store/behind", "x"},
      Layout{"virtual", "behind", "store/front.h5", "", "store/behind", "x"},
      Layout{"virtual", "b%b", "store/front.h5", "", "store/b0", "x"},
      Layout{"link", "sub/behind", "data/front.h5", "", "sub/behind", "data/behind"},
      Layout{"virtual", "sub/behind", "data/front.h5", "", "sub/behind", "data/behind"},
      Layout{"link", "/nowhere/behind", "data/front.h5", "", "data/behind", "behind"},
      Layout{"link", "behind", "data/front.h5", "HDF5_EXT_PREFIX=none:pre", "pre/behind", "data/behind"},
      Layout{"virtual", "behind", "data/front.h5", "HDF5_VDS_PREFIX=none:pre", "pre/behind", "data/behind"},
      Layout{"virtual", "behind", "data/front.h5", "HDF5_VDS_PREFIX='${ORIGIN}/pre'", "data/pre/behind",
             "data/behind"},
      Layout{"virtual", "b%b", "data/front.h5", "HDF5_VDS_PREFIX=pre", "pre/b0", "data/b0"},
      Layout{"storage", "behind", "data/front.h5", "HDF5_EXTFILE_PREFIX=pre", "pre/behind", "behind"},
      Layout{"storage", "behind", "data/front.h5", "HDF5_EXTFILE_PREFIX='${ORIGIN}'", "data/behind", "behind"});
  CAPTURE(layout.kind, layout.name, layout.real, layout.setup);
  const Workshop workshop;
  workshop.write("make.py", R"(
import h5py, numpy as np, os, sys
kind, name, real, *files = sys.argv[1:]
for folder in ('data', 'data/pre', 'store', 'sub', 'pre'):
    os.makedirs(folder, exist_ok=True)
for file, number in zip(files[::2], files[1::2]):
    values = np.sign(np.arange(24.).reshape(2, 12) % int(number) - 1.5)
    if kind == 'storage':
        values.tofile(file)
    else:
        with h5py.File(file, 'w') as f:
            f['p'] = values
if not os.path.exists(real):
    with h5py.File(real, 'w') as f:
        if kind == 'link':
            f['p'] = h5py.ExternalLink(name, 'p')
        elif kind == 'storage':
            f.create_dataset('p', (2, 12), 'f8', external=[(name, 0, 192)])
        elif '%' in name:
            space = h5py.h5s.create_simple((2, 12), (h5py.h5s.UNLIMITED, 12))
            space.select_hyperslab((0, 0), (h5py.h5s.UNLIMITED, 1), (2, 1), (2, 12))
            properties = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
            properties.set_layout(h5py.h5d.VIRTUAL)
            properties.set_virtual(space, name.encode(), b'p', h5py.h5s.create_simple((2, 12)))
            h5py.h5d.create(f.id, b'p', h5py.h5t.IEEE_F64LE, space, properties)
        else:
            layout = h5py.VirtualLayout((2, 12), 'f8')
            layout[:] = h5py.VirtualSource(name, 'p', (2, 12))
            f.create_virtual_dataset('p', layout)
    if real != 'data/front.h5':
        os.symlink('../' + real, 'data/front.h5')
)");
  const auto make = [&](int read, int unread) {
    const Outcome outcome = workshop.shell(std::string("/usr/bin/python3 make.py ") + layout.kind + " " +
                                           layout.name + " " + layout.real + " " + layout.read + " " +
                                           std::to_string(read) + " " + layout.unread + " " + std::to_string(unread));
    INFO(outcome.err);
    REQUIRE(outcome.code == 0);
  };
  const auto run = [&](const std::string& options) {
    Outcome outcome = workshop.shell(std::string(layout.setup) + " " + program + " run data.yaml" + options);
    UNSCOPED_INFO(outcome.out << outcome.err);
    return outcome;
  };
  make(5, 4);
  workshop.write("data.yaml", changed(changed(grid, "plugin: binary, count: 2, size: 12",
                                              "plugin: array, file: data/front.h5, dataset: p, count: 2"),
                                      "[1, 2, 3]", "[1, 2]"));
  REQUIRE(run("").code == 0);
  make(5, 3);
  CHECK_THAT(run(" --resume").out, Contains("all 8 cells are there; nothing to compute"));
  make(4, 3);
  CHECK_THAT(run(" --resume").err, Contains("8 computed cells of 'data' are not what the spec asks for") &&
                                       Contains(std::string(layout.read) + " has changed"));
}

TEST_CASE("nothing lost: status --explain says for each cell why it would be computed again") {
  const Workshop workshop;
  workshop.write("grid.yaml", grid);
  CHECK_THAT(workshop.engram("status grid.yaml --explain").out, Contains("count=1,seed=1: not computed yet"));
  // Cells in a result, and in a folder of cells.
  const std::string part = GENERATE("", " --shard 1/1");
  CAPTURE(part);
  fine(workshop, "run grid.yaml" + part);
  CHECK_THAT(fine(workshop, "status grid.yaml --explain"), Contains("grid.yaml: nothing to compute"));
  workshop.write("grid.yaml",
                 changed(changed(grid, "sign_flips, count: 2", "sign_flips, count: 3"), "to: 4", "to: 5"));
  const Outcome outcome = workshop.engram("status grid.yaml --explain");
  CHECK(outcome.code == 1);
  CHECK_THAT(outcome.out, Contains("count=1,seed=1: analyses.recall.corruption.count was 2 and is 3\n") &&
                              Contains("count=3,seed=5: not computed yet\n"));
  CHECK_THAT(refused(workshop, "run grid.yaml --resume").err,
             Contains("12 computed cells of 'grid' are not what the spec asks for: 'count=") &&
                 Contains("analyses.recall.corruption.count was 2 and is 3") &&
                 Contains("--resume --recompute drops them"));
  workshop.write("grid.yaml", changed(grid, "[1, 2, 3]", "[1, 2]"));
  CHECK_THAT(workshop.engram("status grid.yaml --explain").out,
             Contains("count=3,seed=1: the spec has no cell of this label"));
  workshop.write("bad.yaml", changed(slow, "pause: 150 ms", "how: throw"));
  CHECK(workshop.engram("run bad.yaml" + with_plugins).code == 1);
  CHECK_THAT(workshop.engram("status bad.yaml --explain" + with_plugins).out,
             Contains("seed=1: failed: the analysis gave up"));
}

TEST_CASE("nothing lost: the kernel of the BLAS is in the provenance and in the key") {
  ENGRAM_NEEDS_PYTHON_MODULE("h5py");
  const Workshop workshop;
  workshop.write("grid.yaml", grid);
  const Outcome first = workshop.shell("OPENBLAS_CORETYPE=Nehalem " + program + " run grid.yaml");
  REQUIRE(first.code == 0);
  const Outcome kernel = workshop.shell(
      "/usr/bin/python3 -c \"import h5py; print(h5py.File('grid.h5')['provenance'].attrs['blas_kernel'].decode())\"");
  if (kernel.out.find("Nehalem") == std::string::npos) {
    return;  // another BLAS, which does not have these kernels
  }
  const Outcome second = workshop.shell("OPENBLAS_CORETYPE=Haswell " + program + " run grid.yaml --resume");
  CHECK(second.code == 2);
  CHECK_THAT(second.err,
             Contains("the BLAS was OpenBLAS ") && Contains(" Nehalem and is OpenBLAS ") && Contains(" Haswell"));
}

TEST_CASE("nothing lost: the bits of the C library's functions are in the provenance and in the key") {
  ENGRAM_NEEDS_PYTHON_MODULE("h5py");
  const Workshop workshop;
  workshop.write("grid.yaml", grid);
  const auto run = [&](const std::string& name) {
    return workshop.shell("GLIBC_TUNABLES=glibc.cpu.hwcaps=" + name + " " + program + " run grid.yaml --resume");
  };
  REQUIRE(run("").code == 0);
  CHECK(workshop
            .shell("/usr/bin/python3 -c \"import h5py; "
                   "print(len(h5py.File('grid.h5')['provenance'].attrs['math']))\"")
            .out == "16\n");
  CHECK_THAT(run("").out, Contains("nothing to compute"));
  const Outcome other = run("-AVX2,-FMA,-AVX2_Usable,-FMA_Usable,-FMA4");
  if (other.code == 0) {
    return;  // a C library or a processor with one version of these functions
  }
  CHECK(other.code == 2);
  CHECK_THAT(other.err, Contains("the C library computes exp, tanh and others to other last bits"));
}

TEST_CASE("nothing lost: results and cells of engram 0.1 open, plot and check, and are explained") {
  const Workshop workshop;
  const std::string old = ENGRAM_TEST_OLD_RESULTS;
  REQUIRE(workshop
              .shell("cp " + old + "/grid.yaml . && gzip -dc " + old +
                     "/grid.h5.gz > grid.h5 && mkdir part.cells && cp " + old + "/*.journal part.cells")
              .code == 0);
  fine(workshop, "check grid.h5");
  fine(workshop, "plot grid.h5");
  fine(workshop, "run grid.yaml -o again.h5 --keep all");
  // Columns of whole numbers were stored as real numbers, and an unused temperature had another default; everything
  // else is the same.
  CHECK_THAT(workshop.engram("diff grid.h5 again.h5").out, Contains("summary/seed: real numbers and whole numbers") &&
                                                               Contains("setting model.temperature: 1 and 0.1") &&
                                                               Contains("\n16 differences in "));
  CHECK_THAT(refused(workshop, "run grid.yaml --resume").err,
             Contains("engram 0.1 computed it and did not keep with which plugins and files"));
  CHECK_THAT(workshop.engram("status grid.yaml -o part.h5 --explain").out,
             Contains("count=1,seed=1: engram 0.1 computed it") && Contains("count=1,seed=2: not computed yet"));
  fine(workshop, "run grid.yaml --resume --recompute --keep all");
  fine(workshop, "diff grid.h5 again.h5");
}

TEST_CASE("nothing lost: a greeting of sbatch does not hide the number of the job") {
  const Workshop workshop;
  workshop.write("grid.yaml", grid);
  fs::create_directory(workshop / "bin");
  const auto submit = [&](const std::string& script) {
    workshop.write("bin/sbatch", "#!/bin/sh\n" + script);
    return workshop.shell("rm -rf grid.cells; chmod +x bin/sbatch; CALLS=$PWD/calls PATH=$PWD/bin:$PATH " + program +
                          " submit grid.yaml --slurm --tasks 2");
  };
  const Outcome greeted = submit(
      "echo \"$@\" >> $CALLS\necho '12 nodes are free today'\necho 'Welcome to 99' >&2\necho '451;main'\necho "
      "'Good luck'\n");
  INFO(greeted.err);
  CHECK(greeted.code == 0);
  CHECK_THAT(greeted.out, Contains("Slurm jobs 451, then 451"));
  CHECK_THAT(engram::test::read(workshop / "calls"), Contains("--dependency=afterany:451"));
  const Outcome silent = submit("echo 'Submitted.'\n");
  CHECK(silent.code == 1);
  CHECK_THAT(silent.err, Contains("sbatch took the job ") && Contains("and printed no number of it: 'Submitted.'"));
  const Outcome unwilling = submit("echo 'sbatch: error: no such partition 7' >&2\nexit 1\n");
  CHECK(unwilling.code == 2);
  CHECK_THAT(unwilling.err, Contains("sbatch did not take the job: sbatch: error: no such partition 7"));
}

TEST_CASE("nothing lost: a script for Slurm runs the command that was asked for, whatever the folder is called") {
  const Workshop workshop;
  const fs::path folder =
      workshop / "a\n#SBATCH --wrap='touch evil'\ntouch evil\n$(touch evil) `touch evil` 100%j \"'";
  fs::create_directories(folder);
  workshop.write("bin.sh", "#!/bin/sh\nfor last; do :; done\ncat \"$last\" >> \"$CALLS\"\necho 451\n");
  fs::create_directory(workshop / "bin");
  std::ofstream(folder / "grid.yaml") << grid;
  const Outcome outcome = workshop.shell(
      "mv bin.sh bin/sbatch; chmod +x bin/sbatch; export CALLS=$PWD/calls PATH=$PWD/bin:$PATH; cd a*; " + program +
      " submit grid.yaml --slurm --tasks 1 && for each in grid.cells/jobs/*/*.sh; do sh \"$each\"; done");
  INFO(outcome.out << outcome.err);
  const std::string scripts = engram::test::read(workshop / "calls");
  INFO(scripts);
  // Slurm reads options until the first line that is neither empty nor a comment.
  std::istringstream lines(scripts);
  bool in_head = false;
  std::size_t options = 0;
  for (std::string line; std::getline(lines, line);) {
    in_head = line == "#!/bin/sh" || (in_head && line.starts_with('#'));
    if (in_head && line.starts_with("#SBATCH")) {
      ++options;
      CHECK((line.starts_with("#SBATCH --job-name=engram-grid") || line.starts_with("#SBATCH --output=")));
    }
  }
  CHECK(options == 4);
  CHECK(workshop.shell("find . -name 'evil*'").out.empty());
}

TEST_CASE("nothing lost: an option of sbatch stays one option in the script") {
  const Workshop workshop;
  workshop.write("grid.yaml", grid);
  const auto submit = [&](const std::string& option) {
    return workshop.engram("submit grid.yaml --slurm --dry-run --tasks 1 " + option);
  };
  const auto [option, line] = GENERATE(table<std::string, std::string>({
      {"--sbatch=--time=1:00:00", "#SBATCH --time=1:00:00\n"},
      {"--sbatch='--comment=fig 5 # of 7'", "#SBATCH --comment=\"fig 5 # of 7\"\n"},
      {"--sbatch='-p gpu'", "#SBATCH -p gpu\n"},
      {"--sbatch='-Jfig 5#7'", "#SBATCH -J\"fig 5#7\"\n"},
      {"--sbatch=-N2", "#SBATCH -N2\n"},
      {"--sbatch='--comment=a -b'", "#SBATCH --comment=\"a -b\"\n"},
      {"--sbatch=--exclusive", "#SBATCH --exclusive\n"},
      {R"(--merge-sbatch='--comment=a "b" \ c')", "#SBATCH --comment=\"a \\\"b\\\" \\\\ c\"\n"},
      {R"(--sbatch="--comment=it's")", "#SBATCH --comment=\"it's\"\n"},
  }));
  const Outcome outcome = submit(option);
  INFO(outcome.err);
  CHECK(outcome.code == 0);
  CHECK_THAT(outcome.out, Contains(line));

  CHECK_THAT(submit("--sbatch=\"$(printf -- '--time=1\\ntouch evil')\"").err,
             Contains("cannot be passed to sbatch: it contains a line break or another control character"));
  CHECK_THAT(
      submit("--sbatch='--time=1:00:00 --mem=2G'").err,
      Contains("'--time=1:00:00 --mem=2G' cannot be passed to sbatch: it looks like two options; pass '--mem=2G' "
               "on its own"));
  CHECK_THAT(submit("--sbatch='-p gpu -N 2'").err,
             Contains("'-p gpu -N 2' cannot be passed to sbatch: it looks like two options; pass '-N 2' on its own"));
  const Outcome bare = submit("--sbatch=time=1");
  CHECK(bare.code == 2);
  CHECK_THAT(bare.err, Contains("'time=1' cannot be passed to sbatch: an option of sbatch begins with '-', as in "
                                "--sbatch=--time=2:00:00"));
}
