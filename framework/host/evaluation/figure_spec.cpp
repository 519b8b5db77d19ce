#include "evaluation/figure_spec.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <fmt/core.h>

#include <engram/error.hpp>
#include <engram/words.hpp>

#include "evaluation/panel_check.hpp"
#include "evaluation/spec_records.hpp"
#include "evaluation/summary_columns.hpp"
#include "figures/draw.hpp"
#include "figures/settings.hpp"
#include "panels/view.hpp"
#include "results/named_dataset.hpp"
#include "results/setting_path.hpp"
#include "results/source.hpp"
#include "specification/cell_choice.hpp"

namespace engram::evaluation {

namespace {

/// The settings of a spec before its run, for placeholders.
class SpecSource : public results::Source {
 public:
  explicit SpecSource(const CellIndex& cells) : cells_(cells) {}

  [[nodiscard]] bool has(const std::string& /*path*/) const override { return false; }
  [[nodiscard]] Dataset dataset(const std::string& path) const override {
    throw std::logic_error("nothing was run that could have given " + path);
  }
  [[nodiscard]] std::vector<std::string> datasets() const override { return {}; }
  [[nodiscard]] std::vector<std::string> cases() const override { return cells_.labels(); }
  [[nodiscard]] std::map<std::string, std::string> settings(const std::string& case_label) const override {
    return specification::texts_of(
        specification::settings_of(cells_.spec().cases[cells_.find(case_label).value_or(0)]));
  }
  [[nodiscard]] std::set<std::string> default_settings(const std::string& /*case_label*/) const override {
    return {};
  }
  [[nodiscard]] std::string cell_at(const std::string& case_name, const NamedTexts& at) const override {
    return specification::choose_cell(cells_.spec().cases, case_name, at);
  }

 private:
  const CellIndex& cells_;
};

/// Checks before a run whether figures name existing cases, datasets and settings.
class FigureCheck {
 public:
  FigureCheck(const CellIndex& cells, yaml::Problems& problems)
      : cells_(cells),
        spec_(cells.spec()),
        problems_(problems),
        source_(cells),
        labels_(cells.labels()),
        columns_(cells) {}

  void check() {
    for (const specification::Record& figure : spec_.figures) {
      std::vector<std::string> shown;
      for (const specification::Record& panel : figure.children) {
        const std::vector<std::string> cases = cases_of(panel);
        check_panel(panel, cases);
        check_placeholders(panel, "title", cases);
        shown.insert(shown.end(), cases.begin(), cases.end());
      }
      check_placeholders(figure, "title", shown);
      check_placeholders(figure, "caption", shown);
    }
  }

 private:
  /// The cases that a panel shows; empty if the panel names them wrongly.
  std::vector<std::string> cases_of(const specification::Record& panel) {
    if (const Value several = panel.value("cases"); !std::get<std::vector<std::string>>(several).empty()) {
      return cells_.cells_of(panel, problems_);
    }
    const std::size_t before = problems_.size();
    const std::string label = text_of(panel, "case");
    const std::string dataset = text_of(panel, "dataset");
    if (const Value at = panel.value("at"); !std::get<NamedTexts>(at).empty()) {
      return cell_at(panel, label, std::get<NamedTexts>(at));
    }
    if (label.empty()) {
      if (!spec_.has_cases || dataset.starts_with("summary/") || dataset.starts_with("cases/")) {
        return labels_;
      }
      problems_.add(panel.mark(), "the panel does not name its case", notes_on("", "cases", labels_));
    } else if (!spec_.has_cases) {
      problems_.add(panel.mark_of("case"), fmt::format("there is no case '{}'", label), {"this spec has no cases"});
    } else if (const std::optional<std::string> cell = cells_.label_or_problem(panel, "case", label, problems_)) {
      return {*cell};
    } else if (problems_.size() == before) {
      problems_.add(panel.mark_of("case"), fmt::format("there is no case '{}'", label),
                    notes_on(label, "cases", cells_.known()));
    }
    return {};
  }

  /// The cell that a panel chooses by its place in the sweep.
  std::vector<std::string> cell_at(const specification::Record& panel, const std::string& label,
                                   const NamedTexts& at) {
    if (!cells_.resolved() || (spec_.cases.axes().empty() && !spec_.sweep.is_null())) {
      return {};  // a sweep with mistakes has no places yet
    }
    try {
      return {source_.cell_at(label, at)};
    } catch (const RequestError& error) {
      problems_.add(panel.mark_of("at"), error.what());
      return {};
    }
  }

  /// Checks a panel against its future dataset; a panel that contradicts itself was reported already.
  void check_panel(const specification::Record& record, const std::vector<std::string>& cases) {
    yaml::Problems contradictions;
    const auto panel = make_from<panels::Panel>(record, contradictions);
    if (!contradictions.empty()) {
      return;
    }
    if (panel.dataset.starts_with(results::summary_prefix)) {
      check_columns(record, panel);
      return;
    }
    check_counts(record, panel);
    for (const std::string& dataset : panel.beside) {
      cells_.check_dataset(record, "beside", dataset, cases, problems_);
    }
    const std::size_t before = problems_.size();
    for (const Declared& declared : cells_.check_dataset(record, "dataset", panel.dataset, cases, problems_)) {
      if (problems_.size() == before) {
        PanelCheck(record, panel, declared, cases.size() > panel.cases.size(), problems_).check();
      }
    }
  }

