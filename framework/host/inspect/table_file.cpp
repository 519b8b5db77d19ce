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
#include "results/dataset_group.hpp"
#include "results/dataset_values.hpp"
#include "results/named_dataset.hpp"
#include "results/summary.hpp"

namespace engram::inspect {

namespace {

using Words = std::vector<std::string>;

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
      datasets_.push_back(source.dataset(prefix + path));
      const Dataset& first = datasets_.front();
      if (datasets_.back().dimensions != first.dimensions || datasets_.back().shape != first.shape) {
        throw RequestError(
            fmt::format("'{}' has the dimensions ({}), and '{}' ({}); one table has datasets of the same "
                        "dimensions",
                        path, join(datasets_.back().dimensions), paths.front(), join(first.dimensions)));
      }
    }
    const Dataset& first = datasets_.front();
    for (const std::string& name : first.coordinates) {
      std::optional<Dataset> label = group_.find(name);
      for (std::size_t i = 0; label && i < first.shape.size(); ++i) {
        if (label->dimensions == Words{first.dimensions[i]} && label->shape.front() == first.shape[i]) {
          labels_.push_back({i, std::move(*label)});
          break;
        }
      }
    }
  }

  [[nodiscard]] Words header() const {
    Words names;
    for (const std::string& dimension : datasets_.front().dimensions) {
      const std::optional<Dataset>& coordinate = group_.coordinate(dimension);
      names.push_back(results::with_unit(dimension, coordinate ? coordinate->unit : ""));
    }
    for (const Label& label : labels_) {
      names.push_back(results::with_unit(label.words.name, label.words.unit));
    }
    for (const Dataset& dataset : datasets_) {
      names.push_back(results::with_unit(dataset.name, dataset.unit));
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
        row.push_back(group_.word(first.dimensions[i], places[i]));
      }
      for (const Label& label : labels_) {
        row.push_back(word_at(label.words, places[label.dimension]));
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
  /// A dataset that labels the entries of a dimension.
  struct Label {
    std::size_t dimension;
    Dataset words;
  };

  results::DatasetGroup group_;
  std::vector<Dataset> datasets_;
  std::vector<Label> labels_;
};

/// Throws RequestError, with the nearest match, unless one of the cells has the dataset. There is at least one cell.
void require_dataset(const results::Source& source, const Words& labels, const std::string& path) {
  const auto has_it = [&](const std::string& label) { return source.has(results::case_prefix(label) + path); };
  if (std::ranges::none_of(labels, has_it)) {
    results::refuse_dataset(path, labels.front(), source);
  }
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

void write_csv(const std::vector<std::vector<std::string>>& rows, std::ostream& out) {
  for (const Words& row : rows) {
    write_row(row, out);
  }
}

void export_csv(const store::Reader& reader, const std::vector<std::string>& paths, const std::string& cell,
                std::ostream& out) {
  const evaluation::StoredResult source(reader);
  const auto is_outside = [&](const std::string& path) { return source.has(path); };
  if (source.cases().empty() || std::ranges::all_of(paths, is_outside)) {
    std::ranges::for_each(paths, [&](const std::string& path) { require_dataset(source, {""}, path); });
    const CellTable table(source, "", paths);
    write_row(table.header(), out);
    table.write({}, out);
    return;
  }
  const results::Summary summary(source);
  const std::vector<std::size_t> rows = rows_of(summary, cell);
  Words labels;
  std::ranges::transform(rows, std::back_inserter(labels), [&](std::size_t row) { return summary.labels()[row]; });
  std::ranges::for_each(paths, [&](const std::string& path) { require_dataset(source, labels, path); });
  std::vector<results::Column> settings;
  for (const std::string& name : summary.columns()) {
    if (results::is_setting(name)) {
      results::Column column = summary.column(name, "summary");
      if (results::differs(column, rows)) {
        settings.push_back(std::move(column));
      }
    }
  }
  bool has_header = false;
  for (std::size_t at = 0; at < rows.size(); ++at) {
    const std::string prefix = results::case_prefix(labels[at]);
    // A cell may lack a dataset that others have: one of another case, or a failed one.
    if (!std::ranges::all_of(paths, [&](const std::string& path) { return source.has(prefix + path); })) {
      continue;
    }
    const CellTable table(source, prefix, paths);
    if (!has_header) {
      Words header{"cell"};
      for (const results::Column& column : settings) {
        header.push_back(results::with_unit(column.path, column.unit));
      }
      std::ranges::copy(table.header(), std::back_inserter(header));
      write_row(header, out);
      has_header = true;
    }
    Words words{labels[at]};
    std::ranges::transform(settings, std::back_inserter(words),
                           [&](const results::Column& column) { return column.words[rows[at]]; });
    table.write(words, out);
  }
}

namespace {

std::string header_of_numpy(std::string_view type, const std::vector<Index>& extents) {
  std::string shape;
  for (const Index extent : extents) {
    shape += fmt::format("{},", extent);
  }
  std::string header = fmt::format("{{'descr': '{}', 'fortran_order': False, 'shape': ({}), }}", type, shape);
  constexpr std::size_t prelude = 10;
  constexpr std::size_t alignment = 64;
  header.append(alignment - (prelude + header.size() + 1) % alignment, ' ');
  header += '\n';
  const std::string size{static_cast<char>(header.size() & 0xffU), static_cast<char>(header.size() >> 8U)};
  return std::string("\x93NUMPY\x01") + '\0' + size + header;
}

template <class Number>
void write_bytes(const std::vector<Number>& values, std::ostream& out) {
  out.write(reinterpret_cast<const char*>(values.data()),
            static_cast<std::streamsize>(values.size() * sizeof(Number)));
}

}  // namespace

void export_npy(const store::Reader& reader, const std::string& path, const std::string& cell, std::ostream& out) {
  static_assert(std::endian::native == std::endian::little, "the bytes of numbers are written as they are");
  const evaluation::StoredResult source(reader);
  std::string label;
  if (!source.cases().empty() && !source.has(path)) {
    const results::Summary summary(source);
    const std::vector<std::size_t> rows = rows_of(summary, cell);
    if (rows.size() != 1) {
      throw RequestError(
          fmt::format("an array of numpy is that of one cell, and {} of them are meant; --cell LABEL "
                      "names one",
                      rows.size()));
    }
    label = summary.labels()[rows.front()];
  }
  require_dataset(source, {label}, path);
  const std::string place = results::case_prefix(label) + path;
  const Dataset outline = reader.outline(place);
  if (reader.is_large(place)) {
    auto piece = reader.piece(place, 0);
    if (std::holds_alternative<std::vector<double>>(piece.value())) {
      out << header_of_numpy(type_of_numpy<double>(), outline.shape);
      for (std::size_t number = 1; piece; ++number) {
        write_bytes(std::get<std::vector<double>>(*piece), out);
        piece = reader.piece(place, number);
      }
      return;
    }
  }
  std::visit(
      [&](const auto& values) {
        using Number = typename std::remove_cvref_t<decltype(values)>::value_type;
        if constexpr (std::is_same_v<Number, std::string>) {
          throw RequestError(fmt::format("'{}' has text, and .npy takes numbers; --format csv writes text", path));
        } else {
          out << header_of_numpy(type_of_numpy<Number>(), outline.shape);
          write_bytes(values, out);
        }
      },
      source.dataset(place).values);
}

}  // namespace engram::inspect
