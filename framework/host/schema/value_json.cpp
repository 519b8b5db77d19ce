#include "schema/value_json.hpp"

#include <cmath>

#include <nlohmann/json.hpp>

#include <engram/plugin_info.hpp>

namespace engram::schema {

using Json = nlohmann::ordered_json;

namespace {

struct JsonWriter {
  Json operator()(std::monostate) const { return nullptr; }
  Json operator()(double value) const { return number_json(value); }
  Json operator()(const PartPointer& part) const { return part ? Json(part->plugin->name) : Json(); }
  Json operator()(const std::vector<PartPointer>& parts) const {
    Json list = Json::array();
    for (const PartPointer& part : parts) {
      list.push_back((*this)(part));
    }
    return list;
  }
  Json operator()(const std::vector<double>& values) const {
    Json list = Json::array();
    for (const double value : values) {
      list.push_back(number_json(value));
    }
    return list;
  }
  Json operator()(const NamedTexts& texts) const {
    Json object = Json::object();
    for (const auto& [name, text] : texts) {
      object[name] = text;
    }
    return object;
  }
  Json operator()(const auto& value) const { return value; }
};

}  // namespace

Json number_json(double number) {
  constexpr double exact = 9007199254740992.0;
  if (!std::isfinite(number)) {
    return nullptr;
  }
  const bool whole = number == std::floor(number) && std::fabs(number) < exact;
  return whole ? Json(static_cast<std::int64_t>(number)) : Json(number);
}

Json default_json(const Parameter& parameter) {
  if (parameter.required) {
    return nullptr;
  }
  if (!parameter.part_default.empty()) {
    return parameter.part_default;
  }
  if (parameter.type == ValueType::parts && std::holds_alternative<std::monostate>(parameter.default_value)) {
    return Json::array();
  }
  return std::visit(JsonWriter{}, parameter.default_value);
}

void put_limits(Json& json, const Limits& limits, const LimitNames& names) {
  const auto put = [&](const char* key, double bound) {
    if (std::isfinite(bound)) {
      json[key] = number_json(bound);
    }
  };
  put(names.min, limits.min);
  put(names.max, limits.max);
  put(names.above, limits.above);
  put(names.below, limits.below);
}

Json limits_json(const Limits& limits) {
  Json json = Json::object();
  put_limits(json, limits, {"min", "max", "above", "below"});
  return json;
}

}  // namespace engram::schema
