#!/bin/bash
# run.sh [OPTION]...: builds the project with warnings as errors and runs all of its tests.
#
#   --all           also installs programs that some tests need and few people have: Slurm, chromium, zsh, fish, clang,
#                   gcovr; without them those tests are skipped
#   --no-setup      installs nothing, on a system on which framework/setup.sh cannot
#   --sanitize      also builds with AddressSanitizer and UndefinedBehaviorSanitizer, and tests what runs in that build
#   --threads       also builds the code that has threads with ThreadSanitizer, and runs its tests
#   --tidy [BASE]   also runs clang-tidy over what changed since the commit BASE
#   --tidy-all      also runs clang-tidy over all sources
#   --fuzz          also builds the targets for libFuzzer and runs each for 10 s (tests/fuzz/run.sh runs them longer)
#   --coverage      also builds with counters and says how much of each room the tests reach; build/coverage/html has all
#
# --sanitize, --threads and --fuzz build with clang++, which takes two thirds of the time of g++ for sanitized sources.
#
# The output ends with the seconds of each step, the tests that were skipped and why, and what failed: each test and each
# finding of clang-tidy, for logs of which only the end is kept. The last line is ctest's summary; the exit code is not
# zero if anything failed.
set -euo pipefail

setup=yes
packages=--tests
sanitize=no
threads=no
fuzz=no
tidy=()
coverage=no

refuse() {
  echo "run.sh: $*" >&2
  exit 2
}

# choose_tidy WORD...: asks for clang-tidy over some or over all sources.
choose_tidy() {
  if [[ ${tidy[*]} && ${tidy[0]} != "$1" ]]; then
    refuse "--tidy checks what changed and --tidy-all all sources; give one of them"
  fi
  tidy=("$@")
}

while (($# > 0)); do
  case $1 in
    --all) packages=--all ;;
    --no-setup) setup=no ;;
    --sanitize) sanitize=yes ;;
    --threads) threads=yes ;;
    --tidy)
      if [[ ${2:-} && $2 != -* ]]; then
        choose_tidy --since "$2"
        shift
      else
        choose_tidy --since
      fi
      ;;
    --tidy-all) choose_tidy all ;;
    --fuzz) fuzz=yes ;;
    --coverage) coverage=yes ;;
    *)
      refuse "unknown option '$1'; there are --all, --no-setup, --sanitize, --threads, --tidy [BASE], --tidy-all," \
        "--fuzz and --coverage"
      ;;
  esac
  shift
done
if [[ $setup == no && $packages == --all ]]; then
  refuse "--all installs more packages and --no-setup none; give one of them"
fi

cd "$(dirname "${BASH_SOURCE[0]}")/.."
jobs=$(nproc)
failures=()
timings=()
reports=()
summary=""
tests_passed=yes

# step NAME COMMAND...: runs a command and notes its seconds; the exit code is the command's.
step() {
  local name=$1 began=$SECONDS code=0
  shift
  "$@" || code=$?
  timings+=("$(printf '%6d s  %s' $((SECONDS - began)) "$name")")
  return $code
}

