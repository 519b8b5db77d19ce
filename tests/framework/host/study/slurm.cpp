// Studies on Slurm, with programs in the place of sbatch and squeue.
#include "study/slurm.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <utility>
#include <vector>

#include <engram/error.hpp>

#include "studies.hpp"

using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;
using engram::test::Printed;
using engram::test::read;
using engram::test::request_in;
using engram::test::three_seeds;
using engram::test::Workshop;
namespace fs = std::filesystem;
namespace study = engram::study;

namespace {

/// Puts programs of a folder before all others.
class OnPath {
 public:
  explicit OnPath(const fs::path& folder) : before_(std::getenv("PATH")) {
    ::setenv("PATH", (folder.string() + ":" + before_).c_str(), 1);
  }
  ~OnPath() { ::setenv("PATH", before_.c_str(), 1); }
  OnPath(const OnPath&) = delete;
  OnPath& operator=(const OnPath&) = delete;

 private:
  std::string before_;
};

void write_program(const Workshop& workshop, const std::string& name, const std::string& script) {
  fs::create_directories(workshop / "bin");
  fs::permissions(workshop.write("bin/" + name, "#!/bin/sh\n" + script), fs::perms::owner_all);
}

/// An sbatch that notes its arguments and its folder, and gives the numbers 451, 452, ...
const std::string counting_sbatch =
    "calls=\"$(dirname \"$0\")/calls\"\necho \"$PWD: $@\" >> \"$calls\"\necho $((450 + $(wc -l < \"$calls\")))\n";

std::string submit(const study::Study& sweep, const std::vector<std::size_t>& cells,
                   const study::SlurmOptions& options) {
  Printed out(stdout);
  study::submit_to_slurm(sweep, cells, options);
  return out.text();
}

}  // namespace

TEST_CASE("slurm: an option stays one word of the script, quoted where sbatch would split it") {
  const std::vector<std::pair<std::string, std::string>> table{{"-n4", "-n4"},
                                                               {"-n 4", "-n 4"},
                                                               {"-x", "-x"},
                                                               {"--exclusive", "--exclusive"},
                                                               {"--time=2:00:00", "--time=2:00:00"},
                                                               {"--time 2:00:00", "--time 2:00:00"},
                                                               {"--comment=", "--comment="},
                                                               {"--comment=two words", "--comment=\"two words\""},
                                                               {"--comment two words", "--comment \"two words\""},
                                                               {"--comment=a -b", "--comment=\"a -b\""},
                                                               {"--comment=#1", "--comment=\"#1\""},
                                                               {"--comment=it's", "--comment=\"it's\""},
                                                               {"--comment=a\"b\\c", "--comment=\"a\\\"b\\\\c\""},
                                                               {"-J my job", "-J \"my job\""},
                                                               {"-Jmy job", "-J\"my job\""}};
  for (const auto& [given, written] : table) {
    CAPTURE(given);
    CHECK(study::script_option(given) == written);
  }
}

TEST_CASE("slurm: a text that is not one option is refused with the reason") {
  const std::string no_option = ": an option of sbatch begins with '-', as in --sbatch=--time=2:00:00";
  const std::vector<std::pair<std::string, std::string>> table{
      {"", no_option},
      {"-", no_option},
      {"--", no_option},
      {"time=2", no_option},
      {"--comment=a\nb", ": it contains a line break or another control character"},
      {"--comment=a\x7f", ": it contains a line break or another control character"},
      {"--time=1 --mem=2", ": it looks like two options; pass '--mem=2' on its own"},
      {"--time 1 -n 2", ": it looks like two options; pass '-n 2' on its own"},
      {"-n 2 -c 4", ": it looks like two options; pass '-c 4' on its own"},
      {"--exclusive --mem=2", ": it looks like two options; pass '--mem=2' on its own"}};
  for (const auto& [given, reason] : table) {
    CAPTURE(given);
    CHECK_THROWS_WITH(study::script_option(given), "'" + given + "' cannot be passed to sbatch" + reason);
  }
}

