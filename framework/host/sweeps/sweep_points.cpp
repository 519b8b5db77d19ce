#include "sweeps/sweep_points.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <text_files/table.hpp>

#include <engram/counted.hpp>
#include <engram/special_file.hpp>

#include "sweeps/sweep_values.hpp"
#include "values/value_reader.hpp"
#include "yaml/path.hpp"
#include "yaml/read.hpp"
#include "yaml/text.hpp"

namespace engram::sweeps {

namespace fs = std::filesystem;

namespace {

constexpr const char* points_example = "such as `points: runs.csv`, a table whose first line has the swept paths";

/// Reads one table as a zip.
class TableReader {
 public:
  TableReader(fs::path file, const yaml::Node& name, const std::string& folder, yaml::Problems& problems)
      : file_(std::move(file)), name_(name), folder_(folder), problems_(problems) {}

  std::optional<yaml::Node> read() {
    const std::optional<std::string> text = text_of_file();
    if (!text) {
      return std::nullopt;
    }
    // Names of files in the table start where those of the spec start that names the table.
    source_ = std::make_shared<const yaml::Source>(
        yaml::Source{shown_name(), std::string(text_files::without_byte_order_mark(*text)), folder_});
    if (const auto bad = yaml::first_bad_byte(source_->text)) {
      const auto line = 1 + std::ranges::count(source_->text.substr(0, *bad), '\n');
      refuse(fmt::format("line {} holds a byte that is not text; a table is UTF-8", line));
      return std::nullopt;
    }
    // A '#' within a value does not begin a comment.
    text_files::Form form{',', '#', 0, false};
    const std::vector<text_files::Row> header = text_files::rows_of(source_->text, form).rows;
    form.separator = header.empty() ? ',' : separator_of(header.front().text);
    const text_files::Table table = text_files::rows_of(source_->text, form);
    const std::vector<text_files::Row>& rows = table.rows;
    if (table.open.line > 0) {
      const auto column = static_cast<std::size_t>(table.open.text.data() - rows.back().text.data());
      problems_.add(mark_of(table.open, {"", column, 1}), "a quote is opened here and never closed");
      return std::nullopt;
    }
    if (rows.size() < 2) {
      refuse(rows.empty() ? "there is nothing in it" : "there is no row below its first line");
      return std::nullopt;
    }
    if (rows.size() - 1 > most_swept_values) {
      refuse(fmt::format("it has {}; at most {} are allowed", counted(rows.size() - 1, "row"), most_swept_values));
      return std::nullopt;
    }
    return zip_of(rows, form.separator);
  }

 private:
  /// The name as the user would write it, to be shown in messages.
  [[nodiscard]] std::string shown_name() const {
    const yaml::Mark& mark = name_.mark();
    const fs::path given = name_.text();
    const fs::path beside = mark.is_in_file() ? fs::path(mark.source->name).parent_path() / given : given;
    std::error_code none;
    return fs::equivalent(beside, file_, none) ? beside.lexically_normal().string() : file_.string();
  }

  void refuse(const std::string& reason, std::vector<std::string> notes = {}) {
    problems_.add(name_.mark(), "no points can be read from " + yaml::in_quotes(name_.text()) + ": " + reason,
                  std::move(notes));
  }

  std::optional<std::string> text_of_file() {
    std::error_code none;
    if (!fs::exists(file_, none)) {
      const auto near = yaml::nearest_file(file_);
      const fs::path folder = fs::path(name_.text()).parent_path();
      refuse("there is no such file", {near ? "did you mean " + yaml::in_quotes((folder / *near).string()) + "?"
                                            : "it was looked for in " + file_.parent_path().string()});
      return std::nullopt;
    }
    const std::string kind = fs::is_directory(file_, none) ? "a folder" : special_file_by_name(file_);
    if (!kind.empty()) {
      refuse("it is " + kind, {points_example});
      return std::nullopt;
    }
    yaml::Problems found;
    std::optional<std::string> text = yaml::file_text(file_, found);
    if (!text || text->size() > yaml::max_bytes) {
      refuse(text ? fmt::format("it is longer than {} MiB", yaml::max_bytes >> 20U) : found.list().front().message);
      return std::nullopt;
    }
    return text;
  }

  [[nodiscard]] yaml::Mark mark_of(const text_files::Row& row, const text_files::Field& field) const {
    return {source_, static_cast<int>(row.line), static_cast<int>(field.at) + 1,
            static_cast<int>(std::max<std::size_t>(field.length, 1))};
  }

  /// No path holds one of the characters that may stand between columns.
  static char separator_of(std::string_view header) {
    const std::size_t at = header.find_first_of("\t;,");
    return at == std::string_view::npos ? ',' : header[at];
  }

  std::optional<yaml::Node> zip_of(const std::vector<text_files::Row>& rows, char separator) {
    const std::size_t before = problems_.size();
    const text_files::Row& header = rows.front();
    const std::vector<text_files::Field> paths = text_files::fields_of(header.text, separator);
    check_header(header, paths);
    std::vector<std::vector<yaml::Node>> columns(paths.size());
    for (auto row = rows.begin() + 1; row != rows.end(); ++row) {
      read_row(*row, text_files::fields_of(row->text, separator), paths, columns);
    }
    if (problems_.size() > before) {
      return std::nullopt;
    }
    std::vector<yaml::Node::Entry> entries;
    for (std::size_t column = 0; column < paths.size(); ++column) {
      const yaml::Mark mark = mark_of(header, paths[column]);
      entries.push_back({paths[column].text, mark, yaml::Node::sequence(mark, std::move(columns[column]))});
    }
    return yaml::Node::mapping(mark_of(header, paths.front()), std::move(entries));
  }

