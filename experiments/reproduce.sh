#!/bin/bash
# reproduce.sh [--no-setup] [FOLDER]: installs missing packages, builds engram, runs every experiment of this folder,
# draws its figures and judges its claims.
#
#   --no-setup   uses the existing build/release/bin/engram, on a system on which framework/setup.sh installs nothing
#
# Results go to FOLDER (default: build/reproduction): one .h5 file per spec, with its figures beside it under its
# name, seconds.txt with the time of each step, and report.html for all of them. Installing needs root or sudo.
# Existing files with these names are replaced. A claim that does not come out is a finding and not an error: the
# report says which claim, and by how much.
set -euo pipefail

home=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
setup=yes
folders=()
for argument in "$@"; do
  if [[ $argument == --no-setup ]]; then
    setup=no
  else
    folders+=("$argument")
  fi
done
if ((${#folders[@]} > 1)) || [[ ${folders[0]:-} == -* ]]; then
  echo "reproduce.sh: unknown arguments '${folders[*]}'; there are --no-setup and one folder" >&2
  exit 2
fi
folder=${folders[0]:-$home/build/reproduction}
if [[ $setup == yes ]]; then
  "$home/framework/setup.sh"
elif [[ ! -x $home/build/release/bin/engram ]]; then
  echo "reproduce.sh: there is no program $home/build/release/bin/engram; build it with" \
    "'cmake --preset release && cmake --build --preset release' in $home" >&2
  exit 2
fi
export engram=$home/build/release/bin/engram folder
mkdir -p "$folder"
: > "$folder/seconds.txt"

# timed WORDS COMMAND...: runs the command and records its seconds.
timed() {
  local words=$1 code=0 begin=${EPOCHREALTIME/,/.}
  shift
  "$@" || code=$?
  awk -v "words=$words" -v "begin=$begin" -v "end=${EPOCHREALTIME/,/.}" \
    'BEGIN { printf "%7.2f s  %s\n", end - begin, words }' >> "$folder/seconds.txt"
  return "$code"
}
export -f timed

one() {
  local spec=$1 result name
  name=$(basename "$(dirname "$spec")")/$(basename "$spec" .yaml)
  result=$folder/$name.h5
  mkdir -p "$(dirname "$result")"
  timed "run $name" "$engram" run "$spec" -o "$result" --overwrite -j 1
  timed "plot $name" "$engram" plot "$result" --format png --format svg --format pdf --overwrite --quiet
}
export -f one

everything() {
  printf '%s\0' "${specs[@]}" | xargs -0 -n 1 -P "$(nproc)" bash -c 'set -euo pipefail; one "$1"' one
}

judge() {
  "$engram" check "${results[@]}" > "$folder/claims.txt" || [[ $? == 1 ]]
}

# One worker for each spec: as many specs as there are processors run side by side, the longest first, so that no long
# spec runs alone at the end.
long="euler_steps|fixed_points|initial_weights|horizon_and_gain|hopfield_capacity|dense_memory|noisy_targets"
mapfile -t specs < <(printf "%s\n" "$home"/experiments/*/*.yaml | grep -E "/($long)\.yaml$"
                     printf "%s\n" "$home"/experiments/*/*.yaml | grep -vE "/($long)\.yaml$")
timed 'all runs and plots' everything

# The figures of the first paper come first, then the other specs of its folder, then those of other papers.
results=()
for spec in "$home"/experiments/pc_hopfield/{fig4,fig5,fig6,stability}.yaml "$home"/experiments/{pc_hopfield,*}/*.yaml; do
  result=$folder/$(basename "$(dirname "$spec")")/$(basename "$spec" .yaml).h5
  [[ " ${results[*]} " == *" $result "* ]] || results+=("$result")
done
# Both commands read the results and use one processor each.
timed 'check' judge &
judging=$!
timed 'report' "$engram" report "${results[@]}" -o "$folder/report.html" --overwrite --quiet \
  --title 'Predictive coding, Hopfield networks and image memory: what comes out, and what does not'
wait "$judging"
tail -n 1 "$folder/claims.txt"
tail -n 3 "$folder/seconds.txt"
echo "reproduce.sh: done: $folder/report.html"
