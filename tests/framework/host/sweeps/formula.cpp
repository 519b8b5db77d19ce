// Conditions of `where:`: the cells that they keep, and the messages about wrong conditions.
#include "sweeps/formula.hpp"

#include <string>
#include <utility>
#include <vector>

#include "catch.hpp"
#include "spec_fixture.hpp"
#include "sweeps/sweep_filter.hpp"
#include "yaml/read.hpp"

namespace engram::specification::test {

namespace {

using Lines = std::vector<std::string>;

const std::string tree_text = R"(seed: 3
patterns: {plugin: gaussian, count: 10, size: 100}
model: {plugin: pc_hopfield, activation: {plugin: tanh, gain: 0.5}, tau_v: 9 ms, layers: [60, 40]}
analyses:
  - {plugin: perturbation, duration: 2 min, label: long}
)";

/// The result of a condition for a cell with that tree: whether it stays, and the mistake.
struct Answer {
  bool kept;
  Lines lines;
};

Answer ask(const std::string& condition, const std::string& tree = tree_text) {
  yaml::Problems problems;
  const auto root = yaml::read_text(tree, "tree", problems);
  REQUIRE(root);
  const yaml::Mark mark{std::make_shared<const yaml::Source>(yaml::Source{"spec", condition}), 1, 1,
                        static_cast<int>(condition.size())};
  const sweeps::Grid grid{1, [&](std::size_t) { return *root; }, [](std::size_t, const std::string&) { return ""; }};
  const sweeps::Filtered answer =
      sweeps::filtered(grid, {{yaml::Node::scalar(mark, condition, false)}, {}}, catalogue(), problems);
  return {!answer.kept.empty(), lines_of(problems)};
}

bool holds(const std::string& condition) {
  const Answer answer = ask(condition);
  INFO(condition);
  CHECK(answer.lines.empty());
  return answer.kept;
}

std::string refusal(const std::string& condition) {
  const Answer answer = ask(condition);
  INFO(condition);
  CHECK(answer.lines.size() == 1);
  return answer.lines.empty() ? "" : answer.lines.front();
}

}  // namespace

TEST_CASE("formula: a condition compares numbers, durations and paths") {
  CHECK(holds("seed == 3"));
  CHECK_FALSE(holds("seed != 3"));
  CHECK(holds("seed<=3"));
  CHECK_FALSE(holds("seed < 3"));
  CHECK(holds("seed >= 3 && seed > 2"));
  CHECK(holds("patterns.count <= 0.14 * patterns.size"));
  CHECK(holds("model.activation.gain == .5"));
  CHECK(holds("model.layers[0] + model.layers[1] == patterns.size"));
  CHECK(holds("analyses.long.duration == 2 min && analyses[0].duration >= 120 s"));
  CHECK(holds("1e1 == patterns.count"));
  CHECK(holds("-1e-1 < 1E+1"));
}

TEST_CASE("formula: a condition reads durations as the rest of a spec does") {
  CHECK(holds("model.tau_v >= 9 ms"));
  CHECK(holds("model.tau_v <= 9ms"));
  CHECK(holds("model.tau_v == 9e6 ns"));
  CHECK(holds("model.tau_v == 0.009 s"));
  CHECK(holds("model.tau_v == 9000 us"));
  CHECK(holds("1 h == 60 min && 1min == 60 s"));
  for (int milliseconds = 1; milliseconds < 1000; ++milliseconds) {
    const std::string duration = std::to_string(milliseconds) + " ms";
    INFO(duration);
    const Answer answer = ask("model.tau_v == " + duration, replaced(tree_text, "9 ms", duration));
    REQUIRE(answer.lines.empty());
    REQUIRE(answer.kept);
  }
  // A number without a unit is in SI units.
  CHECK(ask("model.tau_v == 9 ms", replaced(tree_text, "9 ms", "0.009")).kept);
}

TEST_CASE("formula: arithmetic and conditions bind as on paper") {
  CHECK(holds("1 + 2 * 3 == 7"));
  CHECK(holds("(1 + 2) * 3 == 9"));
  CHECK(holds("8 / 4 / 2 == 1"));
  CHECK(holds("8 - 4 - 2 == 2"));
  CHECK(holds("-2 ^ 2 == 0 - 4"));
  CHECK(holds("2 ^ 3 ^ 2 == 512"));
  CHECK(holds("2 ^ -1 == 0.5"));
  CHECK(holds("- -2 == +2"));
  CHECK(holds("seed == 3 || seed == 4 && seed == 5"));
  CHECK_FALSE(holds("(seed == 3 || seed == 4) && seed == 5"));
  CHECK(holds("!(seed == 4)"));
  CHECK_FALSE(holds("!!(seed == 4)"));
  CHECK(holds("((seed)) == ((3)) && ((seed == 3))"));
}

