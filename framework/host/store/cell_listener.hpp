// Hears what one cell of a sweep recorded, when that is played back.
#pragma once

#include <string>

#include <engram/recorder.hpp>

#include "store/reader.hpp"

namespace engram::store {

/// Everything comes in the order in which it was recorded.
class CellListener {
 public:
  virtual ~CellListener() = default;
  virtual void group(const std::string& path) = 0;
  virtual void dataset(const std::string& group, Dataset dataset) = 0;
  virtual void failure(const std::string& group, std::string sentence) = 0;
};

/// Plays a case of a finished result back, but for its spec.
void play_case(const Reader& reader, const std::string& label, CellListener& listener);

}  // namespace engram::store
