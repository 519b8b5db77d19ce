#include "plugins/stamp_check.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include <engram/words.hpp>

namespace engram::plugins {

namespace {

/// "a=1;b=x y=2" as pairs of field and value: the first '=' of a field ends its name.
std::vector<std::pair<std::string_view, std::string_view>> fields(std::string_view stamp) {
  std::vector<std::pair<std::string_view, std::string_view>> found;
  while (!stamp.empty()) {
    const std::string_view field = stamp.substr(0, stamp.find(';'));
    stamp.remove_prefix(std::min(field.size() + 1, stamp.size()));
    const auto equals = std::min(field.find('='), field.size());
    found.emplace_back(field.substr(0, equals), field.substr(std::min(equals + 1, field.size())));
  }
  return found;
}

/// Describes how to build a library so that its `field` is `value`.
std::string cure(std::string_view field, std::string_view value) {
  if (field == "engram-sdk") {
    return fmt::format("the engram sdk {}", value);
  }
  if (field == "headers") {
    return "the sdk headers that this program was built with";
  }
  if (field == "library") {
    return fmt::format("the standard library {}", value);
  }
  if (field == "eigen") {
    return fmt::format("Eigen {}", value);
  }
  if (field == "eigen-align") {
    return fmt::format("EIGEN_MAX_ALIGN_BYTES={}, which the target engram::sdk sets", value);
  }
  if (field == "debug") {
    return fmt::format("{}-D_GLIBCXX_DEBUG", value == "plain containers" ? "no " : "");
  }
  if (field == "math") {
    return value == "ieee" ? "no -ffast-math" : "-ffast-math";
  }
  return fmt::format("{}={}", field, value);
}

}  // namespace

std::string_view stamp_field(std::string_view stamp, std::string_view field) {
  for (const auto& [name, value] : fields(stamp)) {
    if (name == field) {
      return value;
    }
  }
  return {};
}

std::optional<std::string> stamp_difference(std::string_view theirs, std::string_view ours) {
  if (theirs == ours) {
    return std::nullopt;
  }
  std::vector<std::string> differences;
  std::vector<std::string> cures;
  for (const auto& [field, value] : fields(ours)) {
    const std::string_view other = stamp_field(theirs, field);
    if (other != value) {
      differences.push_back(fmt::format("{} is {}, here {}", field,
                                        other.empty() ? "missing" : fmt::format("'{}'", other),
                                        fmt::format("'{}'", value)));
      cures.push_back(cure(field, value));
    }
  }
  for (const auto& [field, value] : fields(theirs)) {
    if (stamp_field(ours, field).empty()) {
      differences.push_back(fmt::format("{} is '{}', here missing", field, value));
    }
  }
  if (cures.empty()) {
    cures.emplace_back("the sdk of this program");
  }
  return fmt::format("does not fit this program: {}\nits stamp:      {}\nthis program's: {}\nrebuild it with {}",
                     join(differences, "; "), theirs, ours, join(cures, " and "));
}

}  // namespace engram::plugins
