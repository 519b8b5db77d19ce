// A folder of specs that extend each other, for tests.
#pragma once

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "catch.hpp"
#include "spec_fixture.hpp"
#include "specification/extend.hpp"
#include "working_folder.hpp"
#include "yaml/path.hpp"

namespace engram::specification::test {

namespace fs = std::filesystem;
using Lines = std::vector<std::string>;

/// A folder with a spec, base.yaml, that others extend.
class Desk : public engram::test::WorkingFolder {
 public:
  Desk() {
    fs::create_directories(path() / "bases");
    write("base.yaml", good_spec);
  }
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
