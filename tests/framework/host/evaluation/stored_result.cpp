// Settings, defaults and places that a stored result gives to figures, claims and pages.
#include "evaluation/stored_result.hpp"

#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <engram/error.hpp>

#include "catch.hpp"
#include "evaluation/claim_spec.hpp"
#include "evaluation/figure_spec.hpp"
#include "evaluation/origins.hpp"
#include "evaluation/picture_name.hpp"
#include "result_folder.hpp"
#include "store/sha256.hpp"
#include "store/writer.hpp"

using Catch::Matchers::Contains;
using engram::store::Reader;
using engram::store::Writer;
using engram::store::test::Folder;
namespace evaluation = engram::evaluation;

namespace {

using Texts = std::vector<std::string>;

void put(Writer& writer, const std::string& group, const std::string& name, const Texts& texts,
         const std::string& dimension) {
  writer.group(group).record(
      {name, {dimension}, {static_cast<engram::Index>(texts.size())}, texts, "", "Texts of a test."});
}

/// Writes a result by a function and reads it.
template <class Write>
std::unique_ptr<const Reader> result(const Folder& folder, Write&& write) {
  const std::filesystem::path path = folder / "r.h5";
  Writer writer(path, true);
  write(writer);
  writer.finish();
  return std::make_unique<const Reader>(path);
}

std::string resolved(const std::string& gain) {
  return "patterns: {plugin: gaussian, count: 2, size: 6}\nmodel: {plugin: pc_hopfield, layers: [6], activation: "
         "{plugin: tanh, gain: " +
         gain + "}}\n";
}

/// Two cases of a result; the settings of the first run of each are in the table of origins.
void write_cases(Writer& writer, bool has_defaults) {
  writer.text("spec/resolved", resolved("1"), "Spec.");
  writer.text("cases/a/spec/resolved", resolved("1"), "Spec.");
  writer.text("cases/b/spec/resolved", resolved("2"), "Spec.");
  const std::string table = "provenance/origins";
  put(writer, table, "case", {"a", "a", "a", "b", "b", "b"}, "setting");
  const Texts paths{"model", "model.activation", "model.activation.gain"};
  put(writer, table, "setting", {paths[0], paths[1], paths[2], paths[0], paths[1], paths[2]}, "setting");
  put(writer, table, "value", {"pc_hopfield", "tanh", "1", "pc_hopfield", "tanh", "2"}, "setting");
  put(writer, table, "origin", {"s.yaml:2:1", "s.yaml:2:9", "default", "s.yaml:2:1", "s.yaml:2:9", "s.yaml:4:2"},
      "setting");
  if (has_defaults) {
    put(writer, table, "default", {"", "relu", "1", "", "relu", "1"}, "setting");
  }
}

}  // namespace

TEST_CASE("stored result: the settings of a case are those of its own spec") {
  const Folder folder;
  const auto reader = result(folder, [](Writer& writer) { write_cases(writer, true); });
  const evaluation::StoredResult stored(*reader);
  CHECK(stored.cases() == Texts{"a", "b"});
  CHECK(stored.settings("a").at("model.activation.gain") == "1");
  CHECK(stored.settings("b").at("model.activation.gain") == "2");
  CHECK(stored.settings("b").at("model.activation.gain") == "2");
  CHECK(stored.settings("").at("model.activation.gain") == "1");
}

TEST_CASE("stored result: a setting has its default if it has the value that the parameter declares") {
  const Folder folder;
  const bool has_defaults = GENERATE(true, false);
  CAPTURE(has_defaults);
  const auto reader = result(folder, [&](Writer& writer) { write_cases(writer, has_defaults); });
  const evaluation::StoredResult stored(*reader);
  CHECK(stored.default_settings("a") == std::set<std::string>{"model.activation.gain"});
  CHECK(stored.default_settings("b").empty());
  CHECK(stored.default_settings("a") == std::set<std::string>{"model.activation.gain"});
}

