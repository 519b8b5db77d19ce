// Specs that extend other specs: how files are found and read, and every mistake with its file.
#include "specification/extend.hpp"

#include <filesystem>
#include <string>

#include "catch.hpp"
#include "extending_specs.hpp"
#include "spec_fixture.hpp"

namespace engram::specification::test {

TEST_CASE("extends: an extended spec is kept with its name and text") {
  const Desk desk;
  Desk::write("bases/deep.yaml", "extends: ../base.yaml\nseed: 8\n");
  const WrittenSpec written = read_good("extends: bases/deep.yaml\n");
  REQUIRE(written.extended.size() == 2);
  CHECK(written.extended[0].name == "base.yaml");
  CHECK(written.extended[0].text == good_spec);
  CHECK(written.extended[1].name == "bases/deep.yaml");
  CHECK(written.extended[1].file == (fs::current_path() / "bases/deep.yaml").string());
  CHECK(text_at(written, "seed") == "8");
  CHECK(written.root.find("extends") == nullptr);
}

TEST_CASE("extends: the resolved spec stands alone") {
  const Desk desk;
  const Spec spec = resolved(extends + "model: {tau_v: 50 ms}\ncases: {a: {}, b: {model.activation: relu}}\n");
  CHECK(spec.resolved.find("extends") == std::string::npos);
  const Resolved again = resolve_text(spec.resolved);
  CHECK(again.problems.empty());
  CHECK(again.spec.resolved == spec.resolved);
}

TEST_CASE("extends: of several bases the later ones win, and the spec itself over all") {
  const Desk desk;
  Desk::write("other.yaml", "seed: 8\nmodel: {tau_v: 20 ms, layers: [5]}\n");
  const WrittenSpec written = read_good("extends: [base.yaml, other.yaml]\nmodel: {layers: [3, 3]}\n");
  CHECK(text_at(written, "seed") == "8");
  CHECK(text_at(written, "model.tau_v") == "20 ms");
  CHECK(text_at(written, "model.layers") == "[3, 3]");
  CHECK(text_at(written, "model.topology") == "loop");
  CHECK(text_at(read_good("extends: [other.yaml, base.yaml]\n"), "model.tau_v") == "100 ms");
}

TEST_CASE("extends: a base that two ways lead to is read once") {
  const Desk desk;
  Desk::write("left.yaml", extends + "seed: 8\n");
  Desk::write("right.yaml", "extends: bases/../base.yaml\nmodel: {tau_v: 20 ms}\n");
  const WrittenSpec written = read_good("extends: [left.yaml, right.yaml]\n");
  CHECK(written.extended.size() == 3);
  CHECK(text_at(written, "seed") == "7");
  // Reading each of them again would take 2^25 steps.
  for (int level = 0; level < 25; ++level) {
    const std::string below =
        level == 0 ? "base.yaml, left.yaml"
                   : "a" + std::to_string(level - 1) + ".yaml, b" + std::to_string(level - 1) + ".yaml";
    Desk::write("a" + std::to_string(level) + ".yaml", "extends: [" + below + "]\n");
    Desk::write("b" + std::to_string(level) + ".yaml", "extends: [" + below + "]\n");
  }
  CHECK(read_good("extends: [a24.yaml, b24.yaml]\n").extended.size() == 52);
}

TEST_CASE("extends: mistakes are shown with the file and the line that they are in") {
  const Desk desk;
  Desk::write("bad.yaml", replaced(good_spec, "tau_v", "tau_w"));
  CHECK(resolved_mistakes("extends: bad.yaml\nlearning: {presentaton: 1 s}\n") ==
        Lines{"bad.yaml:9:3: model 'pc_hopfield' has no parameter 'tau_w' | did you mean 'tau_v'? | allowed: layers, "
              "topology, activation, tau_v, noise",
              "mine.yaml:2:12: learning rule 'predictive_coding' has no parameter 'presentaton' | did you mean "
              "'presentation'? | allowed: presentation, rounds, gamma_M"});
  Desk::write("torn.yaml", "a: [1\nb: 2\n");
  CHECK(mistakes("extends: torn.yaml\n").front().starts_with("torn.yaml:2:"));
}

TEST_CASE("extends: a file that cannot be extended is a mistake at its name") {
  const Desk desk;
  CHECK(mistakes("extends: bse.yaml\n") ==
        Lines{"mine.yaml:1:10: there is no file 'bse.yaml' to extend | did you mean 'base.yaml'?"});
  CHECK(
      mistakes("extends: nothing/like/it.yaml\n") ==
      Lines{
          "mine.yaml:1:10: there is no file 'nothing/like/it.yaml' to extend | a relative name starts in the folder "
          "of this spec"});
  Desk::write("bases/near.yaml", "seed: 1\n");
  CHECK(mistakes("extends: bases/neer.yaml\n") ==
        Lines{"mine.yaml:1:10: there is no file 'bases/neer.yaml' to extend | did you mean 'bases/near.yaml'?"});
  CHECK(mistakes("extends: bases\n") ==
        Lines{"mine.yaml:1:10: 'bases' cannot be extended: this is a folder; a spec is a file"});
  Desk::write("empty.yaml", "");
  CHECK(mistakes("extends: empty.yaml\n") ==
        Lines{"mine.yaml:1:10: 'empty.yaml' cannot be extended: there is nothing in it"});
  Desk::write("result.h5", "\x89HDF\r\n");
  CHECK(mistakes("extends: [base.yaml, result.h5]\n") ==
        Lines{"mine.yaml:1:22: 'result.h5' cannot be extended: this is an HDF5 file, not a spec | `engram plot` "
              "draws the "
              "figures of a result file"});
  Desk::write("list.yaml", "- a\n");
  CHECK(mistakes("extends: list.yaml\n") ==
        Lines{"list.yaml:1:1: a spec is a mapping of keys; found a list | it is extended at mine.yaml:1:10"});
}

TEST_CASE("extends: only names of files can be extended") {
  const Desk desk;
  const std::string words = "'extends' takes the name of a spec, or a list of names; found ";
  const std::string advice = " | such as `extends: base.yaml`";
  CHECK(mistakes("extends:\nseed: 1\n") == Lines{"mine.yaml:1:1: " + words + "nothing" + advice});
  CHECK(mistakes("extends: []\n") == Lines{"mine.yaml:1:10: " + words + "an empty list" + advice});
  CHECK(mistakes("extends: {a: b}\n") == Lines{"mine.yaml:1:10: " + words + "a mapping" + advice});
  CHECK(mistakes("extends: [base.yaml, [a]]\n") == Lines{"mine.yaml:1:22: " + words + "a list" + advice});
  CHECK(mistakes("extends: ''\n") == Lines{"mine.yaml:1:10: " + words + "''" + advice});
  CHECK(mistakes("extends: [base.yaml, base.yaml]\n") ==
        Lines{"mine.yaml:1:22: 'base.yaml' is extended twice | first at mine.yaml:1:11"});
  CHECK(lines_of(resolve_text(extends + good_spec).problems) ==
        Lines{"fig.yaml:1:1: 'extends' is followed only where a spec is read from a file"});
}

TEST_CASE("extends: a circle is refused with the whole of it") {
  const Desk desk;
  CHECK(mistakes("extends: mine.yaml\n") ==
        Lines{"mine.yaml:1:10: specs extend each other in a circle: mine.yaml extends mine.yaml"});
  Desk::write("one.yaml", "extends: bases/two.yaml\n");
  Desk::write("bases/two.yaml", "extends: [../base.yaml, ../one.yaml]\n");
  CHECK(
      mistakes("extends: one.yaml\n") ==
      Lines{
          "bases/two.yaml:1:25: specs extend each other in a circle: one.yaml extends bases/two.yaml, which extends "
          "one.yaml"});
  fs::create_symlink("one.yaml", "link.yaml");
  Desk::write("bases/two.yaml", "extends: ../link.yaml\n");
  CHECK(
      mistakes("extends: one.yaml\n") ==
      Lines{
          "bases/two.yaml:1:10: specs extend each other in a circle: one.yaml extends bases/two.yaml, which extends "
          "link.yaml"});
}

TEST_CASE("extends: a chain has an end") {
  const Desk desk;
  for (std::size_t link = 0; link < longest_chain + 1; ++link) {
    Desk::write("c" + std::to_string(link) + ".yaml", "extends: c" + std::to_string(link + 1) + ".yaml\n");
  }
  CHECK(mistakes("extends: c0.yaml\n") ==
        Lines{"c30.yaml:1:10: more than 32 specs extend each other, one after the other"});
}

TEST_CASE("extends: --set cannot extend") {
  const Desk desk;
  yaml::Problems problems;
  const WrittenSpec written = read_good(extends);
  resolve(written.root, catalogue(), {{"extends=other.yaml"}, figure_schema(), nullptr}, problems);
  CHECK(lines_of(problems).front() ==
        "--set extends=other.yaml: 'extends' is read before --set is applied, so it cannot be set | set the values "
        "themselves, or write a spec with another `extends`");
}

TEST_CASE("fragments: their anchors work everywhere, and they are no setting") {
  const Desk desk;
  const Spec spec = resolved(extends +
                             "fragments:\n  slow: &slow {tau_v: 1 s, topology: chain}\n"
                             "model:\n  <<: *slow\n  topology: single\n");
  CHECK(setting(spec, "model.tau_v") == "1 s");
  CHECK(setting(spec, "model.topology") == "single");
  CHECK(spec.cases.front().origin_of("model.tau_v") == "mine.yaml:3:23");
  CHECK(spec.resolved.find("fragments") == std::string::npos);
  const Resolved alone = resolve_text("fragments: ~\n" + good_spec);
  CHECK(alone.problems.empty());
  CHECK(
      lines_of(resolve_text("fragments: [1]\n" + good_spec).problems) ==
      Lines{
          "fig.yaml:1:12: 'fragments' takes a mapping of names to values; found a list | such as `fragments: {slow: "
          "&slow {tau_v: 1 s}}`, which `<<: *slow` puts into a part"});
}

}  // namespace engram::specification::test
