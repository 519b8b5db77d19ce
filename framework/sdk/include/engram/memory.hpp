// Refusing what does not fit into memory, before anything is allocated.
#pragma once

#include <cmath>
#include <cstdio>
#include <string>

#include <unistd.h>

#include <engram/error.hpp>

namespace engram {

/// Bytes of memory that this machine has.
inline double machine_memory() {
  return static_cast<double>(sysconf(_SC_PHYS_PAGES)) * static_cast<double>(sysconf(_SC_PAGE_SIZE));
}

/// "1.5 GB".
inline std::string bytes_text(double bytes) {
  constexpr const char* units[] = {"B", "kB", "MB", "GB", "TB", "PB"};
  std::size_t unit = 0;
  while (bytes >= 1000.0 && unit + 1 < std::size(units)) {
    bytes /= 1000.0;
    ++unit;
  }
  char text[32];
  std::snprintf(text, sizeof text, "%.3g %s", bytes, units[unit]);
  return text;
}

/// Throws ParameterError where the machine has less memory than `bytes`. `what` needs them: "the weights of 100000
/// units". Compute `bytes` in double precision, since a user's counts may overflow a whole number.
inline void require_memory(double bytes, const std::string& parameter, const std::string& what) {
  if (!(bytes <= machine_memory())) {
    throw ParameterError(parameter, what + " need " + bytes_text(bytes) + " of memory; this machine has " +
                                        bytes_text(machine_memory()));
  }
}

}  // namespace engram
