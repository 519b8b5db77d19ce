#include "sizes/size_sum.hpp"

#include <algorithm>
#include <set>

#include "specification/keep.hpp"
#include "store/group_outline.hpp"
#include "store/stored_size.hpp"

namespace engram::sizes {

namespace {

/// The name of single numbers, lists, texts and tables, which `keep` does not choose.
constexpr const char* other_contents = "other";

/// Adds up the sizes of the cells and of all that a result stores beside them.
class Sum {
 public:
  Sum(const study::Study& study, Counted counted) : study_(study), counted_(counted) {}

  void add(const AlikeCells& alike) {
    const specification::Cells& cells = study_.spec().cases;
    const bool is_stack = !cells.axes().empty() && alike.cells > 1;
    const auto count = static_cast<double>(alike.cells);
    double grid = 1.0;
    for (const std::set<std::size_t>& places : alike.places) {
      grid *= static_cast<double>(places.size());
    }
    grid = grid <= 2.0 * count ? grid : count;
    std::set<std::string> groups;
    std::map<std::string, double> own_groups;
    for (std::size_t at = 0; at < alike.datasets.size(); ++at) {
      const MeasuredDataset& dataset = alike.datasets[at];
      groups.insert(dataset.group);
      const double once = store::bytes_of_dataset(dataset.size);
      const std::size_t own = counted_ == Counted::all ? 0 : alike.own[at];
      const std::size_t whole = counted_ == Counted::all ? alike.cells : alike.whole[at];
      if (own > 0) {
        put(dataset, once * static_cast<double>(own));
        double& most = own_groups[dataset.group];
        most = std::max(most, static_cast<double>(own));
      }
      if (whole == 0) {
        continue;
      }
      if (!is_stack) {
        put(dataset, once * static_cast<double>(whole));
      } else if (store::is_coordinate(dataset.outline)) {
        put(dataset, once);
      } else {
        put(dataset, store::bytes_of_dataset(dataset.size, grid));
      }
    }
    const double stacks = is_stack ? 1.0 : count;
    put_other(stacks * store::bytes_of_group * static_cast<double>(groups.size()));
    for (const auto& [group, most] : own_groups) {
      put_other(most * (store::bytes_of_group + own_lists(alike, group)));
    }
    add_text(alike, is_stack);
    if (is_stack) {
      add_axes(alike, static_cast<double>(groups.size()));
    }
  }

  /// The table of the cells and the summary.
  void add_tables(std::size_t cells, const AlikeCells& largest) {
    const auto count = static_cast<double>(cells);
    const specification::Spec& spec = study_.spec();
    const double label = store::bytes_of_text(static_cast<double>(spec.cases.label(cells - 1).size()));
    constexpr double key_letters = 64.0;
    constexpr double short_letters = 15.0;
    // Key, label, host, start, status, seconds; the label and the name of the case again in the summary.
    put_other(count * (store::bytes_of_text(key_letters) + 2.0 * label + 4.0 * store::bytes_of_text(short_letters) +
                       3.0 * sizeof(double)));
    double grid = 1.0;
    for (const specification::Axis& axis : spec.cases.axes()) {
      grid *= static_cast<double>(axis.size);
      put_other(static_cast<double>(axis.paths.size()) *
                (store::bytes_of_dataset({sizeof(double), sizeof(double)}, count + static_cast<double>(axis.size))));
    }
    for (const MeasuredDataset& dataset : largest.datasets) {
      if (dataset.outline.dimensions.empty()) {
        // Single numbers of many cells are compressed to about a third.
        const store::StoredSize number{sizeof(double), sizeof(double) / 3.0};
        put_other(store::bytes_of_dataset(number, count));
        put_other(spec.cases.axes().empty() ? 0.0 : store::bytes_of_dataset(number, grid));
      }
    }
  }

  /// The spec, the origins of its settings and the provenance.
  void add_heading() {
    const specification::Spec& spec = study_.spec();
    constexpr double datasets = 30.0;
    put_other(datasets * store::bytes_of_dataset({}));
    put_other(static_cast<double>(spec.original.size() + spec.resolved.size()));
    for (const specification::ExtendedSpec& extended : spec.extended) {
      put_other(static_cast<double>(extended.text.size()));
    }
    std::set<std::string> cases;
    constexpr double columns = 5.0;
    constexpr double letters = 15.0;
    for (std::size_t cell = 0; cell < spec.cases.size(); ++cell) {
      if (cases.insert(spec.cases.case_name(cell)).second) {
        put_other(columns * store::bytes_of_text(letters) * static_cast<double>(spec.cases.settings(cell).size()));
      }
    }
  }

  [[nodiscard]] const std::map<std::string, double>& contents() const { return contents_; }

 private:
  void put(const MeasuredDataset& dataset, double bytes) {
    const auto content = specification::content_of(dataset.group, dataset.outline.dimensions);
    contents_[content ? std::string(specification::name_of(*content)) : other_contents] += bytes;
  }
  void put_other(double bytes) { contents_[other_contents] += bytes; }

  /// The lists that label the dimensions of datasets which a cell stores apart.
  static double own_lists(const AlikeCells& alike, const std::string& group) {
    std::set<std::string> names;
    for (std::size_t at = 0; at < alike.datasets.size(); ++at) {
      const MeasuredDataset& dataset = alike.datasets[at];
      if (dataset.group == group && alike.own[at] > 0) {
        names.insert(dataset.outline.dimensions.begin(), dataset.outline.dimensions.end());
      }
    }
    double bytes = 0.0;
    for (const MeasuredDataset& dataset : alike.datasets) {
      if (dataset.group == group && store::is_coordinate(dataset.outline) && names.contains(dataset.outline.name)) {
        bytes += store::bytes_of_dataset(dataset.size);
      }
    }
    return bytes;
  }

  /// The resolved spec of each cell. Those of a stack are much alike and are compressed together.
  void add_text(const AlikeCells& alike, bool is_stack) {
    if (!study_.spec().has_cases) {
      return;
    }
    constexpr double share = 0.05;
    const auto letters = static_cast<double>(study_.spec().cases.front().resolved.size());
    const auto count = static_cast<double>(alike.cells);
    put_other(is_stack ? store::bytes_of_dataset({letters, share * letters}, count)
                       : count * (store::bytes_of_group + store::bytes_of_dataset({letters, letters})));
  }

  /// The values of the axes, in each group of a stack.
  void add_axes(const AlikeCells& alike, double groups) {
    for (std::size_t axis = 0; axis < alike.places.size(); ++axis) {
      const auto size = static_cast<double>(alike.places[axis].size());
      if (size > 1.0) {
        const auto paths = static_cast<double>(study_.spec().cases.axes()[axis].paths.size());
        put_other(groups * paths * store::bytes_of_dataset({sizeof(double), sizeof(double)}, size));
      }
    }
  }

  const study::Study& study_;
  Counted counted_;
  std::map<std::string, double> contents_;
};

}  // namespace

std::map<std::string, double> bytes_by_content(const study::Study& study, const std::vector<AlikeCells>& groups,
                                               std::size_t cells, Counted counted) {
  Sum sum(study, counted);
  std::ranges::for_each(groups, [&](const AlikeCells& alike) { sum.add(alike); });
  sum.add_heading();
  if (study.spec().has_cases && cells == study.size()) {
    sum.add_tables(cells, groups.front());
  }
  return sum.contents();
}

}  // namespace engram::sizes
