#include "run/file_patterns.hpp"

#include <exception>
#include <memory>
#include <string_view>
#include <variant>
#include <vector>

#include <fmt/format.h>

#include <engram/counted.hpp>
#include <engram/plan.hpp>
#include <engram/words.hpp>

namespace engram::run {

namespace {

/// The parameter of a source that decides which axis of an array counts the patterns.
constexpr std::string_view transpose = "transpose";

/// The same source with the other axis counting the patterns; null if there is none.
std::shared_ptr<PatternSource> other_way(const Part& part) {
  const Value value = part.value(transpose);
  const bool* const is_transposed = std::get_if<bool>(&value);
  if (is_transposed == nullptr || part.plugin->kind != Kind::pattern_source) {
    return nullptr;
  }
  try {
    return make<PatternSource>(part.with(transpose, !*is_transposed));
  } catch (const std::exception&) {
    return nullptr;
  }
}

/// "`transpose: true`", of the source as other_way() makes it.
std::string setting_of_other_way(const Part& part) {
  return fmt::format("`{}: {}`", transpose, !std::get<bool>(part.value(transpose)));
}

}  // namespace

bool reads_files(const Part& part) {
  return !files_named_by(part).empty();
}

std::string advice_on_axes(const Part& part, Index units) {
  const std::shared_ptr<PatternSource> other = other_way(part);
  if (!other || other->pattern_size() != units) {
    return "";
  }
  return fmt::format("{} takes the other axis of the array for the patterns: {} of {}, which fit",
                     setting_of_other_way(part), counted(other->pattern_count(), "pattern"),
                     counted(other->pattern_size(), "value"));
}

std::string doubt_about_axes(const Part& part, const PatternSource& source) {
  const bool are_all = std::holds_alternative<std::monostate>(part.value("count"));
  if (are_all && source.pattern_count() != source.pattern_size()) {
    return "";
  }
  const std::shared_ptr<PatternSource> other = other_way(part);
  if (!other || other->pattern_size() != source.pattern_size()) {
    return "";
  }
  const bool is_transposed = std::get<bool>(part.value(transpose));
  return fmt::format(
      "the array is as long as it is wide, and its {} are taken for the patterns; {} takes the {}, and "
      "`{}: {}` says that this is meant",
      is_transposed ? "columns" : "rows", setting_of_other_way(part), is_transposed ? "rows" : "columns", transpose,
      is_transposed);
}

std::string doubt_about_values(const Part& part, const ConstMatrixView& patterns) {
  std::vector<Index> constant;
  for (Index pattern = 0; pattern < patterns.cols() && patterns.rows() > 1; ++pattern) {
    if ((patterns.col(pattern).array() == patterns(0, pattern)).all()) {
      constant.push_back(pattern);
    }
  }
  if (constant.empty()) {
    return "";
  }
  const Index first = constant.front();
  const Value value = part.value("threshold");
  const auto* const threshold = std::get_if<std::string>(&value);
  return fmt::format(
      "{} the same value at every unit, {} {}, which is {} everywhere{}",
      constant.size() == 1 ? "a pattern has" : counted(static_cast<Index>(constant.size()), "pattern") + " have",
      constant.size() == 1 ? "pattern" : "the first of them pattern", first, number_text(patterns(0, first)),
      threshold != nullptr && *threshold == "level"
          ? "; another `level` divides its values, or `threshold: mean` takes a threshold from each pattern"
          : "");
}

}  // namespace engram::run