TEST_CASE("formula: numbers without rounding are compared exactly, and others as doubles") {
  CHECK(holds("0.1 + 0.2 == 0.3 && 0.3 - 0.2 == 0.1 && 0.1 * 3 == 0.3 && 0.1 ^ 2 == 0.01 && 3 / 10 == 0.3"));
  CHECK(holds("2 ^ -2 == 0.25 && 10 ^ 64 == 1e64 && -(0.1 + 0.2) == -0.3"));
  CHECK(holds("9007199254740993 > 9007199254740992 && 9007199254740993 - 9007199254740992 == 1"));
  CHECK(holds("1 / 3 == 1 / 3 && 1 / 3 > 0.333 && 2 ^ 0.5 < 1.5"));
  CHECK(holds("0.00e-2147483647 ns == 0 && 0e2147483647 == 0"));
  CHECK(holds("1e300 * 1e-300 == 1 && 1e308 > 1e-308 && -1e308 < 1"));
  CHECK(holds("123456789012345678901234567890.5 > 123456789012345678901234567890"));
  CHECK(refusal("((10 ^ 64) ^ 64) ^ 64 > 1").find("is not finite") != std::string::npos);
}

TEST_CASE("formula: durations and pure numbers are not compared") {
  CHECK(refusal("model.tau_v >= 9") ==
        "spec:1:1: '>=' takes two numbers of one unit; 'model.tau_v' is a duration, and '9' is a pure number | write "
        "its unit: `9 s`, `9 ms`");
  CHECK(refusal("9 < model.tau_v").find("| write its unit: `9 s`, `9 ms`") != std::string::npos);
  CHECK(refusal("model.tau_v + 1 > 2 s").find("'+' takes two numbers of one unit") != std::string::npos);
  CHECK(refusal("model.tau_v * model.tau_v > 1 s").find("is in s^2, and '1 s' is a duration") != std::string::npos);
  CHECK(refusal("2 ^ model.tau_v > 1") == "spec:1:5: an exponent must be a pure number, and 'model.tau_v' is not");
  CHECK(holds("model.tau_v > 0"));
  CHECK(holds("analyses.long.duration / model.tau_v > 1000"));
  CHECK(holds("analyses.long.duration >= 10 * model.tau_v"));
  CHECK(holds("model.tau_v ^ 2 < 1 s * 1 s"));
}

TEST_CASE("formula: every unit of time has its length in a condition") {
  for (const auto& [unit, seconds] :
       {std::pair{"ns", "0.000000001"}, std::pair{"us", "0.000001"}, std::pair{"ms", "0.001"}, std::pair{"s", "1"},
        std::pair{"min", "60"}, std::pair{"h", "3600"}}) {
    CAPTURE(unit);
    CHECK(holds(std::string("1 ") + unit + " == " + seconds + " s"));
    CHECK(holds(std::string("4") + unit + " == 4 * " + seconds + " s"));
    CHECK(holds(std::string("model.tau_v / 1 ") + unit + " == model.tau_v / 1 s / " + seconds));
  }
}

TEST_CASE("formula: the right side of && and || is not computed where the left one decides") {
  const std::string tree = replaced(tree_text, "seed: 3", "seed: 0");
  CHECK(refusal("1 / (seed - 3) > 1") ==
        "spec:1:1: '1 / (seed - 3)' is not finite in every cell | a condition in front of it, joined by &&, "
        "keeps it from being computed");
  CHECK(ask("seed != 0 && 1 / seed > 0.1", tree).lines.empty());
  CHECK_FALSE(ask("seed != 0 && 1 / seed > 0.1", tree).kept);
  CHECK(ask("seed == 0 || 1 / seed > 0.1", tree).lines.empty());
  CHECK(ask("seed == 0 || 1 / seed > 0.1", tree).kept);
  CHECK(refusal("1e300 * 1e300 > 1").find("is not finite") != std::string::npos);
}

