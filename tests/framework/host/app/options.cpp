// Options of every command: numbers and their limits, repeated options, and options that exclude each other.
#include "app/options.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <boost/program_options/value_semantic.hpp>

#include <engram/error.hpp>

#include "app/program.hpp"
#include "catch.hpp"
#include "program.hpp"
#include "small_spec.hpp"

namespace {

using namespace engram::app;
using Catch::Matchers::Contains;
using engram::RequestError;
using engram::test::Outcome;
using engram::test::small_spec;
using engram::test::Workshop;
namespace po = boost::program_options;

po::variables_map parsed(const std::vector<std::string>& arguments) {
  Usage usage;
  usage.line = "engram try FILE";
  usage.positional = "FILE";
  usage.options.add_options()("jobs,j", po::value<std::string>()->value_name("N"), "")(
      "absolute", po::value<std::string>()->value_name("X"), "")("timeout", po::value<std::string>()->value_name("D"),
                                                                 "")(
      "output,o", po::value<std::string>()->default_value("page")->value_name("FILE"), "")(
      "name", po::value<std::vector<std::string>>()->composing()->value_name("NAME"), "")("quiet,q", "")("all", "");
  usage.examples = {"engram try file"};
  std::vector<std::string> all{"file"};
  all.insert(all.end(), arguments.begin(), arguments.end());
  return parse(std::move(usage), all).value();
}

template <class Read>
std::string refusal_of(Read read) {
  try {
    read();
  } catch (const RequestError& error) {
    return error.what();
  }
  return "accepted";
}

const char* const grid = R"(patterns: {plugin: binary, count: 3, size: 20}
model: {plugin: hopfield, units: 20}
learning: hebbian
analyses: [{plugin: recall, corruption: {plugin: sign_flips, count: 2}}]
sweep: {seed: {from: 1, to: 4}}
)";

}  // namespace

TEST_CASE("options: whole numbers are plain digits within limits") {
  const auto jobs = [](const std::string& text) { return whole_number(parsed({"-j", text}), "jobs", 1, 1024); };
  CHECK(jobs("1") == 1U);
  CHECK(jobs("1024") == 1024U);
  CHECK(jobs("007") == 7U);
  CHECK_FALSE(whole_number(parsed({}), "jobs", 1, 1024));
  for (const std::string text : {"0", "-1", "1e3", "1025", "99999999999", "99999999999999999999999", "+8", "3.5",
                                 "0x8", "8 ", " 8", "8k", "two", "nan"}) {
    CHECK(refusal_of([&] { jobs(text); }) == "--jobs takes a whole number from 1 to 1024; found '" + text + "'");
  }
}

TEST_CASE("options: tolerances are finite and not below zero") {
  const auto absolute = [](const std::string& text) { return tolerance(parsed({"--absolute", text}), "absolute"); };
  CHECK(absolute("0") == 0.0);
  CHECK(absolute("1e-9") == 1e-9);
  CHECK(absolute("2.5") == 2.5);
  CHECK_FALSE(tolerance(parsed({}), "absolute"));
  for (const std::string text : {"nan", "inf", "-1", "-0.1", "1e999", "x", "1 s", "1,5", "0x1p3", "1e-999"}) {
    CHECK_THAT(refusal_of([&] { absolute(text); }),
               Catch::Matchers::StartsWith("--absolute takes a number from 0 up; found '" + text + "'"));
  }
  CHECK_THAT(refusal_of([&] { absolute("nan"); }), Contains("\n  a number must be finite"));
}

TEST_CASE("options: durations are written as in a spec") {
  const auto timeout = [](const std::string& text) { return duration(parsed({"--timeout", text}), "timeout", 1e6); };
  CHECK(timeout("90") == 90.0);
  CHECK(timeout("2 min") == 120.0);
  CHECK(timeout("500ms") == 0.5);
  for (const std::string text : {"0", "-1", "nan", "inf", "1e7", "1000000 h", "1e999", "2 weeks", "soon"}) {
    CHECK_THAT(refusal_of([&] { timeout(text); }),
               Contains("--timeout takes a duration above 0 and at most 1000000 s, such as 90 or '2 min'; found '" +
                        text + "'"));
  }
}

TEST_CASE("options: an option that may be given once is refused twice, and an empty text is refused") {
  CHECK_THAT(refusal_of([] { parsed({"-j", "1", "--jobs", "2"}); }), Contains("--jobs is given more than once"));
  CHECK_THAT(refusal_of([] { parsed({"-q", "-q"}); }), Contains("--quiet is given more than once"));
  CHECK(parsed({"--name", "a", "--name", "b"})["name"].as<std::vector<std::string>>().size() == 2);
  CHECK(refusal_of([] { parsed({"-o", ""}); }) == "--output takes FILE; found ''");
  CHECK(refusal_of([] { parsed({"--name", "a", "--name", ""}); }) == "--name takes NAME; found ''");
  CHECK(refusal_of([] { parsed({"--jobs", ""}); }) == "--jobs takes N; found ''");
}

