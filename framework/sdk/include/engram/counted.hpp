// Counts with their nouns: "1 cell", "2 cells".
#pragma once

#include <concepts>
#include <string>

namespace engram {

/// "1 cell", "0 cells", "2 cells"; `several` is the plural if it is not formed with an 's' ("matrices").
template <std::integral Number>
std::string counted(Number count, const std::string& one, const std::string& several = "") {
  return std::to_string(count) + " " + (count == 1 ? one : several.empty() ? one + "s" : several);
}

}  // namespace engram
