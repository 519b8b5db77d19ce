#include "inspect/result_text.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include <fmt/format.h>

#include <engram/counted.hpp>
#include <engram/error.hpp>
#include <engram/words.hpp>

#include "claims/judge.hpp"
#include "evaluation/claim_spec.hpp"
#include "evaluation/figure_spec.hpp"
#include "evaluation/origins.hpp"
#include "evaluation/stored_result.hpp"
#include "inspect/dataset_text.hpp"
#include "inspect/terminal.hpp"
#include "results/dataset_values.hpp"
#include "results/named_dataset.hpp"
#include "results/summary.hpp"
#include "specification/spec.hpp"
#include "system/print.hpp"

namespace engram::inspect {

namespace {

/// In words, from a spec's line or the default.
std::string place_words(const std::string& place) {
  return place == "default" ? "the default" : "from " + place;
}

/// A result and one of its cells.
class Shown {
 public:
  Shown(const store::Reader& reader, std::string cell) : reader_(reader), source_(reader), cell_(std::move(cell)) {
    const std::vector<std::string> labels = source_.cases();
    if (!cell_.empty()) {
      const results::Summary summary(source_);
      cell_ = summary.labels()[summary.rows_of_case(cell_).front()];
    } else if (!labels.empty()) {
      cell_ = labels.front();
    }
  }

  void contents() const {
    const specification::Heading heading = specification::heading_of(reader_.text("spec/resolved"));
    print_as(Look::heading, reader_.path().filename().string() + "\n");
    std::vector<std::vector<std::string>> rows;
    const auto add = [&](std::string word, std::string value) {
      if (!value.empty()) {
        rows.push_back({std::move(word), std::move(value)});
      }
    };
    add("title", heading.title);
    add("source", heading.source);
    add("author", heading.author);
    add("computed", fmt::format("{}, engram {}", provenance("start"), provenance("engram_version")));
    add("command", provenance("command_line"));
    add("cells", cells_in_words());
    add("claims", claims_in_words());
    add("figures", figures_in_words());
    const std::vector<store::Failure> failures = reader_.failures();
    add("failures", failures.empty() ? ""
                                     : fmt::format("{}, the first in {}: {}", failures.size(), failures.front().group,
                                                   failures.front().sentence));
    system::print("{}", table_text(rows, indent));
    print_as(Look::heading, cell_.empty() ? "datasets\n" : fmt::format("datasets of {}\n", cell_));
    print_datasets(reader_, results::case_prefix(cell_));
    system::print(
        "\n`engram show RESULT PATH` shows one of them, a setting, or settings, provenance, origins, claims, cells, "
        "summary, spec.\n");
  }

  void settings() const {
    std::vector<std::vector<std::string>> rows;
    const std::map<std::string, std::string>& origins = places();
    for (const auto& [path, value] : source_.settings(cell_)) {
      const auto place = origins.find(path);
      rows.push_back({path, value, place == origins.end() ? "" : place->second});
    }
    system::print("{}", table_text(rows, ""));
  }

  void origins() const {
    for (const evaluation::Origin& origin : evaluation::origins_of(reader_)) {
      system::print("{}{} = {}, {}\n", origin.case_name.empty() ? "" : origin.case_name + ": ", origin.setting,
                    origin.value, place_words(origin.place));
    }
  }

  void provenance_table() const {
    std::vector<std::vector<std::string>> rows;
    for (const auto& [name, value] : reader_.attributes("provenance")) {
      rows.push_back({name, std::visit([](const auto& any) { return fmt::format("{}", any); }, value)});
    }
    system::print("{}", table_text(rows, ""));
    print_as(Look::heading, "plugins\n");
    rows.clear();
    for (const evaluation::UsedPlugin& plugin : evaluation::plugins_of(reader_)) {
      rows.push_back({plugin.kind, plugin.name, plugin.version, plugin.sha256, plugin.file});
    }
    system::print("{}", table_text(rows, indent));
    for (const auto& [heading, files] : {std::pair{"specs\n", evaluation::spec_files_of(reader_)},
                                         std::pair{"files\n", evaluation::inputs_of(reader_)}}) {
      rows.clear();
      for (const evaluation::InputFile& input : files) {
        rows.push_back({input.file, input.sha256});
      }
      if (!rows.empty()) {
        print_as(Look::heading, heading);
        system::print("{}", table_text(rows, indent));
      }
    }
  }

