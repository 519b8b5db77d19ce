// Errors as types that carry their data: a RequestError is for the user to fix, a RunError is a failure during a run.
#pragma once

#include <stdexcept>
#include <string>
#include <utility>

// Interfaces and errors are used across library boundaries; everything else in a plugin stays hidden.
#define ENGRAM_API __attribute__((visibility("default")))

namespace engram {

/// The request cannot be carried out until a file, a word or a value is changed. Exit code 2.
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

/// The request was valid but the run failed, for example because numbers became infinite or the disk was full. Exit
/// code 1.
class ENGRAM_API RunError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// The user asked to stop. The code that catches it keeps the results recorded so far and ends.
class ENGRAM_API Stopped : public RunError {
 public:
  using RunError::RunError;
};

}  // namespace engram
