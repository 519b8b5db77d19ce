// Receives the records of one cell of a sweep when they are played back.
#pragma once

#include <string>

#include <engram/recorder.hpp>

#include "store/reader.hpp"

namespace engram::journals {

/// Records arrive in the order in which they were made.
class CellListener {
 public:
  virtual ~CellListener() = default;
  virtual void group(const std::string& path) = 0;
  virtual void dataset(const std::string& group, Dataset dataset) = 0;
  virtual void failure(const std::string& group, std::string sentence) = 0;
};

/// Plays back a case of a finished result, without its spec.
void play_case(const store::Reader& reader, const std::string& label, CellListener& listener);

}  // namespace engram::journals
