// A panel for the results in support/fake_results.hpp.
#pragma once

#include "fake_results.hpp"
#include "panels/figure.hpp"

namespace engram::figures::test {

using namespace engram::results::test;

/// A panel of the distance in these results.
inline panels::Panel distance_panel() {
  panels::Panel panel;
  panel.dataset = "analyses/perturbation/distance";
  return panel;
}

}  // namespace engram::figures::test
