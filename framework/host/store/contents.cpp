#include "store/contents.hpp"

#include <algorithm>
#include <iterator>
#include <set>
#include <utility>
#include <variant>

#include "store/format.hpp"
#include "store/path.hpp"
#include "store/values.hpp"

namespace engram::store {

Contents::Contents(hid_t file) : file_(file), stacks_(file) {}

bool Contents::is_in_stack(const Location& location) const {
  return location.stack != nullptr && h5::has_dataset(file_, location.path) &&
         Stacks::is_of_cells(h5::open_group(file_, parent_of(location.path)), last_part(location.path),
                             *location.stack);
}

Location Contents::locate(const std::string& path) const {
  Location location = stacks_.locate(path);
  return is_in_stack(location) || (location.stack != nullptr && h5::has_group(file_, location.path)) ? location
                                                                                                     : Location{path};
}

bool Contents::has_dataset(const std::string& path) const {
  return h5::has_dataset(file_, path) || is_in_stack(stacks_.locate(path));
}

bool Contents::has_group(const std::string& path) const {
  return h5::has_group(file_, path) || h5::has_group(file_, stacks_.locate(path).path) ||
         (path == cases_group && !stacks_.labels().empty());
}

std::vector<std::string> Contents::labels() const {
  const std::vector<std::string> alone = h5::has_group(file_, cases_group)
                                             ? h5::children(h5::open_group(file_, cases_group)).groups
                                             : std::vector<std::string>{};
  // A cell in a stack may have a group of its own beside, with datasets that other cells do not have.
  std::vector<std::string> all = stacks_.labels();
  std::ranges::copy_if(alone, std::back_inserter(all), [&](const std::string& name) {
    return stacks_.locate(join_path(cases_group, name)).stack == nullptr;
  });
  const std::string order_path = "summary/case";
  if (stacks_.labels().empty() || !h5::has_dataset(file_, order_path)) {
    return all;
  }
  // The summary has the cells in the order of the spec.
  const Values order = read_stored_values(h5::open_dataset(file_, order_path));
  std::set<std::string> left(all.begin(), all.end());
  std::vector<std::string> sorted;
  if (const auto* names = std::get_if<std::vector<std::string>>(&order)) {
    std::ranges::copy_if(*names, std::back_inserter(sorted),
                         [&](const std::string& name) { return left.erase(name) > 0; });
  }
  std::ranges::copy_if(all, std::back_inserter(sorted), [&](const std::string& name) { return left.contains(name); });
  return sorted;
}

h5::Children Contents::children(const std::string& path) const {
  if (path == cases_group) {
    return {labels(), {}};
  }
  const Location location = stacks_.locate(path);
  h5::Children found;
  if (location.stack != nullptr && h5::has_group(file_, location.path)) {
    const h5::Handle group = h5::open_group(file_, location.path);
    found = h5::children(group);
    std::erase_if(found.datasets,
                  [&](const std::string& name) { return !Stacks::is_of_cells(group, name, *location.stack); });
  }
  if (h5::has_group(file_, path)) {
    const auto add = [](std::vector<std::string> own, std::vector<std::string>& all) {
      std::ranges::copy_if(std::move(own), std::back_inserter(all),
                           [&](const std::string& name) { return std::ranges::find(all, name) == all.end(); });
    };
    h5::Children own = h5::children(h5::open_group(file_, path));
    add(std::move(own.groups), found.groups);
    add(std::move(own.datasets), found.datasets);
  }
  if (path.empty() && !stacks_.labels().empty()) {
    std::erase(found.groups, cases_group);
    std::ranges::replace(found.groups, std::string(cells_group), std::string(cases_group));
  }
  return found;
}

void Contents::list_datasets(const std::string& group, std::vector<std::string>& into) const {
  const h5::Children found = children(group);
  for (const std::string& name : found.datasets) {
    into.push_back(join_path(group, name));
  }
  for (const std::string& name : found.groups) {
    list_datasets(join_path(group, name), into);
  }
}

std::vector<std::string> Contents::datasets_below(const std::string& path) const {
  std::vector<std::string> paths;
  if (has_dataset(path)) {
    paths.push_back(path);
  } else if (has_group(path)) {
    list_datasets(path, paths);
  }
  return paths;
}

void Contents::list_stored(const std::string& group, h5::Children& into) const {
  into.groups.push_back(group);
  const h5::Children found = h5::children(h5::open_group(file_, group));
  for (const std::string& name : found.datasets) {
    into.datasets.push_back(join_path(group, name));
  }
  for (const std::string& name : found.groups) {
    list_stored(join_path(group, name), into);
  }
}

h5::Children Contents::stored() const {
  h5::Children all;
  list_stored("", all);
  return all;
}

}  // namespace engram::store
