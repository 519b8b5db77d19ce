#include <algorithm>
#include <array>
#include <optional>
#include <set>

#include <fmt/format.h>

#include <engram/counted.hpp>
#include <engram/error.hpp>
#include <engram/words.hpp>

#include "figures/counts.hpp"
#include "figures/settings.hpp"
#include "results/setting_path.hpp"

namespace engram::figures {

namespace {

std::vector<std::string> paths_of(const Settings& settings) {
  std::vector<std::string> paths;
  for (const auto& [path, value] : settings) {
    paths.push_back(path);
  }
  return paths;
}

/// The value of a setting; a part may be named with or without ".plugin".
const std::string& look_up(const std::string& path, const Settings& settings) {
  constexpr std::string_view plugin = ".plugin";
  for (const std::string& name : {path, path + std::string(plugin),
                                  path.ends_with(plugin) ? path.substr(0, path.size() - plugin.size()) : path}) {
    if (const auto found = settings.find(name); found != settings.end()) {
      return found->second;
    }
  }
  const auto match = nearest(path, paths_of(settings));
  throw RequestError(fmt::format("placeholder {{{}}}: there is no such setting; {}", path,
                                 match ? fmt::format("did you mean '{}'?", *match)
                                       : "'engram describe' lists those of a plugin, and '{{' stands for a brace"));
}

/// The counted things that a text may name.
constexpr std::array counted_things{"cells", "seeds", "targets", "units"};

/// "20 seeds"; nullopt if the placeholder is not a counted thing, or the results do not say how many there are.
std::optional<std::string> count_of(const std::string& placeholder, const std::vector<std::string>& cases,
                                    const results::Source& source) {
  if (std::ranges::find(counted_things, placeholder) == counted_things.end()) {
    return std::nullopt;
  }
  const std::string noun = placeholder.substr(0, placeholder.size() - 1);
  const std::set<std::string> different(cases.begin(), cases.end());
  return placeholder == "cells" ? counted(different.size(), noun) : number_in_words(noun, cases, source);
}

/// The cell of that label, or the first cell of that case.
std::string first_cell(const std::string& placeholder, const std::string& label,
                       const std::vector<std::string>& known) {
  const auto found =
      std::ranges::find_if(known, [&](const std::string& cell) { return results::belongs_to(cell, label); });
  if (found == known.end()) {
    throw RequestError(fmt::format("placeholder {{{}}}: there is no case '{}'{}", placeholder, label,
                                   results::suggestion(label, known)));
  }
  return *found;
}

std::string value_of(const std::string& placeholder, const std::vector<std::string>& cases,
                     const results::Source& source) {
  if (const std::optional<std::string> count = count_of(placeholder, cases, source)) {
    return *count;
  }
  // Labels may contain colons, paths do not.
  if (const std::size_t colon = placeholder.rfind(':'); colon != std::string::npos) {
    const std::string label = placeholder.substr(0, colon);
    return look_up(placeholder.substr(colon + 1), source.settings(first_cell(placeholder, label, source.cases())));
  }
  std::string value = look_up(placeholder, source.settings(cases.front()));
  for (const std::string& label : cases) {
    const std::string other = look_up(placeholder, source.settings(label));
    if (other != value) {
      throw RequestError(
          fmt::format("placeholder {{{0}}}: it is {1} in case '{2}' and {3} in case '{4}'; say which is "
                      "meant, as in {{{2}:{0}}}",
                      placeholder, value, cases.front(), other, label));
    }
  }
  return value;
}

}  // namespace

std::string fill_placeholders(const std::string& text, const std::vector<std::string>& cases,
                              const results::Source& source, const std::string& all_settings) {
  std::string filled;
  std::size_t at = 0;
  while (at < text.size()) {
    const char c = text[at];
    if (c != '{' && c != '}') {
      filled += c;
      ++at;
    } else if (at + 1 < text.size() && text[at + 1] == c) {
      filled += c;
      at += 2;
    } else {
      const std::size_t end = c == '{' ? text.find('}', at) : std::string::npos;
      if (end == std::string::npos) {
        throw RequestError(fmt::format("'{}': a brace without its counterpart; write '{}' for a brace in the text",
                                       text, std::string(2, c)));
      }
      const std::string placeholder = text.substr(at + 1, end - at - 1);
      filled +=
          placeholder == "settings" && !all_settings.empty() ? all_settings : value_of(placeholder, cases, source);
      at = end + 1;
    }
  }
  return filled;
}

}  // namespace engram::figures
