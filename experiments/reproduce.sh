#!/bin/bash
# reproduce.sh [FOLDER]: sets a fresh Debian 12 up, runs every experiment of this folder and draws its figures.
#
# Results go to FOLDER (build/reproduction if none is given): one .h5 file per spec, with its figures beside it.
# Installing needs root or sudo. A result that is there already is computed anew.
set -euo pipefail

home=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
folder=${1:-$home/build/reproduction}
"$home/framework/setup.sh"
engram=$home/build/release/bin/engram

for spec in "$home"/experiments/*/*.yaml; do
  source=$(basename "$(dirname "$spec")")
  result=$folder/$source/$(basename "$spec" .yaml).h5
  mkdir -p "$folder/$source"
  "$engram" run "$spec" -o "$result" --overwrite
  "$engram" plot "$result" --format png --format svg --format pdf
done
echo "reproduce.sh: done: $folder"
