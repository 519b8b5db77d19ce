#include "sweeps/swept_texts.hpp"

#include <algorithm>
#include <iterator>
#include <optional>
#include <string>
#include <utility>

#include "values/declaration.hpp"
#include "yaml/path.hpp"
#include "yaml/problem.hpp"

namespace engram::sweeps {

namespace {

class TextQuoter {
 public:
  TextQuoter(const std::vector<CaseTree>& cases, const Catalogue& catalogue) : cases_(cases), catalogue_(catalogue) {}

  /// Quotes in a sweep, a zip or the ranges of a sample. The values of other keys stay as they are.
  [[nodiscard]] yaml::Node quoted(const yaml::Node& paths) const {
    yaml::Node result = paths;
    for (const yaml::Node::Entry& entry : paths.entries()) {
      result = result.with({entry.key, entry.key_mark, quoted(entry)});
    }
    return result;
  }

 private:
  [[nodiscard]] yaml::Node quoted(const yaml::Node::Entry& entry) const {
    const yaml::Node& value = entry.value;
    if (entry.key == "zip" || entry.key == "sample" || entry.key == "over") {
      return value.is_sequence() ? each(value, [this](const yaml::Node& zip) { return quoted(zip); }) : quoted(value);
    }
    const auto declaration = value.is_sequence() ? declared(entry.key) : std::nullopt;
    return declaration ? each(value,
                              [&](const yaml::Node& item) {
                                return values::with_quoted_texts(item, *declaration, catalogue_);
                              })
                       : value;
  }

  template <class Change>
  static yaml::Node each(const yaml::Node& list, Change change) {
    std::vector<yaml::Node> items;
    std::ranges::transform(list.items(), std::back_inserter(items), change);
    return yaml::Node::sequence(list.mark(), std::move(items));
  }

  [[nodiscard]] std::optional<values::Declaration> declared(const std::string& path) const {
    yaml::Problems ignored;  // A malformed path is reported when it is applied.
    const auto steps = yaml::parse_path(path, {}, ignored);
    for (const CaseTree& each : cases_) {
      if (auto found = steps ? values::declaration_at(each.tree, *steps, catalogue_) : std::nullopt) {
        return found;
      }
    }
    return std::nullopt;
  }

  const std::vector<CaseTree>& cases_;
  const Catalogue& catalogue_;
};

}  // namespace

yaml::Node with_swept_texts_quoted(const yaml::Node& sweep, const std::vector<CaseTree>& cases,
                                   const Catalogue& catalogue) {
  return TextQuoter(cases, catalogue).quoted(sweep);
}

}  // namespace engram::sweeps
