#include "inspect/table_file.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <optional>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>

#include <fmt/format.h>

#include <engram/error.hpp>
#include <engram/words.hpp>

#include "evaluation/stored_result.hpp"
#include "results/choice.hpp"
#include "results/dataset_group.hpp"
#include "results/dataset_rows.hpp"
#include "results/dataset_values.hpp"
#include "results/named_dataset.hpp"
#include "results/summary.hpp"

namespace engram::inspect {

namespace {

using Words = std::vector<std::string>;

Words column_names(const results::Source& source) {
  Words names;
  for (const std::string& path : source.datasets()) {
    if (results::is_column(path)) {
      names.push_back(path.substr(results::summary_prefix.size()));
    }
  }
  return names;
}

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

/// Whether a column has different entries in some of the rows.
bool differs(const results::Column& column, const std::vector<std::size_t>& rows) {
  return std::ranges::any_of(rows, [&](std::size_t row) { return column.words[row] != column.words[rows.front()]; });
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

std::string csv_field(const std::string& text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos) {
    return text;
  }
  std::string quoted = "\"";
  for (const char c : text) {
    quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
  }
  return quoted + "\"";
}

void write_row(const Words& fields, std::ostream& out) {
  std::string line;
  for (const std::string& field : fields) {
    line += (line.empty() && &field == &fields.front() ? "" : ",") + csv_field(field);
  }
  out << line << "\n";
}

std::string word_at(const Dataset& dataset, std::size_t entry) {
  return std::visit([&](const auto& values) { return fmt::format("{}", values[entry]); }, dataset.values);
}

/// Datasets of one cell with the same dimensions, and the words of their coordinates.
class CellTable {
 public:
  CellTable(const results::Source& source, const std::string& prefix, const Words& paths)
      : group_(prefix + paths.front().substr(0, paths.front().rfind('/') + 1), source) {
    for (const std::string& path : paths) {
      datasets_.push_back(source.dataset(source.has(prefix + path) ? prefix + path : path));
      const Dataset& first = datasets_.front();
      if (datasets_.back().dimensions != first.dimensions || datasets_.back().shape != first.shape) {
        throw RequestError(
            fmt::format("'{}' has the dimensions ({}), and '{}' ({}); one table has datasets of the same "
                        "dimensions",
                        path, join(datasets_.back().dimensions), paths.front(), join(first.dimensions)));
      }
    }
    for (const std::string& dimension : datasets_.front().dimensions) {
      dimensions_.push_back(group_.coordinate(dimension));
    }
    for (const std::string& name : datasets_.front().coordinates) {
      if (auto label = group_.find(name); label && label->dimensions.size() == 1) {
        labels_.push_back(std::move(*label));
      }
    }
  }

  [[nodiscard]] Words header() const {
    Words names;
    const Dataset& first = datasets_.front();
    for (std::size_t i = 0; i < first.dimensions.size(); ++i) {
      names.push_back(results::with_unit(first.dimensions[i], dimensions_[i] ? dimensions_[i]->unit : ""));
    }
    for (const std::vector<Dataset>* of_rows : {&labels_, &datasets_}) {
      for (const Dataset& each : *of_rows) {
        names.push_back(results::with_unit(each.name, each.unit));
      }
    }
    return names;
  }

  /// Writes a row for each entry, after the words of the cell.
  void write(const Words& cell, std::ostream& out) const {
    const Dataset& first = datasets_.front();
    const std::size_t entries = std::visit([](const auto& values) { return values.size(); }, first.values);
    std::vector<std::size_t> places(first.shape.size(), 0);
    for (std::size_t entry = 0; entry < entries; ++entry) {
      Words row = cell;
      for (std::size_t i = 0; i < places.size(); ++i) {
        row.push_back(dimensions_[i] ? word_at(*dimensions_[i], places[i]) : std::to_string(places[i]));
      }
      for (const Dataset& label : labels_) {
        const auto along = std::ranges::find(first.dimensions, label.dimensions.front()) - first.dimensions.begin();
        row.push_back(word_at(label, places[static_cast<std::size_t>(along)]));
      }
      for (const Dataset& dataset : datasets_) {
        row.push_back(word_at(dataset, entry));
      }
      write_row(row, out);
      for (std::size_t i = places.size(); i-- > 0;) {
        places[i] = places[i] + 1 < static_cast<std::size_t>(first.shape[i]) ? places[i] + 1 : 0;
        if (places[i] > 0) {
          break;
        }
      }
    }
  }

