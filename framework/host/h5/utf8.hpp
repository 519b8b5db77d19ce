// Text that every reader of result files accepts.
#pragma once

#include <string>
#include <string_view>

namespace engram::h5 {

/// The text with U+FFFD in place of each byte that is not part of valid UTF-8, and of each zero byte. File names and
/// command lines may contain any bytes; a single invalid byte in a dataset keeps xarray from opening the group.
std::string valid_utf8(std::string_view text);

}  // namespace engram::h5
