#!/bin/bash
# setup.sh [--tests] [--no-build]: installs what engram needs on Debian 12, then builds the program.
#
#   --tests      installs what the tests and benchmarks need as well
#   --no-build   installs only
#
# It may be run again at any time: packages that are there are left alone, and only what changed is built. Installing
# needs root or sudo; building does not.
set -euo pipefail

# OpenBLAS with threads, of which the program uses one: the serial build of Debian 12 gives wrong bits where several
# threads call it at once, as plugins may.
needed=(g++ cmake ninja-build ccache libboost-dev libboost-program-options-dev libyaml-cpp-dev libeigen3-dev
        libopenblas-pthread-dev liblapacke-dev libhdf5-dev libstb-dev libfmt-dev libmuparser-dev libssl-dev nlohmann-json3-dev
        gnuplot-nox)
needed_by_tests=(catch2 libbenchmark-dev python3 python3-numpy python3-h5py python3-netcdf4 python3-xarray python3-jsonschema
                 python3-ruamel.yaml python3-matplotlib hdf5-tools netcdf-bin slurm-wlm munge zsh fish clang clang-format
                 clang-tidy man-db groff-base dpkg-dev chromium)
build=yes

for option in "$@"; do
  case $option in
    --tests) needed+=("${needed_by_tests[@]}") ;;
    --no-build) build=no ;;
    *)
      echo "setup.sh: unknown option '$option'; there are --tests and --no-build" >&2
      exit 2
      ;;
  esac
done

is_installed() {
  [[ $(dpkg-query --show --showformat='${Status}' "$1" 2>/dev/null) == "install ok installed" ]]
}

install_missing() {
  if ! command -v apt-get dpkg-query >/dev/null; then
    echo "setup.sh: this system has no apt-get; install what Debian 12 calls ${needed[*]}" >&2
    echo "and build with: cmake --preset release && cmake --build --preset release" >&2
    exit 2
  fi
  local missing=() package
  for package in "${needed[@]}"; do
    is_installed "$package" || missing+=("$package")
  done
  if ((${#missing[@]} == 0)); then
    echo "setup.sh: all ${#needed[@]} packages are installed"
    return
  fi
  echo "setup.sh: installing ${missing[*]}"
  local as_root=()
  if ((EUID != 0)); then
    if ! command -v sudo >/dev/null; then
      echo "setup.sh: installing packages needs root; run 'apt-get install ${missing[*]}' as root, then this again" >&2
      exit 2
    fi
    as_root=(sudo)
  fi
  "${as_root[@]}" apt-get update --quiet
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
    apt-get install --yes --quiet --no-install-recommends "${missing[@]}"
}

cd "$(dirname "${BASH_SOURCE[0]}")/.."
install_missing
if [[ $build == yes ]]; then
  echo "setup.sh: building"
  cmake --preset release
  cmake --build --preset release
  echo "setup.sh: done: $PWD/build/release/bin/engram"
fi
