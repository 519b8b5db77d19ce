#include "claims/cell_groups.hpp"

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
std::string settings_of_row(const std::string& case_name, const Words& columns, const std::vector<Words>& words,
                            std::size_t row) {
  Words parts;
  if (!case_name.empty()) {
    parts.push_back(case_name);
  }
  for (std::size_t at = 0; at < columns.size(); ++at) {
    parts.push_back(fmt::format("{} = {}", results::last_step(columns[at]), words[at][row]));
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
  std::vector<CellGroup> groups;
  if (claim.over == Over::cells) {
    return {{"", rows}};
  }
  if (claim.over == Over::each) {
    for (const std::size_t row : rows) {
      groups.push_back({summary.labels()[row], {row}});
    }
    return groups;
  }
  const Words columns = summary.differing_columns(rows);
  const std::vector<Words> words = words_of(summary, columns);
  std::map<std::pair<std::string, Words>, std::size_t> known;
  // Without cases in the spec every cell is its own one.
  const bool has_cases = summary.cases() != summary.labels();
  for (const std::size_t row : rows) {
    const std::string case_name = has_cases ? summary.cases()[row] : "";
    Words key;
    for (const Words& column : words) {
      key.push_back(column[row]);
    }
    const auto [found, is_new] = known.try_emplace({case_name, std::move(key)}, groups.size());
    if (is_new) {
      groups.push_back({settings_of_row(case_name, columns, words, row), {}});
    }
    groups[found->second].rows.push_back(row);
  }
  return groups;
}

std::vector<std::size_t> partners_of(const Claim& claim, const results::Summary& summary,
                                     const std::vector<std::size_t>& rows) {
  const Words columns = swept_columns(summary);
  const std::vector<Words> words = words_of(summary, columns);
  const auto key_of = [&](std::size_t row) {
    Words key;
    for (const Words& column : words) {
      key.push_back(column[row]);
    }
    return key;
  };
  std::map<Words, std::vector<std::size_t>> others;
  for (const std::size_t row : summary.rows_of_case(claim.against)) {
    others[key_of(row)].push_back(row);
  }
  std::vector<std::size_t> partners;
  for (const std::size_t row : rows) {
    const auto found = others.find(key_of(row));
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