  void claims() const {
    for (const claims::Verdict& verdict : evaluation::judge_result(reader_, source_, "")) {
      print_as(verdict.reproduced ? Look::good : Look::bad, claims::outcome_text(claims::outcome(verdict)));
      system::print(": {}\n{}{}\n", verdict.claim.claim, indent, claims::measured_text(verdict));
    }
  }

  void cells() const {
    for (const std::string& label : source_.cases()) {
      system::print("{}\n", label);
    }
  }

  void summary() const {
    std::vector<std::vector<std::string>> rows(1);
    const std::vector<std::string> columns = reader_.datasets_in("summary");
    for (const std::string& name : columns) {
      const Dataset column = source_.dataset("summary/" + name);
      rows.front().push_back(results::with_unit(name, column.unit));
      std::visit(
          [&](const auto& values) {
            rows.resize(std::max(rows.size(), std::min(values.size(), most_listed) + 1));
            for (std::size_t row = 0; row < std::min(values.size(), most_listed); ++row) {
              rows[row + 1].resize(rows.front().size());
              rows[row + 1].back() = fmt::format("{}", values[row]);
            }
          },
          column.values);
    }
    if (columns.empty()) {
      throw RequestError("a single run has no summary; its results are datasets");
    }
    system::print("{}", table_text(rows, ""));
    const std::size_t count = source_.cases().size();
    if (count > most_listed) {
      system::print("and {} more\n", counted(count - most_listed, "row"));
    }
  }

  /// A dataset, the datasets of a group, or a setting. Throws RequestError if there is none of them.
  void at(const std::string& path) const {
    const std::string prefix = results::case_prefix(cell_);
    if (source_.has(path) || source_.has(prefix + path)) {
      print_dataset(reader_, source_.has(path) ? path : prefix + path);
      return;
    }
    const std::map<std::string, std::string> settings = source_.settings(cell_);
    if (const auto setting = settings.find(path); setting != settings.end()) {
      system::print("{} = {}{}\n", path, setting->second, place_in_words(path));
      return;
    }
    for (const std::string& group : {prefix + path, path}) {
      if (reader_.has(group)) {
        print_datasets(reader_, group + "/");
        return;
      }
    }
    refuse(path);
  }

  /// The way of a number: from the spec to the dataset.
  void why(const std::string& path) const {
    const std::string prefix = results::case_prefix(cell_);
    if (!source_.has(prefix + path)) {
      at(path);  // the origin of a setting is all there is to know
      return;
    }
    const std::string label = analysis_in(path);
    print_as(Look::heading, fmt::format("{}{}\n", path, cell_.empty() ? "" : " of " + cell_));
    std::vector<std::vector<std::string>> rows;
    const std::map<std::string, std::string> settings = source_.settings(cell_);
    rows.push_back({"recorded by", label.empty() ? path.substr(0, path.find('/')) : "analysis " + label});
    for (const auto& [setting, value] : settings) {
      const std::string section = setting.substr(0, setting.find('.'));
      const bool belongs = section != "analyses" || setting == "analyses." + label ||
                           setting.starts_with(fmt::format("analyses.{}.", label));
      if (belongs) {
        rows.push_back({setting, value + place_in_words(setting)});
      }
    }
    for (const evaluation::UsedPlugin& plugin : evaluation::plugins_of(reader_)) {
      if (std::ranges::any_of(settings, [&](const auto& entry) { return entry.second == plugin.name; })) {
        rows.push_back({fmt::format("{} {}", plugin.kind, plugin.name),
                        fmt::format("{}, SHA-256 {}", plugin.version, plugin.sha256)});
      }
    }
    for (const auto& [word, value] : evaluation::record_of_cell(reader_, cell_)) {
      if (word != "cell" && word != "made_with_of_cell") {
        rows.push_back({word, value});
      }
    }
    rows.push_back({"engram", fmt::format("{}, commit {}", provenance("engram_version"), provenance("git_commit"))});
    rows.push_back({"command", provenance("command_line")});
    system::print("{}", table_text(rows, indent));
  }

 private:
  /// The label of the analysis in "analyses/recall/overlap"; empty for another path.
  static std::string analysis_in(const std::string& path) {
    const std::string prefix = "analyses/";
    return path.starts_with(prefix) ? path.substr(prefix.size(), path.find('/', prefix.size()) - prefix.size()) : "";
  }