TEST_CASE("stored result: the default of another plugin is not that of a setting") {
  const Folder folder;
  const auto reader = result(folder, [](Writer& writer) {
    writer.text("spec/resolved", resolved("1"), "Spec.");
    const std::string table = "provenance/origins";
    put(writer, table, "case", {"", ""}, "setting");
    put(writer, table, "setting", {"model.activation", "model.activation.gain"}, "setting");
    put(writer, table, "value", {"softstep", "1"}, "setting");
    put(writer, table, "default", {"relu", "1"}, "setting");
    put(writer, table, "origin", {"s.yaml:1:1", "default"}, "setting");
  });
  CHECK(evaluation::StoredResult(*reader).default_settings("").empty());
  const auto plain = result(folder, [](Writer& writer) { writer.text("spec/resolved", resolved("1"), "Spec."); });
  CHECK(evaluation::StoredResult(*plain).default_settings("").empty());
}

TEST_CASE("stored result: advice on missing arrays is given where `keep` leaves some out") {
  const Folder folder;
  const auto advice = [&](const std::string& more) {
    const auto reader =
        result(folder, [&](Writer& writer) { writer.text("spec/resolved", resolved("1") + more, "Spec."); });
    return evaluation::StoredResult(*reader).advice_on_missing();
  };
  CHECK(advice("").empty());
  CHECK(advice("keep: all\n").empty());
  CHECK(advice("keep: {weights: none}\n") == "; the spec's `keep` left out arrays of the runs; 'engram rerun " +
                                                 (folder / "r.h5").string() +
                                                 " --cell LABEL --keep all -o FILE' computes those of a cell again");
}

TEST_CASE("stored result: a cell is found by its place in the stored sweep") {
  const Folder folder;
  const auto reader = result(folder, [](Writer& writer) {
    writer.text("spec/resolved", resolved("1") + "cases: {a: {}, b: {}}\nsweep: {seed: [1, 2]}\n", "Spec.");
    for (const char* label : {"a.seed=1", "a.seed=2", "b.seed=1", "b.seed=2"}) {
      writer.text(std::string("cases/") + label + "/spec/resolved", resolved("1"), "Spec.");
    }
  });
  const evaluation::StoredResult stored(*reader);
  CHECK(stored.cell_at("a", {{"seed", "last"}}) == "a.seed=2");
  CHECK(stored.cell_at("b", {{"seed", "1"}}) == "b.seed=1");
  CHECK_THROWS_AS(stored.cell_at("b", {{"seed", "3"}}), engram::RequestError);
}

TEST_CASE("origins: each row of the table is an origin, and columns of other lengths are refused") {
  const Folder folder;
  const auto reader = result(folder, [](Writer& writer) { write_cases(writer, false); });
  const std::vector<evaluation::Origin> origins = evaluation::origins_of(*reader);
  REQUIRE(origins.size() == 6);
  CHECK(origins[2].case_name == "a");
  CHECK(origins[2].setting == "model.activation.gain");
  CHECK(origins[2].value == "1");
  CHECK(origins[2].place == "default");
  CHECK(origins[5].case_name == "b");
  CHECK(origins[5].place == "s.yaml:4:2");
  const auto plain = result(folder, [](Writer& writer) { writer.group("provenance"); });
  CHECK(evaluation::origins_of(*plain).empty());
  for (const std::string shorter : {"setting", "value", "origin"}) {
    const auto damaged = result(folder, [&](Writer& writer) {
      for (const std::string name : {"case", "setting", "value", "origin"}) {
        put(writer, "provenance/origins", name, name == shorter ? Texts{"x"} : Texts{"x", "y"}, name + "s");
      }
    });
    CHECK_THROWS_WITH(evaluation::origins_of(*damaged), Contains("origins/" + shorter + "' has 1 entries; 2 belong"));
  }
}

