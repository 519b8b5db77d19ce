// Replaces the YAML library's messages by more helpful ones.
#pragma once

#include <string>
#include <vector>

namespace engram::yaml {

struct SyntaxWords {
  std::string message;
  std::vector<std::string> notes = {};
  bool is_unclosed = false;  ///< a bracket is missing, so the place where it was opened helps
};

/// `complaint` is the library's message; it is passed on if there is no better one.
SyntaxWords syntax_words(const std::string& complaint);

}  // namespace engram::yaml
