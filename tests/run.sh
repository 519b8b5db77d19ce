#!/bin/bash
# run.sh [--sanitize] [--tidy]: builds the project with warnings as errors and runs all of its tests.
#
#   --sanitize   also builds with AddressSanitizer and UndefinedBehaviorSanitizer, and runs all tests in that build
#   --tidy       also runs clang-tidy over all sources
#
# The last line is ctest's summary; the exit code is not zero where anything failed.
set -euo pipefail

sanitize=no
tidy=no
for option in "$@"; do
  case $option in
    --sanitize) sanitize=yes ;;
    --tidy) tidy=yes ;;
    *)
      echo "run.sh: unknown option '$option'; there are --sanitize and --tidy" >&2
      exit 2
      ;;
  esac
done

cd "$(dirname "${BASH_SOURCE[0]}")/.."
framework/setup.sh --tests --no-build

failures=()
summary=""

# suite PRESET: configures, builds, tests. Of several suites the summary of the first one that failed is kept.
suite() {
  local preset=$1 log=build/$1/ctest.log line
  cmake --preset "$preset"
  cmake --build --preset "$preset"
  local passed=yes
  ctest --preset "$preset" 2>&1 | tee "$log" || passed=no
  line=$(grep 'tests passed' "$log" | tail -n 1) || { line="ctest ran no tests" && passed=no; }
  if ((${#failures[@]} == 0)); then
    summary=$line
  fi
  if [[ $passed == no ]]; then
    failures+=("the tests of preset '$preset'")
  fi
}

if [[ $sanitize == yes ]]; then
  suite asan
fi
suite ci
if [[ $tidy == yes ]]; then
  tests/house/tidy.sh build/ci || failures+=("clang-tidy")
fi

for failure in "${failures[@]}"; do
  echo "run.sh: failed: $failure"
done
echo "$summary"
((${#failures[@]} == 0))
