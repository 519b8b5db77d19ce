#include "cells/cell_keys.hpp"

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <iterator>
#include <string_view>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <engram/file_patterns.hpp>
#include <engram/plan.hpp>

#include "store/linked_files.hpp"
#include "store/sha256.hpp"

namespace engram::cells {

namespace {

Ingredients ingredients_of(const Plan& plan) {
  Ingredients ingredients;
  for_each_part(plan, [&](const NestedPart& each) {
    ingredients.plugins.push_back(each.part->plugin);
    std::ranges::move(files_named_by(*each.part), std::back_inserter(ingredients.files));
  });
  if (plan.initial) {
    ingredients.files.push_back(pattern_of(plan.initial->result));
  }
  return ingredients;
}

/// These files, and the files that they refer to.
std::vector<std::string> with_linked_files(const std::vector<std::string>& named) {
  std::vector<std::string> files = named;
  for (const std::string& file : named) {
    for (const std::filesystem::path& behind : store::linked_files(file)) {
      files.push_back(behind.string());
    }
  }
  return files;
}

}  // namespace

CellKeys::CellKeys(const plugins::Registry& registry, std::string numerics)
    : registry_(registry), numerics_(std::move(numerics)) {}

const CellKeys::Files& CellKeys::files_of(const std::string& pattern) {
  const auto [known, is_new] = files_.try_emplace(pattern);
  if (is_new) {
    known->second.named = matching_files(pattern);
    known->second.all = with_linked_files(known->second.named);
  }
  return known->second;
}

std::string CellKeys::key_of(const specification::ExperimentSpec& experiment) {
  const Ingredients ingredients = ingredients_of(experiment);
  met_.insert(ingredients.plugins.begin(), ingredients.plugins.end());
  std::set<std::string> libraries;
  std::ranges::transform(ingredients.plugins, std::inserter(libraries, libraries.end()),
                         [&](const PluginInfo* plugin) { return sums_.of(registry_.library_of(*plugin).path); });
  store::Sha256 key;
  key.add("engram cell 2\n").add(numerics_).add(experiment.identity);
  std::ranges::for_each(libraries, [&](const std::string& sum) { key.add(sum); });
  for (const std::string& pattern : ingredients.files) {
    for (const std::string& file : files_of(pattern).all) {
      key.add(std::filesystem::path(file).filename().string()).add("\n").add(sums_.of(file));
    }
  }
  return key.words();
}

std::string CellKeys::made_with(const specification::ExperimentSpec& experiment) {
  // Nearly all cells are made with the same plugins and files.
  Ingredients ingredients = ingredients_of(experiment);
  if (made_with_.empty() || ingredients != last_) {
    made_with_ = in_words(ingredients);
    last_ = std::move(ingredients);
  }
  return made_with_;
}

std::string CellKeys::in_words(const Ingredients& ingredients) {
  std::set<std::string> plugins;
  for (const PluginInfo* plugin : ingredients.plugins) {
    plugins.insert(fmt::format("plugin {}/{} {}\n", kind_name(plugin->kind), plugin->name,
                               sums_.of(registry_.library_of(*plugin).path)));
  }
  std::string text = fmt::format("{}{}", numerics_, fmt::join(plugins, ""));
  for (const std::string& pattern : ingredients.files) {
    for (const std::string& file : files_of(pattern).all) {
      text += fmt::format("file {} {}\n", file, sums_.of(file));
    }
  }
  return text;
}

std::string CellKeys::changed_file(const specification::ExperimentSpec& experiment) {
  for (const std::string& pattern : ingredients_of(experiment).files) {
    const Files& files = files_of(pattern);
    for (const std::string& file : files.all) {
      if (sums_.changed(file)) {
        return file;
      }
    }
    // The set of linked files changes only if one of these files changes.
    if (matching_files(pattern) != files.named) {
      return without_backslashes(pattern);
    }
  }
  return {};
}

std::vector<store::PluginRecord> CellKeys::plugins() {
  std::vector<store::PluginRecord> records;
  for (const PluginInfo* plugin : met_) {
    const plugins::Library& library = registry_.library_of(*plugin);
    records.push_back({std::string(kind_name(plugin->kind)), plugin->name, library.sdk_version, library.path.string(),
                       sums_.of(library.path)});
  }
  // Sorted by kind and name, since addresses differ between runs.
  std::ranges::sort(records, {}, [](const store::PluginRecord& record) { return record.kind + "/" + record.name; });
  return records;
}

void CellKeys::add_input(const std::string& file) {
  files_of(pattern_of(file));
}

std::vector<store::InputRecord> CellKeys::inputs() {
  std::set<std::string> files;
  for (const auto& [pattern, found] : files_) {
    files.insert(found.all.begin(), found.all.end());
  }
  std::vector<store::InputRecord> records;
  for (const std::string& file : files) {
    records.push_back({file, sums_.of(file)});
  }
  return records;
}

}  // namespace engram::cells
