#include "inspect/result_diff.hpp"

#include <algorithm>
#include <cstddef>
#include <map>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <fmt/core.h>

#include <engram/counted.hpp>

#include "inspect/file_comparison.hpp"
#include "specification/spec.hpp"
#include "store/path.hpp"
#include "store/reader.hpp"
#include "system/print.hpp"

namespace engram::inspect {

namespace {

/// Counts sentences, and prints the first one of each dataset or setting, which may differ in many cells.
class Printer {
 public:
  explicit Printer(const DiffOptions& options) : options_(options) {}

  void report(const std::string& sentence) {
    ++count_;
    if (options_.all && !options_.quiet) {
      system::print("{}\n", sentence);
      return;
    }
    const auto [found, is_new] = numbers_.try_emplace(subject_of(sentence), groups_.size());
    if (is_new) {
      groups_.push_back({sentence, 0});
    }
    ++groups_[found->second].cells;
  }

  /// Prints what was collected.
  void finish() const {
    constexpr std::size_t most = 50;
    for (std::size_t i = 0; i < std::min(groups_.size(), most) && !options_.quiet; ++i) {
      const Group& group = groups_[i];
      system::print("{}{}\n", group.sentence,
                    group.cells == 1 ? "" : fmt::format("; {} in it", more_cells(group.cells - 1)));
    }
    if (groups_.size() > most && !options_.quiet) {
      system::print("... --all prints the others\n");
    }
  }

  [[nodiscard]] std::size_t count() const { return count_; }

 private:
  /// Differences in one dataset or setting of several cells.
  struct Group {
    std::string sentence;  ///< the first one
    std::size_t cells = 0;
  };

  static std::string more_cells(std::size_t count) {
    return count == 1 ? "1 more cell differs" : fmt::format("{} more cells differ", count);
  }

  /// The dataset or setting that a sentence is about, whatever its cell.
  static std::string subject_of(const std::string& sentence) {
    const std::string cases = "cases/";
    std::string rest = sentence;
    if (sentence.starts_with(cases)) {
      const std::size_t colon = sentence.find(": ");
      const std::size_t end = std::min(sentence.find('/', cases.size()), colon);
      rest = end == std::string::npos ? "" : sentence.substr(end + (end == colon ? 2 : 1));
    }
    return rest.substr(0, rest.find(": "));
  }

  const DiffOptions& options_;
  std::size_t count_ = 0;
  std::vector<Group> groups_;
  std::map<std::string, std::size_t> numbers_;
};

std::string word(const store::AttributeValue& value) {
  const auto* text = std::get_if<std::string>(&value);
  return text == nullptr ? "" : *text;
}

std::string shown(const store::AttributeValue& value) {
  return std::visit([](const auto& held) { return fmt::format("{}", held); }, value);
}

/// The attributes of the provenance that differ or that only one of the results has.
void compare_provenance(const store::Reader& a, const store::Reader& b, Printer& printer) {
  using Attributes = std::map<std::string, store::AttributeValue>;
  const auto attributes_of = [](const store::Reader& reader) {
    const auto listed = reader.attributes("provenance");
    return Attributes(listed.begin(), listed.end());
  };
  const Attributes left = attributes_of(a);
  const Attributes right = attributes_of(b);
  for (const auto& [name, value] : left) {
    const auto theirs = right.find(name);
    if (theirs == right.end()) {
      printer.report(fmt::format("provenance {}: only in {}", name, a.path().string()));
    } else if (value != theirs->second) {
      printer.report(fmt::format("provenance {}: {} and {}", name, shown(value), shown(theirs->second)));
    }
  }
  for (const auto& [name, value] : right) {
    if (!left.contains(name)) {
      printer.report(fmt::format("provenance {}: only in {}", name, b.path().string()));
    }
  }
}

/// The settings of one run that differ.
void compare_settings(const std::string& where, const std::string& a, const std::string& b, Printer& printer) {
  for (const specification::SettingChange& change : specification::changed_settings(a, b)) {
    printer.report(fmt::format("{}setting {}: {} and {}", where, change.path, change.before.value_or("nothing"),
                               change.after.value_or("nothing")));
  }
}

/// Compares the resolved specs of the runs in both files, or that of one cell with the only run of the second file.
void compare_specs(const store::Reader& a, const store::Reader& b, const std::string& cell, Printer& printer) {
  const std::vector<std::string> labels = a.case_labels();
  if (!cell.empty() || (labels.empty() && b.case_labels().empty())) {
    compare_settings("", a.text(store::resolved_path_of(cell)), b.text(store::resolved_path_of("")), printer);
    return;
  }
  for (const std::string& label : labels) {
    const std::string path = store::resolved_path_of(label);
    if (b.has(path)) {
      const std::string left = a.text(path);
      const std::string right = b.text(path);
      if (left != right) {
        compare_settings(store::cell_path(label) + ": ", left, right, printer);
      }
    }
  }
}

}  // namespace

bool diff(const std::filesystem::path& a, const std::filesystem::path& b, const DiffOptions& options) {
  const store::Reader left(a);
  const store::Reader right(b);
  Printer printer(options);
  const std::string status_a = word(left.attribute("", "status"));
  const std::string status_b = word(right.attribute("", "status"));
  if (status_a != status_b && options.cell.empty()) {
    printer.report(fmt::format("status: {} and {}", status_a, status_b));
  }
  compare_specs(left, right, options.cell, printer);
  // Resolved specs are compared setting by setting, since titles and figures do not change results.
  const auto skip = [&](const std::string& group) {
    const bool is_spec = group == "spec" || (group.starts_with("cases/") && group.ends_with("/spec"));
    return !options.provenance && (is_spec || group == "provenance");
  };
  const Extent extent{store::cell_path(options.cell), options.b_may_have_more};
  const Comparison comparison = compare(left, right, options.tolerance, extent, skip,
                                        [&](const std::string& sentence) { printer.report(sentence); });
  if (options.provenance) {
    compare_provenance(left, right, printer);
  }
  printer.finish();
  if (!options.quiet) {
    if (printer.count() == 0) {
      system::print("the same: {}\n", counted(comparison.datasets, "dataset"));
    } else {
      system::print("{} in {}\n", counted(printer.count(), "difference"), counted(comparison.datasets, "dataset"));
    }
  }
  return printer.count() == 0;
}

}  // namespace engram::inspect