TEST_CASE("formula: an assignment and the signs of other languages are refused with the ones that are meant") {
  const auto meant = [](const std::string& condition) {
    const std::string line = refusal(condition);
    const std::string before = "| did you mean `";
    const std::size_t at = line.find(before);
    INFO(line);
    REQUIRE(at != std::string::npos);
    return line.substr(at + before.size(), line.size() - at - before.size() - 2);
  };
  CHECK(refusal("seed = 1") == "spec:1:6: '=' assigns, and a condition compares | did you mean `seed == 1`?");
  CHECK(refusal("seed > 1 and seed < 3") ==
        "spec:1:10: 'and' is not an operator of conditions | did you mean `seed > 1 && seed < 3`?");
  CHECK(meant("seed := 1") == "seed == 1");
  CHECK(meant("seed === 1") == "seed == 1");
  CHECK(meant("seed !== 1") == "seed != 1");
  CHECK(meant("seed =< 1") == "seed <= 1");
  CHECK(meant("seed => 1") == "seed >= 1");
  CHECK(meant("seed <> 1") == "seed != 1");
  CHECK(meant("seed \u2264 1") == "seed <= 1");
  CHECK(meant("seed ** 2 > 3") == "seed ^ 2 > 3");
  CHECK(meant("seed > 1 & seed < 3") == "seed > 1 && seed < 3");
  CHECK(meant("seed > 1 | seed = 0") == "seed > 1 || seed == 0");
  CHECK(meant("seed > 1 OR seed = 0") == "seed > 1 || seed == 0");
  CHECK(meant("not seed = 1 and seed < 3") == "!(seed == 1) && seed < 3");
  CHECK(meant("not (seed == 1)") == "!(seed == 1)");
  CHECK(meant("(not seed == 1)") == "(!(seed == 1))");
  // If no complete condition comes of it, the note has only the sign.
  CHECK(refusal("seed and") == "spec:1:6: 'and' is not an operator of conditions | write `&&`");
  for (const std::string sign : {"+=", "-=", "*=", "/=", "^="}) {
    CHECK(refusal("seed " + sign + " 1") ==
          "spec:1:6: '" + sign + "' assigns, and a condition compares | comparisons: == != < <= > >=");
  }
}

TEST_CASE("formula: a chain of comparisons is refused with its parts") {
  CHECK(refusal("1 < seed < 3") == "spec:1:10: a comparison has two sides | write `1 < seed && seed < 3`");
  CHECK(refusal("0 <= seed <= 3 < 2 + 5").find("| write `0 <= seed && seed <= 3 && 3 < 2 + 5`") != std::string::npos);
  CHECK(refusal("(1 < seed) < 3") ==
        "spec:1:1: '<' takes numbers, and '(1 < seed)' is a condition | conditions are joined by && and ||");
  CHECK(refusal("(seed == 1) + 1 > 0").find("'+' takes numbers") != std::string::npos);
  CHECK(refusal("-(seed == 1) > 0").find("'-' takes numbers") != std::string::npos);
}

TEST_CASE("formula: a number is no condition") {
  CHECK(refusal("seed") ==
        "spec:1:1: a condition compares numbers, and 'seed' is not a comparison | such as `seed == 1`");
  CHECK(refusal("1").find("'1' is not a comparison") != std::string::npos);
  CHECK(refusal("true").find("'true' is not a comparison") != std::string::npos);
  CHECK(refusal("seed == 1 || 2").find("spec:1:14: '||' joins conditions, and '2' is not a comparison") == 0);
  CHECK(refusal("seed && seed == 1").find("spec:1:1: '&&' joins conditions, and 'seed' is not a comparison") == 0);
  CHECK(refusal("!seed") ==
        "spec:1:2: '!' negates a condition, and 'seed' is not a comparison | write `!(seed == 1)`");
  CHECK(refusal("!seed > 2").find("| write `!(seed > 2)`") != std::string::npos);
}

TEST_CASE("formula: missing and surplus parts of a condition are reported at their place") {
  const std::string such = " | such as `patterns.count <= 0.14 * patterns.size`";
  CHECK(refusal("") == "spec:1:1: the condition is empty" + such);
  CHECK(refusal("  ") == "spec:1:1: the condition is empty" + such);
  CHECK(refusal("seed <") == "spec:1:6: a number or a path is missing at the end of the condition" + such);
  CHECK(refusal("seed > 1 && < 3") == "spec:1:13: a number or a path is missing before '<'" + such);
  CHECK(refusal("seed == 1 &&& seed < 3").find("'&' is not an operator of conditions") != std::string::npos);
  CHECK(refusal("(seed == 1") == "spec:1:1: this '(' is never closed");
  CHECK(refusal("seed == 1)") == "spec:1:10: this ')' has no matching '('");
  CHECK(refusal("()").find("a number or a path is missing before ')'") != std::string::npos);
  CHECK(refusal("(seed == 1) seed == 2") == "spec:1:13: an operator is missing before 'seed'");
  CHECK(refusal("seed == 1 patterns.count == 2") == "spec:1:11: an operator is missing before 'patterns.count'");
  CHECK(refusal("seed (1)").find("a condition has no functions such as 'seed'") != std::string::npos);
  CHECK(refusal("sqrt(seed) < 2") ==
        "spec:1:1: a condition has no functions such as 'sqrt' | allowed are + - * / ^ on numbers, durations and "
        "paths");
  CHECK(refusal("seed == 1, seed == 2").find("spec:1:10: ',' is not allowed in a condition") == 0);
  CHECK(refusal("patterns.count < 0,14").find("after a '.'") != std::string::npos);
  CHECK(refusal("seed == 1 ? 2 : 3").find("spec:1:11: '?' is not allowed in a condition | signs: == ") == 0);
  CHECK(refusal("seed % 2 == 0").find("'%' is not allowed in a condition") != std::string::npos);
  CHECK(refusal("seed == 1; seed").find("';' is not allowed in a condition") != std::string::npos);
  CHECK(refusal("model.activation == 'tanh'") ==
        "spec:1:21: a condition compares numbers, not texts | `exclude: [{PATH: VALUE}]` leaves out "
        "cells by a word");
}