  [[nodiscard]] std::string provenance(const std::string& name) const {
    const std::string text = evaluation::provenance_text(reader_, name);
    return text.empty() ? "unknown" : text;
  }

  /// The origins of the settings of the cell's case, by path.
  [[nodiscard]] const std::map<std::string, std::string>& places() const {
    if (places_) {
      return *places_;
    }
    std::map<std::string, std::string> places;
    for (const evaluation::Origin& origin : evaluation::origins_of(reader_)) {
      const bool own =
          origin.case_name.empty() || origin.case_name == cell_ || cell_.starts_with(origin.case_name + ".");
      if (own) {
        places.emplace(origin.setting, origin.place);
      }
    }
    return places_.emplace(std::move(places));
  }

  [[nodiscard]] std::string place_in_words(const std::string& setting) const {
    const std::map<std::string, std::string>& known = places();
    const auto place = known.find(setting);
    return place == known.end() ? "" : ", " + place_words(place->second);
  }

  [[nodiscard]] std::string cells_in_words() const {
    const std::vector<std::string> labels = source_.cases();
    if (labels.empty()) {
      return "";
    }
    const results::Summary summary(source_);
    const std::set<std::string> cases(summary.cases().begin(), summary.cases().end());
    if (!summary.has_axes()) {
      return counted(labels.size(), "case");
    }
    return counted(labels.size(), "cell") +
           (cases.size() < labels.size() ? fmt::format(" of {}", counted(cases.size(), "case")) : "");
  }

  [[nodiscard]] std::string claims_in_words() const {
    const auto verdicts = evaluation::judge_result(reader_, source_, "");
    const auto reproduced = std::ranges::count_if(verdicts, &claims::Verdict::reproduced);
    return verdicts.empty() ? "" : fmt::format("{} of {} reproduced", reproduced, verdicts.size());
  }

  [[nodiscard]] std::string figures_in_words() const {
    std::vector<std::string> names;
    std::ranges::transform(evaluation::figures_of(reader_, source_, ""), std::back_inserter(names),
                           &panels::Figure::name);
    return join(names);
  }

  [[noreturn]] void refuse(const std::string& path) const {
    std::vector<std::string> known;
    const std::string prefix = results::case_prefix(cell_);
    for (const std::string& each : source_.datasets()) {
      known.push_back(each.starts_with(prefix) ? each.substr(prefix.size()) : each);
    }
    for (const auto& [setting, value] : source_.settings(cell_)) {
      known.push_back(setting);
    }
    throw RequestError(
        fmt::format("{} has neither a dataset nor a setting '{}'{}; without a path, its contents are listed",
                    reader_.path().filename().string(), path, results::nearest_match(path, known)));
  }

  const store::Reader& reader_;
  evaluation::StoredResult source_;
  std::string cell_;
  mutable std::optional<std::map<std::string, std::string>> places_;  ///< read at the first call
};

/// A part of a result that has a word of its own.
struct Section {
  std::string_view word;
  void (Shown::*show)() const;
};
constexpr std::array sections{Section{"settings", &Shown::settings}, Section{"provenance", &Shown::provenance_table},
                              Section{"origins", &Shown::origins},   Section{"claims", &Shown::claims},
                              Section{"cells", &Shown::cells},       Section{"summary", &Shown::summary}};

}  // namespace

void print_result(const store::Reader& reader, Question question) {
  // A path may be written as that of a folder or from the root.
  question.path.erase(0, std::min(question.path.find_first_not_of('/'), question.path.size()));
  question.path.erase(question.path.find_last_not_of('/') + 1);
  if (question.path == "spec" && !question.cell.empty()) {
    question.path = "spec/resolved";  // of the cell
  }
  if (question.path == "spec") {
    system::print("{}", reader.text("spec/resolved"));
    return;
  }
  const Shown shown(reader, question.cell);
  const auto section = std::ranges::find(sections, question.path, &Section::word);
  if (question.path.empty()) {
    shown.contents();
  } else if (section != sections.end() && question.why) {
    throw RequestError(
        fmt::format("--why takes the path of a dataset or a setting, and '{}' is neither", question.path));
  } else if (question.why) {
    shown.why(question.path);
  } else if (section != sections.end()) {
    (shown.*section->show)();
  } else {
    shown.at(question.path);
  }
}

}  // namespace engram::inspect
