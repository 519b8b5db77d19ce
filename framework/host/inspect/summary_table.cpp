#include "inspect/summary_table.hpp"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <utility>

#include <engram/error.hpp>

#include "evaluation/stored_result.hpp"
#include "results/choice.hpp"
#include "results/dataset_values.hpp"
#include "results/summary.hpp"

namespace engram::inspect {

namespace {

using Words = std::vector<std::string>;

/// The only column of that name, or that ends with it after a dot; the name itself if there are none or several.
std::string whole_name(const std::string& name, const Words& columns) {
  if (std::ranges::find(columns, name) != columns.end()) {
    return name;
  }
  const auto ends = [&](const std::string& column) { return column.ends_with("." + name); };
  if (std::ranges::count_if(columns, ends) != 1) {
    return name;
  }
  return *std::ranges::find_if(columns, ends);
}

/// The rows in the order of a column: numbers by their value, missing entries last.
void sort_rows(const results::Column& column, bool falling, std::vector<std::size_t>& rows) {
  std::ranges::stable_sort(rows, [&](std::size_t a, std::size_t b) {
    if (column.missing[a] || column.missing[b]) {
      return column.missing[b] && !column.missing[a];
    }
    if (falling) {
      std::swap(a, b);
    }
    return column.numbers.empty() ? column.words[a] < column.words[b] : column.numbers[a] < column.numbers[b];
  });
}

}  // namespace

std::vector<std::vector<std::string>> summary_table(const store::Reader& reader, const SummaryChoice& choice) {
  const evaluation::StoredResult source(reader);
  if (source.cases().empty()) {
    throw RequestError("a single run has no summary; its results are datasets");
  }
  const results::Summary summary(source);
  const Words known = summary.columns();
  std::vector<std::size_t> rows = results::rows_where(choice.where, summary.rows_of_cases({}), summary);
  if (!choice.sort.empty()) {
    const bool falling = choice.sort.starts_with('-');
    sort_rows(summary.column(whole_name(choice.sort.substr(falling ? 1 : 0), known), "sort"), falling, rows);
  }
  std::vector<results::Column> columns;
  for (const std::string& name : choice.columns.empty() ? known : choice.columns) {
    results::Column column = summary.column(whole_name(name, known), "columns");
    const bool is_result = column.path.starts_with(results::results_prefix);
    if (!choice.columns.empty() || is_result || results::differs(column, rows)) {
      columns.push_back(std::move(column));
    }
  }
  std::vector<Words> table(1, Words{"cell"});
  for (const results::Column& column : columns) {
    table.front().push_back(results::with_unit(column.path, column.unit));
  }
  for (const std::size_t row : rows) {
    Words words{summary.labels()[row]};
    std::ranges::transform(columns, std::back_inserter(words),
                           [&](const results::Column& column) { return column.words[row]; });
    table.push_back(std::move(words));
  }
  return table;
}

}  // namespace engram::inspect
