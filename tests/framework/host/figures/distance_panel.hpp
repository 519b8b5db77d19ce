// A panel for the results in support/fake_results.hpp.
#pragma once

#include "fake_results.hpp"
#include "figures/figure.hpp"

namespace engram::figures::test {

using namespace engram::results::test;

/// A panel of the distance in these results.
inline Panel distance_panel() {
  Panel panel;
  panel.dataset = "analyses/perturbation/distance";
  return panel;
}

}  // namespace engram::figures::test
