// Checks that data will fit into memory before it is allocated.
#pragma once

#include <array>
#include <cstddef>
#include <cstdio>
#include <fstream>
#include <limits>
#include <string>

#include <engram/error.hpp>

namespace engram {

/// Bytes of memory in this machine; infinity if the system does not report them.
inline double machine_memory() {
#ifdef ENGRAM_MACHINE_MEMORY
  // Fuzz targets assume a fixed amount.
  return ENGRAM_MACHINE_MEMORY;
#endif
  std::ifstream file("/proc/meminfo");
  std::string word;
  double kibibytes = 0.0;
  while (file >> word) {
    if (word == "MemTotal:" && file >> kibibytes) {
      return 1024.0 * kibibytes;
    }
  }
  return std::numeric_limits<double>::infinity();
}

/// "1.5 GB".
inline std::string bytes_text(double bytes) {
  constexpr std::array units{"B", "kB", "MB", "GB", "TB", "PB"};
  std::size_t unit = 0;
  while (bytes >= 1000.0 && unit + 1 < units.size()) {
    bytes /= 1000.0;
    ++unit;
  }
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.3g %s", bytes, units.at(unit));
  return text.data();
}

/// Throws ParameterError if the machine has less memory than `bytes`. `what` names the data that needs them: "the
/// weights of 100000 units". Compute `bytes` in double precision, since a user's counts may overflow a whole number.
inline void require_memory(double bytes, const std::string& parameter, const std::string& what) {
  if (!(bytes <= machine_memory())) {
    throw ParameterError(parameter, what + " need " + bytes_text(bytes) + " of memory; this machine has " +
                                        bytes_text(machine_memory()));
  }
}

}  // namespace engram
