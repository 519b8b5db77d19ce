#include "run/find_part.hpp"

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>

#include <engram/corruption.hpp>
#include <engram/plan.hpp>

namespace engram::run {

namespace {

/// The path of the parameter for which a corruption refuses a network of `units` units with the message `words`;
/// std::nullopt if no corruption does.
std::optional<std::string> path_of_complaint(const Part& part, const std::string& words, Index units) {
  for (const NestedPart& nested : parts_within(part)) {
    if (const auto path = path_of_complaint(*nested.part, words, units)) {
      return nested.path + "." + *path;
    }
  }
  if (part.plugin->kind != Kind::corruption) {
    return std::nullopt;
  }
  try {
    make<Corruption>(part)->check_units(units);
  } catch (const ParameterError& error) {
    return error.what() == words ? std::optional{error.parameter()} : std::nullopt;
  } catch (...) {
    return std::nullopt;  // Other mistakes of the part are reported when it is made.
  }
  return std::nullopt;
}

/// The paths of parameters with that name in the parts below a part.
std::vector<std::string> paths_below(const Part& part, const std::string& name) {
  std::vector<std::string> paths;
  for (const NestedPart& nested : parts_within(part)) {
    const std::vector<std::string> deeper =
        nested.part->plugin->find(name) != nullptr ? std::vector{name} : paths_below(*nested.part, name);
    std::ranges::transform(deeper, std::back_inserter(paths),
                           [&](const std::string& path) { return nested.path + "." + path; });
  }
  return paths;
}

}  // namespace

std::string path_of_parameter(const Part& part, const ParameterError& error, Index units) {
  if (const auto path = path_of_complaint(part, error.what(), units)) {
    return *path;
  }
  const std::string& written = error.parameter();
  const std::string name = written.substr(0, written.find_first_of(".["));
  const std::vector<std::string> below =
      part.plugin->find(name) == nullptr ? paths_below(part, name) : std::vector<std::string>{};
  return below.size() == 1 ? below.front() + written.substr(name.size()) : written;
}

const Part* find_part(const Plan& plan, const PluginInfo& plugin) {
  const Part* found = nullptr;
  for_each_part(plan, [&](const NestedPart& each) {
    if (found == nullptr && each.part->plugin == &plugin) {
      found = each.part;
    }
  });
  return found;
}

}  // namespace engram::run
