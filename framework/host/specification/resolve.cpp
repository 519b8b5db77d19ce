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

#include "specification/emit.hpp"
#include "specification/experiment_reader.hpp"
#include "specification/setting.hpp"
#include "specification/spec.hpp"
#include "sweeps/cases.hpp"
#include "sweeps/setting_path.hpp"
#include "sweeps/sweep.hpp"
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
  std::vector<std::string> keys{"title", "description", "source", "folder"};
  for (const std::string& key : values::experiment_keys()) {
    keys.push_back(key);
  }
  keys.emplace_back("cases");
  keys.emplace_back("sweep");
  keys.emplace_back("timeout");
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

/// Reports pairs of paths that are written differently but lead into each other in a case, since one of their values
/// would be lost. Returns whether there were none.
bool check_aliases(const std::vector<sweeps::SweepAxis>& axes, const yaml::Node& tree, yaml::Problems& problems) {
  struct Seen {
    std::string path;
    std::string canonical;
    yaml::Mark mark;
  };
  std::vector<Seen> seen;
  const std::size_t before = problems.size();
  for (const sweeps::SweepAxis& axis : axes) {
    for (std::size_t at = 0; at < axis.paths.size(); ++at) {
      const std::string& path = axis.paths[at];
      const std::string canonical = sweeps::canonical_path(path, tree);
      for (const Seen& other : seen) {
        const bool written_so = yaml::lies_within(path, other.path) || yaml::lies_within(other.path, path);
        if (!written_so &&
            (yaml::lies_within(canonical, other.canonical) || yaml::lies_within(other.canonical, canonical))) {
          problems.add(axis.marks[at],
                       yaml::in_quotes(path) + " and " + yaml::in_quotes(other.path) +
                           " cannot both be swept: one is or holds the other",
                       {"the other one is at " + other.mark.where()});
        }
      }
      seen.push_back({path, canonical, axis.marks[at]});
    }
  }
  return problems.size() == before;
}

/// Reports paths that lead to a setting of another name in another case: their column would have the wrong name for
/// some cells. Returns whether there were none.
bool name_one_setting(const std::vector<sweeps::SweepAxis>& axes, const std::vector<sweeps::CaseTree>& cases,
                      yaml::Problems& problems) {
  const std::size_t before = problems.size();
  for (const sweeps::SweepAxis& axis : axes) {
    for (std::size_t at = 0; at < axis.paths.size(); ++at) {
      const std::string& path = axis.paths[at];
      const std::string first = cases.empty() ? "" : sweeps::canonical_path(path, cases.front().tree);
      const auto other = std::ranges::find_if(
          cases, [&](const sweeps::CaseTree& each) { return sweeps::canonical_path(path, each.tree) != first; });
      if (other != cases.end()) {
        problems.add(axis.marks[at],
                     yaml::in_quotes(path) + " is " + yaml::in_quotes(first) + " in case " +
                         yaml::in_quotes(cases.front().label) + " and " +
                         yaml::in_quotes(sweeps::canonical_path(path, other->tree)) + " in case " +
                         yaml::in_quotes(other->label),
                     {"write one of these, which names the same setting in every case"});
      }
    }
  }
  return problems.size() == before;
}

std::vector<Axis> axes_of(const sweeps::SweepCells& cells, const yaml::Node& tree) {
  std::vector<Axis> axes;
  std::ranges::transform(cells.axes(), std::back_inserter(axes), [&](const sweeps::SweepAxis& axis) {
    std::vector<std::string> words;
    // "0.5" of "gain=0.5"; for a zip the whole label.
    std::ranges::transform(axis.points, std::back_inserter(words), [&](const sweeps::SweepPoint& point) {
      return axis.paths.size() > 1 && axis.name != "sample" ? point.label
                                                            : point.label.substr(point.label.find('=') + 1);
    });
    std::vector<std::string> settings;
    std::ranges::transform(axis.paths, std::back_inserter(settings), [&](const std::string& path) {
      return sweeps::setting_path(sweeps::canonical_path(path, tree));
    });
    std::vector<std::vector<std::string>> values(axis.paths.size());
    for (const sweeps::SweepPoint& point : axis.points) {
      for (std::size_t at = 0; at < axis.paths.size(); ++at) {
        values[at].push_back(yaml::flow_text(point.values[at]));
      }
    }
    return Axis{axis.name,           axis.paths, std::move(words), axis.points.size(),
                std::move(settings), axis.words, std::move(values)};
  });
  return axes;
}

