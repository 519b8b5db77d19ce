// The option --set for paths below "sweep.", whose keys are paths themselves.
#include <string>
#include <vector>

#include "catch.hpp"
#include "sweep_fixture.hpp"

namespace engram::specification::test {

TEST_CASE("sweep --set: the option --set reaches keys of a sweep that hold dots") {
  const std::string grid = "  patterns.count: {from: 2, to: 5}\n  seed: [1]\n";
  CHECK(labels_of(with_sweep(grid, {"sweep.patterns.count=[5]"})) == Lines{"count=5,seed=1"});
  CHECK(labels_of(with_sweep(grid, {"sweep.patterns.count.to=3"})) == Lines{"count=2,seed=1", "count=3,seed=1"});
  CHECK(labels_of(with_sweep(grid, {"sweep.model.activation.gain=[3]", "sweep.patterns.count=[5]"})) ==
        Lines{"count=5,seed=1,gain=3"});
  CHECK(labels_of(resolve_text(base, {"sweep.patterns.count={from: 3, to: 4}"})) == Lines{"count=3", "count=4"});
  CHECK(labels_of(with_sweep(grid, {"sweep.where=patterns.count < 3"})) == Lines{"count=2,seed=1"});
  const std::string zip = "  zip: {patterns.count: [2], patterns.size: [10]}\n";
  CHECK(labels_of(with_sweep(zip, {"sweep.zip.patterns.count=[3]"})) == Lines{"count=3,size=10"});
  CHECK(labels_of(with_sweep("  zip: [{patterns.count: [2], patterns.size: [10]}]\n",
                             {"sweep.zip[0].patterns.count=[3]"})) == Lines{"count=3,size=10"});
  CHECK(labels_of(with_sweep("  sample: {count: 1, over: {patterns.count: {from: 2, to: 9}}}\n",
                             {"sweep.sample.over.patterns.count.to=2", "sweep.sample.count=2"})) ==
        Lines{"sample=1", "sample=2"});
  CHECK(labels_of(with_sweep(grid + "  exclude: [{patterns.count: 2}]\n", {"sweep.exclude[0].patterns.count=3"})) ==
        Lines{"count=2,seed=1", "count=4,seed=1", "count=5,seed=1"});
  CHECK(labels_of(with_sweep(grid, {"sweep.exclude={patterns.count: 2, seed: 1}"})).size() == 3);
  CHECK(labels_of(with_sweep(grid, {"sweep.exclude.patterns.count=2"})).size() == 3);
}

TEST_CASE("sweep --set: a --set that reaches no key of a sweep is refused with the nearest one") {
  const std::string grid = "  patterns.count: {from: 2, to: 5}\n  seed: [1]\n";
  CHECK(problems_of(grid, {"sweep.patterns.cuont.to=3"}) ==
        Lines{"--set sweep.patterns.cuont.to=3: 'patterns.cuont.to' is not swept, and '3' is neither a list nor a "
              "range | did you mean 'sweep.patterns.count.to'? | swept: patterns.count, seed; a list or a range "
              "makes a new axis"});
  CHECK(problems_of(grid, {"sweep.patterns.cuont=[3]"}).at(0).find("did you mean 'count'?") != std::string::npos);
  CHECK(
      problems_of(grid, {"sweep.patterns.count.too=3"}).at(0).find("a range has no key 'too' | did you mean 'to'?") !=
      std::string::npos);
  CHECK(problems_of(grid, {"sweep.sede=[3]"}).at(0).find("there is no 'sede' to sweep | did you mean 'seed'?") !=
        std::string::npos);
  CHECK(problems_of("  zip: [{patterns.count: [2], patterns.size: [10]}]\n", {"sweep.zip.patterns.count=[3]"}) ==
        Lines{"--set sweep.zip.patterns.count=[3]: 'sweep.zip' is a list, whose items are counted from 0 | write "
              "sweep.zip[0]"});
  CHECK(problems_of("  zip: {patterns.count: [2]}\n", {"sweep.zip.patterns.conut=3"})
            .at(0)
            .find("did you mean 'sweep.zip.patterns.count'?") != std::string::npos);
  CHECK(lines_of(resolve_text(base + "cases: {a: {}}\nsweep: {seed: [1]}\n", {"cases.a.seed=3"}).problems) ==
        Lines{"--set cases.a.seed=3: 'seed' is swept and cannot be set here as well | it is swept at fig.yaml:5:9"});
}

}  // namespace engram::specification::test
