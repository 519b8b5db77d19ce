// Records that are the same to the last bit.
#pragma once

#include <cstddef>

#include <engram/recorder.hpp>

#include "catch.hpp"

namespace engram::test {

inline void check_same_records(const MemoryRecorder& one, const MemoryRecorder& other) {
  REQUIRE(one.datasets.size() == other.datasets.size());
  for (std::size_t at = 0; at < one.datasets.size(); ++at) {
    INFO(one.datasets[at].name);
    CHECK(one.datasets[at].name == other.datasets[at].name);
    CHECK(one.datasets[at].shape == other.datasets[at].shape);
    CHECK(one.datasets[at].values == other.datasets[at].values);
  }
}

}  // namespace engram::test
