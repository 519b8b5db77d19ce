#!/bin/sh
# format.sh [--fix] ROOT [FILE]...: checks that clang-format 14 would change nothing in ROOT, or in these files of it.
# --fix lets it change them. Exit code 77 (skipped) if there is no version 14: later versions break some lines elsewhere.
set -eu
check="--dry-run -Werror"
if [ "${1:-}" = --fix ]; then
  check=-i
  shift
fi
if [ $# = 0 ] || ! [ -d "$1" ]; then
  echo "format.sh: '${1:-}' is not a folder; usage: format.sh [--fix] ROOT [FILE]..." >&2
  exit 2
fi
found=
for program in clang-format-14 clang-format; do
  if version=$("$program" --version 2>/dev/null); then
    found=$version
    case $version in *" version 14."*) break ;; esac
  fi
done
case $found in
  *" version 14."*) ;;
  "")
    echo "skipped: needs clang-format"
    exit 77
    ;;
  *)
    echo "skipped: sources are formatted by clang-format 14, and this is $found"
    exit 77
    ;;
esac
cd "$1"
shift
# The words of $check are options.
# shellcheck disable=SC2086
if [ $# -gt 0 ]; then
  exec "$program" $check -- "$@"
fi
# shellcheck disable=SC2086
find framework plugins tests \( -name '*.cpp' -o -name '*.hpp' \) -print0 | sort -z | xargs -0 "$program" $check
