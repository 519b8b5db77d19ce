// The YAML library's complaints in words that help.
#pragma once

#include <string>
#include <vector>

namespace engram::spec {

struct SyntaxWords {
  std::string message;
  std::vector<std::string> notes = {};
  bool is_unclosed = false;  ///< a bracket is missing: it helps to know where it was opened
};

/// `complaint` is the library's own wording; it is passed on where we know no better one.
SyntaxWords syntax_words(const std::string& complaint);

}  // namespace engram::spec
