// The chunks of large datasets.
#include <string>
#include <utility>
#include <vector>

#include <engram/index.hpp>

#include "catch.hpp"
#include "h5/layout.hpp"

using engram::Index;
using engram::h5::chunk_of;

namespace {

using Shape = std::vector<Index>;

}  // namespace

TEST_CASE("layout: a chunk has at most 256 KiB, and whole rows as far as they fit") {
  const std::vector<std::pair<Shape, Shape>> table{{{10}, {10}},
                                                   {{32768}, {32768}},
                                                   {{40000}, {32768}},
                                                   {{3, 10}, {3, 10}},
                                                   {{10000, 10}, {3276, 10}},
                                                   {{100, 40000}, {1, 32768}},
                                                   {{4, 100, 1000}, {1, 32, 1000}},
                                                   {{4, 8, 1024}, {4, 8, 1024}},
                                                   {{5, 8, 1024}, {4, 8, 1024}},
                                                   {{2, 0}, {1, 1}},
                                                   {{5, 20000}, {1, 20000}},
                                                   {{7, 5, 32768}, {1, 1, 32768}}};
  for (const auto& [shape, chunk] : table) {
    CAPTURE(shape);
    CHECK(chunk_of(shape, 8) == chunk);
  }
  CHECK(chunk_of({300000}, 1) == Shape{262144});
  CHECK(chunk_of({3, 2}, 1 << 20) == Shape{1, 1});
}