  void check_columns(const specification::Record& record, const panels::Panel& panel) {
    if (!results::is_column(panel.dataset)) {
      return;
    }
    if (!columns_.check(record, "dataset", panel.dataset.substr(results::summary_prefix.size()), problems_)) {
      return;
    }
    const bool mean_over_column =
        panel.average != panels::cell_dimension && panel.average != "seed" && !panel.average.empty();
    for (const auto& [key, name] : {std::pair{"x", panel.x}, std::pair{"y", panel.y}, std::pair{"lines", panel.lines},
                                    std::pair{"average", mean_over_column ? panel.average : ""}}) {
      if (!name.empty()) {
        columns_.check(record, key, name, problems_);
      }
    }
  }

  /// All cases in one panel must have the same number of cells.
  void check_counts(const specification::Record& record, const panels::Panel& panel) {
    for (const std::string& name : panel.cases) {
      const std::size_t first = cells_.count(panel.cases.front());
      const std::size_t own = cells_.count(name);
      if (first > 0 && own > 0 && own != first) {
        problems_.add(record.mark_of("cases"),
                      fmt::format("'{}' has {} cells and '{}' has {}", panel.cases.front(), first, name, own),
                      {"cases in one panel have as many cells each"});
        return;
      }
    }
  }

  void check_placeholders(const specification::Record& record, std::string_view name,
                          const std::vector<std::string>& cases) {
    // A case with mistakes has no settings yet.
    if (cases.empty() || !cells_.resolved() || text_of(record, name).find('{') == std::string::npos) {
      return;
    }
    // All cells have the same paths, so a few of many cells are enough.
    const std::vector<std::string> some(
        cases.begin(),
        cases.begin() + static_cast<std::ptrdiff_t>(std::min(cases.size(), specification::Cells::kept)));
    try {
      figures::fill_placeholders(text_of(record, name), some, source_, "the settings");
    } catch (const RequestError& error) {
      problems_.add(record.mark_of(name), error.what());
    }
  }

  const CellIndex& cells_;
  const specification::Spec& spec_;
  yaml::Problems& problems_;
  SpecSource source_;
  std::vector<std::string> labels_;
  SummaryColumns columns_;
};

}  // namespace

const specification::RecordSchema& figure_schema() {
  static const specification::RecordSchema schema{
      "figure", panels::Figure::params().list(), "panels",
      std::make_shared<const specification::RecordSchema>(
          specification::RecordSchema{"panel", panels::Panel::params().list(), "", nullptr})};
  return schema;
}

std::vector<panels::Figure> make_figures(const std::vector<specification::Record>& records,
                                         yaml::Problems& problems) {
  std::vector<panels::Figure> made;
  std::set<std::string> names;
  for (const specification::Record& record : records) {
    made.push_back(make_from<panels::Figure>(record, problems));
    if (!names.insert(made.back().name).second) {
      problems.add(record.mark_of("name"), fmt::format("two figures are named '{}'", made.back().name),
                   {"the picture of one would replace that of the other"});
    }
    for (const specification::Record& panel : record.children) {
      made.back().panels.push_back(make_from<panels::Panel>(panel, problems));
    }
  }
  return made;
}

std::vector<panels::Figure> figures_of(const store::Reader& reader, const results::Source& source,
                                       const std::string& spec_file) {
  yaml::Problems problems;
  const std::optional<yaml::Node> root = spec_root(reader, spec_file, problems);
  std::vector<panels::Figure> figures =
      stored_records(reader, spec_file, root, std::move(problems), "figures", figure_schema(),
                     [](const auto& records, yaml::Problems& found) { return make_figures(records, found); });
  if (figures.empty()) {
    figures = figures::default_figures(source);
  }
  // The labels of a figure come first, and so replace those of the spec.
  const NamedTexts labels = root ? specification::heading_of(*root).labels : NamedTexts{};
  for (panels::Figure& figure : figures) {
    figure.labels.insert(figure.labels.end(), labels.begin(), labels.end());
  }
  return figures;
}

void keep_named(std::vector<panels::Figure>& figures, const std::vector<std::string>& names) {
  std::vector<std::string> known;
  std::ranges::transform(figures, std::back_inserter(known), &panels::Figure::name);
  for (const std::string& name : names) {
    if (std::ranges::find(known, name) == known.end()) {
      throw RequestError(fmt::format("there is no figure '{}'{}\n  figures: {}", name,
                                     results::nearest_match(name, known), join(known)));
    }
  }
  std::erase_if(figures,
                [&](const panels::Figure& figure) { return std::ranges::find(names, figure.name) == names.end(); });
}

void check_figures(const CellIndex& cells, yaml::Problems& problems) {
  make_figures(cells.spec().figures, problems);
  FigureCheck(cells, problems).check();
}

}  // namespace engram::evaluation
