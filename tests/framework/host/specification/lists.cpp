// Lists, pairs and lists of records in every form: each is read or refused with a message.
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <engram/plugin.hpp>
#include <engram/words.hpp>

#include "catch.hpp"
#include "spec_fixture.hpp"
#include "yaml/read.hpp"

namespace engram::specification::test {

namespace {

using Lines = std::vector<std::string>;

struct Album : PatternSource {
  std::vector<std::string> files;
  std::vector<std::string> tags;
  std::vector<double> times;
  std::vector<Index> counts;
  std::string labels;
  std::vector<std::string> pictures;
  NamedPairs edges{"loop", {}};

  static auto params() {
    return engram::params<Album>()
        .files(&Album::files, "files", "Pictures.", true)
        .files(&Album::labels, "labels", "A file of labels.")
        .file_patterns(&Album::pictures, "pictures", "Files or patterns.")
        .add(&Album::tags, "tags", "Words.")
        .add(&Album::times, "times", "s", "Times.")
        .add(&Album::counts, "counts", "1", "Counts.")
        .add(&Album::edges, "edges", {"loop", "chain"}, "Pairs.");
  }
  [[nodiscard]] Index pattern_count() const override { return 1; }
  [[nodiscard]] Index pattern_size() const override { return 100; }
  void generate(const RandomStreams& /*random*/, MatrixView /*patterns*/) const override {}
};

const Catalogue& with_album() {
  static const PluginInfo album = pattern_source<Album>("album", "Pictures.");
  static const Catalogue all = [] {
    Catalogue made = catalogue();
    made.add(album);
    return made;
  }();
  return all;
}

struct Answer {
  std::vector<Value> values;  ///< of each run
  Lines lines;
};

Answer ask(const std::string& text, const std::string& parameter, std::vector<std::string> sets = {}) {
  yaml::Problems problems;
  Answer answer;
  const auto root = yaml::read_text(text, "folder/fig.yaml", problems);
  REQUIRE(root);
  const Spec spec = resolve(*root, with_album(), {std::move(sets), figure_schema()}, problems);
  for (const ExperimentSpec& run : spec.cases) {
    if (run.patterns) {
      answer.values.push_back(run.patterns->value(parameter));
    }
  }
  answer.lines = lines_of(problems);
  return answer;
}

std::string spec_with(const std::string& parameter, const std::string& value) {
  const std::string files = parameter == "files" ? "" : "  files: [a.png]\n";
  return "model: pc_hopfield\nlearning: predictive_coding\npatterns:\n  plugin: album\n" + files +
         (value.empty() ? "" : "  " + parameter + ": " + value + "\n");
}

/// The same value by each way into a spec.
std::vector<Answer> ask_all(const std::string& parameter, const std::string& value) {
  const std::string bare = spec_with(parameter, parameter == "files" ? "[a.png]" : "");
  return {ask(spec_with(parameter, value), parameter), ask(bare, parameter, {"patterns." + parameter + "=" + value}),
          ask(bare + "cases: {a: {patterns." + parameter + ": " + value + "}}\n", parameter),
          ask(bare + "cases: {a: {}}\n", parameter, {"cases.a.patterns." + parameter + "=" + value}),
          ask(bare + "sweep: {patterns." + parameter + ": [" + value + "]}\n", parameter)};
}

std::string absolute(const std::string& file) {
  return std::filesystem::absolute(file).lexically_normal().string();
}

using Texts = std::vector<std::string>;

}  // namespace

TEST_CASE("lists: a list of files in every shape, by every way") {
  for (const Answer& answer : ask_all("files", "ten.png")) {
    INFO(engram::join(answer.lines, "\n"));
    REQUIRE(answer.lines.empty());
    REQUIRE(answer.values.size() == 1);
    const auto files = std::get<Texts>(answer.values[0]);
    CHECK((files == Texts{absolute("folder/ten.png")} || files == Texts{absolute("ten.png")}));
  }
  CHECK(ask(spec_with("files", "ten.png"), "files").values[0] == Value{Texts{absolute("folder/ten.png")}});
  CHECK(ask(spec_with("files", "[a]"), "files", {"patterns.files=ten.png"}).values[0] ==
        Value{Texts{absolute("ten.png")}});
  CHECK(ask(spec_with("files", "[a, b]"), "files").values[0] ==
        Value{Texts{absolute("folder/a"), absolute("folder/b")}});
  for (const Answer& answer : ask_all("files", "3")) {
    CHECK(answer.lines.empty());
  }
  for (const Answer& answer : ask_all("files", "[]")) {
    CHECK(answer.lines.empty());
    CHECK(answer.values.at(0) == Value{Texts{}});
  }
  const std::string subject = "parameter 'files' of pattern source 'album'";
  const auto refused = [&](const std::string& value, const std::string& words) {
    for (const Answer& answer : ask_all("files", value)) {
      INFO(value << ": " << engram::join(answer.lines, "\n"));
      REQUIRE(answer.lines.size() == 1);
      CHECK(answer.lines[0].find(subject + " takes ") != std::string::npos);
      CHECK(answer.lines[0].find(words) != std::string::npos);
    }
  };
  refused("\"\"", "; found '' | write the name of a file");
  refused("null", "; found nothing");
  refused("{a: b}", "; found a mapping");
  refused("[[a.png]]", "an item of " + subject);
  refused("[\"\"]", "; found '' | write the name of a file");
  refused("[null]", "; found nothing");
}

TEST_CASE("lists: a file that exists counts before a pattern, and the folder of the spec is not a pattern") {
  const std::string parent = std::filesystem::temp_directory_path().string();
  const std::string folder = parent + "/engram_spec_a[1]";
  std::filesystem::create_directory(folder);
  std::ofstream(folder + "/b[2].png").close();
  const auto pictures = [&](const std::string& value) {
    yaml::Problems problems;
    const auto root = yaml::read_text(spec_with("pictures", value), folder + "/fig.yaml", problems);
    REQUIRE(root);
    const Spec spec = resolve(*root, with_album(), {{}, figure_schema()}, problems);
    REQUIRE(lines_of(problems).empty());
    return std::get<Texts>(spec.cases[0].patterns->value("pictures")).at(0);
  };
  CHECK(pictures("'b[2].png'") == parent + R"(/engram_spec_a\[1\]/b\[2\].png)");
  CHECK(pictures("'b[3].png'") == parent + R"(/engram_spec_a\[1\]/b[3].png)");
  CHECK(pictures("'../*.png'") == parent + "/*.png");
  // A resolved spec has the same again.
  CHECK(pictures("'" + pictures("'b[2].png'") + "'") == pictures("'b[2].png'"));
  std::filesystem::remove_all(folder);
  // Other paths are no patterns.
  CHECK(ask(spec_with("files", "'c[4].png'"), "files").values[0] == Value{Texts{absolute("folder/c[4].png")}});
}

TEST_CASE("lists: an empty text is no file where a file is optional") {
  CHECK(ask(spec_with("labels", "\"\""), "labels").values[0] == Value{std::string()});
  CHECK(ask(spec_with("labels", "l.csv"), "labels").values[0] == Value{absolute("folder/l.csv")});
}

TEST_CASE("lists: lists of every type in every shape, by every way") {
  struct Row {
    std::string parameter, value;
    bool good;
  };
  const std::vector<Row> rows{{"tags", "word", true},
                              {"tags", "[a, b]", true},
                              {"tags", "[]", true},
                              {"tags", "\"\"", true},
                              {"tags", "null", false},
                              {"tags", "[[a]]", false},
                              {"tags", "{a: 1}", false},
                              {"tags", "[null]", false},
                              {"times", "10 ms", true},
                              {"times", "[1, 2 s]", true},
                              {"times", "[]", true},
                              {"times", "\"\"", false},
                              {"times", "\"1\"", false},
                              {"times", "null", false},
                              {"times", "[[1]]", false},
                              {"times", "{a: 1}", false},
                              {"times", "[null]", false},
                              {"counts", "3", true},
                              {"counts", "[1, 2]", true},
                              {"counts", "[]", true},
                              {"counts", "\"\"", false},
                              {"counts", "\"3\"", false},
                              {"counts", "null", false},
                              {"counts", "[[3]]", false},
                              {"counts", "1.5", false},
                              {"edges", "chain", true},
                              {"edges", "[]", true},
                              {"edges", "[[0, 1]]", true},
                              {"edges", "\"\"", false},
                              {"edges", "null", false},
                              {"edges", "3", false},
                              {"edges", "[0, 1]", false},
                              {"edges", "[[0]]", false},
                              {"edges", "[[]]", false},
                              {"edges", "[null]", false},
                              {"edges", "[[0, null]]", false},
                              {"edges", "[[0, [1]]]", false},
                              {"edges", "[{a: 0, b: 1}]", false},
                              {"edges", "[[0, \"1\"]]", false},
                              {"edges", "[[0, -1]]", false},
                              {"edges", "[[0, 1, 2]]", false}};
  for (const Row& row : rows) {
    for (const Answer& answer : ask_all(row.parameter, row.value)) {
      INFO(row.parameter << ": " << row.value << ": " << engram::join(answer.lines, "\n"));
      CHECK(answer.lines.empty() == row.good);
      CHECK(answer.values.size() == (row.good ? 1U : 0U));
      for (const std::string& line : answer.lines) {
        CHECK(line.find(row.parameter) != std::string::npos);
      }
    }
  }
}

TEST_CASE("lists: lists of records in every shape, by every way") {
  const std::string bare = spec_with("tags", "");
  const auto lines = [&](const std::string& value) {
    Lines written = ask(bare + "figures: " + value + "\n", "tags").lines;
    const Lines set = ask(bare, "tags", {"figures=" + value}).lines;
    INFO(value << ": " << engram::join(written, "\n") << "\n" << engram::join(set, "\n"));
    CHECK(written.size() == set.size());
    return written;
  };
  CHECK(lines("[]").empty());
  CHECK(lines("null").empty());
  CHECK(lines("[{name: a, panels: []}]").empty());
  CHECK(lines("[{name: a, panels: [{}]}]").empty());
  for (const std::string value : {"3", "\"\"", "{name: a}"}) {
    CHECK(lines(value).at(0).find("where a list belongs, each item a figure") != std::string::npos);
  }
  for (const std::string value : {"[3]", "[\"\"]", "[null]", "[[{name: a}]]"}) {
    CHECK(lines(value).at(0).find("a figure is a mapping of keys and values; found") != std::string::npos);
  }
  for (const std::string value : {"3", "\"\"", "null", "{title: a}"}) {
    CHECK(lines("[{name: a, panels: " + value + "}]").at(0).find("where a list belongs, each item a panel") !=
          std::string::npos);
  }
  CHECK(lines("[{name: a, panels: [[]]}]").at(0).find("a panel is a mapping") != std::string::npos);
  CHECK(lines("[{name: [a]}]").at(0).find("'name' of a figure takes") != std::string::npos);
}

}  // namespace engram::specification::test

TEST_CASE("lists: a list of learning rules is a setting of its own, beside those of each rule") {
  const auto found = engram::specification::settings(
      "learning:\n  - {label: first, plugin: hebbian}\n  - {plugin: anti_hebbian, rate: 0.02, label: then}\n");
  CHECK(found.at("learning") == "hebbian+anti_hebbian");
  CHECK(found.at("learning.first") == "hebbian");
  CHECK(found.at("learning.then.rate") == "0.02");
}