/// Cells by name and position.
class NamedCells : public Cells::Source {
 public:
  explicit NamedCells(sweeps::SweepCells cells) : cells_(std::move(cells)) {}

  [[nodiscard]] std::size_t size() const final { return cells_.size(); }
  [[nodiscard]] std::pair<std::string, std::string> name(std::size_t cell) const final {
    sweeps::CaseName name = cells_.name(cell);
    return {std::move(name.label), std::move(name.case_name)};
  }
  [[nodiscard]] std::vector<std::size_t> position(std::size_t cell) const final { return cells_.position(cell); }
  [[nodiscard]] const sweeps::SweepCells& cells() const { return cells_; }

 private:
  sweeps::SweepCells cells_;
};

/// Resolves cells one at a time.
class ResolvedCells : public NamedCells {
 public:
  ResolvedCells(sweeps::SweepCells cells, Catalogue catalogue, std::string folder, std::string heading)
      : NamedCells(std::move(cells)),
        catalogue_(std::move(catalogue)),
        folder_(std::move(folder)),
        heading_(std::move(heading)) {}

  [[nodiscard]] ExperimentSpec make(std::size_t cell) const override {
    yaml::Problems again;  // All problems were reported when all cells were checked.
    ExperimentSpec experiment = read(cell, again);
    if (again.empty()) {
      experiment.identity = experiment_text(experiment);
      experiment.resolved = heading_ + experiment.identity;
    }
    return experiment;
  }
  [[nodiscard]] ExperimentSpec read(std::size_t cell, yaml::Problems& problems) const {
    return read_experiment(cells().tree(cell, problems), catalogue_, folder_, problems);
  }

  /// Reports values that are written differently but give the same run, and labels that two cells share or that are
  /// too long for a file name.
  void check_names(yaml::Problems& problems) const {
    if (cells().size() == 0) {
      return;  // the cases have a mistake, which has been reported
    }
    for (std::size_t axis = 0; axis < cells().axes().size(); ++axis) {
      // Samples may repeat a value.
      if (cells().axes()[axis].listed && cells().axes()[axis].name != "sample") {
        refuse_equal_points(axis, problems);
      }
    }
    refuse_bad_labels(problems);
  }

 private:
  void refuse_equal_points(std::size_t number, yaml::Problems& problems) const {
    const sweeps::SweepAxis& axis = cells().axes()[number];
    std::map<std::string, std::size_t> runs;
    for (std::size_t at = 0; at < axis.points.size(); ++at) {
      yaml::Problems own;  // Mistakes in a value are reported with its cells.
      const ExperimentSpec run = read_experiment(cells().tree_of_point(number, at, own), catalogue_, folder_, own);
      if (!own.empty()) {
        continue;
      }
      const auto [first, is_new] = runs.emplace(experiment_text(run), at);
      if (!is_new) {
        const sweeps::SweepPoint& earlier = axis.points[first->second];
        problems.add(axis.points[at].values.front().mark(),
                     fmt::format("{} is given twice among the values of a sweep, first as {}",
                                 words_of_point(axis.points[at]), words_of_point(earlier)),
                     {"the first one is at " + earlier.values.front().mark().where()});
      }
    }
  }

  static std::string words_of_point(const sweeps::SweepPoint& point) {
    const yaml::Node& first = point.values.front();
    return yaml::in_quotes(point.values.size() == 1 && first.is_scalar() ? first.text() : point.label);
  }

  void refuse_bad_labels(yaml::Problems& problems) const {
    // The file of a single cell's result is named by its label, with an ending, and with more characters while it is
    // written.
    constexpr std::size_t longest = 200;
    std::unordered_map<std::size_t, std::size_t> by_hash;  // by the hash of the label
    for (std::size_t cell = 0; cell < cells().size(); ++cell) {
      const std::string label = cells().name(cell).label;
      if (label.size() > longest) {
        problems.add(
            cells().mark(cell),
            fmt::format("the label of a cell has {} letters: {}", label.size(), yaml::in_quotes(label)),
            {fmt::format("it names files, so at most {} are allowed: sweep fewer paths, or shorter words", longest)});
        return;
      }
      const auto [first, is_new] = by_hash.emplace(std::hash<std::string>{}(label), cell);
      if (!is_new && cells().name(first->second).label == label) {
        problems.add(cells().mark(cell), "two cells are labelled " + yaml::in_quotes(label),
                     {"write the values in other words, so that each cell has its own label"});
        return;
      }
    }
  }

