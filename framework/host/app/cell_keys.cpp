#include "app/cell_keys.hpp"

#include <algorithm>
#include <memory>
#include <type_traits>
#include <variant>

#include <glob.h>

#include <engram/error.hpp>

#include "store/sha256.hpp"

namespace engram::app {

namespace {

/// What a run is made of besides numbers and words.
struct Ingredients {
  std::set<const PluginInfo*> plugins;
  std::vector<std::string> files;  ///< as paths or patterns of paths, in the order of the spec
};

void collect(const Part& part, Ingredients& ingredients) {
  ingredients.plugins.insert(part.plugin);
  for (const auto& [name, value] : part.values) {
    const Parameter* parameter = part.plugin->find(name);
    const bool names_files = parameter != nullptr && parameter->names_files;
    if (const auto* nested = std::get_if<PartPointer>(&value)) {
      collect(**nested, ingredients);
    } else if (const auto* list = std::get_if<std::vector<PartPointer>>(&value)) {
      std::ranges::for_each(*list, [&](const PartPointer& each) { collect(*each, ingredients); });
    } else if (const auto* path = std::get_if<std::string>(&value); path != nullptr && names_files) {
      ingredients.files.push_back(*path);
    } else if (const auto* paths = std::get_if<std::vector<std::string>>(&value); paths != nullptr && names_files) {
      ingredients.files.insert(ingredients.files.end(), paths->begin(), paths->end());
    }
  }
}

Ingredients ingredients_of(const spec::ExperimentSpec& experiment) {
  Ingredients ingredients;
  for (const auto* part : {&experiment.patterns, &experiment.model, &experiment.integrator}) {
    if (*part) {
      collect(**part, ingredients);
    }
  }
  for (const auto* parts : {&experiment.learning, &experiment.analyses}) {
    for (const spec::LabelledPart& labelled : *parts) {
      collect(labelled.part, ingredients);
    }
  }
  return ingredients;
}

/// The files that a pattern stands for, by name.
std::vector<std::string> files_of(const std::string& pattern) {
  glob_t found{};
  const std::unique_ptr<glob_t, decltype(&globfree)> owner(&found, globfree);
  if (::glob(pattern.c_str(), 0, nullptr, &found) != 0) {
    return {};
  }
  return {found.gl_pathv, found.gl_pathv + found.gl_pathc};
}

}  // namespace

const std::string& CellKeys::sum_of(const std::string& file) {
  std::string& sum = sums_[file];
  if (sum.empty()) {
    sum = store::sha256_of_file(file);
  }
  return sum;
}

std::string CellKeys::key_of(const spec::ExperimentSpec& experiment) {
  const Ingredients ingredients = ingredients_of(experiment);
  met_.insert(ingredients.plugins.begin(), ingredients.plugins.end());
  std::set<std::string> libraries;
  std::ranges::transform(
      ingredients.plugins, std::inserter(libraries, libraries.end()),
      [&](const PluginInfo* plugin) { return sum_of(registry_.library_of(*plugin).path.string()); });
  store::Sha256 key;
  key.add("engram cell 1\n").add(experiment.identity);
  std::ranges::for_each(libraries, [&](const std::string& sum) { key.add(sum); });
  for (const std::string& pattern : ingredients.files) {
    for (const std::string& file : files_of(pattern)) {
      key.add(sum_of(file));
    }
  }
  return key.words();
}

std::vector<store::PluginRecord> CellKeys::plugins() const {
  std::vector<store::PluginRecord> records;
  for (const PluginInfo* plugin : met_) {
    const plugins::Library& library = registry_.library_of(*plugin);
    const std::string path = library.path.string();
    const auto sum = sums_.find(path);
    records.push_back({std::string(kind_name(plugin->kind)), plugin->name, library.sdk_version, path,
                       sum == sums_.end() ? store::sha256_of_file(path) : sum->second});
  }
  // By kind and name, and not by where they happen to lie in memory.
  std::ranges::sort(records, {}, [](const store::PluginRecord& record) { return record.kind + "/" + record.name; });
  return records;
}

}  // namespace engram::app