# finish: reports the whole run and ends it. A run that was stopped has no summary.
finish() {
  local failure
  echo
  echo "run.sh: seconds of each step"
  printf '%s\n' "${timings[@]}" "$(printf '%6d s  all' "$SECONDS")"
  if ((${#reports[@]} > 0)); then
    /usr/bin/python3 -B tests/house/skipped.py "${reports[@]}" || failures+=("the list of skipped tests")
  fi
  for failure in "${failures[@]}"; do
    echo "run.sh: failed: $failure"
  done
  if [[ $summary ]]; then
    echo "$summary"
  fi
  ((${#failures[@]} == 0)) || exit 1
  exit 0
}

# stop FAILURE: ends the run where nothing further can be done.
stop() {
  failures+=("$1; the steps after it were not run")
  summary=""
  finish
}

# build PRESET: configures and builds.
build() {
  step "configure $1" cmake --preset "$1" || stop "preset '$1' cannot be configured"
  step "build $1" cmake --build --preset "$1" || stop "the build of preset '$1'"
}

run_ctest() {
  local preset=$1
  rm -f "build/$preset/tests.xml"
  ctest --preset "$preset" -j "$jobs" --no-tests=error --output-junit "$PWD/build/$preset/tests.xml" 2>&1 |
    tee "build/$preset/ctest.log"
}

# check PRESET: runs the tests of a preset. Of several presets the summary of the first one that failed is kept, or that
# of the first one.
check() {
  local preset=$1 passed=yes line
  step "test $preset" run_ctest "$preset" || passed=no
  line=$(grep 'tests passed' "build/$preset/ctest.log" | tail -n 1) ||
    { line="0% tests passed: ctest ran none of preset '$preset'" && passed=no; }
  if [[ ! $summary || ($passed == no && $tests_passed == yes) ]]; then
    summary=$line
  fi
  if [[ $passed == no ]]; then
    tests_passed=no
    failures+=("$(with_lines "the tests of preset '$preset'" "build/$preset/ctest.log" '^[[:space:]]*[0-9]+ - .* \(')")
  fi
  if [[ -f build/$preset/tests.xml ]]; then
    reports+=("build/$preset/tests.xml")
  fi
}

# with_lines FAILURE LOG PATTERN: a failure with the lines of a log below it that say what failed, 40 at most; alone if
# there are none.
with_lines() {
  echo "$1"
  { grep -E "$3" "$2" || true; } | sort -u | head -n 40 | sed 's/^[[:space:]]*/  /'
}

run_tidy() {
  tests/house/tidy.sh build/tidy "$@" 2>&1 | tee build/tidy/tidy.log
}

# clang_is_there CHECK: a check whose compiler is missing has failed.
clang_is_there() {
  command -v clang++ >/dev/null && return
  failures+=("$1: clang++ is not installed (framework/setup.sh --all installs it)")
  return 1
}

# The rooms, as gcovr saw them from what the tests of preset coverage left behind.
count_lines() {
  mkdir -p build/coverage/html
  gcovr --root . --object-directory build/coverage --filter 'framework/' --filter 'plugins/' -j "$jobs" \
    --exclude-throw-branches --json-summary build/coverage/coverage.json \
    --html-details build/coverage/html/index.html &&
    /usr/bin/python3 -B tests/house/coverage_rooms.py build/coverage/coverage.json
}

if [[ $setup == yes ]]; then
  step install framework/setup.sh "$packages" --no-build || stop "the installation of packages"
fi
build ci
check ci
if [[ ${tidy[*]} ]]; then
  options=("${tidy[@]}")
  if [[ ${tidy[0]} == all ]]; then
    options=()
  fi
  step "configure tidy" cmake --preset tidy || stop "preset 'tidy' cannot be configured"
  step clang-tidy run_tidy "${options[@]}" ||
    failures+=("$(with_lines clang-tidy build/tidy/tidy.log '(warning|error): ')")
fi
if [[ $sanitize == yes ]] && clang_is_there sanitizing; then
  build asan
  check asan
fi
if [[ $threads == yes ]] && clang_is_there "the check of threads"; then
  build tsan
  check tsan
fi
if [[ $fuzz == yes ]] && clang_is_there fuzzing; then
  step fuzz tests/fuzz/run.sh 10 || failures+=("fuzzing; build/fuzz/findings has the inputs")
fi
if [[ $coverage == yes ]]; then
  if command -v gcovr >/dev/null; then
    build coverage
    # Counters of an earlier run would be added to.
    find build/coverage -name '*.gcda' -delete
    check coverage
    step "coverage table" count_lines || failures+=("the table of coverage")
  else
    failures+=("coverage: gcovr is not installed (framework/setup.sh --all installs it)")
  fi
fi
finish
