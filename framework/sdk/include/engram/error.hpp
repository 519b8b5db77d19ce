// Errors as types that carry their data. What a person can mend is a RequestError; what went wrong while
// running is a RunError.
#pragma once

#include <stdexcept>
#include <string>
#include <utility>

// Interfaces and errors cross the border of a library; everything else in a plugin stays hidden.
#define ENGRAM_API __attribute__((visibility("default")))

namespace engram {

/// The request cannot be carried out as it stands: a file, a word or a value must change. Exit code 2.
class ENGRAM_API RequestError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// One parameter's value does not fit. `parameter` is its name within the part that throws, "corruption.count" for
/// a parameter of a nested part; the host finds the line it came from.
class ENGRAM_API ParameterError : public RequestError {
 public:
  ParameterError(std::string parameter, const std::string& message)
      : RequestError(message), parameter_(std::move(parameter)) {}
  [[nodiscard]] const std::string& parameter() const { return parameter_; }

 private:
  std::string parameter_;
};

/// The request was fine and the run failed: numbers that left the finite range, a full disk. Exit code 1.
class ENGRAM_API RunError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// The user asked to stop. Whoever catches it keeps what was recorded before and ends.
class ENGRAM_API Stopped : public RunError {
 public:
  using RunError::RunError;
};

}  // namespace engram
