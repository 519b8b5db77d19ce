// The names of facets, the optional abilities through which parts work together; facets.hpp has their interfaces.
#pragma once

#include <string_view>

namespace engram {

enum class Facet {
  flow,
  updates,
  error_nodes,
  pairwise_weights,
  outer_products,
  memories,
  features,
  energy,
  jacobian,
  reduced_spectrum
};

/// The words for a facet in messages and documentation.
constexpr std::string_view facet_name(Facet facet) {
  switch (facet) {
    case Facet::flow:
      return "a flow";
    case Facet::updates:
      return "discrete updates";
    case Facet::error_nodes:
      return "error nodes";
    case Facet::pairwise_weights:
      return "pairwise weights";
    case Facet::outer_products:
      return "outer-product weights";
    case Facet::memories:
      return "explicit memories";
    case Facet::features:
      return "features";
    case Facet::energy:
      return "an energy";
    case Facet::jacobian:
      return "an analytic Jacobian";
    case Facet::reduced_spectrum:
      return "a reduced spectrum";
  }
  return "";
}

}  // namespace engram
