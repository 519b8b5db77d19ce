// A facet of an author's own.
#pragma once

#include <engram/plugin.hpp>

class ENGRAM_API OffersTraces {
 public:
  static constexpr engram::Facet facet{"traces", "traces of patterns"};
  virtual ~OffersTraces() = default;
  /// One number per unit.
  virtual engram::VectorView traces() = 0;
};
