// A folder of specs that extend each other, for tests.
#pragma once

#include <filesystem>
#include <fstream>
#include <string>
#include <utility>
#include <vector>

#include <unistd.h>

#include "catch.hpp"
#include "spec_fixture.hpp"
#include "specification/extend.hpp"
#include "yaml/path.hpp"

namespace engram::specification::test {

namespace fs = std::filesystem;
using Lines = std::vector<std::string>;

/// A folder of specs, in which the test works, so that names in messages are short.
class Desk {
 public:
  Desk()
      : before_(fs::current_path()),
        path_(fs::temp_directory_path() / ("engram_extend_" + std::to_string(getpid()))) {
    fs::remove_all(path_);
    fs::create_directories(path_ / "bases");
    fs::current_path(path_);
    write("base.yaml", good_spec);
  }
  Desk(const Desk&) = delete;
  Desk& operator=(const Desk&) = delete;
  ~Desk() {
    fs::current_path(before_);
    fs::remove_all(path_);
  }
  static void write(const std::string& name, const std::string& text) {
    std::ofstream(name, std::ios::binary) << text;
  }

 private:
  fs::path before_;
  fs::path path_;
};

inline WrittenSpec read_good(const std::string& text) {
  Desk::write("mine.yaml", text);
  yaml::Problems problems;
  auto written = read_spec("mine.yaml", problems);
  INFO(yaml::render(problems));
  REQUIRE(written);
  return *written;
}

inline Lines mistakes(const std::string& text) {
  Desk::write("mine.yaml", text);
  yaml::Problems problems;
  CHECK_FALSE(read_spec("mine.yaml", problems));
  return lines_of(problems);
}

/// The mistakes that are found only where parts are read.
inline Lines resolved_mistakes(const std::string& text) {
  const WrittenSpec written = read_good(text);
  yaml::Problems problems;
  resolve(written.root, catalogue(), {{}, figure_schema(), nullptr}, problems);
  return lines_of(problems);
}

inline Spec resolved(const std::string& text, std::vector<std::string> sets = {}) {
  const WrittenSpec written = read_good(text);
  yaml::Problems problems;
  Spec spec = resolve(written.root, catalogue(), {std::move(sets), figure_schema(), nullptr}, problems);
  INFO(yaml::render(problems));
  REQUIRE(problems.empty());
  return spec;
}

inline std::string setting(const Spec& spec, const std::string& path) {
  return texts_of(settings_of(spec.cases.front()))[path];
}

inline std::string text_at(const WrittenSpec& written, const std::string& path) {
  const auto node = yaml::node_at_path(written.root, path);
  return node ? yaml::flow_text(*node) : "absent";
}

inline const std::string extends = "extends: base.yaml\n";

}  // namespace engram::specification::test
