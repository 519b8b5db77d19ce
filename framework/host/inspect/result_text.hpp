// The contents of a result as text.
#pragma once

#include <string>

#include "store/reader.hpp"

namespace engram::inspect {

struct Question {
  std::string path;  ///< of a dataset, a group or a setting, or a word such as "claims"; empty for the contents
  std::string cell;  ///< a label or a part of it, or a case; empty for the first cell
  bool why = false;  ///< asks where the number or the setting comes from
};

/// Prints the answer to standard output. Throws RequestError, with the nearest match, if the result has no such cell,
/// dataset or setting.
void print_result(const store::Reader& reader, Question question);

}  // namespace engram::inspect
