#include "schema/declaration_words.hpp"

#include <algorithm>
#include <stdexcept>

namespace engram::schema {

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

Kind part_kind_of(const Parameter& parameter) {
  const auto found = std::ranges::find(all_kinds, parameter.part_kind, kind_name);
  if (found == all_kinds.end()) {
    throw std::logic_error("parameter '" + parameter.name + "' holds no part of a known kind");
  }
  return *found;
}

}  // namespace engram::schema
