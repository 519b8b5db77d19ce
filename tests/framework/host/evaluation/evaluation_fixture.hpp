// Specs whose figures and claims are checked before a run, with analyses that declare what they record.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include <engram/catalogue.hpp>

#include "catch.hpp"
#include "evaluation/claim_spec.hpp"
#include "evaluation/figure_spec.hpp"
#include "evaluation/spec_records.hpp"
#include "spec_fixture.hpp"
#include "yaml/problem.hpp"

namespace engram::evaluation::test {

using Lines = std::vector<std::string>;
inline const Lines no_problems;

/// The plugins of the fixture of specs. Here `perturbation` declares its records, `jacobian_eigenvalues` others with
/// targets that no trial has for its own, `watch` those that need a switch, and `silent` none.
const Catalogue& catalogue();

inline const std::string base = R"(patterns: {plugin: gaussian, count: 10, size: 100}
model: {plugin: pc_hopfield, activation: tanh, tau_v: 100 ms}
learning: predictive_coding
integrator: euler
analyses:
  - {plugin: perturbation, corruption: {plugin: gaussian_noise, sigma: 0.1}}
  - jacobian_eigenvalues
  - silent
  - {plugin: watch, label: off}
  - {plugin: watch, label: on, record_states: true, window: 1 s}
)";

/// A spec and the cells of it. Cells refer to the spec, so that it is not copied.
struct Checked {
  specification::Spec spec;
  yaml::Problems problems;
  std::unique_ptr<CellIndex> cells;
};

/// Resolves a text with its figures and claims, which are not checked yet.
std::unique_ptr<Checked> cells_of(const std::string& text);

/// Messages and notes without places, one problem per line: "message | note | note".
Lines words_of(const yaml::Problems& problems);

/// The problems of the base with further lines, those of figures and claims among them.
Lines problems_of(const std::string& more, const std::string& first = base);

/// The problems of a figure with one panel, "dataset: analyses/a/b, x: time".
Lines panel_problems(const std::string& panel, const std::string& more = "");

Lines claim_problems(const std::string& claim, const std::string& more = "");

}  // namespace engram::evaluation::test
