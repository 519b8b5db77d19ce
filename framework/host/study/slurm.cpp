#include "study/slurm.hpp"

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <map>
#include <optional>
#include <sstream>
#include <string_view>
#include <system_error>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <unistd.h>

#include <engram/counted.hpp>
#include <engram/error.hpp>

#include "journals/cell_folder.hpp"
#include "store/provenance.hpp"
#include "study/spec_texts.hpp"
#include "system/child_process.hpp"
#include "system/file_content.hpp"
#include "system/print.hpp"

namespace engram::study {

namespace fs = std::filesystem;

namespace {

constexpr const char* ids_file = "slurm-jobs";

void write(const fs::path& file, const std::string& text) {
  std::ofstream stream(file);
  stream << text;
  stream.close();
  if (!stream) {
    throw RunError(fmt::format("{} cannot be written", file.string()));
  }
}

fs::path own_program() {
  std::error_code none;
  return fs::read_symlink("/proc/self/exe", none);
}

/// The name of a job. sbatch reads quotes by its own rules, and a line break would begin another option.
std::string job_name(const std::string& name) {
  std::string plain = "engram-" + name;
  std::ranges::replace_if(
      plain,
      [](unsigned char c) {
        return std::isalnum(c) == 0 && std::string_view("._-").find(static_cast<char>(c)) == std::string_view::npos;
      },
      '_');
  return plain;
}

/// `log` is a file name in the folder from which the job is submitted; sbatch replaces '%' in it.
std::string script(const std::string& name, const char* log, const std::vector<std::string>& sbatch_options,
                   const std::string& command) {
  std::string text = fmt::format("#!/bin/sh\n#SBATCH --job-name={}\n#SBATCH --output={}\n", name, log);
  for (const std::string& option : sbatch_options) {
    text += fmt::format("#SBATCH {}\n", option);
  }
  return text + "exec " + command + "\n";
}

/// The number of a job in the output of `sbatch --parsable`: a line "123" or "123;cluster". A site's wrapper may
/// print a greeting around it.
std::string job_number(const std::string& printed) {
  std::string number;
  std::istringstream lines(printed);
  for (std::string line; std::getline(lines, line);) {
    const std::size_t digits = line.find_first_not_of("0123456789");
    const bool alone = digits == std::string::npos || line[digits] == ';' || line[digits] == '\r';
    if (alone && digits != 0 && !line.empty()) {
      number = line.substr(0, digits);
    }
  }
  return number;
}

std::string without_last_line_break(const std::string& text) {
  return text.substr(0, text.find_last_not_of('\n') + 1);
}

/// Submits a script from a folder and returns the number of its job.
std::string sbatch(const std::vector<std::string>& arguments, const fs::path& folder) {
  std::vector<std::string> words{"--parsable"};
  words.insert(words.end(), arguments.begin(), arguments.end());
  const std::optional<system::Ended> ended = system::run({"sbatch", words, folder});
  if (!ended || !ended->succeeded()) {
    const std::string complaint = ended ? without_last_line_break(ended->errors) : "it is not installed";
    throw RequestError(fmt::format(
        "sbatch did not take the job: {}\n  'engram run SPEC --shard K/N' computes a part under any other scheduler, "
        "'engram merge SPEC' puts the parts together",
        complaint.empty() ? "it printed nothing" : complaint));
  }
  std::string number = job_number(ended->output);
  if (number.empty()) {
    throw RunError(
        fmt::format("sbatch took the job {} and printed no number of it: '{}'; 'engram merge SPEC' merges "
                    "once it has ended",
                    arguments.back(), without_last_line_break(ended->output)));
  }
  return number;
}

/// Makes the folder of a new job, and returns its number. Throws RunError if it cannot be made.
std::size_t new_job(const fs::path& jobs) {
  std::error_code error;
  fs::create_directories(jobs, error);
  for (std::size_t number = 1; !error; ++number) {
    if (fs::create_directory(jobs / std::to_string(number), error)) {
      return number;
    }
  }
  throw RunError(fmt::format("{} cannot be written: {}", jobs.string(), error.message()));
}

}  // namespace

std::string script_option(const std::string& option) {
  const auto refuse = [&](std::string_view reason) {
    throw RequestError(fmt::format("'{}' cannot be passed to sbatch: {}", option, reason));
  };
  if (option.size() < 2 || option.front() != '-' || option == "--") {
    refuse("an option of sbatch begins with '-', as in --sbatch=--time=2:00:00");
  }
  if (std::ranges::any_of(option, [](unsigned char c) { return std::iscntrl(c) != 0; })) {
    refuse("it contains a line break or another control character");
  }
  const bool is_short = option[1] != '-';
  const std::size_t name = is_short ? 2 : std::min(option.find_first_of("= "), option.size());
  const std::size_t value = name + (name < option.size() && (!is_short || option[name] == ' ') ? 1 : 0);
  // The value of "--comment=a -b" is one text, but nobody writes such a value behind a blank.
  const bool has_sign = name < option.size() && option[name] == '=';
  if (const std::size_t second = option.find(has_sign ? " --" : " -", name); second != std::string::npos) {
    refuse(fmt::format("it looks like two options; pass '{}' on its own", option.substr(second + 1)));
  }
  std::string line = option.substr(0, value);
  const bool is_plain = option.find_first_of(" #\"'\\", value) == std::string::npos;
  line += is_plain ? "" : "\"";
  for (const char c : option.substr(value)) {
    line += !is_plain && (c == '"' || c == '\\') ? std::string{'\\', c} : std::string{c};
  }
  return line + (is_plain ? "" : "\"");
}

void submit_to_slurm(const Study& study, const std::vector<std::size_t>& cells, const SlurmOptions& options) {
  const fs::path target = fs::absolute(study.request().target);
  const fs::path folder = fs::absolute(study.folder());
  const std::size_t number = options.only_print ? 1 : new_job(folder / journals::jobs_folder);
  const fs::path room = folder / journals::jobs_folder / std::to_string(number);
  const std::size_t tasks = std::max<std::size_t>(1, std::min(options.tasks, cells.size()));

  // The tasks compute this copy of the spec, since its file may change before they start.
  std::vector<std::string> of_study{(room / "spec.yaml").string(), "-o", target.string()};
  for (const std::string& plugins : study.request().plugin_folders) {
    of_study.insert(of_study.end(), {"--plugin-path", fs::absolute(plugins).string()});
  }
  const std::string study_words = store::shell_text(of_study);
  const std::string program = store::shell_text({own_program().string()});
  const std::string name = job_name(target.stem().string());
  const std::string array =
      script(name, "task-%a.log", options.array_options,
             fmt::format("{} run {} {}--quiet --cells {} --shard \"$SLURM_ARRAY_TASK_ID/{}\" -j "
                         "\"${{SLURM_CPUS_PER_TASK:-1}}\"",
                         program, study_words, options.overwrite ? "" : "--resume --recompute ",
                         store::shell_text({(room / "cells").string()}), tasks));
  const std::string merging =
      script(name + "-merge", "merge.log", options.merge_options,
             fmt::format("{} merge {} --original {}{}{}{}", program, study_words,
                         store::shell_text({(room / "original.yaml").string()}), options.resume ? " --resume" : "",
                         options.recompute ? " --recompute" : "", options.overwrite ? " --overwrite" : ""));
  if (options.only_print) {
    system::print("# {} in {}: sbatch --array=1-{}\n{}\n# afterwards\n{}", counted(cells.size(), "cell"),
                  counted(tasks, "task"), tasks, array, merging);
    return;
  }
  std::string labels;
  for (const std::size_t cell : cells) {
    labels += study.spec().cases.label(cell) + "\n";
  }
  write(room / "spec.yaml", study.spec().resolved);
  save_originals(study, room / "original.yaml");
  write(room / "cells", labels);
  write(room / "array.sh", array);
  write(room / "merge.sh", merging);

  std::vector<std::string> ids;
  std::vector<std::string> dependency;
  if (!cells.empty()) {
    ids.push_back(sbatch({fmt::format("--array=1-{}", tasks), (room / "array.sh").string()}, room));
    // The merge reports missing cells if a task was killed, so it starts however the tasks end.
    dependency.push_back("--dependency=afterany:" + ids.front());
  }
  dependency.push_back((room / "merge.sh").string());
  ids.push_back(sbatch(dependency, room));
  write(room / ids_file, fmt::format("{}\n", fmt::join(ids, "\n")));
  system::print("{}: {} in {}: Slurm job{} {}; 'engram status {}' reports how far they are\n",
                study.folder().string(), counted(cells.size(), "cell"), counted(cells.empty() ? 0 : tasks, "task"),
                ids.size() == 1 ? "" : "s", fmt::join(ids, ", then "), study.request().spec.string());
}

std::vector<std::string> jobs_of(const Study& study) {
  std::vector<std::string> ids;
  std::error_code none;
  for (const fs::directory_entry& room : fs::directory_iterator(study.folder() / journals::jobs_folder, none)) {
    std::istringstream stream(system::content_of(room.path() / ids_file));
    for (std::string id; std::getline(stream, id);) {
      ids.push_back(id);
    }
  }
  if (ids.empty()) {
    return {};
  }
  // One query per job: squeue refuses a list with a job that it has forgotten.
  std::map<std::string, std::size_t> states;
  for (const std::string& id : ids) {
    const auto ended = system::run({"squeue", {"--noheader", "--array", "--format=%T", "--jobs=" + id}, {}});
    std::istringstream lines(ended && ended->succeeded() ? ended->output : "");
    for (std::string state; std::getline(lines, state);) {
      ++states[fmt::format("Slurm job {}: {}", id, state)];
    }
  }
  std::vector<std::string> answer;
  for (const auto& [state, count] : states) {
    answer.push_back(count == 1 ? state : fmt::format("{} ({})", state, counted(count, "task")));
  }
  return answer;
}

}  // namespace engram::study
