// Notes that many messages share.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <engram/words.hpp>

namespace engram::yaml {

/// The notes on an unknown word: the closest match, if there is one, and the allowed words.
inline std::vector<std::string> notes_on(const std::string& written, const std::vector<std::string>& candidates,
                                         const std::string& allowed) {
  std::vector<std::string> notes;
  if (const std::optional<std::string> match = nearest(written, candidates)) {
    notes.push_back("did you mean '" + *match + "'?");
  }
  notes.push_back(allowed);
  return notes;
}

inline std::vector<std::string> notes_on(const std::string& written, const std::vector<std::string>& candidates) {
  return notes_on(written, candidates, "allowed: " + join(candidates));
}

}  // namespace engram::yaml
