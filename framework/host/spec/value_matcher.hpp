// Compares values of a spec as its plugins read them.
#pragma once

#include <optional>
#include <string>

#include <engram/catalogue.hpp>
#include <engram/plugin_info.hpp>

#include "spec/declaration.hpp"
#include "spec/node.hpp"
#include "spec/problem.hpp"
#include "spec/text.hpp"

namespace engram::spec {

/// Compares a value of an exclusion with values of cells. Both are read as the spec's own values are.
class ValueMatcher {
 public:
  ValueMatcher(const Catalogue& catalogue, const std::string& path)
      : catalogue_(catalogue), subject_(in_quotes(path)) {}

  /// The mistakes in the exclusion's value, in the cells in which it could not be read.
  [[nodiscard]] const Problems& mistakes() const { return mistakes_; }

  bool is_same(const Node& written, const Node& wanted, const Declaration& declaration);

 private:
  bool is_same_value(const std::optional<Value>& value, const Node& wanted, const Parameter& parameter);
  /// Whether a part has the plugin that an exclusion names, and the values that it gives for parameters.
  bool is_same_part(const Node& written, const Node& wanted, const Declaration& declaration);
  static std::string plugin_of(const Node& part, const Declaration& declaration);
  bool is_same_setting(const Node& part, const PluginInfo& plugin, const Node::Entry& wanted);

  const Catalogue& catalogue_;
  std::string subject_;
  Problems mistakes_;
};

}  // namespace engram::spec
