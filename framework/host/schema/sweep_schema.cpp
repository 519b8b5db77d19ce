#include "schema/sweep_schema.hpp"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <utility>

#include <engram/words.hpp>

namespace engram::schema {

namespace {

constexpr int most_swept_values = 100'000;

Json refer(const std::string& definition) {
  return {{"$ref", "#/definitions/" + definition}};
}

/// Gives each value schema a short name, since many paths share one and each is used several times.
class Values {
 public:
  explicit Values(const std::vector<PathSchema>& paths) {
    for (const PathSchema& path : paths) {
      const auto found = std::ranges::find_if(values_, [&](const PathSchema* value) {
        return value->value == path.value && value->holds_parts == path.holds_parts;
      });
      numbers_.push_back(found - values_.begin());
      if (found == values_.end()) {
        values_.push_back(&path);
      }
    }
  }

  void define(Json& definitions) const {
    for (std::size_t number = 0; number < values_.size(); ++number) {
      const auto name = [&](const char* prefix) { return prefix + std::to_string(number); };
      const bool parts = values_[number]->holds_parts;  // parts have no ranges
      const Json value = refer(name("value."));
      definitions[name("value.")] = values_[number]->value;
      const Json list{{"type", "array"}, {"items", value}, {"minItems", 1}};
      definitions[name("swept.")] = parts ? list : Json{{"anyOf", {list, refer("range")}}};
      definitions[name("sampled.")] = parts ? list : Json{{"anyOf", {list, refer("span")}}};
    }
  }

  /// A mapping of paths, each with the definition under that prefix.
  [[nodiscard]] Json object(const std::vector<PathSchema>& paths, const char* prefix) const {
    Json patterns = Json::object();
    for (std::size_t path = 0; path < paths.size(); ++path) {
      patterns["^" + paths[path].pattern + "$"] = refer(prefix + std::to_string(numbers_[path]));
    }
    return {{"type", "object"}, {"patternProperties", std::move(patterns)}, {"additionalProperties", false}};
  }

 private:
  std::vector<const PathSchema*> values_;  ///< the first path of each value
  std::vector<std::ptrdiff_t> numbers_;    ///< the number of the value of each path
};

Json ends(const std::vector<std::string>& time_units) {
  Parameter number;
  number.required = true;
  Parameter duration = number;
  duration.unit = "s";
  return value_schema(duration, time_units);
}

Json range_schema(const std::vector<std::string>& time_units) {
  Json range = closed_object({{"from", ends(time_units)},
                              {"to", ends(time_units)},
                              {"step", duration_schema(time_units)},
                              {"count", {{"type", "integer"}, {"minimum", 1}, {"maximum", most_swept_values}}},
                              {"scale", {{"enum", {"linear", "log"}}}}},
                             {"from", "to"});
  range["description"] =
      "Values from `from` to `to`, both included: by a step, or so many, evenly or on a log scale.";
  range["not"] = {{"required", {"step", "count"}}};
  range["if"] = {{"properties", {{"scale", {{"const", "log"}}}}}, {"required", {"scale"}}};
  range["then"] = {{"required", {"count"}}};
  range["else"] = {{"anyOf",
                    {Json{{"required", {"step"}}}, Json{{"required", {"count"}}},
                     Json{{"properties", {{"from", {{"type", "integer"}}}, {"to", {{"type", "integer"}}}}}}}}};
  return range;
}

Json span_schema(const std::vector<std::string>& time_units) {
  return closed_object(
      {{"from", ends(time_units)}, {"to", ends(time_units)}, {"scale", {{"enum", {"linear", "log"}}}}},
      {"from", "to"});
}

Json sample_schema() {
  return closed_object({{"count", {{"type", "integer"}, {"minimum", 1}, {"maximum", most_swept_values}}},
                        {"method", {{"enum", {"random", "latin_hypercube"}}}},
                        {"seed", {{"type", "integer"}, {"minimum", 0}, {"maximum", most_swept_values}}},
                        {"over", refer("sampled_paths")}},
                       {"count", "over"});
}

Json one_or_list(const Json& schema) {
  return {{"anyOf", {schema, Json{{"type", "array"}, {"items", schema}}}}};
}

std::string one_pattern(const std::vector<PathSchema>& paths) {
  std::vector<std::string> patterns;
  std::ranges::transform(paths, std::back_inserter(patterns), &PathSchema::pattern);
  return "^(?:" + join(patterns, "|") + ")$";
}

}  // namespace

Json variation_definitions(const std::vector<PathSchema>& paths, const std::vector<std::string>& time_units) {
  Json definitions = Json::object();
  definitions["range"] = range_schema(time_units);
  definitions["span"] = span_schema(time_units);
  const Values values(paths);
  values.define(definitions);
  definitions["changed_paths"] = values.object(paths, "value.");
  definitions["changed_paths"]["type"] = {"object", "null"};
  definitions["sampled_paths"] = values.object(paths, "sampled.");
  definitions["sampled_paths"]["minProperties"] = 1;
  Json sweep = values.object(paths, "swept.");
  sweep["minProperties"] = 1;
  definitions["swept_paths"] = sweep;
  definitions["place"] = {{"pattern", "^sample$|" + one_pattern(paths)}};
  definitions["excluded_paths"] = {
      {"type", "object"}, {"propertyNames", {{"pattern", one_pattern(paths)}}}, {"minProperties", 1}};
  sweep["properties"] = {
      {"zip", one_or_list(refer("swept_paths"))},
      {"sample", sample_schema()},
      {"where", one_or_list(text_schema())},
      {"points",
       {{"anyOf", {text_schema(), Json{{"type", "array"}, {"items", text_schema()}, {"minItems", 1}}}},
        {"description", "A CSV file of points: its first line has paths, each further line values."}}},
      {"exclude", one_or_list(refer("excluded_paths"))}};
  sweep["type"] = {"object", "null"};
  sweep["description"] = "Runs every case for each combination of the values of these paths.";
  definitions["sweep"] = std::move(sweep);
  definitions["paths_over"] = {{"type", {"object", "null"}}, {"propertyNames", {{"pattern", one_pattern(paths)}}}};
  definitions["sweep_over"] = {
      {"type", {"object", "null"}},
      {"propertyNames", {{"pattern", "^(?:zip|sample|points|where|exclude)$|" + one_pattern(paths)}}}};
  return definitions;
}

Json cases_schema() {
  return {{"type", "object"},
          {"description", "Variations of the rest: labels, each with paths and the values that it puts there."},
          {"minProperties", 1},
          {"propertyNames", {{"pattern", "^[A-Za-z0-9_-]+$"}}},
          {"additionalProperties", refer("changed_paths")}};
}

Json cases_over_schema() {
  return {{"type", {"object", "null"}},
          {"propertyNames", {{"pattern", "^[A-Za-z0-9_-]+$"}}},
          {"additionalProperties", refer("paths_over")}};
}

Json sweep_over_schema() {
  return refer("sweep_over");
}

Json sweep_schema() {
  return refer("sweep");
}

}  // namespace engram::schema
