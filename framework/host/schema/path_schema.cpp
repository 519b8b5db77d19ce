#include "schema/path_schema.hpp"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <map>
#include <utility>

#include <engram/words.hpp>

#include "schema/declaration_words.hpp"
#include "schema/value_schema.hpp"

namespace engram::schema {

namespace {

/// The nesting of parts in paths, deep enough for all users.
constexpr int deepest_path = 2;

const std::string index_step = "\\[[0-9]+\\]";
const std::string items_step = "(?:\\[[0-9]+\\])+";
const std::string name_step = "\\.[A-Za-z0-9_-]+";

class PathCollector {
 public:
  explicit PathCollector(const PartSchemas& parts) : parts_(parts) {}

  void add(std::string pattern, Json value, bool holds_parts = false) {
    paths_.push_back({std::move(pattern), std::move(value), holds_parts});
  }

  /// Adds the paths within a part at `path`.
  void add_part(const std::string& path, Kind kind, int depth) {
    std::vector<std::string> names;
    for (const PluginInfo* plugin : parts_.catalogue().of(kind)) {
      names.push_back(plugin->name);
    }
    add(path + "\\.plugin", {{"enum", names}}, true);
    // All names are in one pattern, since validators cache only a few hundred compiled patterns.
    std::vector<std::string> with_items;
    for (const auto& [name, parameters] : parameters_of(kind)) {
      const std::string inner = path + "\\." + literal(name);
      std::vector<Json> schemas;
      for (const Parameter* parameter : parameters) {
        Json schema = parts_.parameter(*parameter, Extent::open);
        if (std::ranges::find(schemas, schema) == schemas.end()) {
          schemas.push_back(std::move(schema));
        }
      }
      const Parameter& first = *parameters.front();
      add(inner, any_of(std::move(schemas)), first.part_kind.has_value());
      if (!first.part_kind) {
        with_items.push_back(literal(name));
      } else if (depth < deepest_path) {
        add_inner_part(inner, first.part_kind.value(), first.type == ValueType::parts, depth);
      }
    }
    if (!with_items.empty()) {
      add(path + "\\.(?:" + join(with_items, "|") + ")" + items_step, Json::object());
    }
  }

  /// Adds the items of a list of parts at `path`: by number, or by a name that is not a parameter's.
  void add_items(const std::string& path, Kind kind, const Json& item, int depth) {
    std::string words = "plugin";
    for (const auto& [name, unused] : parameters_of(kind)) {
      words.append("|").append(literal(name));
    }
    add(path + index_step, item, true);
    add(path + "(?!\\.(?:" + words + ")$)" + name_step, item, true);
    add_part(path + "(?:" + index_step + "|" + name_step + ")", kind, depth);
  }

  std::vector<PathSchema> take() && { return std::move(paths_); }

 private:
  void add_inner_part(const std::string& path, Kind kind, bool is_list, int depth) {
    if (!is_list) {
      add_part(path, kind, depth + 1);
    }
    if (is_list || parts_.list_plugin(kind) != nullptr) {
      add_items(path, kind, PartSchemas::part(kind, Extent::open), depth + 1);
    }
  }

  /// The parameters of all plugins of a kind, by name.
  [[nodiscard]] std::map<std::string, std::vector<const Parameter*>> parameters_of(Kind kind) const {
    std::map<std::string, std::vector<const Parameter*>> parameters;
    for (const PluginInfo* plugin : parts_.catalogue().of(kind)) {
      for (const Parameter& parameter : plugin->parameters) {
        parameters[parameter.name].push_back(&parameter);
      }
    }
    return parameters;
  }

  const PartSchemas& parts_;
  std::vector<PathSchema> paths_;
};

}  // namespace

Json seed_schema() {
  return {{"type", "integer"}, {"minimum", 0}, {"maximum", std::numeric_limits<std::int64_t>::max()}};
}

Json section_schema(const SectionForm& section, Extent extent) {
  Json part = PartSchemas::part(section.kind, extent);
  return section.required && extent == Extent::whole ? part : any_of({std::move(part), {{"type", "null"}}});
}

Json learning_schema(Extent extent) {
  Json stages{{"type", "array"}, {"items", PartSchemas::part(Kind::learning_rule, extent, true)}};
  std::vector<Json> schemas{PartSchemas::part(Kind::learning_rule, extent)};
  if (extent == Extent::whole) {
    stages["minItems"] = 1;
  } else {
    schemas.push_back({{"type", "null"}});
  }
  schemas.push_back(std::move(stages));
  if (extent == Extent::over) {
    schemas.push_back(items_by_name(PartSchemas::part(Kind::learning_rule, extent, true)));
  }
  return any_of(std::move(schemas));
}

Json initial_schema(const SpecForm& form, Extent extent) {
  if (form.initial.empty()) {
    return {{"type", "null"}};
  }
  Json properties = Json::object();
  std::vector<std::string> required;
  for (const Parameter& key : form.initial) {
    Json schema = value_schema(key, form.time_units);
    properties[key.name] =
        described(key.required && extent != Extent::over ? schema : any_of({schema, {{"type", "null"}}}), key);
    if (key.required && extent == Extent::whole) {
      required.push_back(key.name);
    }
  }
  Json schema = any_of({value_schema(form.initial.front(), form.time_units),
                        closed_object(std::move(properties), std::move(required)),
                        {{"type", "null"}}});
  schema["description"] = "A result of engram, whose weights the network takes before it learns.";
  return schema;
}

Json analyses_schema(Extent extent) {
  const Json item = PartSchemas::part(Kind::analysis, extent, true);
  Json list{{"type", {"array", "null"}}, {"items", item}};
  return extent == Extent::over ? any_of({std::move(list), items_by_name(item)}) : list;
}

std::vector<PathSchema> path_schemas(const PartSchemas& parts, const SpecForm& form) {
  PathCollector paths(parts);
  paths.add("seed", seed_schema());
  for (const SectionForm& section : form.sections) {
    paths.add(section.key, section_schema(section, Extent::open), true);
    paths.add_part(section.key, section.kind, 0);
  }
  paths.add("initial", initial_schema(form, Extent::whole));
  for (const Parameter& key : form.initial) {
    paths.add("initial\\." + key.name, value_schema(key, form.time_units));
  }
  paths.add("learning", learning_schema(Extent::open), true);
  paths.add_part("learning", Kind::learning_rule, 0);
  paths.add_items("learning", Kind::learning_rule, PartSchemas::part(Kind::learning_rule, Extent::open, true), 0);
  paths.add("analyses", analyses_schema(Extent::open), true);
  paths.add_items("analyses", Kind::analysis, PartSchemas::part(Kind::analysis, Extent::open, true), 0);
  return std::move(paths).take();
}

}  // namespace engram::schema
