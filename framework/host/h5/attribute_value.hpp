// The value of an attribute of a group or a dataset.
#pragma once

#include <cstdint>
#include <string>
#include <variant>

namespace engram::h5 {

using AttributeValue = std::variant<std::string, std::int64_t, double>;

}  // namespace engram::h5
