// Settings of a case as numbers.
#pragma once

#include <map>
#include <string>

namespace engram::results {

/// The text of a setting. Throws RequestError, with the nearest match, if there is none; the message begins with
/// `who`.
const std::string& setting_text(const std::map<std::string, std::string>& settings, const std::string& path,
                                const std::string& who);

/// The number of the text of a setting, without its unit: 0.05 of "0.05 s". Throws RequestError if it is not a
/// number.
double setting_number(const std::string& text, const std::string& path, const std::string& who);

}  // namespace engram::results
