// The active mutant of a source: the number in the environment variable ENGRAM_MUTANT, read once. If
// ENGRAM_MUTANT_TRACE names a folder, a file there gets the numbers of all mutants that a process executes.
#pragma once

#include <cerrno>
#include <cstdio>
#include <cstdlib>

#include <unistd.h>

namespace engram_mutation {

class Switch {
 public:
  static constexpr long most = 100000;

  Switch() {
    if (const char* const text = std::getenv("ENGRAM_MUTANT")) {
      active_ = std::atol(text);
    }
    folder_ = std::getenv("ENGRAM_MUTANT_TRACE");
  }
  Switch(const Switch&) = delete;
  Switch& operator=(const Switch&) = delete;

  bool is(long number) {
    if (folder_ != nullptr && !seen_[number]) {
      seen_[number] = true;
      note(number);
    }
    return number == active_;
  }

 private:
  /// Noted at once, since a process may end without its destructors.
  void note(long number) const {
    const int before = errno;
    char path[4096];
    // Each library has its own switch.
    std::snprintf(path, sizeof path, "%s/%ld-%p", folder_, static_cast<long>(getpid()),
                  static_cast<const void*>(this));
    if (std::FILE* const file = std::fopen(path, "a")) {
      std::fprintf(file, "%ld\n", number);
      std::fclose(file);
    }
    errno = before;
  }

  long active_ = 0;
  const char* folder_ = nullptr;
  bool seen_[most] = {};
};

inline bool is(long number) {
  static Switch one;
  return one.is(number);
}

}  // namespace engram_mutation
