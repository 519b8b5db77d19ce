// Compares values of a spec as its plugins read them.
#pragma once

#include <optional>
#include <string>

#include <engram/catalogue.hpp>
#include <engram/plugin_info.hpp>

#include "values/declaration.hpp"
#include "yaml/node.hpp"
#include "yaml/problem.hpp"
#include "yaml/text.hpp"

namespace engram::values {

/// Compares a value of an exclusion with values of cells. Both are read as the spec's own values are.
class ValueMatcher {
 public:
  ValueMatcher(const Catalogue& catalogue, const std::string& path)
      : catalogue_(catalogue), subject_(yaml::in_quotes(path)) {}

  /// The mistakes in the exclusion's value, in the cells in which it could not be read.
  [[nodiscard]] const yaml::Problems& mistakes() const { return mistakes_; }

  bool is_same(const yaml::Node& written, const yaml::Node& wanted, const Declaration& declaration);

 private:
  bool is_same_value(const std::optional<Value>& value, const yaml::Node& wanted, const Parameter& parameter);
  /// Whether a part has the plugin that an exclusion names, and the values that it gives for parameters.
  bool is_same_part(const yaml::Node& written, const yaml::Node& wanted, const Declaration& declaration);
  /// Whether a record has the values that an exclusion names.
  bool is_same_record(const yaml::Node& written, const yaml::Node& wanted, const Declaration& record);
  static std::string plugin_of(const yaml::Node& part, const Declaration& declaration);
  bool is_same_setting(const yaml::Node& part, const PluginInfo& plugin, const yaml::Node::Entry& wanted);

  const Catalogue& catalogue_;
  std::string subject_;
  yaml::Problems mistakes_;
};

}  // namespace engram::values