TEST_CASE("origins: the record of a cell has the columns with an entry for each cell") {
  const Folder folder;
  const auto reader = result(folder, [](Writer& writer) {
    const std::string table = "provenance/cells";
    put(writer, table, "cell", {"a", "b", "c"}, "cell");
    put(writer, table, "host", {"h1", "h2", "h3"}, "cell");
    writer.group(table).vector("seconds", "cell", std::vector<double>{1.5, 2.5, 3.5}, "s", "Time.");
    put(writer, table, "made_with", {"one", "two"}, "made_with");
  });
  using Record = std::map<std::string, std::string>;
  CHECK(evaluation::record_of_cell(*reader, "a") == Record{{"cell", "a"}, {"host", "h1"}, {"seconds", "1.5"}});
  CHECK(evaluation::record_of_cell(*reader, "c") == Record{{"cell", "c"}, {"host", "h3"}, {"seconds", "3.5"}});
  CHECK(evaluation::record_of_cell(*reader, "d").empty());
  const auto plain = result(folder, [](Writer& writer) { writer.group("provenance"); });
  CHECK(evaluation::record_of_cell(*plain, "a").empty());
}

TEST_CASE("origins: plugins and files are those of the provenance, and damaged tables are refused") {
  const Folder folder;
  const auto table = [&](const Texts& texts, std::vector<engram::Index> shape) {
    return result(folder, [&](Writer& writer) {
      Texts dimensions{"plugin", "field"};
      dimensions.resize(shape.size());
      writer.group("provenance").record({"plugins", dimensions, shape, texts, "", "Plugins."});
    });
  };
  const std::vector<evaluation::UsedPlugin> plugins = evaluation::plugins_of(
      *table({"model", "m", "1", "m.so", "aa", "activation", "relu", "2", "r.so", "bb"}, {2, 5}));
  REQUIRE(plugins.size() == 2);
  CHECK(plugins[1].kind == "activation");
  CHECK(plugins[1].name == "relu");
  CHECK(plugins[1].version == "2");
  CHECK(plugins[1].file == "r.so");
  CHECK(plugins[1].sha256 == "bb");
  CHECK_THROWS_WITH(evaluation::plugins_of(*table({"model", "m", "1", "m.so"}, {1, 4})),
                    "provenance/plugins is not a table of plugins");
  CHECK_THROWS_WITH(evaluation::plugins_of(*table({"model", "m", "1", "m.so", "aa"}, {5})),
                    "provenance/plugins is not a table of plugins");

  const auto files = [&](const Texts& names, const Texts& sums) {
    return result(folder, [&](Writer& writer) {
      put(writer, "provenance", "input", names, "input");
      put(writer, "provenance", "input_sha256", sums, "sum");
      put(writer, "provenance", "spec", {"s.yaml"}, "spec");
      put(writer, "provenance", "spec_sha256", {"cc"}, "spec");
    });
  };
  const auto reader = files({"a.csv", "b.csv"}, {"aa", "bb"});
  REQUIRE(evaluation::inputs_of(*reader).size() == 2);
  CHECK(evaluation::inputs_of(*reader)[1].file == "b.csv");
  CHECK(evaluation::inputs_of(*reader)[1].sha256 == "bb");
  CHECK(evaluation::spec_files_of(*reader).at(0).file == "s.yaml");
  CHECK_THROWS_WITH(evaluation::inputs_of(*files({"a.csv", "b.csv"}, {"aa"})),
                    "provenance/input and provenance/input_sha256 have different numbers of files");
  const auto none = result(folder, [](Writer& writer) { put(writer, "provenance", "input", {"a.csv"}, "input"); });
  CHECK(evaluation::inputs_of(*none).empty());
  CHECK(evaluation::spec_files_of(*none).empty());
  CHECK(evaluation::plugins_of(*none).empty());
}

TEST_CASE("origins: extended specs come in the order of their numbers, up to the first that is missing") {
  const Folder folder;
  const auto reader = result(folder, [](Writer& writer) {
    for (const char* number : {"1", "2", "4"}) {
      const std::string group = std::string("spec/extended/") + number;
      writer.text(group + "/name", std::string("base") + number + ".yaml", "Name.");
      writer.text(group + "/text", std::string("seed: ") + number + "\n", "Text.");
    }
  });
  const auto extended = evaluation::extended_of(*reader);
  REQUIRE(extended.size() == 2);
  CHECK(extended[0].name == "base1.yaml");
  CHECK(extended[1].text == "seed: 2\n");
  const auto half = result(folder, [](Writer& writer) { writer.text("spec/extended/1/name", "base.yaml", "Name."); });
  CHECK(evaluation::extended_of(*half).empty());
}

