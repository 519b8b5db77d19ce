// A small catalogue without any library, and helpers that make a spec from a text.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <engram/catalogue.hpp>

#include "specification/spec.hpp"

namespace engram::specification::test {

/// Every plugin of the fixture, by its kind and name.
const Catalogue& catalogue();

/// The keys under `figures` in these tests: figures with a name, a width and panels; panels with a case and bounds.
std::shared_ptr<const RecordSchema> figure_schema();

/// A complete spec that uses every type of parameter.
inline const std::string good_spec = R"(title: Perturbed targets
seed: 7
patterns: {plugin: gaussian, count: 10, size: 100}
model:
  plugin: pc_hopfield
  layers: [50, 30, 20]
  topology: loop
  activation: {plugin: tanh, gain: 0.5}
  tau_v: 100 ms
learning: {plugin: predictive_coding, presentation: 10 s, rounds: 50}
integrator: {plugin: euler, time_step: 1 ms}
analyses:
  - plugin: perturbation
    corruption: {plugin: gaussian_noise, sigma: 0.1}
    duration: 2 min
    horizons: [0.5 s, 1]
    distance: hamming
    record_state: true
    remark: "all: of it"
    tags: [a, b c]
  - jacobian_eigenvalues
figures:
  - name: fig4
    columns: 3
    panels:
      - {title: One, from: 0.5}
      - title: Two
)";

/// A spec and its problems.
struct Resolved {
  Spec spec;
  yaml::Problems problems;
};

/// Reads and resolves a text under the name fig.yaml.
Resolved resolve_text(const std::string& text, std::vector<std::string> sets = {});

/// The rendered problems of a text; empty if there are none.
std::string errors_of(const std::string& text, std::vector<std::string> sets = {});

/// Places, messages and notes without the excerpts, one problem per line: "fig.yaml:1:2: message | note | note".
std::vector<std::string> lines_of(const yaml::Problems& problems);

/// `text` with the first `from` replaced by `to`; throws if `from` does not occur.
std::string replaced(std::string text, const std::string& from, const std::string& to);

}  // namespace engram::specification::test
