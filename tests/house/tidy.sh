#!/bin/bash
# tidy.sh BUILD_FOLDER [--since [BASE] | --files FILE... | --matching PATTERN]: runs clang-tidy over the project's
# sources that BUILD_FOLDER compiles, as many at a time as there are processors.
#
#   (no option)         all sources
#   --since [BASE]      those that changed since the commit BASE, committed or not, in more than comments, and those that
#                       include a header that did. Without BASE: $ENGRAM_TIDY_BASE; else the merge base with the
#                       upstream branch, if that is not HEAD; else the last commit that is three hours older than HEAD;
#                       else all sources
#   --files FILE...     these; a header stands for the sources that include it
#   --matching PATTERN  those whose path from the project's folder matches a regular expression
#
# With --since and --files, four sources are checked for a header that more sources include, and 30 sources at most.
# The exit code is 1 if clang-tidy finds something and 2 if it cannot be run as asked.
set -euo pipefail
usage="usage: tidy.sh BUILD_FOLDER [--since [BASE] | --files FILE... | --matching PATTERN]"
house=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$house/../.." && pwd)

refuse() {
  echo "tidy.sh: $1" >&2
  exit 2
}

(($# > 0)) && [[ $1 != -* ]] || refuse "the first argument is the build folder; $usage"
[[ -f $1/compile_commands.json ]] ||
  refuse "'$1' has no compile_commands.json; configure it first (cmake --preset tidy)"
build=$(cd "$1" && pwd)
shift

mode=all
base=
given=()
if (($# > 0)); then
  mode=${1#--}
  case $1 in
    --since)
      (($# <= 2)) || refuse "--since takes one commit at most, not '${*:2}'; $usage"
      base=${2:-}
      ;;
    --files) (($# >= 2)) || refuse "--files needs a source or a header; $usage" ;;
    --matching) (($# == 2)) || refuse "--matching takes one regular expression; $usage" ;;
    *) refuse "unknown option '$1'; $usage" ;;
  esac
  given=("${@:2}")
fi
command -v clang-tidy >/dev/null || refuse "clang-tidy is not installed (framework/setup.sh --all installs it)"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

in_git() {
  git -C "$root" "$@"
}

# commit_of NAME GIVEN_AS: the hash of a commit that a person named.
commit_of() {
  in_git rev-parse --verify --quiet --end-of-options "$1^{commit}" ||
    refuse "$2: there is no commit '$1'; a hash, a branch or a tag is allowed"
}

# Finds base and why it is the base; base is empty if there is no such commit.
find_base() {
  local upstream seconds
  if [[ $base ]]; then
    base=$(commit_of "$base" --since) && why=given
  elif [[ ${ENGRAM_TIDY_BASE:-} ]]; then
    base=$(commit_of "$ENGRAM_TIDY_BASE" ENGRAM_TIDY_BASE) && why=ENGRAM_TIDY_BASE
  else
    upstream=$(in_git rev-parse --abbrev-ref --symbolic-full-name '@{upstream}' 2>/dev/null) &&
      base=$(in_git merge-base HEAD "$upstream") || base=
    why="the merge base with $upstream"
    if [[ ! $base || $base == $(in_git rev-parse HEAD) ]]; then
      seconds=$(in_git show --no-patch --format=%ct HEAD)
      base=$(in_git rev-list --max-count=1 --before=$((seconds - 3 * 60 * 60 - 1)) HEAD)
      why="the last commit that is three hours older than HEAD"
    fi
  fi
}

if [[ $mode == since ]]; then
  # An archive that was unpacked inside of another project's repository has no history of its own.
  if [[ $(in_git rev-parse --show-toplevel 2>/dev/null) != "$(cd "$root" && pwd -P)" ]] ||
    ! in_git rev-parse --verify --quiet HEAD >/dev/null; then
    echo "tidy.sh: the project's folder is not a git repository with commits: all sources are checked"
    mode=all
  else
    find_base
    if [[ $base ]]; then
      echo "tidy.sh: what changed since $(in_git show --no-patch --format="%h '%s'" "$base") ($why)"
      { in_git diff --name-only --no-renames --diff-filter=d -z "$base" -- &&
        in_git ls-files --others --exclude-standard -z; } >"$work/changed"
    else
      echo "tidy.sh: no commit is three hours older than HEAD: all sources are checked"
      mode=all
    fi
  fi
fi

[[ $mode != since ]] || given=("$base")
/usr/bin/python3 -B "$house/affected.py" "$root" "$build" "$work" "$mode" "${given[@]}" || exit $?
count=$(wc -l <"$work/sources")
if ((count == 0)); then
  echo "tidy.sh: no source that '$build' compiles is affected: nothing to check"
  exit 0
fi
echo "clang-tidy: $count files"
# clang-tidy's findings go to its output; of its notes only the counts of warnings in system headers are left out.
passed=yes
xargs -d '\n' -P "$(nproc)" -n 1 clang-tidy -p "$build" --quiet --extra-arg=-Wno-unknown-warning-option \
  <"$work/sources" 2>"$work/notes" || passed=no
grep -v ' warnings\{0,1\} generated\.$' "$work/notes" >&2 || true
[[ $passed == yes ]] || exit 1
