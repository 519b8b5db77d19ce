#include "conformance/settings.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <utility>
#include <variant>

#include <fmt/format.h>

#include <engram/error.hpp>
#include <engram/words.hpp>

#include "conformance/contain.hpp"
#include "conformance/network.hpp"
#include "run/find_part.hpp"

namespace engram::conformance {

namespace {

/// With more combinations of words than this, each word is tried separately.
constexpr std::size_t most_combinations = 128;
/// Numbers are varied in every combination of words up to this number of settings.
constexpr std::size_t most_settings = 512;

using Change = std::pair<std::string, Value>;
using Changes = std::vector<Change>;

/// All values of a choice or of a truth value.
std::vector<Value> words_of(const Parameter& parameter) {
  if (parameter.type == ValueType::boolean) {
    return {Value{false}, Value{true}};
  }
  std::vector<Value> words;
  if (parameter.type == ValueType::choice) {
    words.assign(parameter.choices.begin(), parameter.choices.end());
  }
  return words;
}

/// Other values for a number.
std::vector<Value> others_of(const Parameter& parameter, const Value& value) {
  std::vector<Value> others;
  if (const auto* real = std::get_if<double>(&value)) {
    const std::vector<double> candidates =
        *real == 0.0 ? std::vector{0.5, -0.5} : std::vector{0.5 * *real, 2.0 * *real};
    for (const double candidate : candidates) {
      if (parameter.limits.allow(candidate)) {
        others.emplace_back(candidate);
      }
    }
  } else if (const auto* whole = std::get_if<std::int64_t>(&value)) {
    for (const std::int64_t candidate : {*whole + 1, *whole - 1}) {
      if (parameter.limits.allow(static_cast<double>(candidate))) {
        others.emplace_back(candidate);
      }
    }
  }
  return others;
}

/// Every combination of words; if there are too many, each word separately.
std::vector<Changes> combinations(const PluginInfo& plugin) {
  std::size_t count = 1;
  for (const Parameter& parameter : plugin.parameters) {
    count *= std::max<std::size_t>(1, words_of(parameter).size());
  }
  std::vector<Changes> all{{}};
  for (const Parameter& parameter : plugin.parameters) {
    const std::vector<Value> words = words_of(parameter);
    if (words.empty()) {
      continue;
    }
    if (count > most_combinations) {
      for (const Value& word : words) {
        all.push_back({{parameter.name, word}});
      }
      continue;
    }
    std::vector<Changes> longer;
    for (const Changes& before : all) {
      for (const Value& word : words) {
        longer.push_back(before);
        longer.back().emplace_back(parameter.name, word);
      }
    }
    all = std::move(longer);
  }
  return all;
}

std::vector<Change> numbers(const PluginInfo& plugin, const Part& part) {
  std::vector<Change> all;
  for (const Parameter& parameter : plugin.parameters) {
    if (!parameter.required) {
      for (Value& other : others_of(parameter, part.value(parameter.name))) {
        all.emplace_back(parameter.name, std::move(other));
      }
    }
  }
  return all;
}

std::string value_text(const Value& value) {
  if (const auto* word = std::get_if<std::string>(&value)) {
    return *word;
  }
  if (const auto* yes = std::get_if<bool>(&value)) {
    return *yes ? "true" : "false";
  }
  if (const auto* whole = std::get_if<std::int64_t>(&value)) {
    return std::to_string(*whole);
  }
  return number_text(std::get<double>(value));
}

bool fits(const Plan& plan, const Catalogue& catalogue) {
  try {
    return run::compose(plan, catalogue).misfits.empty();
  } catch (const std::exception&) {
    return false;  // the law `limits` reports values that cannot be used
  }
}

}  // namespace

std::vector<Setting> settings_of(const Plan& plan, const PluginInfo& plugin, const Catalogue& catalogue) {
  std::vector<Setting> settings{{plan, ""}};
  const Part* part = run::find_part(plan, plugin);
  if (part == nullptr) {
    return settings;
  }
  const auto add = [&](const Changes& changes) {
    Setting setting{plan, ""};
    for (const auto& [name, value] : changes) {
      if (part->value(name) != value) {
        setting.plan = with(plugin, setting.plan, name, value);
        setting.words += fmt::format("{}{}: {}", setting.words.empty() ? "" : ", ", name, value_text(value));
      }
    }
    if (!setting.words.empty() && fits(setting.plan, catalogue)) {
      settings.push_back(std::move(setting));
    }
  };
  const std::vector<Changes> words = combinations(plugin);
  const std::vector<Change> others = numbers(plugin, *part);
  const bool numbers_everywhere = words.size() * (1 + others.size()) <= most_settings;
  for (const Changes& changes : words) {
    add(changes);
    for (std::size_t at = 0; numbers_everywhere && at < others.size(); ++at) {
      Changes more = changes;
      more.push_back(others[at]);
      add(more);
    }
  }
  for (std::size_t at = 0; !numbers_everywhere && at < others.size(); ++at) {
    add({others[at]});
  }
  return settings;
}

std::string held_in_every_setting(const Specimen& specimen, std::string (*hold)(const Specimen&)) {
  std::optional<std::string> sentence;
  std::optional<Skipped> skipped;
  std::size_t held = 0;
  for (Setting& setting : settings_of(first_plan(specimen), *specimen.plugin, *specimen.catalogue)) {
    Specimen other = specimen;
    other.plans = {std::move(setting.plan)};
    note_work(setting.words.empty() ? "" : "with " + setting.words);
    if (setting.words.empty()) {
      try {
        sentence = hold(other);
        ++held;
      } catch (const Skipped& reason) {
        skipped = reason;
      }
      continue;
    }
    try {
      const std::string found = hold(other);
      sentence = sentence ? sentence : found;
      ++held;
    } catch (const Skipped&) {
    } catch (const RunError&) {
    } catch (const Broken& broken) {
      throw Broken(fmt::format("with {}, {}", setting.words, broken.what()));
    } catch (const std::exception& error) {
      throw Broken(fmt::format("with {}, it threw: {}", setting.words, error.what()));
    }
  }
  if (!sentence) {
    throw Skipped(skipped ? skipped->what() : "the plugin has no setting that fits the specimen");
  }
  return held == 1 ? *sentence : fmt::format("{}; so in {} settings", *sentence, held);
}

}  // namespace engram::conformance