  Catalogue catalogue_;
  std::string folder_;
  std::string heading_;
};

/// The cells of a stored spec, which are not resolved again.
class StoredCells : public NamedCells {
 public:
  using NamedCells::NamedCells;

  [[nodiscard]] ExperimentSpec make(std::size_t cell) const override {
    throw std::logic_error("the stored cell " + cells().name(cell).label + " is not resolved again");
  }
};

}  // namespace

ExperimentSpec Cells::operator[](std::size_t cell) const {
  const auto known = std::find_if(made_.rbegin(), made_.rend(), [&](const auto& each) { return each.first == cell; });
  if (known != made_.rend()) {
    return known->second;
  }
  if (made_.size() == kept) {
    made_.pop_front();
  }
  return made_.emplace_back(cell, source_->make(cell)).second;
}

Settings Cells::settings(std::size_t cell) const {
  Settings settings = settings_of((*this)[cell]);
  const std::vector<std::size_t> place = position(cell);
  for (std::size_t number = 0; number < axes_.size(); ++number) {
    const Axis& axis = axes_[number];
    for (std::size_t path = 0; path < axis.words.size(); ++path) {
      if (!axis.words[path].empty()) {
        settings[axis.settings[path]] = {axis.words[path][place[number + 1]]};
      }
    }
  }
  return settings;
}

yaml::Mark ExperimentSpec::mark_of(std::string_view path) const {
  return yaml::mark_at_path(tree, path);
}

std::string ExperimentSpec::origin_of(std::string_view path) const {
  const std::optional<yaml::Node> node = yaml::node_at_path(tree, path);
  return node ? yaml::mark_of_part(*node).where() : "default";
}

Spec resolve(const yaml::Node& root, const Catalogue& catalogue, const Request& request, yaml::Problems& problems) {
  Spec spec;
  if (!root.is_mapping()) {
    problems.add(root.mark(), "a spec is a mapping of keys; found " + yaml::found_text(root),
                 {"allowed: " + join(top_level_keys(request))});
    return spec;
  }
  yaml::Problems found;
  check_keys(root, top_level_keys(request), found);
  sweeps::Variations variations = sweeps::vary(root, request.sets, found);
  variations.sweep = sweeps::with_swept_texts_quoted(variations.sweep, variations.cases, catalogue);

  spec.original = root.mark().source ? root.mark().source->text : "";
  spec.title = text_of(variations.whole, "title", found);
  spec.description = text_of(variations.whole, "description", found);
  spec.source = text_of(variations.whole, "source", found);
  spec.sweep = variations.sweep;
  spec.timeout = timeout_of(variations.whole, found);
  spec.figures = records_at(variations.whole, "figures", request.figures.get(), found);
  spec.claims = records_at(variations.whole, "expect", request.claims.get(), found);
  sweeps::SweepCells cells = sweep_cells(variations, root, request.sets, found);
  cells.filter(catalogue, found);
  spec.sweep = with_exclusions(spec.sweep, cells.exclusions());
  spec.has_cases = variations.has_cases || !cells.axes().empty();
  const yaml::Node& tree = variations.cases.empty() ? root : variations.cases.front().tree;
  // Paths that name one setting in all cases are apart in all of them if they are in the first.
  const bool apart =
      name_one_setting(cells.axes(), variations.cases, found) && check_aliases(cells.axes(), tree, found);
  std::vector<Axis> axes = axes_of(cells, tree);
  const std::string folder = folder_of(variations.whole, root, found);
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

Heading heading_of(const std::string& resolved) {
  yaml::Problems problems;
  const std::optional<yaml::Node> root = yaml::read_text(resolved, "the stored spec", problems);
  if (!root) {
    return {};
  }
  return {text_of(*root, "title", problems), text_of(*root, "description", problems),
          text_of(*root, "source", problems)};
}

std::vector<Record> read_stored(const std::string& text, const std::string& name, std::string_view key,
                                const RecordSchema& schema, yaml::Problems& problems) {
  const std::optional<yaml::Node> root = yaml::read_text(text, name, problems);
  return root ? records_at(*root, key, &schema, problems) : std::vector<Record>{};
}

}  // namespace engram::specification
