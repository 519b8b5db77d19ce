#include "spec/swept_texts.hpp"

#include <algorithm>
#include <iterator>
#include <optional>
#include <string>
#include <utility>

#include "spec/declaration.hpp"
#include "spec/path.hpp"
#include "spec/problem.hpp"

namespace engram::spec {

namespace {

class TextQuoter {
 public:
  TextQuoter(const std::vector<CaseTree>& cases, const Catalogue& catalogue) : cases_(cases), catalogue_(catalogue) {}

  /// Quotes in a sweep, a zip or the ranges of a sample. The values of other keys stay as they are.
  [[nodiscard]] Node quoted(const Node& paths) const {
    Node result = paths;
    for (const Node::Entry& entry : paths.entries()) {
      result = result.with({entry.key, entry.key_mark, quoted(entry)});
    }
    return result;
  }

 private:
  [[nodiscard]] Node quoted(const Node::Entry& entry) const {
    const Node& value = entry.value;
    if (entry.key == "zip" || entry.key == "sample" || entry.key == "over") {
      return value.is_sequence() ? each(value, [this](const Node& zip) { return quoted(zip); }) : quoted(value);
    }
    const auto declaration = value.is_sequence() ? declared(entry.key) : std::nullopt;
    return declaration
               ? each(value, [&](const Node& item) { return with_quoted_texts(item, *declaration, catalogue_); })
               : value;
  }

  template <class Change>
  static Node each(const Node& list, Change change) {
    std::vector<Node> items;
    std::ranges::transform(list.items(), std::back_inserter(items), change);
    return Node::sequence(list.mark(), std::move(items));
  }

  [[nodiscard]] std::optional<Declaration> declared(const std::string& path) const {
    Problems ignored;  // A malformed path is reported when it is applied.
    const auto steps = parse_path(path, {}, ignored);
    for (const CaseTree& each : cases_) {
      if (auto found = steps ? declaration_at(each.tree, *steps, catalogue_) : std::nullopt) {
        return found;
      }
    }
    return std::nullopt;
  }

  const std::vector<CaseTree>& cases_;
  const Catalogue& catalogue_;
};

}  // namespace

Node with_swept_texts_quoted(const Node& sweep, const std::vector<CaseTree>& cases, const Catalogue& catalogue) {
  return TextQuoter(cases, catalogue).quoted(sweep);
}

}  // namespace engram::spec
