#include "claims/cell_groups.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <utility>

#include <fmt/format.h>

#include <engram/counted.hpp>
#include <engram/error.hpp>
#include <engram/words.hpp>

#include "results/setting_path.hpp"

namespace engram::claims {

namespace {

using Words = std::vector<std::string>;

/// "tau_v = 0.1 s, units = 50" of a row.
std::string settings_of_row(const std::string& case_name, const Words& columns, const Words& words) {
  Words parts;
  if (!case_name.empty()) {
    parts.push_back(case_name);
  }
  for (std::size_t at = 0; at < columns.size(); ++at) {
    parts.push_back(fmt::format("{} = {}", results::last_step(columns[at]), words[at]));
  }
  return join(parts);
}

std::vector<Words> words_of(const results::Summary& summary, const Words& columns) {
  std::vector<Words> words;
  for (const std::string& name : columns) {
    words.push_back(summary.column(name, "over").words);
  }
  return words;
}

/// The words of a row in these columns.
Words words_at(std::size_t row, const std::vector<Words>& columns) {
  Words words;
  std::ranges::transform(columns, std::back_inserter(words), [&](const Words& column) { return column[row]; });
  return words;
}

/// The columns that a sweep changes, seeds among them, whatever the case.
Words swept_columns(const results::Summary& summary) {
  Words swept;
  for (const std::string& name : summary.columns()) {
    if (results::is_seed(name) || (results::is_setting(name) && !summary.axis_of(name).empty())) {
      swept.push_back(name);
    }
  }
  return swept;
}

}  // namespace

std::vector<CellGroup> groups_of(const Claim& claim, const results::Summary& summary,
                                 const std::vector<std::size_t>& rows) {
  if (claim.over == Over::cells) {
    return {{"", rows}};
  }
  std::vector<CellGroup> groups;
  const Words columns = summary.differing_columns(rows);
  const std::vector<Words> words = words_of(summary, columns);
  std::map<std::pair<std::string, Words>, std::size_t> known;
  // Without cases in the spec every cell is its own one.
  const bool has_cases = summary.cases() != summary.labels();
  for (const std::size_t row : rows) {
    const std::string case_name = has_cases ? summary.cases()[row] : "";
    const auto [found, is_new] = known.try_emplace({case_name, words_at(row, words)}, groups.size());
    if (is_new) {
      groups.push_back({settings_of_row(case_name, columns, words_at(row, words)), {}});
    }
    groups[found->second].rows.push_back(row);
  }
  return groups;
}

std::vector<std::size_t> partners_of(const Claim& claim, const results::Summary& summary,
                                     const std::vector<std::size_t>& rows) {
  const Words columns = swept_columns(summary);
  const std::vector<Words> words = words_of(summary, columns);
  std::map<Words, std::vector<std::size_t>> others;
  for (const std::size_t row : summary.rows_of_case(claim.against)) {
    others[words_at(row, words)].push_back(row);
  }
  std::vector<std::size_t> partners;
  for (const std::size_t row : rows) {
    const auto found = others.find(words_at(row, words));
    const std::size_t count = found == others.end() ? 0 : found->second.size();
    if (count != 1) {
      throw RequestError(
          fmt::format("against: '{}' has {} with the seed and the swept settings of '{}', where one is "
                      "needed to compare with",
                      claim.against, count == 0 ? "no cell" : counted(count, "cell"), summary.labels()[row]));
    }
    partners.push_back(found->second.front());
  }
  return partners;
}

}  // namespace engram::claims
