// JSON Schema of parts: one definition for each plugin, and one for each kind.
#pragma once

#include <string>
#include <vector>

#include <engram/catalogue.hpp>
#include <engram/plugin_info.hpp>

#include "schema/value_schema.hpp"

namespace engram::schema {

/// How much of a part must be written. A part may be incomplete if cases or a sweep add values, and `over` another
/// one, from a spec that is extended, it may also take values away and change items of a list by their names.
enum class Extent { whole, open, over };

class PartSchemas {
 public:
  PartSchemas(const Catalogue& catalogue, std::vector<std::string> time_units)
      : catalogue_(catalogue), time_units_(std::move(time_units)) {}

  /// A part of a kind: a name, a mapping, or a list if a plugin of that kind may be written as a list. `labelled`: an
  /// item of a list whose items may have a `label`.
  [[nodiscard]] static Json part(Kind kind, Extent extent, bool labelled = false);
  /// The values of a plugin's parameter.
  [[nodiscard]] Json parameter(const Parameter& parameter, Extent extent) const;
  /// The definitions that part() refers to, by name.
  [[nodiscard]] Json definitions() const;

  /// The plugin of this kind that a list means; nullptr if there is none.
  [[nodiscard]] const PluginInfo* list_plugin(Kind kind) const;
  [[nodiscard]] const Catalogue& catalogue() const { return catalogue_; }

 private:
  [[nodiscard]] Json kind_schema(Kind kind, Extent extent, bool labelled) const;
  [[nodiscard]] Json plugin_schema(const PluginInfo& plugin, Extent extent, bool labelled, bool named) const;

  const Catalogue& catalogue_;
  std::vector<std::string> time_units_;
};

/// Changes of items of a list by their names; null removes an item.
Json items_by_name(Json item);

/// The values of `label:` in a list's item.
Json label_schema();

}  // namespace engram::schema