TEST_CASE("options: contradictions are refused, and a default contradicts nothing") {
  const std::vector<Conflict> conflicts{{"all", "quiet", "REASON"}, {"output", "all", "REASON"}};
  CHECK(refusal_of([&] {
          refuse_conflicts(parsed({"--all", "-q"}), conflicts);
        }) == "--all and --quiet exclude each other: REASON");
  CHECK(refusal_of([&] { refuse_conflicts(parsed({"--all"}), conflicts); }) == "accepted");
  CHECK(refusal_of([&] {
          refuse_conflicts(parsed({"--all", "-o", "x"}), conflicts);
        }) == "--output and --all exclude each other: REASON");
}

TEST_CASE("options: every command refuses numbers and contradictions with the same words, and writes nothing") {
  const Workshop workshop;
  workshop.write("spec.yaml", small_spec);
  workshop.write("grid.yaml", grid);
  workshop.write("empty", "");
  workshop.write("blank", "\n\n");
  struct Row {
    std::string arguments;
    std::string words;
  };
  const std::string jobs = "--jobs takes a whole number from 1 to 1024; found '";
  const std::vector<Row> rows{
      {"run grid.yaml -j 0", jobs + "0'"},
      {"run grid.yaml -j -1", jobs + "-1'"},
      {"run grid.yaml -j 1e3", jobs + "1e3'"},
      {"run grid.yaml -j 99999999999", jobs + "99999999999'"},
      {"rerun grid.h5 -j 0", jobs + "0'"},
      {"rerun grid.h5 --jobs=-1", jobs + "-1'"},
      {"rerun grid.h5 --absolute nan", "--absolute takes a number from 0 up; found 'nan'"},
      {"rerun grid.h5 --relative -1", "--relative takes a number from 0 up; found '-1'"},
      {"diff a.h5 b.h5 --absolute nan", "--absolute takes a number from 0 up; found 'nan'"},
      {"diff a.h5 b.h5 --relative inf", "--relative takes a number from 0 up; found 'inf'"},
      {"submit grid.yaml --slurm --tasks 0", "--tasks takes a whole number from 1 to 100000; found '0'"},
      {"submit grid.yaml --slurm --tasks -1", "--tasks takes a whole number from 1 to 100000; found '-1'"},
      {"check-plugin x.so --timeout nan", "--timeout takes a duration above 0 and at most 1000000 s"},
      {"run grid.yaml --shard 1/0", "--shard takes K/N with K from 1 to N"},
      {"run grid.yaml --shard 0/2", "--shard takes K/N with K from 1 to N"},
      {"run grid.yaml --shard 1/2/3", "--shard takes K/N with K from 1 to N"},
      {"run grid.yaml --shard -1/2", "--shard takes K/N with K from 1 to N"},
      {"run grid.yaml --shard 1/99999999999999999999", "--shard takes K/N with K from 1 to N"},
      {"run grid.yaml --cells empty",
       "--cells takes a file with the label of a cell in each line; empty has no line"},
      {"run grid.yaml --cells blank", "blank has no line"},
      {"run grid.yaml --cells .", "cannot read the list of cells .: it is a folder"},
      {"run grid.yaml -o ''", "--output takes FILE; found ''"},
      {"run grid.yaml --set seed", "--set takes PATH=VALUE"},
      {"run grid.yaml --set ''", "--set takes PATH=VALUE; found ''"},
      {"run ''", "SPEC is an empty text"},
      {"run grid.yaml -j 1 -j 2", "--jobs is given more than once"},
      {"run grid.yaml -o a.h5 -o b.h5", "--output is given more than once"},
      {"run grid.yaml --overwrite --resume", "--overwrite and --resume exclude each other"},
      {"run grid.yaml --recompute", "--recompute needs --resume"},
      {"run grid.yaml --cell seed=1 --resume", "--cell and --resume exclude each other"},
      {"run grid.yaml --cell seed=1 --shard 1/2", "--cell and --shard exclude each other"},
      {"run grid.yaml --cell seed=1 --cells empty", "--cell and --cells exclude each other"},
      {"run grid.yaml --cell seed=1 -j 2", "--cell and --jobs exclude each other"},
      {"run grid.yaml --cell seed=1 --fail-fast", "--cell and --fail-fast exclude each other"},
      {"run grid.yaml --cell seed=1 --recompute", "--cell and --recompute exclude each other"},
      {"run grid.yaml --dry-run -q", "--dry-run and --quiet exclude each other"},
      {"run spec.yaml --shard 1/2", "--shard shares out cells, and spec.yaml is a single run"},
      {"submit grid.yaml --slurm --overwrite --resume", "--overwrite and --resume exclude each other"},
      {"submit grid.yaml --slurm --recompute", "--recompute needs --resume"},
      {"merge grid.yaml --overwrite --resume", "--overwrite and --resume exclude each other"},
      {"merge grid.yaml --original none.yaml", "--original takes a file; there is no file none.yaml"},
      {"status grid.yaml --missing --explain", "--missing and --explain exclude each other"},
      {"run grid.yaml --overwrite --shard 1/2", "--overwrite would remove the cells of other parts"},
      {"diff a.h5 b.h5 --all -q", "--all and --quiet exclude each other"},
      {"plugins --json --verbose", "--json and --verbose exclude each other"},
      {"plot a.h5 -o ''", "--output takes DIR|FILE; found ''"},
      {"report a.h5 -o ''", "--output takes PAGE; found ''"},
      {"check a.h5 --spec ''", "--spec takes SPEC; found ''"},
      {"docs -o ''", "--output takes DIR; found ''"},
      {"schema --output=''", "--output"},
      {"new activation x -o ''", "--output takes DIR; found ''"},
  };
  for (const Row& row : rows) {
    const Outcome outcome = workshop.engram(row.arguments);
    INFO(row.arguments << "\n" << outcome.err);
    CHECK(outcome.code == 2);
    CHECK(outcome.out.empty());
    CHECK_THAT(outcome.err, Contains(row.words));
  }
  CHECK_FALSE(std::filesystem::exists(workshop / "grid.h5"));
  CHECK_FALSE(std::filesystem::exists(workshop / "grid.cells"));
}

