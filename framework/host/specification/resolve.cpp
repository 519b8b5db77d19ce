#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <iterator>
#include <map>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <variant>
#include <vector>

#include <fmt/format.h>

#include <engram/error.hpp>

#include "specification/cells.hpp"
#include "specification/emit.hpp"
#include "specification/experiment_reader.hpp"
#include "specification/extend.hpp"
#include "specification/setting.hpp"
#include "specification/spec.hpp"
#include "sweeps/cases.hpp"
#include "sweeps/setting_path.hpp"
#include "sweeps/sweep.hpp"
#include "sweeps/sweep_points.hpp"
#include "sweeps/swept_texts.hpp"
#include "values/quantity.hpp"
#include "values/sections.hpp"
#include "values/value_reader.hpp"
#include "yaml/notes.hpp"
#include "yaml/path.hpp"
#include "yaml/read.hpp"
#include "yaml/text.hpp"

namespace engram::specification {

namespace {

void check_keys(const yaml::Node& tree, const std::vector<std::string>& allowed, yaml::Problems& problems) {
  for (const yaml::Node::Entry& entry : tree.entries()) {
    if (std::ranges::find(allowed, entry.key) == allowed.end()) {
      problems.add(entry.key_mark, "a spec has no key " + yaml::in_quotes(entry.key),
                   yaml::notes_on(entry.key, allowed));
    }
  }
}

std::vector<std::string> top_level_keys(const Request& request) {
  std::vector<std::string> keys{"title", "description", "source", "author", "labels", "folder"};
  for (const std::string& key : values::experiment_keys()) {
    keys.push_back(key);
  }
  keys.emplace_back("cases");
  keys.emplace_back("sweep");
  keys.emplace_back("timeout");
  keys.emplace_back("keep");
  keys.insert(keys.begin(), std::string(extends_key));
  keys.emplace_back(fragments_key);
  if (request.figures != nullptr) {
    keys.emplace_back("figures");
  }
  if (request.claims != nullptr) {
    keys.emplace_back("expect");
  }
  return keys;
}

std::vector<Record> records_at(const yaml::Node& whole, std::string_view key, const RecordSchema* schema,
                               yaml::Problems& problems) {
  const yaml::Node::Entry* entry = whole.find(key);
  if (entry == nullptr || schema == nullptr || entry->value.is_null()) {
    return {};
  }
  return read_records(entry->value, *schema, problems);
}

std::string text_of(const yaml::Node& whole, std::string_view key, yaml::Problems& problems) {
  const yaml::Node::Entry* entry = whole.find(key);
  if (entry == nullptr) {
    return "";
  }
  if (!entry->value.is_scalar()) {
    problems.add(entry->value.mark(), yaml::in_quotes(key) + " takes a text; found " + yaml::found_text(entry->value),
                 {"put a text that holds ': ' or begins with one of [ { & * ! | > % @ in quotes"});
  }
  return entry->value.text();
}

/// The texts by name under `labels`.
NamedTexts labels_of(const yaml::Node& whole, yaml::Problems& problems) {
  const yaml::Node::Entry* entry = whole.find("labels");
  NamedTexts labels;
  if (entry == nullptr || entry->value.is_null()) {
    return labels;
  }
  if (!entry->value.is_mapping()) {
    problems.add(entry->value.mark(),
                 "'labels' takes a mapping of names to texts; found " + yaml::found_text(entry->value),
                 {"as in labels: {gain_03: gain 0.3, model.tau_v: time constant}"});
    return labels;
  }
  for (const yaml::Node::Entry& label : entry->value.entries()) {
    if (label.value.is_scalar() && !label.value.text().empty()) {
      labels.emplace_back(label.key, label.value.text());
    } else {
      problems.add(label.value.mark(), "the label for " + yaml::in_quotes(label.key) + " takes a text; found " +
                                           yaml::found_text(label.value));
    }
  }
  return labels;
}

/// The absolute folder in which relative names of files start: that of the spec, or the one under `folder`.
std::string folder_of(const yaml::Node& whole, const yaml::Node& root, yaml::Problems& problems) {
  std::string folder = values::absolute_path("./", root.mark(), "");
  if (const std::string given = text_of(whole, "folder", problems); !given.empty()) {
    folder = values::absolute_path(given, whole.find("folder")->value.mark(), folder);
  }
  return std::filesystem::path(folder).has_filename() ? folder : std::filesystem::path(folder).parent_path().string();
}

std::optional<double> timeout_of(const yaml::Node& whole, yaml::Problems& problems) {
  const yaml::Node::Entry* entry = whole.find("timeout");
  if (entry == nullptr || entry->value.is_null()) {
    return std::nullopt;
  }
  return values::read_timeout(entry->value, problems);
}

/// By default, a sweep with figures keeps the arrays that they and the claims use; other specs keep everything.
KeepRules keep_of(const yaml::Node& whole, const Spec& spec, yaml::Problems& problems) {
  const yaml::Node::Entry* entry = whole.find("keep");
  KeepRules rules = entry == nullptr ? KeepRules() : read_keep(entry->value, problems);
  if (!spec.sweep.is_null()) {
    rules.set_missing(spec.figures.empty() ? Keep::all : Keep::used);
  }
  return rules;
}

/// A sweep with fewer exclusions than it had.
yaml::Node with_exclusions(const yaml::Node& sweep, const std::vector<yaml::Node>& exclusions) {
  const yaml::Node::Entry* written = sweep.find("exclude");
  if (written == nullptr || (written->value.is_mapping() && !exclusions.empty())) {
    return sweep;
  }
  return exclusions.empty()
             ? sweep.without("exclude")
             : sweep.with({written->key, written->key_mark, yaml::Node::sequence(written->value.mark(), exclusions)});
}

sweeps::SweepCells sweep_cells(const sweeps::Variations& spec, const yaml::Node& root,
                               const std::vector<std::string>& sets, yaml::Problems& problems) {
  if (spec.sweep.is_null()) {
    return {spec.cases, {}, problems};
  }
  sweeps::Sweep sweep = sweeps::read_sweep(spec.sweep, problems);
  sweep.filters.may_be_idle = !sets.empty();  // An override may take away the values that an exclusion names.
  std::vector<std::pair<std::string, yaml::Mark>> paths;
  for (const sweeps::SweepAxis& axis : sweep.axes) {
    for (std::size_t at = 0; at < axis.paths.size(); ++at) {
      paths.emplace_back(axis.paths[at], axis.marks[at]);
    }
  }
  sweeps::refuse_swept(root, spec.cases, sets, paths, problems);
  return {spec.cases, std::move(sweep), problems};
}

}  // namespace

Spec resolve(const yaml::Node& written, const Catalogue& catalogue, const Request& request,
             yaml::Problems& problems) {
  Spec spec;
  if (!written.is_mapping()) {
    problems.add(written.mark(), "a spec is a mapping of keys; found " + yaml::found_text(written),
                 {"allowed: " + join(top_level_keys(request))});
    return spec;
  }
  yaml::Problems found;
  const yaml::Node root = without_fragments(written, found);
  if (const yaml::Node::Entry* extends = root.find(extends_key)) {
    found.add(extends->key_mark, "'extends' is followed only where a spec is read from a file");
  }
  check_keys(root, top_level_keys(request), found);
  sweeps::Variations variations = sweeps::vary(root, request.sets, found);
  const std::string folder = folder_of(variations.whole, root, found);
  yaml::Problems in_tables;
  sweeps::PointsRead points = sweeps::with_points_read(variations.sweep, folder, in_tables);
  if (!variations.cases.empty()) {
    sweeps::refuse_replaced_by_points(variations.sweep, points, variations.cases.front().tree, root, in_tables);
  }
  found.add(in_tables);
  spec.tables = std::move(points.files);
  // Without its points, a sweep would have other mistakes.
  variations.sweep = in_tables.empty() ? points.sweep : yaml::Node::null(variations.sweep.mark());
  variations.sweep = sweeps::with_swept_texts_quoted(variations.sweep, variations.cases, catalogue);

  spec.original = root.mark().source ? root.mark().source->text : "";
  spec.title = text_of(variations.whole, "title", found);
  spec.description = text_of(variations.whole, "description", found);
  spec.source = text_of(variations.whole, "source", found);
  spec.author = text_of(variations.whole, "author", found);
  spec.labels = labels_of(variations.whole, found);
  spec.sweep = variations.sweep;
  spec.timeout = timeout_of(variations.whole, found);
  spec.figures = records_at(variations.whole, "figures", request.figures.get(), found);
  spec.claims = records_at(variations.whole, "expect", request.claims.get(), found);
  spec.keep = keep_of(variations.whole, spec, found);
  sweeps::SweepCells cells = sweep_cells(variations, root, request.sets, found);
  cells.filter(catalogue, found);
  spec.sweep = with_exclusions(spec.sweep, cells.exclusions());
  spec.has_cases = variations.has_cases || !cells.axes().empty();
  const yaml::Node& tree = variations.cases.empty() ? root : variations.cases.front().tree;
  // Paths that name one setting in all cases are apart in all of them if they are in the first.
  const bool apart = sweeps::refuse_renamed_settings(cells.axes(), variations.cases, found) &&
                     sweeps::refuse_aliases(cells.axes(), tree, found);
  std::vector<Axis> axes = axes_of(cells, tree);
  const auto source = std::make_shared<const ResolvedCells>(std::move(cells), catalogue, folder,
                                                            heading_text(spec.title, spec.description));
  bool needs_folder = false;
  for (std::size_t cell = 0; cell < source->size(); ++cell) {
    const ExperimentSpec experiment = source->read(cell, found);
    needs_folder = needs_folder || reads_files(experiment);
  }
  if (apart) {
    source->check_names(found);
  }
  spec.cases = Cells(source, std::move(axes));
  if (found.empty()) {
    spec.resolved = spec_text(spec, source->cells(), needs_folder ? folder : "", request);
  }
  problems.add(found);
  return spec;
}

Cells stored_cells(const std::string& resolved, const std::vector<std::string>& labels) {
  yaml::Problems problems;
  const std::optional<yaml::Node> root = yaml::read_text(resolved, "the stored spec", problems);
  if (root) {
    const sweeps::Variations variations = sweeps::vary(*root, {}, problems);
    sweeps::SweepCells cells = sweep_cells(variations, *root, {}, problems);
    if (!cells.axes().empty()) {
      cells.keep({labels.begin(), labels.end()});
    }
    if (cells.size() == 0) {
      problems.add(root->mark(), "it has none of the cells that are stored beside it");
    }
    if (problems.empty()) {
      std::vector<Axis> axes = axes_of(cells, variations.cases.empty() ? *root : variations.cases.front().tree);
      return {std::make_shared<const StoredCells>(std::move(cells)), std::move(axes)};
    }
  }
  throw RequestError(yaml::render(problems));
}

KeepRules stored_keep(const std::string& resolved) {
  yaml::Problems problems;
  const std::optional<yaml::Node> root = yaml::read_text(resolved, "the stored spec", problems);
  const yaml::Node::Entry* keep = root && root->is_mapping() ? root->find("keep") : nullptr;
  return keep == nullptr ? KeepRules() : read_keep(keep->value, problems);
}

Heading heading_of(const std::string& resolved) {
  yaml::Problems problems;
  const std::optional<yaml::Node> root = yaml::read_text(resolved, "the stored spec", problems);
  return root ? heading_of(*root) : Heading{};
}

Heading heading_of(const yaml::Node& root) {
  yaml::Problems ignored;  // Mistakes in these texts were reported before the run.
  return {text_of(root, "title", ignored), text_of(root, "description", ignored), text_of(root, "source", ignored),
          text_of(root, "author", ignored), labels_of(root, ignored)};
}

std::vector<Record> read_stored(const std::string& text, const std::string& name, std::string_view key,
                                const RecordSchema& schema, yaml::Problems& problems) {
  const std::optional<yaml::Node> root = yaml::read_text(text, name, problems);
  return root ? records_at(*root, key, &schema, problems) : std::vector<Record>{};
}

std::vector<Record> records_of(const yaml::Node& root, std::string_view key, const RecordSchema& schema,
                               yaml::Problems& problems) {
  return records_at(root, key, &schema, problems);
}

}  // namespace engram::specification