TEST_CASE("slurm: an array computes the cells and a job merges them, from copies of the spec") {
  const Workshop workshop;
  write_program(workshop, "sbatch", counting_sbatch);
  const OnPath path(workshop / "bin");
  const study::Study sweep(request_in(workshop, three_seeds));
  study::SlurmOptions options;
  options.tasks = 2;
  options.array_options = {"--time=1:00", "--mem=2G"};
  options.merge_options = {"--time=5:00"};
  const std::string said = submit(sweep, {0, 2}, options);
  const fs::path room = sweep.folder() / "jobs/1";
  CHECK(said == sweep.folder().string() + ": 2 cells in 2 tasks: Slurm jobs 451, then 452; 'engram status " +
                    sweep.request().spec.string() + "' reports how far they are\n");
  CHECK(read(workshop / "bin/calls") == room.string() + ": --parsable --array=1-2 " + (room / "array.sh").string() +
                                            "\n" + room.string() + ": --parsable --dependency=afterany:451 " +
                                            (room / "merge.sh").string() + "\n");
  CHECK(read(room / "cells") == "seed=1\nseed=3\n");
  CHECK(read(room / "spec.yaml") == sweep.spec().resolved);
  CHECK(read(room / "original.yaml") == sweep.spec().original);
  CHECK(read(room / "slurm-jobs") == "451\n452\n");
  const std::string array = read(room / "array.sh");
  CHECK_THAT(array,
             StartsWith("#!/bin/sh\n#SBATCH --job-name=engram-small\n#SBATCH --output=task-%a.log\n"
                        "#SBATCH --time=1:00\n#SBATCH --mem=2G\nexec ") &&
                 Contains(" run " + (room / "spec.yaml").string() + " -o " + (workshop / "small.h5").string()) &&
                 Contains("--resume --recompute --quiet --cells " + (room / "cells").string() +
                          " --shard \"$SLURM_ARRAY_TASK_ID/2\""));
  const std::string merge = read(room / "merge.sh");
  CHECK_THAT(merge, StartsWith("#!/bin/sh\n#SBATCH --job-name=engram-small-merge\n#SBATCH --output=merge.log\n"
                               "#SBATCH --time=5:00\nexec ") &&
                        Contains(" --original " + (room / "original.yaml").string() + "\n"));
  // A second submission has a folder of its own.
  (void)submit(sweep, {1}, options);
  CHECK(read(sweep.folder() / "jobs/2/cells") == "seed=2\n");
  CHECK_THAT(read(sweep.folder() / "jobs/2/array.sh"), Contains("$SLURM_ARRAY_TASK_ID/1\""));
}

TEST_CASE("slurm: without cells to compute there is only the merge") {
  const Workshop workshop;
  write_program(workshop, "sbatch", counting_sbatch);
  const OnPath path(workshop / "bin");
  const study::Study sweep(request_in(workshop, three_seeds));
  CHECK(submit(sweep, {}, {}) == sweep.folder().string() + ": 0 cells in 0 tasks: Slurm job 451; 'engram status " +
                                     sweep.request().spec.string() + "' reports how far they are\n");
  const fs::path room = sweep.folder() / "jobs/1";
  CHECK(read(workshop / "bin/calls") == room.string() + ": --parsable " + (room / "merge.sh").string() + "\n");
}

TEST_CASE("slurm: the scripts repeat the options that say what may be replaced") {
  const Workshop workshop;
  const study::Study sweep(request_in(workshop, three_seeds));
  const auto printed = [&](bool resume, bool recompute, bool overwrite) {
    study::SlurmOptions options;
    options.tasks = 7;
    options.only_print = true;
    options.resume = resume;
    options.recompute = recompute;
    options.overwrite = overwrite;
    const std::string text = submit(sweep, {0, 1, 2}, options);
    CHECK_FALSE(fs::exists(sweep.folder()));
    return text;
  };
  const std::string plain = printed(false, false, false);
  CHECK_THAT(plain, StartsWith("# 3 cells in 3 tasks: sbatch --array=1-3\n#!/bin/sh\n") &&
                        Contains("\n# afterwards\n#!/bin/sh\n") && Contains("/original.yaml\n") &&
                        Contains("--resume --recompute --quiet"));
  CHECK_THAT(printed(true, false, false), Contains("/original.yaml --resume\n"));
  CHECK_THAT(printed(true, true, false), Contains("/original.yaml --resume --recompute\n"));
  const std::string overwriting = printed(false, false, true);
  CHECK_THAT(overwriting, Contains("/original.yaml --overwrite\n") && !Contains("--resume"));
}

