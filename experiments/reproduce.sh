#!/bin/bash
# reproduce.sh [--no-setup] [FOLDER]: installs what is missing, builds engram, runs every experiment of this folder, draws
# its figures and judges its claims.
#
#   --no-setup   takes build/release/bin/engram as it is, on a system on which framework/setup.sh installs nothing
#
# Results go to FOLDER (build/reproduction if none is given): one .h5 file per spec, with its figures beside it under
# its name, and report.html over all of them. Installing needs root or sudo. What is there already under these
# names is made again.
# A claim that does not come out is a finding and no error: the report says which, and by how much.
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

one() {
  local spec=$1 result
  result=$folder/$(basename "$(dirname "$spec")")/$(basename "$spec" .yaml).h5
  mkdir -p "$(dirname "$result")"
  "$engram" run "$spec" -o "$result" --overwrite -j 1
  "$engram" plot "$result" --format png --format svg --format pdf --overwrite --quiet
}
export -f one

# One worker for each spec: as many specs as there are processors run side by side. The longest first, so that no long
# one is left running alone at the end.
long="hopfield_capacity|dense_capacity|fixed_points|horizon_and_gain|initial_weights"
mapfile -t specs < <(printf "%s\n" "$home"/experiments/*/*.yaml | grep -E "/($long)\.yaml$"
                     printf "%s\n" "$home"/experiments/*/*.yaml | grep -vE "/($long)\.yaml$")
printf '%s\0' "${specs[@]}" | xargs -0 -n 1 -P "$(nproc)" bash -c 'set -euo pipefail; one "$1"' one

results=()
for spec in "$home"/experiments/*/*.yaml; do
  results+=("$folder/$(basename "$(dirname "$spec")")/$(basename "$spec" .yaml).h5")
done
"$engram" check "${results[@]}" > "$folder/claims.txt" || [[ $? == 1 ]]
"$engram" report "${results[@]}" -o "$folder/report.html" --overwrite --quiet \
  --title 'Predictive coding, image memory and modern Hopfield networks: what comes out, and what does not'
tail -n 1 "$folder/claims.txt"
echo "reproduce.sh: done: $folder/report.html"
