// Points of a sweep from tables: their values, their labels, and every mistake with its place.
#include <filesystem>
#include <string>
#include <vector>

#include "catch.hpp"
#include "spec_fixture.hpp"
#include "working_folder.hpp"

namespace engram::specification::test {

namespace {

namespace fs = std::filesystem;
using Lines = std::vector<std::string>;

/// A folder in which the test works, with room for tables.
class Desk : public engram::test::WorkingFolder {
 public:
  Desk() { fs::create_directories(path() / "tables"); }
};

Spec swept(const std::string& sweep, std::vector<std::string> sets = {}) {
  Resolved resolved = resolve_text(good_spec + "sweep: " + sweep + "\n", std::move(sets));
  INFO(yaml::render(resolved.problems));
  REQUIRE(resolved.problems.empty());
  return std::move(resolved.spec);
}

Lines labels(const Spec& spec) {
  Lines labels;
  for (std::size_t cell = 0; cell < spec.cases.size(); ++cell) {
    labels.push_back(spec.cases.label(cell));
  }
  return labels;
}

Lines mistakes(const std::string& table) {
  Desk::write("runs.csv", table);
  return lines_of(resolve_text(good_spec + "sweep: {points: runs.csv}\n").problems);
}

std::string setting(const Spec& spec, std::size_t cell, const std::string& path) {
  return texts_of(settings_of(spec.cases[cell]))[path];
}

}  // namespace

TEST_CASE("points: each row is a point, with values as in a spec") {
  const Desk desk;
  Desk::write("runs.csv",
              "\xEF\xBB\xBF# by hand\r\nmodel.tau_v, model.layers ,model.activation,model.noise\r\n"
              "10 ms,\"[50, 30]\",relu,~\r\n\r\n0.02,100,\"{plugin: tanh, gain: 0.3}\",1\r\n");
  const Spec spec = swept("{points: runs.csv}");
  REQUIRE(spec.cases.size() == 2);
  CHECK(setting(spec, 0, "model.tau_v") == "0.01 s");
  CHECK(setting(spec, 0, "model.layers") == "[50, 30]");
  CHECK(setting(spec, 0, "model.noise") == "none");
  CHECK(setting(spec, 1, "model.activation.gain") == "0.3");
  CHECK(setting(spec, 1, "model.layers") == "[100]");
  CHECK(spec.cases[1].origin_of("model.tau_v") == "runs.csv:5:1");
  CHECK(spec.tables == Lines{(desk.path() / "runs.csv").string()});
}

TEST_CASE("points: the resolved spec has the points themselves") {
  const Desk desk;
  Desk::write("runs.csv", "model.tau_v,seed\n10 ms,3\n20 ms,4\n");
  const Spec spec = swept("{points: runs.csv, model.activation: [relu, tanh]}");
  fs::remove("runs.csv");
  const Resolved again = resolve_text(spec.resolved);
  INFO(yaml::render(again.problems));
  REQUIRE(again.problems.empty());
  CHECK(labels(again.spec) == labels(spec));
  CHECK(again.spec.resolved == spec.resolved);
}

TEST_CASE("points: columns may stand between tabs or semicolons") {
  const Desk desk;
  Desk::write("runs.csv", "model.layers\tseed\n[5, 5]\t1\n");
  CHECK(setting(swept("{points: runs.csv}"), 0, "model.layers") == "[5, 5]");
  Desk::write("runs.csv", "model.layers;seed\n[5, 5];1\n");
  CHECK(setting(swept("{points: runs.csv}"), 0, "model.layers") == "[5, 5]");
  Desk::write("runs.csv", "seed\n1\n2\n");
  CHECK(labels(swept("{points: runs.csv}")) == Lines{"seed=1", "seed=2"});
}

TEST_CASE("points: they are combined with every other form of a sweep") {
  const Desk desk;
  Desk::write("runs.csv", "model.tau_v,patterns.count\n10 ms,3\n20 ms,4\n");
  Desk::write("tables/more.csv", "learning.rounds\n5\n6\n");
  CHECK(labels(swept("{seed: {from: 1, to: 2}, points: runs.csv}")) ==
        Lines{"seed=1,tau_v=10ms,count=3", "seed=1,tau_v=20ms,count=4", "seed=2,tau_v=10ms,count=3",
              "seed=2,tau_v=20ms,count=4"});
  CHECK(labels(swept("{points: runs.csv, seed: [7]}")) ==
        Lines{"tau_v=10ms,count=3,seed=7", "tau_v=20ms,count=4,seed=7"});
  CHECK(swept("{points: [runs.csv, tables/more.csv]}").cases.size() == 4);
  CHECK(swept("{zip: {seed: [1, 2], patterns.size: [8, 9]}, points: runs.csv}").cases.size() == 4);
  CHECK(swept("{points: runs.csv, zip: [{seed: [1, 2]}, {patterns.size: [8, 9]}]}").cases.size() == 8);
  CHECK(swept("{points: runs.csv, sample: {count: 3, over: {learning.rounds: {from: 1, to: 9}}}}").cases.size() == 6);
  CHECK(labels(swept("{points: runs.csv, where: patterns.count > 3}")) == Lines{"tau_v=20ms,count=4"});
  CHECK(labels(swept("{points: runs.csv, exclude: {model.tau_v: 0.02}}")) == Lines{"tau_v=10ms,count=3"});
  CHECK(swept("{points: runs.csv}", {"sweep.seed=[1, 2]"}).cases.size() == 4);
  CHECK(labels(swept("{points: runs.csv}", {"sweep.points=tables/more.csv"})) == Lines{"rounds=5", "rounds=6"});
  const Resolved cases = resolve_text(good_spec + "cases: {a: {}, b: {seed: 3}}\nsweep: {points: runs.csv}\n");
  CHECK(cases.problems.empty());
  CHECK(cases.spec.cases.size() == 4);
  CHECK(lines_of(resolve_text(good_spec + "cases: {a: {patterns.count: 5}}\nsweep: {points: runs.csv}\n").problems) ==
        Lines{"fig.yaml:28:13: 'patterns.count' is swept and cannot be set here as well | it is swept at "
              "runs.csv:1:13"});
  CHECK(lines_of(resolve_text(good_spec + "sweep: {points: runs.csv, patterns.count: [3]}\n").problems).front() ==
        "fig.yaml:28:27: 'patterns.count' and 'patterns.count' cannot both be swept: one lies within the other | the "
        "other one is at runs.csv:1:13");
}

TEST_CASE("points: a table is found in the folder of the spec, or under `folder`") {
  const Desk desk;
  Desk::write("tables/runs.csv", "seed\n3\n");
  CHECK(swept("{points: runs.csv}\nfolder: tables").cases.front().seed == 3);
  CHECK(swept("{points: tables/runs.csv}").cases.front().seed == 3);
}

TEST_CASE("points: wrong columns are named with their places") {
  const Desk desk;
  CHECK(mistakes("modle.tau_v\n1\n") ==
        Lines{"runs.csv:1:1: there is no 'modle' to sweep | did you mean 'model'? | allowed: seed, patterns, model, "
              "initial, learning, integrator, analyses, zip, sample, points, where, exclude"});
  CHECK(mistakes("seed,model.tau_w\n1,2\n") ==
        Lines{"runs.csv:1:6: model 'pc_hopfield' has no parameter 'tau_w' | did you mean 'tau_v'? | allowed: layers, "
              "topology, activation, tau_v, noise"});
  CHECK(mistakes("seed,model.tau_v,seed\n1,2,3\n") ==
        Lines{"runs.csv:1:18: two columns of the table are named 'seed' | the first one is at runs.csv:1:1"});
  CHECK(
      mistakes(",seed\n0,1\n") ==
      Lines{
          "runs.csv:1:1: column 1 of the table has no path | pandas writes its index so; to_csv(index=False) leaves "
          "it out"});
  CHECK(
      mistakes("seed,\n0,1\n") ==
      Lines{"runs.csv:1:6: column 2 of the table has no path | the first line names the path of each column, such as "
            "model.tau_v"});
}

TEST_CASE("points: wrong and missing values are named with their places") {
  const Desk desk;
  CHECK(mistakes("seed,model.tau_v\n1,\n2,1 s\n") ==
        Lines{"runs.csv:2:3: the row has no value for 'model.tau_v' | write ~ for a setting that is to have none"});
  CHECK(
      mistakes("seed,model.tau_v\n1\n2,1 s,3\n") ==
      Lines{"runs.csv:2:1: the row has 1 value and the table has 2 columns | put a value that holds a separator in "
            "double quotes, such as \"[50, 30]\"",
            "runs.csv:3:7: the row has 3 values and the table has 2 columns | put a value that holds a separator in "
            "double quotes, such as \"[50, 30]\""});
  CHECK(mistakes("seed\n1\nx\n") == Lines{"runs.csv:3:1: 'seed' takes a whole number from 0 to 2^63 - 1; found 'x'"});
  CHECK(mistakes("seed,model.tau_v\n1,\"10 ms\n") == Lines{"runs.csv:2:3: a quote is opened here and never closed"});
  CHECK(
      mistakes("model.tau_v\n10 ms\n0.01\n") ==
      Lines{"runs.csv:3:1: '0.01' is given twice among the values of a sweep, first as '10 ms' | the first one is at "
            "runs.csv:2:1"});
  CHECK(mistakes("seed,model.tau_v\n1,1 s\n2,1 s\n1,1000 ms\n")
            .front()
            .starts_with("runs.csv:4:1: 'seed=1,tau_v=1000ms' is given twice among the values of a sweep, first as "
                         "'seed=1,tau_v=1s'"));
  CHECK(mistakes("seed\n*a\n").front().starts_with("runs.csv:2:1: an alias without its anchor"));
}

TEST_CASE("points: a file that is no table is refused in words") {
  const Desk desk;
  const std::string before = "fig.yaml:28:17: no points can be read from 'runs.csv': ";
  CHECK(mistakes("") == Lines{before + "there is nothing in it"});
  CHECK(mistakes("\n# a\n") == Lines{before + "there is nothing in it"});
  CHECK(mistakes("seed\n") == Lines{before + "there is no row below its first line"});
  CHECK(mistakes("seed\n\xff\n") == Lines{before + "line 2 holds a byte that is not text; a table is UTF-8"});
  std::string many = "seed\n";
  for (int row = 0; row <= 100'000; ++row) {
    many.append(std::to_string(row)).append("\n");
  }
  CHECK(mistakes(many) == Lines{before + "it has 100001 rows; at most 100000 are allowed"});
  const auto lines = [](const std::string& points) {
    return lines_of(resolve_text(good_spec + "sweep: {points: " + points + "}\n").problems);
  };
  CHECK(lines("rnus.csv") ==
        Lines{"fig.yaml:28:17: no points can be read from 'rnus.csv': there is no such file | did "
              "you mean 'runs.csv'?"});
  CHECK(lines("tables") ==
        Lines{"fig.yaml:28:17: no points can be read from 'tables': it is a folder | such as `points: "
              "runs.csv`, a table whose first line has the swept paths"});
  const std::string advice = " | such as `points: runs.csv`, a table whose first line has the swept paths";
  const std::string words = ": 'points' takes the name of a table, or a list of names; found ";
  CHECK(lines("[]") == Lines{"fig.yaml:28:17" + words + "an empty list" + advice});
  CHECK(lines("{seed: [1]}") == Lines{"fig.yaml:28:17" + words + "a mapping" + advice});
  CHECK(lines("") == Lines{"fig.yaml:28:9" + words + "nothing" + advice});
}

}  // namespace engram::specification::test
