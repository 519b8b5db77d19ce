#include <engram/parameters.hpp>

#include "catch.hpp"

using namespace engram;

namespace {

enum class Mode { slow, fast };

struct Thing {
  double rate = 0.5;
  Index count = 3;
  std::optional<double> limit;
  std::vector<Index> sizes{1, 2};
  bool flag = true;
  std::string text = "x";
  Mode mode = Mode::fast;
  NamedPairs edges{"ring", {}};

  static auto params() {
    return engram::params<Thing>()
        .add(&Thing::rate, "rate", "1/s", "A rate.", {.min = 0, .below = 1})
        .add(&Thing::count, "count", "1", "A count.", {.min = 1, .required = true})
        .add(&Thing::limit, "limit", "s", "A limit.")
        .add(&Thing::sizes, "sizes", "1", "Sizes.")
        .add(&Thing::flag, "flag", "A flag.")
        .add(&Thing::text, "text", "A text.")
        .choice(&Thing::mode, "mode", {{"slow", Mode::slow}, {"fast", Mode::fast}}, "A mode.")
        .add(&Thing::edges, "edges", {"ring", "line"}, "Edges.");
  }
};

struct Group {
  virtual ~Group() = default;
  virtual void unknown() = 0;
  Index trials = 4;

  template <class T>
  static ParameterList<T>&& declare(ParameterList<T>&& parameters, std::string sentence) {
    return std::move(parameters).add(&Group::trials, "trials", "1", std::move(sentence));
  }
};

struct Member : Thing, Group {
  Member() { trials = 5; }
  void unknown() override {}
  static auto params() {
    return engram::params<Member>().add(&Member::rate, "rate", "1", "Of a base.").with<Group>("Trials.");
  }
};

}  // namespace

TEST_CASE("parameters: a member and a group may belong to base classes") {
  const std::vector<Parameter> list = Member::params().list();
  REQUIRE(list.size() == 2);
  CHECK(list[1].sentence == "Trials.");
  CHECK(std::get<std::int64_t>(list[1].default_value) == 5);
  Member member;
  list[0].assign(&member, 0.125);
  list[1].assign(&member, std::int64_t{9});
  CHECK(member.rate == 0.125);
  CHECK(member.trials == 9);
}

TEST_CASE("parameters: a declaration takes its defaults from the members") {
  const std::vector<Parameter> list = Thing::params().list();
  REQUIRE(list.size() == 8);
  CHECK(std::get<double>(list[0].default_value) == 0.5);
  CHECK(list[0].type == ValueType::real);
  CHECK(list[0].unit == "1/s");
  CHECK(list[1].required);
  CHECK(std::holds_alternative<std::monostate>(list[1].default_value));
  CHECK(std::holds_alternative<std::monostate>(list[2].default_value));
  CHECK_FALSE(list[2].required);
  CHECK(std::get<std::vector<std::int64_t>>(list[3].default_value) == std::vector<std::int64_t>{1, 2});
  CHECK(std::get<bool>(list[4].default_value));
  CHECK(std::get<std::string>(list[5].default_value) == "x");
  CHECK(std::get<std::string>(list[6].default_value) == "fast");
  CHECK(list[6].choices == std::vector<std::string>{"slow", "fast"});
  CHECK(std::get<std::string>(list[7].default_value) == "ring");
}

TEST_CASE("parameters: a declaration puts values into the members") {
  Thing thing;
  const std::vector<Parameter> list = Thing::params().list();
  list[0].assign(&thing, 0.25);
  list[1].assign(&thing, std::int64_t{9});
  list[2].assign(&thing, 2.0);
  list[3].assign(&thing, std::vector<std::int64_t>{7});
  list[4].assign(&thing, false);
  list[5].assign(&thing, std::string("y"));
  list[6].assign(&thing, std::string("slow"));
  list[7].assign(&thing, Pairs{{0, 1}});
  CHECK(thing.rate == 0.25);
  CHECK(thing.count == 9);
  CHECK(thing.limit == 2.0);
  CHECK(thing.sizes == std::vector<Index>{7});
  CHECK_FALSE(thing.flag);
  CHECK(thing.text == "y");
  CHECK(thing.mode == Mode::slow);
  CHECK(thing.edges.name.empty());
  CHECK(thing.edges.pairs == Pairs{{0, 1}});
  list[2].assign(&thing, std::monostate{});
  CHECK(thing.limit == std::nullopt);
  list[7].assign(&thing, std::string("line"));
  CHECK(thing.edges.name == "line");
}

TEST_CASE("parameters: limits hold their ends apart") {
  const Limits limits{.min = 0, .below = 1};
  CHECK(limits.allow(0.0));
  CHECK(limits.allow(0.999));
  CHECK_FALSE(limits.allow(1.0));
  CHECK_FALSE(limits.allow(-1e-300));
  CHECK_FALSE(Limits{.above = 0}.allow(0.0));
  CHECK(Limits{}.allow(-1e300));
}
