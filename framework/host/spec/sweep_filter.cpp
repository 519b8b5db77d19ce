#include "spec/sweep_filter.hpp"

#include <algorithm>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <muParser.h>

#include "spec/path.hpp"
#include "spec/quantity.hpp"
#include "spec/text.hpp"

namespace engram::spec {

namespace {

const std::vector<std::string> example{
    "a condition compares numbers, such as \"patterns.count <= 0.14 * patterns.size\"; units and && || are allowed"};

/// A number or a duration as a spec writes it, in SI units.
std::optional<double> number_of(const Node& node) {
  if (!node.is_scalar() || node.quoted()) {
    return std::nullopt;
  }
  for (const char* unit : {"1", "s"}) {
    if (const auto reading = read_real(node.text(), unit); reading.value) {
      return reading.value;
    }
  }
  return std::nullopt;
}

bool same(const Node& written, const Node& wanted) {
  const Node& value = written.is_mapping() && written.find("plugin") != nullptr && wanted.is_scalar()
                          ? written.find("plugin")->value
                          : written;
  if (value.is_scalar() && wanted.is_scalar()) {
    const auto left = number_of(value);
    const auto right = number_of(wanted);
    return left && right ? *left == *right : value.text() == wanted.text();
  }
  return value.is_sequence() && wanted.is_sequence() && std::ranges::equal(value.items(), wanted.items(), same);
}

void miss(const std::string& path, const Mark& mark, Problems& problems) {
  problems.add(mark, "the spec writes nothing at " + in_quotes(path),
               {"a filter sees what is written, and no defaults: write the value, or sweep it"});
}

}  // namespace

/// A formula, compiled once; its variables are paths.
class SweepFilter::Condition {
 public:
  explicit Condition(Node text) : text_(std::move(text)) {
    parser_.DefineNameChars("0123456789_.[]abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");
    parser_.ClearConst();
    parser_.ClearFun();  // "min" is minutes here
    for (const std::string& unit : units_of("s")) {
      define_unit(unit);
    }
    parser_.SetVarFactory(
        [](const char* name, void* self) -> double* { return &static_cast<Condition*>(self)->values_[name]; }, this);
  }

  [[nodiscard]] bool holds(const Node& tree, Problems& problems) {
    if (!text_.is_scalar()) {
      problems.add(text_.mark(), "a condition is a text; found " + found_text(text_), example);
      return true;
    }
    try {
      parser_.SetExpr(text_.text());
      // Names first: what they stand for is looked up before anything is computed.
      for (const auto& [name, unused] : parser_.GetUsedVar()) {
        const auto node = node_at_path(tree, name);
        const auto number = node ? number_of(*node) : std::nullopt;
        if (!node) {
          miss(name, text_.mark(), problems);
          return true;
        }
        if (!number) {
          problems.add(text_.mark(), in_quotes(name) + " is no number here: " + found_text(*node),
                       {"`exclude: [{" + name + ": VALUE}]` leaves out cells by a word"});
          return true;
        }
        values_[name] = *number;
      }
      return parser_.Eval() != 0.0;
    } catch (const mu::ParserError& error) {
      problems.add(text_.mark(), "the condition cannot be read: " + error.GetMsg(), example);
      return true;
    }
  }

 private:
  void define_unit(const std::string& unit) {
    static const std::map<std::string, double (*)(double)> scales{
        {"us", [](double value) { return value * 1e-6; }},  {"ms", [](double value) { return value * 1e-3; }},
        {"s", [](double value) { return value; }},          {"min", [](double value) { return value * 60.0; }},
        {"h", [](double value) { return value * 3600.0; }},
    };
    if (const auto scale = scales.find(unit); scale != scales.end()) {
      parser_.DefinePostfixOprt(unit, scale->second);
    }
  }

  Node text_;
  mu::Parser parser_;
  std::map<std::string, double, std::less<>> values_;
};

SweepFilter::SweepFilter(std::vector<Node> conditions, std::vector<Node> exclusions)
    : exclusions_(std::move(exclusions)) {
  for (Node& condition : conditions) {
    conditions_.push_back(std::make_unique<Condition>(std::move(condition)));
  }
}

SweepFilter::~SweepFilter() = default;

bool SweepFilter::keeps(const Node& tree, Problems& problems) const {
  bool kept = true;
  for (const auto& condition : conditions_) {
    kept = condition->holds(tree, problems) && kept;
  }
  for (const Node& exclusion : exclusions_) {
    bool excluded = true;
    for (const Node::Entry& entry : exclusion.entries()) {
      const auto written = node_at_path(tree, entry.key);
      if (!written) {
        miss(entry.key, entry.key_mark, problems);
      }
      excluded = excluded && written && same(*written, entry.value);
    }
    kept = kept && !excluded;
  }
  return kept;
}

}  // namespace engram::spec
