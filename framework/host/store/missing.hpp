// The values that stand for missing ones in a result.
#pragma once

#include <cstdint>
#include <limits>
#include <type_traits>

#include "store/format.hpp"

namespace engram::store {

/// NaN, the whole number of its size, or an empty text.
template <class Value>
Value missing_value() {
  if constexpr (std::is_same_v<Value, std::int64_t>) {
    return missing_whole_number;
  } else if constexpr (std::is_same_v<Value, std::int8_t>) {
    return missing_small_number;
  } else if constexpr (std::is_same_v<Value, double>) {
    return std::numeric_limits<double>::quiet_NaN();
  } else {
    return {};
  }
}

/// A number of a result as a real number; NaN if it is missing.
template <class Number>
double as_real(Number number) {
  return number == missing_value<Number>() ? missing_value<double>() : static_cast<double>(number);
}

}  // namespace engram::store
