// The laws of every kind of plugin.
#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <string>
#include <thread>
#include <vector>

#include <fmt/format.h>

#include <engram/activation.hpp>
#include <engram/corruption.hpp>
#include <engram/counted.hpp>

#include "conformance/law.hpp"
#include "conformance/network.hpp"

namespace engram::conformance {

namespace {

bool is_number(const Parameter& parameter) {
  return parameter.type == ValueType::integer || parameter.type == ValueType::real;
}

double number_of(const Value& value) {
  if (const auto* whole = std::get_if<std::int64_t>(&value)) {
    return static_cast<double>(*whole);
  }
  const auto* real = std::get_if<double>(&value);
  return real == nullptr ? std::numeric_limits<double>::quiet_NaN() : *real;
}

std::string hold_declaration(const Specimen& specimen) {
  const PluginInfo& plugin = *specimen.plugin;
  for (const Parameter& parameter : plugin.parameters) {
    const double number = is_number(parameter) ? number_of(parameter.default_value) : 0.0;
    if (is_number(parameter) && !std::isnan(number) && !parameter.limits.allow(number)) {
      throw Broken(fmt::format("the default {} of '{}' is outside of the parameter's own limits; change one of them",
                               number, parameter.name));
    }
    if (parameter.sentence.back() != '.') {
      throw Broken(
          fmt::format("the sentence of '{}' does not end like one: \"{}\"", parameter.name, parameter.sentence));
    }
  }
  for (const Alternatives& each : plugin.alternatives) {
    const Parameter* parameter = plugin.find(each.parameter);
    for (const std::string& word : each.words) {
      if (parameter == nullptr || std::ranges::find(parameter->choices, word) == parameter->choices.end()) {
        throw Broken(fmt::format(
            "with_same_result(\"{}\", ...) names '{}', which is not a choice that it declares under that name",
            each.parameter, word));
      }
    }
  }
  if (plugin.kind == Kind::analysis && plugin.records.empty()) {
    throw Broken(
        "it declares no dataset; say what it records in `static std::vector<engram::Recorded> records()`, so that "
        "figures and claims can count on it");
  }
  return counted(plugin.parameters.size(), "parameter");
}

Value value_of(const Parameter& parameter, double number) {
  return parameter.type == ValueType::integer ? Value{static_cast<std::int64_t>(number)} : Value{number};
}

/// Numbers at and beyond the ends of the usual range.
std::vector<double> extremes(const Parameter& parameter) {
  std::vector<double> numbers{0.0, -1.0, 1.0, parameter.limits.min, parameter.limits.max};
  if (parameter.type == ValueType::integer) {
    numbers.insert(numbers.end(), {-1e12, 1e12});
  } else {
    numbers.insert(numbers.end(), {1e300, -1e300, 1e-300, std::nextafter(parameter.limits.above, 1e308)});
  }
  std::erase_if(numbers, [&](double number) { return !std::isfinite(number) || !parameter.limits.allow(number); });
  return numbers;
}

std::string hold_limits(const Specimen& specimen) {
  std::size_t tried = 0;
  std::size_t refused = 0;
  for (const Parameter& parameter : specimen.plugin->parameters) {
    if (!is_number(parameter)) {
      continue;
    }
    for (const double number : extremes(parameter)) {
      const std::string where = fmt::format("with {}: {}", parameter.name, number);
      ++tried;
      try {
        make_any(specimen.part.with(parameter.name, value_of(parameter, number)));
      } catch (const ParameterError& error) {
        ++refused;
        const std::string name = error.parameter().substr(0, error.parameter().find_first_of(".["));
        if (specimen.plugin->find(name) == nullptr) {
          throw Broken(fmt::format("{}, it refuses a parameter '{}', which it does not declare", where, name));
        }
      } catch (const std::exception& error) {
        throw Broken(
            fmt::format("{}, which its limits allow, it could not be made: {}; narrow the limits, or throw "
                        "ParameterError in check()",
                        where, error.what()));
      }
    }
  }
  if (tried == 0) {
    throw Skipped("it has no numbers");
  }
  return fmt::format("{} tried, {} refused with a message", counted(tried, "value"), refused);
}

std::string hold_runs(const Specimen& specimen) {
  const Record record = run_whole(composed(specimen, first_plan(specimen)));
  if (!record.failures.empty()) {
    throw Broken(fmt::format("its example fails: {}", record.failures.front()));
  }
  return counted(record.datasets.size(), "dataset");
}

std::string hold_determinism(const Specimen& specimen) {
  const Plan& plan = first_plan(specimen);
  const Record first = run_whole(composed(specimen, plan));
  const std::string again = difference(first.datasets, run_whole(composed(specimen, plan)).datasets, 0.0);
  if (!again.empty()) {
    throw Broken("two runs with the same seed differ: " + again +
                 "; take every random number from the streams that are handed in, and keep no state between calls");
  }
  // A host with several threads shares every part except the model, which learns.
  const run::Experiment shared = composed(specimen, plan);
  std::array<Record, 3> records;
  std::array<std::string, 3> errors;
  {
    std::vector<std::jthread> threads;
    for (std::size_t at = 0; at < records.size(); ++at) {
      threads.emplace_back([&, at] {
        try {
          run::Experiment own = shared;
          own.model = make<Model>(own.model_part);
          records.at(at) = run_whole(std::move(own));
        } catch (const std::exception& error) {
          errors.at(at) = error.what();
        }
      });
    }
  }
  for (std::size_t at = 0; at < records.size(); ++at) {
    const std::string differs =
        errors.at(at).empty() ? difference(first.datasets, records.at(at).datasets, 0.0) : errors.at(at);
    if (!differs.empty()) {
      throw Broken("runs in several threads at once differ from one alone: " + differs +
                   "; const functions must not change anything, not even mutable or static variables");
    }
  }
  return "two runs and three threads, the same bits";
}

}  // namespace

std::vector<Law> laws_of_every_kind() {
  return {{"declaration", "what it declares is consistent", hold_declaration},
          {"limits", "a number that its limits allow makes an object or is refused with a message", hold_limits},
          {"runs", "the experiment of its example runs without failures", hold_runs},
          {"determinism", "the same seed gives the same bits, again and in any number of threads", hold_determinism}};
}

}  // namespace engram::conformance
