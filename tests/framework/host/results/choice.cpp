#include "results/choice.hpp"

#include <cstdint>

#include "catch.hpp"
#include "fake_results.hpp"

using namespace engram;
using namespace engram::results;
using Catch::Matchers::Contains;

TEST_CASE("choice: whole numbers are equal or not, however large, and reals up to their last bits") {
  const auto chosen = [](const std::string& text, const Dataset& coordinate) {
    std::vector<std::size_t> entries;
    for (std::size_t entry = 0; entry < static_cast<std::size_t>(coordinate.shape.front()); ++entry) {
      if (is_chosen(parse_condition("x=" + text), coordinate, entry)) {
        entries.push_back(entry);
      }
    }
    return entries;
  };
  using Entries = std::vector<std::size_t>;
  const Dataset seeds{"x", {"case"}, {3}, std::vector<std::int64_t>{1732571000123, 1732571000223, 1732571000323},
                      "1", ""};
  CHECK(chosen("1732571000223", seeds) == Entries{1});
  CHECK(chosen("1732571000223..1732571000400", seeds) == Entries{1, 2});
  const Dataset large{"x", {"case"},
                      {3}, std::vector<std::int64_t>{9007199254740992, 9007199254740993, 9223372036854775807},
                      "1", ""};
  CHECK(chosen("9007199254740993", large) == Entries{1});
  CHECK(chosen("9223372036854775807", large) == Entries{2});
  CHECK(chosen("9007199254740992.5..1e19", large) == Entries{1, 2});
  const Dataset small{"x", {"case"}, {4}, std::vector<double>{0.0, 1e-12, 1e-10, 3 * 0.1}, "1", ""};
  CHECK(chosen("1e-12", small) == Entries{1});
  CHECK(chosen("0", small) == Entries{0});
  CHECK(chosen("0.3", small) == Entries{3});
  CHECK(chosen("1e-12..0.3", small) == Entries{1, 2, 3});
  const Dataset texts{"x", {"case"}, {2}, std::vector<std::string>{"1e3", "1000"}, "", ""};
  CHECK(chosen("1e3", texts) == Entries{0});
  CHECK(chosen("1000", texts) == Entries{1});
}

TEST_CASE("choice: choices by several coordinates keep the entries that all of them choose") {
  const test::FakeSource source = test::single_run();
  const std::string group = "analyses/perturbation/";
  const DatasetGroup beside(group, source);
  const Dataset distance = source.dataset(group + "distance");
  using Entries = std::vector<std::vector<bool>>;
  CHECK(chosen_entries({}, distance, beside) == Entries{{true, true, true, true}, {true, true}, {true, true, true}});
  CHECK(chosen_entries({"time=0.5..1", "trial=last", "time=0..0.5"}, distance, beside) ==
        Entries{{false, false, false, true}, {true, true}, {false, true, false}});
}

TEST_CASE("choice: a choice that chooses nothing is refused") {
  const test::FakeSource source = test::single_run();
  const std::string group = "analyses/perturbation/";
  const DatasetGroup beside(group, source);
  const Dataset distance = source.dataset(group + "distance");
  CHECK_THROWS_WITH(chosen_entries({"tim=1"}, distance, beside), Contains("did you mean 'time'?"));
  CHECK_THROWS_WITH(chosen_entries({"time=first", "time=last"}, distance, beside),
                    Contains("no entry of dimension 'time' is at 'last'"));
}
