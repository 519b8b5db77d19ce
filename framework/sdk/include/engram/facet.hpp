// A facet: an optional ability through which parts work together; facets.hpp has the interfaces of those of this sdk.
#pragma once

#include <algorithm>
#include <string_view>
#include <vector>

namespace engram {

/// The words of a facet, which its interface has as its constant `facet`. Facets of the same name are the same facet.
struct Facet {
  std::string_view name;   ///< in JSON and the documentation: "error_nodes"
  std::string_view words;  ///< in messages: "error nodes"

  constexpr bool operator==(const Facet& other) const { return name == other.name; }
};

inline bool contains(const std::vector<Facet>& facets, const Facet& facet) {
  return std::ranges::find(facets, facet) != facets.end();
}

}  // namespace engram