TEST_CASE("formula: numbers of a condition are written as elsewhere") {
  CHECK(refusal("seed < 010") == "spec:1:8: '010' is not a number | '010' has a leading zero; write 10");
  CHECK(refusal("seed < 0x10").find("| write the number in decimal notation") != std::string::npos);
  CHECK(refusal("seed < 1_000").find("| write the number without '_'") != std::string::npos);
  CHECK(refusal("seed < 1e999").find("out of the range of double precision") != std::string::npos);
  CHECK(refusal("seed < 1.2.3").find("'1.2.3' is not a number") != std::string::npos);
  CHECK(refusal("model.tau_v < 9 msec") ==
        "spec:1:15: there is no unit 'msec' | did you mean 'ms'? | units: ns, us, ms, s, min, h");
  CHECK(refusal("model.tau_v < 9sec").find("there is no unit 'sec' | did you mean 's'?") != std::string::npos);
  CHECK(refusal("model.tau_v < 9 blinks") == "spec:1:15: there is no unit 'blinks' | units: ns, us, ms, s, min, h");
  CHECK(refusal("model.tau_v < 1e3sec").find("there is no unit 'sec'") != std::string::npos);
}

TEST_CASE("formula: paths of a condition must be written, and hold a number") {
  CHECK(refusal("patterns.cuont < 3") ==
        "spec:1:1: the spec has no value at 'patterns.cuont' | did you mean 'patterns.count'? | a filter reads what "
        "the spec writes, not defaults: write the value, or sweep it");
  CHECK(refusal("3 > analyses.lonk.duration").find("| did you mean 'analyses.long.duration'?") != std::string::npos);
  CHECK(refusal("a..b < 3").find("spec:1:1: 'a..b' is not a path") == 0);
  CHECK(refusal("model.activation == tanh").find("has no value at 'tanh'") == std::string::npos);
  CHECK(
      ask("model.activation.plugin < 3").lines ==
      Lines{"spec:1:1: 'model.activation.plugin' is not a number here: 'tanh' | `exclude: [{model.activation.plugin: "
            "VALUE}]` leaves out cells by a word"});
  CHECK(ask("seed < 3 && patterns.cuont < 3 || modle.tau_v > 1 s").lines.size() == 2);
}

TEST_CASE("formula: conditions of any depth and length are answered") {
  const std::string open(10'000, '(');
  const std::string close(10'000, ')');
  CHECK(refusal(open + "seed" + close + " < 3") == "spec:1:66: the condition is nested more than 64 deep");
  CHECK(refusal(open).find("nested more than 64 deep") != std::string::npos);
  CHECK(refusal(std::string(10'000, '!') + "(seed < 3)").find("nested more than 64 deep") != std::string::npos);
  CHECK(refusal(std::string(10'000, '-') + "1 < 3").find("nested more than 64 deep") != std::string::npos);
  std::string power = "2";
  std::string sum = "1";
  std::string conditions = "seed == 3";
  for (int times = 1; times < 10'000; ++times) {
    power += "^1";
    sum += "+1";
    conditions += "&&seed==3";
  }
  CHECK(refusal(power + " < 3").find("nested more than 64 deep") != std::string::npos);
  std::string nots;
  std::string chain = "1";
  for (int times = 0; times < 10'000; ++times) {
    nots += "not ";
    chain += " < seed";
  }
  CHECK(refusal(nots + "seed == 1") == "spec:1:1: 'not' is not an operator of conditions | write `!`");
  CHECK(refusal(chain) == "spec:1:10: a comparison has two sides | write `A < B && B < C`");
  CHECK(holds(sum + " == 10000"));
  CHECK(holds(conditions));
}

TEST_CASE("formula: a condition whose corrected signs are wrong again is refused once") {
  CHECK_FALSE(refusal("!==at<\xe2\x89\xa5o<paunp").empty());
  CHECK_FALSE(refusal("!==1").empty());
  CHECK_FALSE(refusal("=== ===").empty());
}

TEST_CASE("formula: a condition of bytes that begin no character is refused") {
  CHECK_THAT(refusal("a" + std::string(80, '\xa9')), Catch::Contains("'...'"));
}

}  // namespace engram::specification::test
