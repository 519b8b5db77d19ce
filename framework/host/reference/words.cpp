#include "reference/words.hpp"

namespace engram::reference {

std::string_view facet_word(Facet facet) {
  switch (facet) {
    case Facet::flow:
      return "flow";
    case Facet::updates:
      return "updates";
    case Facet::error_nodes:
      return "error_nodes";
    case Facet::pairwise_weights:
      return "pairwise_weights";
    case Facet::outer_products:
      return "outer_products";
    case Facet::memories:
      return "memories";
    case Facet::features:
      return "features";
    case Facet::energy:
      return "energy";
    case Facet::jacobian:
      return "jacobian";
    case Facet::reduced_spectrum:
      return "reduced_spectrum";
  }
  return "";
}

}  // namespace engram::reference
