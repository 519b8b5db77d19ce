// Malicious texts: nothing may crash, hang or be lost.
#include <string>
#include <string_view>
#include <vector>

#include <engram/random.hpp>

#include "catch.hpp"
#include "spec_fixture.hpp"

namespace engram::specification::test {

namespace {

const std::string seed_text = good_spec + R"(cases:
  a: {model.activation.gain: 2, seed: 5}
  b: &b
    analyses.perturbation.duration: 3
    analyses[1].label: spectrum
  c: *b
)";

/// One random change of a few bytes, or of a piece of the text.
void mutate(std::string& text, RandomStream& random) {
  static const std::vector<std::string> pieces{
      "[",      "]",     "{",     "}",  ":",  ": ",  "- ",   "\n",
      "\n\n",   "\t",    "  ",    "'",  "\"", "&a ", "*a",   "<<: ",
      "!!x ",   "---\n", "...\n", "#",  "|",  ">",   "~",    "null",
      "1e9",    "010",   ".inf",  "? ", "\\", ",",   "\xFF", std::string(1, '\0'),
      "plugin", "model", "ä"};
  const std::size_t at = random.below(text.size() + 1);
  switch (random.below(4)) {
    case 0:
      text.insert(at, pieces[random.below(pieces.size())]);
      break;
    case 1:
      text.erase(at, random.below(12));
      break;
    case 2: {
      const std::string copy = text.substr(at, random.below(60));
      text.insert(random.below(text.size() + 1), copy);
      break;
    }
    default:
      if (at < text.size()) {
        text[at] = static_cast<char>(random.below(256));
      }
  }
}

/// For any text there are either problems, each with a message and a place, or a whole experiment that resolves to
/// itself.
void check_sound(const std::string& text, const std::vector<std::string>& sets) {
  const Resolved resolved = resolve_text(text, sets);
  for (const yaml::Problem& problem : resolved.problems.list()) {
    REQUIRE_FALSE(problem.message.empty());
    REQUIRE_FALSE(yaml::render(problem).empty());
    REQUIRE(problem.mark.source != nullptr);
  }
  if (!resolved.problems.empty()) {
    REQUIRE(resolved.spec.resolved.empty());
    return;
  }
  for (const ExperimentSpec& run : resolved.spec.cases) {
    REQUIRE((run.patterns && run.model && !run.learning.empty()));
  }
  const Resolved again = resolve_text(resolved.spec.resolved);
  INFO(yaml::render(again.problems));
  REQUIRE(again.spec.resolved == resolved.spec.resolved);
}

}  // namespace

TEST_CASE("hostile specs: the text that is mutated is good") {
  REQUIRE(errors_of(seed_text).empty());
}

TEST_CASE("hostile specs: mutations of a good spec end in problems or in a spec") {
  for (std::uint64_t trial = 0; trial < 4000; ++trial) {
    RandomStream random(3, trial);
    std::string text = seed_text;
    for (std::uint64_t changes = 1 + random.below(4); changes > 0; --changes) {
      mutate(text, random);
    }
    INFO("trial " << trial << "\n" << text);
    check_sound(text, {});
  }
}

TEST_CASE("hostile specs: every beginning of a good spec ends in problems or in a spec") {
  for (std::size_t length = 0; length < seed_text.size(); ++length) {
    INFO("length " << length);
    check_sound(seed_text.substr(0, length), {});
  }
}

TEST_CASE("hostile specs: mutations of --set end in problems or in a spec") {
  for (std::uint64_t trial = 0; trial < 2000; ++trial) {
    RandomStream random(4, trial);
    std::string set = "analyses.perturbation.corruption={plugin: gaussian_noise, sigma: 0.1}";
    for (std::uint64_t changes = random.below(4); changes > 0; --changes) {
      mutate(set, random);
    }
    INFO("trial " << trial << "\n" << set);
    check_sound(seed_text, {set});
  }
}

TEST_CASE("hostile specs: no control character of a text reaches the terminal") {
  const std::string errors = errors_of("\"\\e[2J\\a\": 1\n");
  CHECK(errors.find('\x1B') == std::string::npos);
  CHECK(errors.find('\x07') == std::string::npos);
  CHECK(errors.find("a spec has no key ' [2J '") != std::string::npos);
}

}  // namespace engram::specification::test
