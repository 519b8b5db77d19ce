// JSON Schema of parts: one definition for each plugin, and one for each kind.
#pragma once

#include <string>
#include <vector>

#include <engram/catalogue.hpp>
#include <engram/plugin_info.hpp>

#include "reference/value_schema.hpp"

namespace engram::reference {

/// How much of a part must be written. Where cases or a sweep put further values in, a part need not be whole.
enum class Extent { whole, open };

class PartSchemas {
 public:
  PartSchemas(const Catalogue& catalogue, std::vector<std::string> time_units)
      : catalogue_(catalogue), time_units_(std::move(time_units)) {}

  /// A part of a kind wherever one may stand: a name, a mapping, a list where a plugin of that kind stands for one.
  /// `labelled`: an item of a list whose items may have a `label`.
  [[nodiscard]] static Json part(Kind kind, Extent extent, bool labelled = false);
  /// What the parameter of a plugin takes.
  [[nodiscard]] Json parameter(const Parameter& parameter, Extent extent) const;
  /// What part() refers to, by name.
  [[nodiscard]] Json definitions() const;

  /// The plugin that a list stands for in place of a part of this kind; nullptr where there is none.
  [[nodiscard]] const PluginInfo* list_plugin(Kind kind) const;
  [[nodiscard]] const Catalogue& catalogue() const { return catalogue_; }

 private:
  [[nodiscard]] Json kind_schema(Kind kind, Extent extent, bool labelled) const;
  [[nodiscard]] Json plugin_schema(const PluginInfo& plugin, Extent extent, bool labelled, bool named) const;

  const Catalogue& catalogue_;
  std::vector<std::string> time_units_;
};

/// What `label:` of a list's item takes.
Json label_schema();

}  // namespace engram::reference
