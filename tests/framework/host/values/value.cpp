// Scalars: values read by declared type, and the messages about refused ones.
#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "catch.hpp"
#include "spec_fixture.hpp"
#include "values/describe.hpp"
#include "values/quantity.hpp"
#include "values/value_reader.hpp"
#include "yaml/read.hpp"

namespace engram::specification::test {

namespace {

using Lines = std::vector<std::string>;

Parameter parameter_of(ValueType type, std::string unit = "1") {
  Parameter parameter;
  parameter.type = type;
  parameter.unit = std::move(unit);
  parameter.default_value = std::int64_t{0};
  parameter.choices = {"single", "loop"};
  return parameter;
}

/// The value of `text`, or the messages about it.
struct Outcome {
  std::optional<Value> value;
  Lines lines;
};

Outcome outcome(const std::string& text, const Parameter& parameter) {
  yaml::Problems problems;
  const auto node = yaml::read_text(text, "f", problems);
  REQUIRE(node);
  Outcome result;
  result.value = values::read_value(*node, parameter, "'p'", problems);
  result.lines = lines_of(problems);
  CHECK(result.value.has_value() == result.lines.empty());
  return result;
}

template <class T>
T value(const std::string& text, const Parameter& parameter) {
  const Outcome result = outcome(text, parameter);
  INFO(text);
  REQUIRE(result.value);
  return std::get<T>(*result.value);
}

}  // namespace

TEST_CASE("values: whole numbers are decimal and mean what they say") {
  const auto read = [](const std::string& text) { return values::read_integer(text, "1"); };
  CHECK(read("10").value == 10);
  CHECK(read("+10").value == 10);
  CHECK(read("-10").value == -10);
  CHECK(read("0").value == 0);
  CHECK(read("1e3").value == 1000);
  CHECK(read("1.5e1").value == 15);
  CHECK(read("9223372036854775807").value == std::numeric_limits<std::int64_t>::max());
  CHECK(read("-9223372036854775808").value == std::numeric_limits<std::int64_t>::min());
  CHECK(read("010").complaint == "'010' has a leading zero; write 10");
  CHECK(read("-007").complaint == "'-007' has a leading zero; write -7");
  CHECK(read("00").complaint == "'00' has a leading zero; write 0");
  CHECK(read("1.5").complaint == "'1.5' is not a whole number");
  CHECK(read("0x10").complaint == "write the number in decimal notation");
  CHECK(read("0o7").complaint == "write the number in decimal notation");
  CHECK(read("1_000").complaint == "write the number without '_'");
  CHECK(read("1,000").complaint == "write the number without ',', and its decimals after a '.'");
  CHECK(read("9223372036854775808").complaint == "the number is out of range");
  CHECK(read("1e17").complaint == "write a number as large as that without an exponent");
  CHECK(read("10 s").complaint == "it is a pure number and takes no unit, not 's'");
  for (const std::string text : {"", "ten", "+", "-", ".", "e3", "1e", "1 2", "--1", "1:30", "12-3", "0 x10"}) {
    INFO(text);
    CHECK_FALSE(read(text).value);
  }
}

TEST_CASE("values: a number is read back with the unit that a resolved spec writes behind it") {
  for (const std::string unit : {"1", "s", "1/s", "bit", "update"}) {
    INFO(unit);
    CHECK(values::read_real(values::value_text(Value{0.5}, unit), unit).value == 0.5);
    CHECK(values::read_integer(values::value_text(Value{std::int64_t{7}}, unit), unit).value == 7);
  }
  CHECK_FALSE(values::read_real("0.5 1", "1").value);
  CHECK_FALSE(values::read_real("0.5 1/m", "1/s").value);
}

TEST_CASE("values: a word for a unit of time is answered with the unit") {
  CHECK(values::read_real("9 msec", "s").complaint ==
        "there is no unit 'msec' here; did you mean 'ms'? known ones: ns, us, ms, s, min, h");
  for (const auto& [word, unit] : std::vector<std::pair<std::string, std::string>>{{"sec", "s"},
                                                                                   {"seconds", "s"},
                                                                                   {"S", "s"},
                                                                                   {"MS", "ms"},
                                                                                   {"minutes", "min"},
                                                                                   {"hrs", "h"},
                                                                                   {"\u00b5s", "us"}}) {
    CHECK(values::unit_meant(word) == unit);
  }
  CHECK(values::unit_meant("mV").empty());
}

TEST_CASE("values: seeds use all 64 bits") {
  CHECK(values::read_seed("9223372036854775807").value == 9223372036854775807U);
  CHECK(values::read_seed("1e6").value == 1'000'000);
  CHECK_FALSE(values::read_seed("-1").value);
  CHECK_FALSE(values::read_seed("-1e3").value);
  CHECK(values::read_seed("9223372036854775808").complaint == "the number is out of range");
}

TEST_CASE("values: real numbers are decimal and finite") {
  const auto read = [](const std::string& text) { return values::read_real(text, "1"); };
  CHECK(read("0.1").value == 0.1);
  CHECK(read(".5").value == 0.5);
  CHECK(read("5.").value == 5.0);
  CHECK(read("-1.5E-3").value == -1.5e-3);
  CHECK(read("0").value == 0.0);
  CHECK(read("1e3").value == 1000.0);
  for (const std::string text : {"nan", ".nan", "NaN", ".inf", "-.inf", "+.Inf", "infinity"}) {
    CHECK(read(text).complaint == "a number must be finite");
  }
  CHECK(read("1e999").complaint == "the number is out of the range of double precision");
  CHECK(read("1e-999").complaint == "the number is out of the range of double precision");
  CHECK(read("1e99999999999999999999").complaint == "the number is out of the range of double precision");
  CHECK(read("00.5").complaint == "'00.5' has a leading zero; write 0.5");
  CHECK(read("0,5").complaint == "write the number without ',', and its decimals after a '.'");
  CHECK(read("5 Hz").complaint == "it is a pure number and takes no unit, not 'Hz'");
  CHECK_FALSE(read("1.2.3").value);
}

TEST_CASE("values: durations are the nearest double to what was written") {
  const auto read = [](const std::string& text) { return values::read_real(text, "s"); };
  CHECK(read("100 ms").value == 0.1);
  CHECK(read("100ms").value == 0.1);
  CHECK(read("9 ms").value == 0.009);  // 9 * 0.001 would be another double.
  CHECK(read("0.7 us").value == 0.7e-6);
  CHECK(read("1e3 ns").value == 1e-6);
  CHECK(read("10 s").value == 10.0);
  CHECK(read("10").value == 10.0);
  CHECK(read("2 min").value == 120.0);
  CHECK(read("1.5h").value == 5400.0);
  CHECK(read("1 fortnight").complaint == "there is no unit 'fortnight' here; known ones: ns, us, ms, s, min, h");
  CHECK(read("1 m s").complaint == "there is no unit 'm s' here; known ones: ns, us, ms, s, min, h");
  CHECK(values::read_real("50 Hz", "Hz").value == 50.0);
  CHECK(values::read_real("50 s", "Hz").complaint == "there is no unit 's' here; known ones: Hz");
}

TEST_CASE("values: truth values are true and false, and nothing else") {
  const Parameter boolean = parameter_of(ValueType::boolean);
  CHECK(value<bool>("true", boolean));
  CHECK_FALSE(value<bool>("false", boolean));
  for (const std::string text : {"on", "off", "yes", "no", "y", "N", "True", "FALSE", "1", "\"true\""}) {
    INFO(text);
    const Lines lines = outcome(text, boolean).lines;
    REQUIRE(lines.size() == 1);
    CHECK(lines[0].find("'p' takes true or false; found") != std::string::npos);
    CHECK(lines[0].find("| write true or false, without quotes") != std::string::npos);
  }
  CHECK(outcome("maybe", boolean).lines == Lines{"f:1:1: 'p' takes true or false; found 'maybe'"});
}

TEST_CASE("values: texts take any scalar as it was written") {
  const Parameter text = parameter_of(ValueType::text);
  CHECK(value<std::string>("010", text) == "010");
  CHECK(value<std::string>("yes", text) == "yes");
  CHECK(value<std::string>("\"\"", text).empty());
  CHECK(outcome("[a]", text).lines == Lines{"f:1:1: 'p' takes a text; found a list"});
  yaml::Problems problems;
  CHECK_FALSE(values::read_value(yaml::Node::null({}), text, "'p'", problems));
  CHECK(lines_of(problems) == Lines{"spec: 'p' takes a text; found nothing | write \"\" for an empty text"});
}

TEST_CASE("values: a choice names what is allowed and the nearest word") {
  const Parameter choice = parameter_of(ValueType::choice);
  CHECK(value<std::string>("loop", choice) == "loop");
  CHECK(outcome("lop", choice).lines ==
        Lines{"f:1:1: 'p' takes one of: single, loop; found 'lop' | did you mean 'loop'?"});
  CHECK(outcome("{a: b}", choice).lines == Lines{"f:1:1: 'p' takes one of: single, loop; found a mapping"});
}

TEST_CASE("values: a word or pairs") {
  const Parameter parameter = parameter_of(ValueType::choice_or_pairs);
  CHECK(value<std::string>("single", parameter) == "single");
  CHECK(value<Pairs>("[[0, 1], [1, 2]]", parameter) == Pairs{{0, 1}, {1, 2}});
  CHECK(value<Pairs>("[]", parameter).empty());
  const auto line = [](const std::string& place, const std::string& rest) {
    return std::string(place)
        .append(": 'p' takes one of: single, loop; or a list of [from, to]; found ")
        .append(rest);
  };
  CHECK(outcome("chian", parameter).lines == Lines{line("f:1:1", "'chian'")});
  CHECK(outcome("[[0, 1, 2], 3]", parameter).lines == Lines{line("f:1:2", "a list | each pair is written [from, to]"),
                                                            line("f:1:13", "'3' | each pair is written [from, to]")});
  CHECK(outcome("[[0, -1], [x, 01]]", parameter).lines ==
        Lines{line("f:1:6", "'-1' | indices are whole numbers, counted from 0"),
              line("f:1:12", "'x' | indices are whole numbers, counted from 0"),
              line("f:1:15", "'01' | '01' has a leading zero; write 1")});
}

TEST_CASE("values: lists of numbers, and one number as a list") {
  CHECK(value<std::vector<std::int64_t>>("[50, 1e1]", parameter_of(ValueType::integers)) ==
        std::vector<std::int64_t>{50, 10});
  CHECK(value<std::vector<std::int64_t>>("50", parameter_of(ValueType::integers)) == std::vector<std::int64_t>{50});
  CHECK(value<std::vector<double>>("[1 ms, 2]", parameter_of(ValueType::reals, "s")) ==
        std::vector<double>{0.001, 2.0});
  const Parameter named = parameter_of(ValueType::named_texts);
  CHECK(value<NamedTexts>("{seed: first, model.layers: [50, 30], x: 10 ms, y: }", named) ==
        NamedTexts{{"seed", "first"}, {"model.layers", "[50, 30]"}, {"x", "10 ms"}, {"y", "none"}});
  CHECK(value<NamedTexts>("{}", named).empty());
  CHECK(values::value_text(NamedTexts{{"seed", "first"}, {"a b", "1, 2"}}, "") == "{seed: first, a b: \"1, 2\"}");
  CHECK(outcome("[seed]", named).lines.front() == "f:1:1: 'p' takes a mapping of paths to texts; found a list");
  CHECK(outcome("{model.activation: {plugin: tanh}}", named).lines.front() ==
        "f:1:20: 'model.activation' of 'p' takes a text; found a mapping | name a part as the labels of cells do, "
        "such as tanh or \"tanh(gain=0.3)\"");
  CHECK(value<std::vector<std::string>>("[a, b c]", parameter_of(ValueType::texts)) ==
        std::vector<std::string>{"a", "b c"});
  CHECK(outcome("[1, x, [2]]", parameter_of(ValueType::integers)).lines ==
        Lines{"f:1:5: an item of 'p' takes a whole number; found 'x'",
              "f:1:8: an item of 'p' takes a whole number; found a list"});
  CHECK(outcome("{a: 1}", parameter_of(ValueType::reals)).lines ==
        Lines{"f:1:1: 'p' takes a list of numbers; found a mapping"});
}

TEST_CASE("values: numbers keep to their range, which the message names with its unit") {
  Parameter parameter = parameter_of(ValueType::real, "s");
  parameter.limits = {.above = 0};
  CHECK(outcome("-5 ms", parameter).lines == Lines{"f:1:1: 'p' must be above 0 s, not '-5 ms'"});
  CHECK(outcome("fast", parameter).lines == Lines{"f:1:1: 'p' takes a number above 0, in s; found 'fast'"});
  CHECK(outcome("\"5 s\"", parameter).lines == Lines{"f:1:1: 'p' takes a number above 0, in s; found '5 s' | a value "
                                                     "in quotes is a text; leave the quotes out"});
  parameter = parameter_of(ValueType::integers);
  parameter.limits = {.min = 1, .max = 9};
  CHECK(outcome("[1, 10]", parameter).lines == Lines{"f:1:5: an item of 'p' must be from 1 to 9, not '10'"});
  CHECK(value<std::vector<std::int64_t>>("[1, 9]", parameter).size() == 2);
}

TEST_CASE("values: only an optional number may be none") {
  Parameter parameter = parameter_of(ValueType::real);
  parameter.default_value = Value{};
  CHECK(std::holds_alternative<std::monostate>(*outcome("none", parameter).value));
  parameter.required = true;
  CHECK(outcome("none", parameter).lines == Lines{"f:1:1: 'p' takes a number; found 'none'"});
}

TEST_CASE("values: declarations in words") {
  Parameter parameter = parameter_of(ValueType::integer);
  CHECK(values::type_text(parameter) == "a whole number");
  CHECK(values::default_text(parameter) == "0");
  parameter.limits.min = 1;
  CHECK(values::type_text(parameter) == "a whole number of at least 1");
  parameter.limits = {.above = 0, .below = 1};
  parameter.type = ValueType::real;
  parameter.unit = std::string("s");
  parameter.default_value = 0.1;
  CHECK(values::type_text(parameter) == "a number above 0 and below 1, in s");
  CHECK(values::default_text(parameter) == "0.1 s");
  parameter.type = ValueType::reals;
  parameter.default_value = std::vector<double>{0.1, 2};
  CHECK(values::type_text(parameter) == "a list of numbers, each above 0 and below 1, in s");
  CHECK(values::default_text(parameter) == "[0.1 s, 2 s]");
  parameter.type = ValueType::part;
  parameter.part_kind = Kind::activation;
  parameter.part_default = std::string("relu");
  CHECK(values::type_text(parameter) == "an activation");
  CHECK(values::default_text(parameter) == "relu");
  parameter.type = ValueType::parts;
  parameter.part_kind = Kind::analysis;
  CHECK(values::type_text(parameter) == "a list of analyses");
  parameter.required = true;
  CHECK(values::default_text(parameter) == "required");
  CHECK(values::value_text(Value{}, "s") == "none");
  CHECK(values::value_text(Value{Pairs{{0, 1}}}, "") == "[[0, 1]]");
  CHECK(values::value_text(Value{std::string("a: b")}, "") == "\"a: b\"");
  CHECK(values::kind_words(Kind::pattern_source) == "pattern source");
  CHECK(values::kind_with_article(Kind::integrator) == "an integrator");
  CHECK(values::kind_plural(Kind::learning_rule) == "learning rules");
}

}  // namespace engram::specification::test
