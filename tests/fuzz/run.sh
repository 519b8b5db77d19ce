#!/bin/bash
# run.sh [SECONDS [TARGET...]]: builds the targets for libFuzzer and runs each for so many seconds (default: 60). The seeds
# are files of the tests and of the experiments; what is found is kept in build/fuzz/findings. Needs clang++.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
seconds=${1:-60}
(($# == 0)) || shift
targets=("$@")
((${#targets[@]})) || targets=(array csv elf formula idx images journal spec)
cmake --preset fuzz >/dev/null
cmake --build build/fuzz --target "${targets[@]/#/fuzz_}"
seeds=build/fuzz/seeds
mkdir -p build/fuzz/findings "$seeds"/{array,csv,elf,formula,idx,images,journal,spec}
cp tests/framework/image_files/pictures/*.{png,jpg,tif,gif,bmp} "$seeds/images"
cp experiments/*/*.yaml "$seeds/spec"
grep -rhoP 'where: \K.*' experiments --include='*.yaml' | split -l 1 - "$seeds/formula/condition_"
printf '1,0,-1\n"a b",2,3e2\n' >"$seeds/csv/a.csv"
printf '\0\0\010\003\0\0\0\002\0\0\0\001\0\0\0\002abcd' >"$seeds/idx/a.idx"
/usr/bin/python3 - "$seeds/array" <<'END'
import sys
import numpy
for kind in ("i1", "f2", ">f8", "?"):
    numpy.save(f"{sys.argv[1]}/{kind[-1]}.npy", numpy.ones((2, 3), kind))
END
find tests/framework/host/app/results_of_0.1 -name '*.journal' -exec cp {} "$seeds/journal" \;
find build/fuzz/lib -name 'tanh.so' -exec cp {} "$seeds/elf" \;
code=0
for target in "${targets[@]}"; do
  echo "== $target"
  mkdir -p "build/fuzz/corpus/$target"
  ASAN_OPTIONS=detect_leaks=1 "build/fuzz/bin/fuzz_$target" -max_total_time="$seconds" -rss_limit_mb=4096 -timeout=20 \
    -print_final_stats=0 -verbosity=0 -artifact_prefix="build/fuzz/findings/$target-" \
    "build/fuzz/corpus/$target" "$seeds/$target" || code=1
done
rm -rf /dev/shm/engram-fuzz-*
exit $code
