#!/bin/bash
# setup.sh [--tests | --all] [--no-build]: installs what engram needs, then builds the program.
#
#   --tests      installs what the tests and benchmarks need as well
#   --all        installs also what a few tests and the checks of the sources need: Slurm, a browser, other shells, Clang
#   --no-build   installs only
#
# It installs on Debian 12 and 13 and on Ubuntu 22.04 and 24.04; on any other system it lists what to install, and ends
# with exit code 2. It may be run again at any time: packages that are there are left alone, and only what changed is
# built. Installing needs root or sudo; building does not. No service is started, now or at the next boot.
set -euo pipefail

# OpenBLAS with threads, of which the program uses one: the serial build of Debian 12 gives wrong bits where several
# threads call it at once, as plugins may. git tells a result which commit of engram wrote it. Plugins of one's own are
# built by make, unless their author says otherwise.
program=(g++ cmake ninja-build make ccache git libboost-dev libboost-program-options-dev libyaml-cpp-dev libeigen3-dev
         libopenblas-pthread-dev liblapacke-dev libhdf5-dev libdeflate-dev libmuparser-dev libfmt-dev libssl-dev
         libgit2-dev libpng-dev libjpeg-dev libtiff-dev libgif-dev libexif-dev libstb-dev zlib1g-dev libzip-dev nlohmann-json3-dev
         libpango1.0-dev fonts-dejavu-core)
tests=(catch2 libbenchmark-dev python3 python3-numpy python3-h5py python3-netcdf4 python3-xarray python3-jsonschema
       python3-ruamel.yaml python3-matplotlib hdf5-tools netcdf-bin man-db groff-base dpkg-dev file)
heavy=(slurm-wlm munge chromium zsh fish clang clang-tidy clang-format libclang-rt-dev python3-clang
       gcovr)
# Packages of the heavy ones whose services Debian would start at the next boot.
services=(munge slurmctld slurmd)

# Another root is a habit of Debian's own scripts, and of the test of this one.
system=${DPKG_ROOT:-}
with_tests=no
with_heavy=no
build=yes

for option in "$@"; do
  case $option in
    --tests) with_tests=yes ;;
    --all) with_tests=yes with_heavy=yes ;;
    --no-build) build=no ;;
    *)
      echo "setup.sh: unknown option '$option'; there are --tests, --all and --no-build" >&2
      exit 2
      ;;
  esac
done
packages=("${program[@]}")
[[ $with_tests == no ]] || packages+=("${tests[@]}")
[[ $with_heavy == no ]] || packages+=("${heavy[@]}")

# field NAME: an entry of the file in which a system tells its name.
field() {
  sed -n "s/^$1=//p" "$system/etc/os-release" 2>/dev/null | tr -d '"' || true
}

# missing NAME...: those that are not installed, one a line. A package on hold is installed, so the status alone counts.
missing() {
  local there name
  there=$(dpkg-query --show --showformat='${Package}=${db:Status-Status}\n' "$@" 2>/dev/null || true)
  for name in "$@"; do
    [[ $'\n'$there$'\n' == *$'\n'"$name=installed"$'\n'* ]] || echo "$name"
  done
}

# unknown_system REASON: what somebody can do by hand where this script cannot.
unknown_system() {
  cat >&2 <<END
setup.sh: $1; setup.sh installs packages on Debian 12 and 13 and on Ubuntu 22.04 and 24.04 only.
Install what Debian calls
    ${packages[*]}
and build with
    cmake --preset release
    cmake --build --preset release
END
  exit 2
}

# Debian's packages ask the file policy-rc.d before they start a service. This one says no for as long as the process
# that wrote it lives; one that is there already is somebody's decision, and stays.
forbid_services() {
  local policy=$1/usr/sbin/policy-rc.d
  if [[ -e $policy ]]; then
    return
  fi
  # shellcheck disable=SC2064
  trap "rm -f '$policy'" EXIT
  mkdir -p "${policy%/*}"
  printf '#!/bin/sh\n# No service is started while setup.sh of engram installs packages.\n%s\nexit 0\n' \
    "kill -0 $$ 2>/dev/null && exit 101" >"$policy"
  chmod +x "$policy"
}

# install_packages ROOT SERVICES PACKAGE...: run as root. SERVICES, a list of words, shall not start at the next boot.
install_packages() {
  set -euo pipefail
  local root=$1 services=$2 service
  shift 2
  forbid_services "$root"
  apt-get update --quiet
  # NEEDRESTART_SUSPEND keeps Ubuntu from restarting services after an installation.
  DEBIAN_FRONTEND=noninteractive NEEDRESTART_SUSPEND=1 apt-get install --yes --quiet --no-install-recommends "$@"
  for service in $services; do
    # It knows systemd too.
    update-rc.d "$service" disable ||
      echo "setup.sh: service '$service' will start at the next boot; 'systemctl disable $service' forbids it" >&2
  done
}

install_missing() {
  local wanted=() new_services=() known=yes
  case "$(field ID) $(field VERSION_ID)" in
    "debian 12" | "debian 13") ;;
    "ubuntu 22.04" | "ubuntu 24.04")
      # Ubuntu has its browser from elsewhere; the test that opens a page in one is skipped.
      mapfile -t packages < <(printf '%s\n' "${packages[@]}" | grep -vx chromium)
      ;;
    *) known=no ;;
  esac
  if ! command -v apt-get >/dev/null || ! command -v dpkg-query >/dev/null; then
    unknown_system "this system has no apt-get"
  fi
  mapfile -t wanted < <(missing "${packages[@]}")
  if ((${#wanted[@]} == 0)); then
    echo "setup.sh: all ${#packages[@]} packages are installed"
    return
  fi
  if [[ $known == no ]]; then
    unknown_system "this system is '$(field PRETTY_NAME)'"
  fi
  local as_root=()
  if (($(id -u) != 0)); then
    if ! command -v sudo >/dev/null; then
      echo "setup.sh: ${#wanted[@]} of ${#packages[@]} packages are missing, and installing them needs root or sudo." \
        "Run this line as root, then setup.sh again:" >&2
      echo "apt-get install --no-install-recommends ${wanted[*]}" >&2
      exit 2
    fi
    as_root=(sudo)
  fi
  if [[ " ${wanted[*]} " == *" slurm-wlm "* || " ${wanted[*]} " == *" munge "* ]]; then
    mapfile -t new_services < <(missing "${services[@]}")
  fi
  echo "setup.sh: installing ${wanted[*]}"
  if ! "${as_root[@]}" bash -c "$(declare -f forbid_services install_packages); install_packages \"\$@\"" setup.sh \
    "$system" "${new_services[*]}" "${wanted[@]}"; then
    echo "setup.sh: installing failed, for the reason above; nothing was built" >&2
    exit 1
  fi
}

cd "$(dirname "${BASH_SOURCE[0]}")/.."
install_missing
if [[ $build == yes ]]; then
  echo "setup.sh: building"
  cmake --preset release
  cmake --build --preset release
  echo "setup.sh: done: $PWD/build/release/bin/engram"
fi
