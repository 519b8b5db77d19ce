// A dataset as rows along one of its dimensions.
#include "results/dataset_rows.hpp"

#include <cstddef>
#include <numeric>
#include <string>
#include <vector>

#include <engram/error.hpp>

#include "catch.hpp"
#include "fake_results.hpp"
#include "results/dataset_group.hpp"
#include "results/dataset_values.hpp"

using namespace engram;
using namespace engram::results;

namespace {

using Reals = std::vector<double>;
using Texts = std::vector<std::string>;

/// An array whose values are their own numbers.
Dataset numbered(const std::vector<Index>& shape) {
  Dataset dataset{"x", {}, shape, {}, "1", "Numbers."};
  Index count = 1;
  for (std::size_t dimension = 0; dimension < shape.size(); ++dimension) {
    dataset.dimensions.push_back("d" + std::to_string(dimension));
    count *= shape[dimension];
  }
  Reals values(static_cast<std::size_t>(count));
  std::iota(values.begin(), values.end(), 0.0);
  dataset.values = values;
  return dataset;
}

}  // namespace

TEST_CASE("dataset rows: each row has the numbers along its dimension, at its places in the others") {
  const std::vector<Index> shape{2, 3, 4, 5};
  const Dataset dataset = numbered(shape);
  for (std::size_t along = 0; along < shape.size(); ++along) {
    const Table table = make_table(dataset, along);
    CHECK(table.dimensions.size() == 3);
    CHECK(table.rows.size() == static_cast<std::size_t>(120 / shape[along]));
    for (const Row& row : table.rows) {
      REQUIRE(row.y.size() == static_cast<std::size_t>(shape[along]));
      REQUIRE(row.places.size() == 3);
      CHECK(row.x.empty());
      for (std::size_t step = 0; step < row.y.size(); ++step) {
        // The number of a value counts its places, the last dimension fastest.
        std::size_t number = 0;
        std::size_t other = 0;
        for (std::size_t dimension = 0; dimension < shape.size(); ++dimension) {
          const std::size_t place = dimension == along ? step : *row.places[other++];
          number = number * static_cast<std::size_t>(shape[dimension]) + place;
        }
        CHECK(row.y[step] == static_cast<double>(number));
      }
    }
  }
  CHECK(make_table(dataset, 1).dimensions == Texts{"d0", "d2", "d3"});
  CHECK(make_table(numbered({2, 0}), 1).rows.empty());
  CHECK(make_table(numbered({3}), 0).rows.size() == 1);
}

TEST_CASE("dataset rows: x has a number for each place, or one for each value") {
  const Dataset dataset = numbered({2, 3});
  const Table shared = make_table(dataset, 1, Reals{10, 20, 30, 40});
  CHECK(shared.rows[0].x == Reals{10, 20, 30});
  CHECK(shared.rows[1].x == Reals{10, 20, 30});
  const Table own = make_table(dataset, 0, Reals{0, 10, 20, 30, 40, 50});
  CHECK(own.rows[0].x == Reals{0, 30});
  CHECK(own.rows[2].x == Reals{20, 50});
  CHECK(own.rows[2].y == Reals{2, 5});
  CHECK_THROWS_WITH(make_table(dataset, 1, Reals{1, 2}), "dataset 'x' has 3 places along 'd1', and the axis has 2");
}

TEST_CASE("dataset rows: rows that agree in the other dimensions are gathered") {
  const Table table = make_table(numbered({2, 3, 4}), 2);
  const auto groups = gather(table, 1);
  REQUIRE(groups.size() == 2);
  REQUIRE(groups[1].size() == 3);
  CHECK(groups[1][0]->y.front() == 12);
  CHECK(groups[1][2]->y.front() == 20);
  CHECK(gather(table, 0).size() == 3);
  CHECK(table.find("d1") == 1);
  CHECK_FALSE(table.find("d2"));
  CHECK(table.varies(0));
  CHECK(table.varies(1));
  CHECK_FALSE(make_table(numbered({1, 3, 4}), 2).varies(0));
}

TEST_CASE("dataset group: coordinates have their own dimension, and names are those of the group") {
  test::FakeSource source;
  source.put("a/b/", {"time", {"time"}, {2}, Reals{0.5, 1}, "s", "Times."});
  source.put("a/b/", {"word", {"trial"}, {2}, Texts{"p", "q"}, "", "Words."});
  source.put("a/b/", {"trial", {"trial"}, {2}, Texts{"one", "two"}, "", "Names."});
  source.put("a/b/", {"unit", {"other"}, {2}, Reals{1, 2}, "1", "No coordinate."});
  source.put("a/b/c/", {"deeper", {}, {}, Reals{1}, "1", "Elsewhere."});
  source.put("a/bc/", {"beside", {}, {}, Reals{1}, "1", "Elsewhere."});
  const DatasetGroup group("a/b/", source);
  CHECK(group.names() == Texts{"time", "trial", "unit", "word"});
  CHECK(group.coordinate("time"));
  CHECK_FALSE(group.coordinate("unit"));
  CHECK_FALSE(group.coordinate("missing"));
  CHECK(group.coordinate("time"));
  CHECK(group.word("time", 1) == "1");
  CHECK(group.word("time", 0) == "0.5");
  CHECK(group.word("trial", 1) == "two");
  CHECK(group.word("missing", 7) == "7");
  CHECK_THROWS_WITH(group.word("time", 2),
                    "dataset 'time' has 2 entries along 'time', and another dataset has at least 3");
}

TEST_CASE("dataset values: numbers and texts are not taken for each other") {
  const Dataset texts{"t", {"i"}, {1}, Texts{"x"}, "", "Text."};
  const Dataset bytes{"b", {"i"}, {2}, std::vector<std::int8_t>{-1, 3}, "1", "Bytes."};
  CHECK(numbers_of(bytes) == Reals{-1, 3});
  CHECK(texts_of(texts) == Texts{"x"});
  CHECK_THROWS_WITH(numbers_of(texts), "dataset 't' holds text, where numbers belong");
  CHECK_THROWS_WITH(texts_of(bytes), "dataset 'b' holds numbers, where texts belong");
  CHECK(with_unit("time", "s") == "time (s)");
  CHECK(with_unit("ratio", "1") == "ratio");
  CHECK(with_unit("word", "") == "word");
}
