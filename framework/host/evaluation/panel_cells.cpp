#include "evaluation/panel_cells.hpp"

#include <cstddef>
#include <optional>
#include <stdexcept>
#include <variant>

#include <fmt/core.h>

#include <engram/error.hpp>

#include "specification/cell_choice.hpp"

namespace engram::evaluation {

Dataset SpecSource::dataset(const std::string& path) const {
  throw std::logic_error("nothing was run that could have given " + path);
}

std::map<std::string, std::string> SpecSource::settings(const std::string& case_label) const {
  return specification::texts_of(
      specification::settings_of(cells_.spec().cases[cells_.find(case_label).value_or(0)]));
}

std::string SpecSource::cell_at(const std::string& case_name, const NamedTexts& at) const {
  return specification::choose_cell(cells_.spec().cases, case_name, at);
}

namespace {

/// The cell that a panel chooses by its place in the sweep.
std::vector<std::string> cell_at(const CellIndex& cells, const specification::Record& panel, const std::string& label,
                                 const NamedTexts& at, yaml::Problems& problems) {
  if (!cells.resolved() || (cells.spec().cases.axes().empty() && !cells.spec().sweep.is_null())) {
    return {};  // a sweep with mistakes has no places yet
  }
  try {
    return {SpecSource(cells).cell_at(label, at)};
  } catch (const RequestError& error) {
    problems.add(panel.mark_of("at"), error.what());
    return {};
  }
}

}  // namespace

std::vector<std::string> cells_of_panel(const CellIndex& cells, const specification::Record& panel,
                                        yaml::Problems& problems) {
  if (const Value several = panel.value("cases"); !std::get<std::vector<std::string>>(several).empty()) {
    return cells.cells_of(panel, problems);
  }
  const std::size_t before = problems.size();
  const std::string label = text_of(panel, "case");
  const std::string dataset = text_of(panel, "dataset");
  if (const Value at = panel.value("at"); !std::get<NamedTexts>(at).empty()) {
    return cell_at(cells, panel, label, std::get<NamedTexts>(at), problems);
  }
  if (label.empty()) {
    if (!cells.spec().has_cases || dataset.starts_with("summary/") || dataset.starts_with("cases/")) {
      return cells.labels();
    }
    problems.add(panel.mark(), "the panel does not name its case", notes_on("", "cases", cells.labels()));
  } else if (!cells.spec().has_cases) {
    problems.add(panel.mark_of("case"), fmt::format("there is no case '{}'", label), {"this spec has no cases"});
  } else if (const std::optional<std::string> cell = cells.label_or_problem(panel, "case", label, problems)) {
    return {*cell};
  } else if (problems.size() == before) {
    problems.add(panel.mark_of("case"), fmt::format("there is no case '{}'", label),
                 notes_on(label, "cases", cells.known()));
  }
  return {};
}

}  // namespace engram::evaluation
