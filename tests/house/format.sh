#!/bin/sh
# format.sh ROOT: checks that clang-format 14 would change nothing. Exit code 77 (skipped) where it is not installed: later
# versions break some lines elsewhere.
set -eu
if ! command -v clang-format >/dev/null; then
  echo "skipped: needs clang-format"
  exit 77
fi
if ! clang-format --version | grep -q ' version 14\.'; then
  echo "skipped: sources are formatted by clang-format 14, and this is $(clang-format --version)"
  exit 77
fi
cd "$1"
find framework plugins tests \( -name '*.cpp' -o -name '*.hpp' \) -print0 | sort -z |
  xargs -0 clang-format --dry-run -Werror
