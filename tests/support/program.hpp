// Runs the built program as a user would, in an empty folder of its own.
#pragma once

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string>

#include <sys/wait.h>
#include <unistd.h>

namespace engram::test {

/// The output of a program, and how it ended.
struct Outcome {
  int code = -1;
  std::string out;
  std::string err;
};

inline std::string read(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  std::ostringstream text;
  text << stream.rdbuf();
  return text.str();
}

/// For a shell: waits until a run that was started in the background has its unfinished file, ten seconds at most.
inline const std::string wait_for_part_file =
    "for i in $(seq 200); do ls -A | grep -q part && break; sleep 0.05; done; ";

/// A folder that is there as long as this object.
class Workshop {
 public:
  Workshop() {
    std::string name = (std::filesystem::temp_directory_path() / "engram-test-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) {
      throw std::runtime_error("no folder for the test could be made");
    }
    folder_ = name;
  }
  ~Workshop() {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }
  Workshop(const Workshop&) = delete;
  Workshop& operator=(const Workshop&) = delete;

  [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }
  [[nodiscard]] std::filesystem::path operator/(const std::string& name) const { return folder_ / name; }

  std::filesystem::path write(const std::string& name, const std::string& text) const {
    std::ofstream(folder_ / name, std::ios::binary) << text;
    return folder_ / name;
  }

  /// Runs a shell command in the folder.
  [[nodiscard]] Outcome shell(const std::string& command) const {
    // The streams go to files beside the folder, so that they are not among its contents.
    const std::string out = folder_.string() + ".out";
    const std::string err = folder_.string() + ".err";
    const std::string line =
        "cd '" + folder_.string() + "' && ( " + command + " ) > '" + out + "' 2> '" + err + "' < /dev/null";
    const int status = std::system(line.c_str());
    Outcome outcome{WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status), read(out), read(err)};
    std::filesystem::remove(out);
    std::filesystem::remove(err);
    return outcome;
  }
  /// Runs `engram <arguments>` in the folder.
  [[nodiscard]] Outcome engram(const std::string& arguments) const {
    return shell("'" ENGRAM_TEST_PROGRAM "' " + arguments);
  }

 private:
  std::filesystem::path folder_;
};

}  // namespace engram::test
