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

#include "evaluation/panel_cells.hpp"
#include "evaluation/panel_check.hpp"
#include "evaluation/spec_records.hpp"
#include "evaluation/summary_columns.hpp"
#include "figures/draw.hpp"
#include "figures/settings.hpp"
#include "panels/theory_lines.hpp"
#include "panels/view.hpp"
#include "results/named_dataset.hpp"
#include "results/setting_path.hpp"
#include "results/source.hpp"
#include "specification/cell_choice.hpp"

namespace engram::evaluation {

namespace {

/// Checks before a run whether figures name existing cases, datasets and settings.
class FigureCheck {
 public:
  FigureCheck(const CellIndex& cells, yaml::Problems& problems)
      : cells_(cells), spec_(cells.spec()), problems_(problems), source_(cells), columns_(cells) {}

  void check() {
    for (const specification::Record& figure : spec_.figures) {
      std::vector<std::string> shown;
      for (const specification::Record& panel : figure.children) {
        const std::vector<std::string> cases = cells_of_panel(cells_, panel, problems_);
        check_panel(panel, cases);
        check_placeholders(panel, "title", cases);
        shown.insert(shown.end(), cases.begin(), cases.end());
      }
      check_placeholders(figure, "title", shown);
      check_placeholders(figure, "caption", shown);
    }
  }

 private:
  /// Checks a panel against its future dataset; a panel that contradicts itself was reported already.
  void check_panel(const specification::Record& record, const std::vector<std::string>& cases) {
    yaml::Problems contradictions;
    const auto panel = make_from<panels::Panel>(record, contradictions);
    if (!contradictions.empty()) {
      return;
    }
    check_theory(record, panel, cases);
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

  /// The settings in formulas of a theory must exist, and be the same in all cells of the panel.
  void check_theory(const specification::Record& record, const panels::Panel& panel,
                    const std::vector<std::string>& cases) {
    if (cases.empty() || !cells_.resolved()) {
      return;
    }
    try {
      panels::check_theory(panel, cases, source_);
    } catch (const RequestError& error) {
      problems_.add(record.mark_of("theory"), error.what());
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
