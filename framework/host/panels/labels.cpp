#include "panels/labels.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "canvas/text.hpp"

namespace engram::panels {

std::string plain_words(std::string name) {
  // The column of the summary has the names of the cases, so 'case' is the better label.
  if (name == "case_name") {
    return "case";
  }
  std::ranges::replace(name, '_', ' ');
  return name;
}

std::string without_period(std::string sentence) {
  if (sentence.ends_with('.')) {
    sentence.pop_back();
  }
  return sentence;
}

std::string with_unit(const std::string& text, const std::string& unit) {
  return canvas::capitalised(unit.empty() || unit == "1" ? text : fmt::format("{} ({})", text, unit));
}

}  // namespace engram::panels
