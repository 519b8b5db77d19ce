#include "inspect/file_comparison.hpp"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "store/path.hpp"

namespace engram::inspect {

namespace {

using store::join_path;
using store::Reader;

class Comparer {
 public:
  Comparer(const Reader& a, const Reader& b, const results::Tolerance& tolerance, const Extent& extent,
           const std::function<void(const std::string&)>& report)
      : a_(a), b_(b), tolerance_(tolerance), extent_(extent), report_(report) {}

  void compare_group(const std::string& path, const std::function<bool(const std::string&)>& skip) {
    for (const std::string& name : names_in_both(path, a_.datasets_in(in_a(path)), b_.datasets_in(path))) {
      compare_dataset(join_path(path, name));
    }
    for (const std::string& name : names_in_both(path, a_.groups(in_a(path)), b_.groups(path))) {
      if (!skip(join_path(path, name))) {
        compare_group(join_path(path, name), skip);
      }
    }
  }
  [[nodiscard]] const Comparison& comparison() const { return comparison_; }

 private:
  void differ(const std::string& sentence) {
    ++comparison_.differences;
    report_(sentence);
  }

  /// Reports names that only one file has.
  std::vector<std::string> names_in_both(const std::string& path, std::vector<std::string> in_a,
                                         std::vector<std::string> in_b) {
    std::ranges::sort(in_a);
    std::ranges::sort(in_b);
    std::vector<std::string> both;
    std::vector<std::string> one;
    std::ranges::set_intersection(in_a, in_b, std::back_inserter(both));
    std::ranges::set_difference(in_a, in_b, std::back_inserter(one));
    for (const std::string& name : one) {
      differ(fmt::format("{}: only in {}", join_path(path, name), a_.path().string()));
    }
    one.clear();
    std::ranges::set_difference(in_b, in_a, std::back_inserter(one));
    for (const std::string& name : one) {
      if (!extent_.b_may_have_more) {
        differ(fmt::format("{}: only in {}", join_path(path, name), b_.path().string()));
      }
    }
    return both;
  }

  void compare_dataset(const std::string& path) {
    ++comparison_.datasets;
    const bool is_large = a_.is_large(in_a(path)) && b_.is_large(path);
    const std::vector<std::string> sentences =
        is_large ? differences_in_pieces(path)
                 : results::differences(a_.stored_dataset(in_a(path)), b_.stored_dataset(path), tolerance_);
    for (const std::string& sentence : sentences) {
      differ(fmt::format("{}: {}", path, sentence));
    }
  }

  /// The same for datasets that are too large to be in memory together.
  std::vector<std::string> differences_in_pieces(const std::string& path) {
    const Dataset a = a_.outline(in_a(path));
    const Dataset b = b_.outline(path);
    std::vector<std::string> sentences = results::outline_differences(a, b);
    if (a.shape != b.shape) {
      return sentences;
    }
    results::ValueComparison comparison(tolerance_);
    for (std::size_t number = 0;; ++number) {
      const auto left = a_.piece(in_a(path), number);
      const auto right = b_.piece(path, number);
      if (!left || !right) {
        break;
      }
      if (!comparison.add(*left, *right)) {
        sentences.push_back(results::kinds_text(*left, *right));
        return sentences;
      }
    }
    if (std::string how = comparison.text(a.shape); !how.empty()) {
      sentences.push_back(std::move(how));
    }
    return sentences;
  }

  const Reader& a_;
  const Reader& b_;
  [[nodiscard]] std::string in_a(const std::string& path) const { return join_path(extent_.group_of_a, path); }

  const results::Tolerance& tolerance_;
  const Extent& extent_;
  const std::function<void(const std::string&)>& report_;
  Comparison comparison_;
};

}  // namespace

Comparison compare(const store::Reader& a, const store::Reader& b, const results::Tolerance& tolerance,
                   const Extent& extent, const std::function<bool(const std::string& group)>& skip,
                   const std::function<void(const std::string& sentence)>& report) {
  Comparer comparer(a, b, tolerance, extent, report);
  comparer.compare_group("", skip);
  return comparer.comparison();
}

}  // namespace engram::inspect
