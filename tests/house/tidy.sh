#!/bin/sh
# tidy.sh BUILD_FOLDER [PATTERN]: runs clang-tidy over the project's sources that BUILD_FOLDER compiles, as many at a
# time as there are processors. PATTERN, a regular expression, limits it to some paths.
set -eu
build=$(cd "$1" && pwd)
pattern=${2:-.}
root=$(cd "$(dirname "$0")/../.." && pwd)
if [ ! -f "$build/compile_commands.json" ]; then
  echo "tidy.sh: '$build' has no compile_commands.json; configure it first (cmake --preset ci)" >&2
  exit 2
fi
# Generated files are not the project's, and libraries that are broken on purpose break some of its rules.
files=$(sed -n 's/^ *"file": "\(.*\)",*$/\1/p' "$build/compile_commands.json" | sort -u |
  grep -E "^$root/(framework|plugins|tests)/" | grep -v '/broken_plugins/' | grep -E "$pattern") || {
  echo "tidy.sh: no sources match '$pattern'" >&2
  exit 2
}
echo "clang-tidy: $(echo "$files" | wc -l) files"
# What clang-tidy has to say goes to its output; of what it writes beside that, only the counts of warnings in system
# headers are left out.
notes=$(mktemp)
passed=yes
echo "$files" | xargs -P "$(nproc)" -n 1 clang-tidy -p "$build" --quiet --extra-arg=-Wno-unknown-warning-option \
  2>"$notes" || passed=no
grep -v ' warnings\{0,1\} generated\.$' "$notes" >&2 || true
rm -f "$notes"
test "$passed" = yes