TEST_CASE("picture name: pictures carry what the provenance knows, and nothing else") {
  const Folder folder;
  const std::string spec = "title: Recall\nauthor: A. Author\n" + resolved("1");
  const auto bare = result(folder, [&](Writer& writer) { writer.text("spec/resolved", spec, "Spec."); });
  const std::string sum = engram::store::sha256_of_file(folder / "r.h5");
  const engram::canvas::Metadata plain = evaluation::picture_metadata(*bare);
  CHECK(plain.author == "A. Author");
  CHECK(plain.description == "Recall");
  CHECK(plain.source == "r.h5, SHA-256 " + sum);
  CHECK(plain.command == "engram plot r.h5");
  const auto full = result(folder, [&](Writer& writer) {
    writer.text("spec/resolved", spec, "Spec.");
    writer.attribute("provenance", "engram_version", "0.7");
    writer.attribute("provenance", "git_commit", "c0ffee");
    writer.attribute("provenance", "project_git_commit", "facade");
    writer.attribute("provenance", "seed", std::int64_t{7});
  });
  CHECK(evaluation::picture_metadata(*full).source ==
        "r.h5, SHA-256 " + engram::store::sha256_of_file(folder / "r.h5") +
            ", computed by engram 0.7, engram's commit c0ffee, the spec's commit facade");
  CHECK(evaluation::provenance_text(*full, "seed") == "7");
  CHECK(evaluation::provenance_text(*full, "missing").empty());
  CHECK(evaluation::provenance_text(*bare, "seed").empty());
}

TEST_CASE("stored result: figures and claims are those of the stored spec, or of another one") {
  const Folder folder;
  const auto reader = result(folder, [](Writer& writer) {
    writer.text("spec/resolved",
                resolved("1") +
                    "labels: {score: the score}\n"
                    "figures:\n  - name: f\n    labels: {time: t}\n"
                    "    panels: [{dataset: analyses/recall/overlap}]\n"
                    "expect:\n  - {claim: It is high., dataset: analyses/recall/score, compare: above, value: 1}\n"
                    "  - {claim: It is there., dataset: analyses/recall/none, value: 1}\n",
                "Spec.");
    writer.group("analyses/recall").scalar("score", 2.0, "1", "Score.");
  });
  const evaluation::StoredResult stored(*reader);
  const auto figures = evaluation::figures_of(*reader, stored, "");
  REQUIRE(figures.size() == 1);
  CHECK(figures[0].panels.at(0).dataset == "analyses/recall/overlap");
  // The words of a figure come before those of the spec.
  CHECK(figures[0].labels == engram::NamedTexts{{"time", "t"}, {"score", "the score"}});
  const auto verdicts = evaluation::judge_result(*reader, stored, "");
  REQUIRE(verdicts.size() == 2);
  CHECK(verdicts[0].reproduced);
  CHECK(verdicts[0].median == 2.0);
  CHECK_FALSE(verdicts[1].reproduced);
  CHECK_THAT(verdicts[1].trouble, Contains("there is no dataset 'analyses/recall/none'"));

  const std::string other = (folder / "other.yaml").string();
  engram::store::test::write_file(
      other, resolved("1") +
                 "figures: [{name: g, panels: [{dataset: a/b}]}, {name: h, panels: [{dataset: a/b}]}]\n"
                 "expect: [{claim: It is low., dataset: analyses/recall/score, value: 1}]\n");
  CHECK(evaluation::figures_of(*reader, stored, other).size() == 2);
  CHECK_FALSE(evaluation::judge_result(*reader, stored, other).at(0).reproduced);
  engram::store::test::write_file(other, resolved("1") + "figures: [{nam: g, panels: [{dataset: a/b}]}]\n");
  CHECK_THROWS_WITH(evaluation::figures_of(*reader, stored, other),
                    Contains("what is of " + other + " under 'figures' cannot be used:") && Contains("'nam'"));
}
