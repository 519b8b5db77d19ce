#!/bin/bash
# run.sh [SECONDS [TARGET...]]: builds the targets for libFuzzer and runs each for SECONDS (default: 60). The seeds
# are files of the tests and of the experiments; findings are kept in build/fuzz/findings. Needs clang++.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
seconds=${1:-60}
(($# == 0)) || shift
targets=("$@")
all=(array csv elf formula idx images journal result spec)
((${#targets[@]})) || targets=("${all[@]}")
cmake --preset fuzz >/dev/null
cmake --build build/fuzz --target "${targets[@]/#/fuzz_}"
seeds=build/fuzz/seeds
mkdir -p build/fuzz/findings "${all[@]/#/$seeds/}"
cp tests/framework/image_files/pictures/*.{png,jpg,tif,gif,bmp} "$seeds/images"
cp experiments/*/*.yaml "$seeds/spec"
grep -rhoP 'where: \K.*' experiments --include='*.yaml' | split -l 1 - "$seeds/formula/condition_"
printf '1,0,-1\n"a b",2,3e2\n' >"$seeds/csv/a.csv"
gzip -c "$seeds/csv/a.csv" >"$seeds/csv/a.csv.gz"
printf '\0\0\010\003\0\0\0\002\0\0\0\001\0\0\0\002abcd' >"$seeds/idx/a.idx"
cp tests/framework/array_files/arrays/*.{mat,npz} "$seeds/array"
/usr/bin/python3 - "$seeds/array" <<'END'
import sys
import numpy
for kind in ("i1", "f2", ">f8", "?"):
    numpy.save(f"{sys.argv[1]}/{kind[-1]}.npy", numpy.ones((2, 3), kind))
END
find tests/framework/host/app/results_of_0.1 -name '*.journal' -exec cp {} "$seeds/journal" \;
gunzip -c tests/framework/host/app/results_of_0.1/grid.h5.gz >"$seeds/result/grid.h5"
if [[ -x build/ci/bin/engram ]]; then
  printf '%s\n' "seed: 1" "patterns: {plugin: binary, count: 3, size: 20}" "model: {plugin: hopfield, units: 20}" \
    "learning: hebbian" "analyses: [{plugin: recall, corruption: {plugin: sign_flips, count: 2}}]" >build/fuzz/seed.yaml
  build/ci/bin/engram run build/fuzz/seed.yaml -q --overwrite -o "$seeds/result/new.h5"
fi
find build/fuzz/lib -name 'tanh.so' -exec cp {} "$seeds/elf" \;
# As many targets side by side as there are processors.
fuzz() {
  mkdir -p "build/fuzz/corpus/$1"
  ASAN_OPTIONS=detect_leaks=1 "build/fuzz/bin/fuzz_$1" -max_total_time="$2" -rss_limit_mb=4096 -timeout=100 \
    -print_final_stats=0 -verbosity=0 -artifact_prefix="build/fuzz/findings/$1-" \
    "build/fuzz/corpus/$1" "build/fuzz/seeds/$1" >"build/fuzz/$1.log" 2>&1 && echo "$1: no finding" ||
    { echo "$1: a finding" && cat "build/fuzz/$1.log" && return 1; }
}
export -f fuzz
code=0
printf '%s\n' "${targets[@]}" | xargs -P "$(nproc)" -I{} bash -c 'fuzz {} '"$seconds" || code=1
rm -rf /dev/shm/engram-fuzz-*
exit $code
