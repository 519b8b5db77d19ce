#!/bin/sh
# format.sh ROOT: checks that clang-format would change nothing. Exit code 77 (skipped) where it is not installed.
set -eu
if ! command -v clang-format >/dev/null; then
  echo "skipped: needs clang-format"
  exit 77
fi
cd "$1"
find framework plugins tests \( -name '*.cpp' -o -name '*.hpp' \) -print0 | sort -z |
  xargs -0 clang-format --dry-run -Werror
