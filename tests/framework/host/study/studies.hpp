// Studies of small specs in a folder of their own, and what a piece of work prints.
#pragma once

#include <cstdio>
#include <filesystem>
#include <string>
#include <utility>
#include <variant>

#include <unistd.h>

#include "catch.hpp"
#include "plugins/registry.hpp"
#include "plugins/search_path.hpp"
#include "program.hpp"
#include "small_spec.hpp"
#include "store/format.hpp"
#include "store/reader.hpp"
#include "study/execute.hpp"
#include "study/study.hpp"

namespace engram::test {

inline const plugins::Registry& registry() {
  static const plugins::Registry all =
      plugins::load(plugins::search_path({ENGRAM_TEST_PLUGINS, ENGRAM_TEST_SUPPORT_PLUGINS}));
  return all;
}

/// A study of the small spec with further lines.
inline study::StudyRequest request_in(const Workshop& workshop, const std::string& more = "") {
  study::StudyRequest request;
  request.spec = workshop.write("small.yaml", small_spec + more);
  request.target = workshop / "small.h5";
  request.plugin_folders = {ENGRAM_TEST_PLUGINS, ENGRAM_TEST_SUPPORT_PLUGINS};
  request.command_line = {"a", "test of studies"};
  return request;
}

inline study::RunOptions quiet_options() {
  study::RunOptions options;
  options.compute.quiet = true;
  return options;
}

inline std::string status_of(const std::filesystem::path& result) {
  return std::get<std::string>(store::Reader(result).attribute("", store::status_attribute));
}

inline const std::string three_seeds = "sweep: {seed: [1, 2, 3]}\n";
inline const std::string two_cases = "cases: {a: {}, b: {model.tau_v: 200 ms}}\nsweep: {seed: [1, 2]}\n";

/// Keeps the text that a stream of this process gets while the object lives.
class Printed {
 public:
  explicit Printed(std::FILE* stream) : stream_(stream), file_(std::tmpfile()) {
    std::fflush(stream_);
    before_ = ::dup(::fileno(stream_));
    ::dup2(::fileno(file_), ::fileno(stream_));
  }
  ~Printed() {
    restore();
    std::fclose(file_);
  }
  Printed(const Printed&) = delete;
  Printed& operator=(const Printed&) = delete;

  /// Everything so far. The stream is then that of the process again.
  std::string text() {
    restore();
    std::string all;
    std::rewind(file_);
    for (int c = std::fgetc(file_); c != EOF; c = std::fgetc(file_)) {
      all += static_cast<char>(c);
    }
    return all;
  }

 private:
  void restore() {
    if (before_ >= 0) {
      std::fflush(stream_);
      ::dup2(before_, ::fileno(stream_));
      ::close(std::exchange(before_, -1));
    }
  }

  std::FILE* stream_;
  std::FILE* file_;
  int before_ = -1;
};

}  // namespace engram::test