TEST_CASE("slurm: the number of a job is found among greetings, and its absence is an error") {
  const Workshop workshop;
  const OnPath path(workshop / "bin");
  const study::Study sweep(request_in(workshop, three_seeds));
  const auto ids = [&](const std::string& script) {
    fs::remove_all(sweep.folder());
    write_program(workshop, "sbatch", script);
    (void)submit(sweep, {0}, {});
    return read(sweep.folder() / "jobs/1/slurm-jobs");
  };
  CHECK(ids("echo 7\n") == "7\n7\n");
  CHECK(ids("echo '12;cluster'\n") == "12\n12\n");
  CHECK(ids("printf '12\\r\\n'\n") == "12\n12\n");
  CHECK(ids("echo 2026 greetings\necho 31\necho\necho '-1'\necho 'bye 99'\n") == "31\n31\n");
  CHECK_THROWS_WITH(ids("echo Submitted.\n"), Contains("sbatch took the job ") &&
                                                  Contains("and printed no number of it: 'Submitted.'; 'engram merge "
                                                           "SPEC' merges once it has ended"));
  CHECK_THROWS_WITH(ids("echo no such partition >&2\nexit 1\n"),
                    StartsWith("sbatch did not take the job: no such partition\n  'engram run SPEC --shard K/N'"));
  CHECK_THROWS_WITH(ids("exit 3\n"), StartsWith("sbatch did not take the job: it printed nothing\n"));
}

TEST_CASE("slurm: the name of a job has no character that sbatch would read otherwise") {
  const Workshop workshop;
  study::StudyRequest request = request_in(workshop, three_seeds);
  request.target = workshop / "my 'best' %a_1-2.x.h5";
  const study::Study sweep(std::move(request));
  study::SlurmOptions options;
  options.only_print = true;
  CHECK_THAT(submit(sweep, {0}, options), Contains("#SBATCH --job-name=engram-my__best___a_1-2.x\n"));
}

TEST_CASE("slurm: the states of the jobs of a study are counted, and jobs that are forgotten are left out") {
  const Workshop workshop;
  write_program(workshop, "squeue",
                "for last; do :; done\ncase $last in\n--jobs=7) echo RUNNING; echo PENDING; echo PENDING;;\n"
                "--jobs=8) echo PENDING;;\n*) exit 1;;\nesac\n");
  const OnPath path(workshop / "bin");
  const study::Study sweep(request_in(workshop, three_seeds));
  CHECK(study::jobs_of(sweep).empty());
  fs::create_directories(sweep.folder() / "jobs/1");
  fs::create_directories(sweep.folder() / "jobs/2");
  std::ofstream(sweep.folder() / "jobs/1/slurm-jobs") << "7\n6\n";
  std::ofstream(sweep.folder() / "jobs/2/slurm-jobs") << "8\n";
  CHECK(study::jobs_of(sweep) ==
        std::vector<std::string>{"Slurm job 7: PENDING (2 tasks)", "Slurm job 7: RUNNING", "Slurm job 8: PENDING"});
}

TEST_CASE("slurm: a study whose tasks wait in the queue does not start again") {
  const Workshop workshop;
  write_program(workshop, "squeue", "echo PENDING\n");
  const OnPath path(workshop / "bin");
  const study::Study sweep(request_in(workshop, three_seeds));
  fs::create_directories(sweep.folder() / "jobs/1");
  std::ofstream(sweep.folder() / "jobs/1/slurm-jobs") << "7\n";
  study::RunOptions overwriting = engram::test::quiet_options();
  overwriting.overwrite = true;
  CHECK_THROWS_WITH(study::open_study(sweep, overwriting),
                    sweep.folder().string() +
                        " has tasks that are queued or running (Slurm job 7: PENDING); cancel "
                        "them with scancel before --overwrite");
  write_program(workshop, "squeue", "exit 1\n");
  CHECK(study::open_study(sweep, overwriting).missing.size() == 3);
}