TEST_CASE("options: a dry run lists the cells that the same run would compute") {
  const Workshop workshop;
  workshop.write("grid.yaml", grid);
  workshop.write("some", "seed=2\nseed=3\n");
  const auto listed = [&](const std::string& options) {
    const Outcome outcome = workshop.engram("run grid.yaml --dry-run " + options);
    INFO(outcome.err);
    CHECK(outcome.code == 0);
    return outcome.out;
  };
  CHECK(listed("") == "seed=1\nseed=2\nseed=3\nseed=4\n");
  CHECK(listed("-j 2") == "seed=1\nseed=2\nseed=3\nseed=4\n");
  CHECK(listed("--shard 2/2") == "seed=2\nseed=4\n");
  CHECK(listed("--cells some") == "seed=2\nseed=3\n");
  CHECK(listed("--cell seed=3") == "seed=3\n");
  REQUIRE(workshop.engram("run grid.yaml -q --shard 1/2").code == 0);
  CHECK(listed("--resume") == "seed=2\nseed=4\n");
  REQUIRE(workshop.engram("merge grid.yaml -q --partial part.h5").code == 0);
  REQUIRE(workshop.engram("run grid.yaml -q --resume").code == 0);
  CHECK(listed("--resume").empty());
  CHECK_THAT(workshop.engram("run grid.yaml --dry-run --resume").err,
             Contains("grid.h5: nothing is left to compute"));
  CHECK_THAT(workshop.engram("run grid.yaml --dry-run --cell seed=9").err, Contains("has no cell 'seed=9'"));
}

TEST_CASE("options: a dry run says how large the result will be, and writes nothing") {
  const Workshop workshop;
  workshop.write("grid.yaml", grid);
  const auto size_of = [&](const std::string& options) {
    return workshop.engram("run grid.yaml --dry-run " + options).err;
  };
  CHECK_THAT(size_of(""), Contains("grid.h5: about ") && Contains(" kB, 4 cells of ") && Contains("other "));
  CHECK_THAT(size_of("-o elsewhere.h5 --keep none"),
             Contains("elsewhere.h5: about ") && Contains("; with keep: all about "));
  CHECK_THAT(size_of("--cell seed=3"), Contains("seed=3.h5: about ") && !Contains("cells of"));
  CHECK_THAT(size_of("--set 'sweep.seed=[1, 2]'"), Contains(", 2 cells of "));
  CHECK_FALSE(std::filesystem::exists(workshop / "grid.h5"));
  CHECK_FALSE(std::filesystem::exists(workshop / "grid.cells"));
  CHECK_FALSE(std::filesystem::exists(workshop / "elsewhere.h5"));
  REQUIRE(workshop.engram("run grid.yaml -q").code == 0);
  const std::string before = engram::test::read(workshop / "grid.h5");
  CHECK_THAT(size_of("--overwrite"), Contains("grid.h5: about "));
  CHECK(engram::test::read(workshop / "grid.h5") == before);
}

TEST_CASE("options: a partial result replaces a file only where that is asked for") {
  const Workshop workshop;
  workshop.write("grid.yaml", grid);
  REQUIRE(workshop.engram("run grid.yaml -q --shard 1/2").code == 0);
  REQUIRE(workshop.engram("merge grid.yaml -q --partial part.h5").code == 0);
  const Outcome outcome = workshop.engram("merge grid.yaml -q --partial part.h5 --resume");
  CHECK(outcome.code == 2);
  CHECK_THAT(outcome.err, Contains("part.h5 exists"));
  CHECK(workshop.engram("merge grid.yaml -q --partial part.h5 --overwrite").code == 0);
}