 private:
  results::DatasetGroup group_;
  std::vector<Dataset> datasets_;
  std::vector<std::optional<Dataset>> dimensions_;  ///< their coordinates
  std::vector<Dataset> labels_;                     ///< datasets that label the entries of a dimension
};

/// Throws RequestError, with the nearest match, unless some cell has the dataset.
void require_dataset(const results::Source& source, const Words& prefixes, const std::string& path) {
  Words known;
  for (const std::string& prefix : prefixes) {
    if (source.has(prefix + path) || source.has(path)) {
      return;
    }
  }
  for (const std::string& each : source.datasets()) {
    known.push_back(each.starts_with(prefixes.front()) ? each.substr(prefixes.front().size()) : each);
  }
  throw RequestError(fmt::format("there is no dataset '{}'{}", path, results::nearest_match(path, known)));
}

/// The rows of the cells that a user names; all for no name.
std::vector<std::size_t> rows_of(const results::Summary& summary, const std::string& cell) {
  return cell.empty() ? summary.rows_of_cases({}) : summary.rows_of_case(cell);
}

template <class Number>
std::string_view type_of_numpy() {
  return std::is_same_v<Number, double> ? "<f8" : std::is_same_v<Number, std::int64_t> ? "<i8" : "|i1";
}

}  // namespace

std::vector<std::vector<std::string>> summary_table(const store::Reader& reader, const SummaryChoice& choice) {
  const evaluation::StoredResult source(reader);
  if (source.cases().empty()) {
    throw RequestError("a single run has no summary; its results are datasets");
  }
  const results::Summary summary(source);
  const Words known = column_names(source);
  std::vector<std::size_t> rows = results::rows_where(choice.where, summary.rows_of_cases({}), summary);
  if (!choice.sort.empty()) {
    const bool falling = choice.sort.starts_with('-');
    sort_rows(summary.column(whole_name(choice.sort.substr(falling ? 1 : 0), known), "sort"), falling, rows);
  }
  std::vector<results::Column> columns;
  for (const std::string& name : choice.columns.empty() ? known : choice.columns) {
    results::Column column = summary.column(whole_name(name, known), "columns");
    const bool is_result = column.path.starts_with(results::results_prefix);
    if (!choice.columns.empty() || is_result || differs(column, rows)) {
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

void write_csv(const std::vector<std::vector<std::string>>& rows, std::ostream& out) {
  for (const Words& row : rows) {
    write_row(row, out);
  }
}

void export_csv(const store::Reader& reader, const std::vector<std::string>& paths, const std::string& cell,
                std::ostream& out) {
  const evaluation::StoredResult source(reader);
  if (source.cases().empty()) {
    std::ranges::for_each(paths, [&](const std::string& path) { require_dataset(source, {""}, path); });
    const CellTable table(source, "", paths);
    write_row(table.header(), out);
    table.write({}, out);
    return;
  }
  const results::Summary summary(source);
  const std::vector<std::size_t> rows = rows_of(summary, cell);
  Words prefixes;
  std::ranges::transform(rows, std::back_inserter(prefixes),
                         [&](std::size_t row) { return results::case_prefix(summary.labels()[row]); });
  std::ranges::for_each(paths, [&](const std::string& path) { require_dataset(source, prefixes, path); });
  std::vector<results::Column> settings;
  for (const std::string& name : column_names(source)) {
    if (results::is_setting(name)) {
      results::Column column = summary.column(name, "summary");
      if (differs(column, rows)) {
        settings.push_back(std::move(column));
      }
    }
  }
  bool has_header = false;
  for (std::size_t at = 0; at < rows.size(); ++at) {
    // A cell may lack a dataset that others have: one of another case, or a failed one.
    if (!std::ranges::all_of(paths, [&](const std::string& path) { return source.has(prefixes[at] + path); })) {
      continue;
    }
    const CellTable table(source, prefixes[at], paths);
    Words words{summary.labels()[rows[at]]};
    if (!has_header) {
      Words header{"cell"};
      for (const results::Column& column : settings) {
        header.push_back(results::with_unit(column.path, column.unit));
      }
      std::ranges::copy(table.header(), std::back_inserter(header));
      write_row(header, out);
      has_header = true;
    }
    std::ranges::transform(settings, std::back_inserter(words),
                           [&](const results::Column& column) { return column.words[rows[at]]; });
    table.write(words, out);
  }
}

void export_npy(const store::Reader& reader, const std::string& path, const std::string& cell, std::ostream& out) {
  static_assert(std::endian::native == std::endian::little, "the bytes of numbers are written as they are");
  const evaluation::StoredResult source(reader);
  std::string prefix;
  if (!source.cases().empty()) {
    const results::Summary summary(source);
    const std::vector<std::size_t> rows = rows_of(summary, cell);
    if (rows.size() != 1) {
      throw RequestError(
          fmt::format("an array of numpy is that of one cell, and {} of them are meant; --cell LABEL "
                      "names one",
                      rows.size()));
    }
    prefix = results::case_prefix(summary.labels()[rows.front()]);
  }
  require_dataset(source, {prefix}, path);
  const Dataset dataset = source.dataset(source.has(prefix + path) ? prefix + path : path);
  std::visit(
      [&](const auto& values) {
        using Number = typename std::remove_cvref_t<decltype(values)>::value_type;
        if constexpr (std::is_same_v<Number, std::string>) {
          throw RequestError(fmt::format("'{}' has text, and .npy takes numbers; --format csv writes text", path));
        } else {
          std::string shape;
          for (const Index extent : dataset.shape) {
            shape += fmt::format("{},", extent);
          }
          std::string header = fmt::format("{{'descr': '{}', 'fortran_order': False, 'shape': ({}), }}",
                                           type_of_numpy<Number>(), shape);
          constexpr std::size_t prelude = 10;
          constexpr std::size_t alignment = 64;
          header.append(alignment - (prelude + header.size() + 1) % alignment, ' ');
          header += '\n';
          out << "\x93NUMPY" << '\x01' << '\0' << static_cast<char>(header.size() & 0xffU)
              << static_cast<char>(header.size() >> 8U) << header;
          out.write(reinterpret_cast<const char*>(values.data()),
                    static_cast<std::streamsize>(values.size() * sizeof(Number)));
        }
      },
      dataset.values);
}

}  // namespace engram::inspect