  void check_header(const text_files::Row& row, const std::vector<text_files::Field>& paths) {
    for (std::size_t column = 0; column < paths.size(); ++column) {
      const text_files::Field& path = paths[column];
      const yaml::Mark mark = mark_of(row, path);
      if (path.text.empty()) {
        problems_.add(mark, fmt::format("column {} of the table has no path", column + 1),
                      {column == 0 ? "pandas writes its index so; to_csv(index=False) leaves it out"
                                   : "the first line names the path of each column, such as model.tau_v"});
        continue;
      }
      const auto first = std::find_if(paths.begin(), paths.begin() + static_cast<std::ptrdiff_t>(column),
                                      [&](const text_files::Field& other) { return other.text == path.text; });
      if (first != paths.begin() + static_cast<std::ptrdiff_t>(column)) {
        problems_.add(mark, "two columns of the table are named " + yaml::in_quotes(path.text),
                      {"the first one is at " + mark_of(row, *first).where()});
      }
    }
  }

  void read_row(const text_files::Row& row, const std::vector<text_files::Field>& fields,
                const std::vector<text_files::Field>& paths, std::vector<std::vector<yaml::Node>>& columns) {
    if (fields.size() != paths.size()) {
      problems_.add(mark_of(row, fields[std::min(fields.size() - 1, paths.size())]),
                    fmt::format("the row has {} and the table has {}", counted(fields.size(), "value"),
                                counted(paths.size(), "column")),
                    {"put a value that holds a separator in double quotes, such as \"[50, 30]\""});
      return;
    }
    for (std::size_t column = 0; column < fields.size(); ++column) {
      const yaml::Mark mark = mark_of(row, fields[column]);
      if (fields[column].text.empty()) {
        problems_.add(mark, "the row has no value for " + yaml::in_quotes(paths[column].text),
                      {"write ~ for a setting that is to have none"});
        continue;
      }
      if (auto value = yaml::read_value_at(fields[column].text, mark, problems_)) {
        columns[column].push_back(std::move(*value));
      }
    }
  }

  fs::path file_;
  const yaml::Node& name_;
  const std::string& folder_;
  yaml::Problems& problems_;
  std::shared_ptr<const yaml::Source> source_;
};

/// The folder of names in a table, if it is another one than that of the spec.
std::string folder_of_names(const yaml::Mark& mark) {
  return mark.is_in_file() ? mark.source->folder : fs::current_path().string();
}

}  // namespace

PointsRead with_points_read(const yaml::Node& sweep, const std::string& folder, yaml::Problems& problems) {
  const yaml::Node::Entry* points = sweep.find(points_key);
  if (points == nullptr) {
    return {sweep, {}};
  }
  const std::vector<yaml::Node> names =
      points->value.is_sequence() ? points->value.items() : std::vector{points->value};
  if (names.empty()) {
    problems.add(points->value.mark(), "'points' takes the name of a table, or a list of names; found an empty list",
                 {points_example});
  }
  PointsRead read{sweep, {}};
  std::vector<yaml::Node> zips;
  for (const yaml::Node& name : names) {
    if (!name.is_scalar() || name.text().empty()) {
      problems.add(name.mark(),
                   "'points' takes the name of a table, or a list of names; found " + yaml::found_text(name),
                   {points_example});
      continue;
    }
    std::string file = values::absolute_path(name.text(), name.mark(), folder);
    const std::string start = folder_of_names(name.mark());
    if (auto zip = TableReader(file, name, start, problems).read()) {
      zips.push_back(std::move(*zip));
      read.files.push_back(std::move(file));
    }
  }
  // The axes keep their order; a sweep has one key for all of its zips.
  const yaml::Node::Entry* other = sweep.find("zip");
  if (other != nullptr) {
    const std::vector<yaml::Node> written =
        other->value.is_sequence() ? other->value.items() : std::vector{other->value};
    zips.insert(zips.begin(), written.begin(), written.end());
  }
  std::vector<yaml::Node::Entry> entries;
  for (const yaml::Node::Entry& entry : sweep.entries()) {
    const bool is_place = other == nullptr ? entry.key == points_key : entry.key == other->key;
    if (is_place && !zips.empty()) {
      entries.push_back({"zip", entry.key_mark, yaml::Node::sequence(entry.value.mark(), zips)});
    } else if (!is_place && entry.key != points_key) {
      entries.push_back(entry);
    }
  }
  read.sweep = yaml::Node::mapping(sweep.mark(), std::move(entries));
  return read;
}

void refuse_replaced_by_points(const yaml::Node& sweep, const PointsRead& read, const yaml::Node& tree,
                               const yaml::Node& root, yaml::Problems& problems) {
  const yaml::Node::Entry* points = sweep.find(points_key);
  const yaml::Node::Entry* zips = read.sweep.find("zip");
  if (points == nullptr || zips == nullptr || !points->key_mark.is_in_file() ||
      points->key_mark.source == root.mark().source) {
    return;
  }
  for (const yaml::Node& zip : zips->value.items()) {
    for (const yaml::Node::Entry& column : zip.entries()) {
      const auto written = yaml::node_at_path(tree, column.key);
      if (written && written->mark().source == root.mark().source) {
        problems.add(written->mark(),
                     yaml::in_quotes(column.key) +
                         " has no effect here: the sweep of the spec that this extends gives it other values",
                     {"they are at " + column.key_mark.where(), "`sweep: {points: ~}` removes the points"});
      }
    }
  }
}

}  // namespace engram::sweeps
