#include "specification/emit.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <engram/plan.hpp>

#include "specification/part_layout.hpp"
#include "specification/swept_layout.hpp"
#include "values/describe.hpp"
#include "values/sections.hpp"
#include "yaml/layout.hpp"

namespace engram::specification {

namespace {

yaml::Layout::Mapping heading(const std::string& title, const std::string& description) {
  yaml::Layout::Mapping entries;
  if (!title.empty()) {
    entries.push_back({"title", yaml::Layout::text(title)});
  }
  if (!description.empty()) {
    entries.push_back({"description", yaml::Layout::text(description)});
  }
  return entries;
}

void add_experiment(const ExperimentSpec& experiment, yaml::Layout::Mapping& entries) {
  for (const std::string& key : values::experiment_keys()) {
    if (std::optional<yaml::Layout> layout = experiment_layout(experiment, key)) {
      entries.push_back({key, std::move(*layout)});
    }
  }
}

yaml::Layout record_list(const std::vector<Record>& records, const RecordSchema& schema) {
  yaml::Layout::List list;
  for (const Record& record : records) {
    yaml::Layout::Mapping entries;
    for (const Parameter& parameter : schema.parameters) {
      const Value value = record.value(parameter.name);
      if (!std::holds_alternative<std::monostate>(value)) {
        entries.push_back({parameter.name, value_layout(value, parameter.unit)});
      }
    }
    if (!schema.children_key.empty()) {
      entries.push_back({schema.children_key, record_list(record.children, *schema.child)});
    }
    list.push_back({std::move(entries)});
  }
  return {std::move(list)};
}

}  // namespace

std::string experiment_text(const ExperimentSpec& experiment) {
  yaml::Layout::Mapping document;
  add_experiment(experiment, document);
  return yaml::layout_text(document);
}

std::string heading_text(const std::string& title, const std::string& description) {
  return yaml::layout_text(heading(title, description));
}

bool reads_files(const Plan& plan) {
  bool reads = plan.initial.has_value();
  for_each_part(plan, [&](const NestedPart& each) { reads = reads || !files_named_by(*each.part).empty(); });
  return reads;
}

std::string spec_text(const Spec& spec, const sweeps::SweepCells& cells, const std::string& folder,
                      const Request& request) {
  yaml::Layout::Mapping document = heading(spec.title, spec.description);
  if (!spec.source.empty()) {
    document.push_back({"source", yaml::Layout::text(spec.source)});
  }
  if (!spec.author.empty()) {
    document.push_back({"author", yaml::Layout::text(spec.author)});
  }
  if (!spec.labels.empty()) {
    document.push_back({"labels", value_layout(spec.labels, "")});
  }
  if (!spec.sweep.is_null()) {
    if (!folder.empty()) {
      document.push_back({"folder", yaml::Layout::text(folder)});
    }
    add_swept(spec, cells, document);
    document.push_back({"sweep", node_layout(spec.sweep)});
  } else if (spec.has_cases) {
    yaml::Layout::Mapping cases;
    for (const ExperimentSpec& experiment : spec.cases) {
      yaml::Layout::Mapping entries;
      add_experiment(experiment, entries);
      cases.push_back({experiment.label, yaml::Layout{std::move(entries)}});
    }
    document.push_back({"cases", yaml::Layout{std::move(cases)}});
  } else {
    add_experiment(spec.cases.front(), document);
  }
  if (spec.timeout) {
    document.push_back({"timeout", {values::value_text(*spec.timeout, "s")}});
  }
  if (!spec.keep.empty()) {
    document.push_back({"keep", keep_layout(spec.keep)});
  }
  if (request.figures != nullptr && !spec.figures.empty()) {
    document.push_back({"figures", record_list(spec.figures, *request.figures)});
  }
  if (request.claims != nullptr && !spec.claims.empty()) {
    document.push_back({"expect", record_list(spec.claims, *request.claims)});
  }
  return yaml::layout_text(document);
}

}  // namespace engram::specification
