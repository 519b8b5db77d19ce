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

const h5::Children& Contents::stacked(const std::string& path, const Stack& stack) const {
  if (const auto known = stacked_.find(path); known != stacked_.end()) {
    return known->second;
  }
  h5::Children found;
  if (h5::has_group(file_, path)) {
    found = h5::children(h5::open_group(file_, path));
    std::erase_if(found.datasets,
                  [&](const std::string& name) { return !Stacks::is_of_cells(file_, join_path(path, name), stack); });
  }
  return stacked_.emplace(path, std::move(found)).first->second;
}

Contents::Found Contents::find(const std::string& path) const {
  Location location = stacks_.locate(path);
  if (location.stack != nullptr) {
    const auto contains = [name = last_part(location.path)](const std::vector<std::string>& names) {
      return std::ranges::find(names, name) != names.end();
    };
    if (location.within.empty() || contains(stacked(parent_of(location.path), *location.stack).groups)) {
      return {Found::Kind::group, std::move(location)};
    }
    if (contains(stacked(parent_of(location.path), *location.stack).datasets)) {
      return {Found::Kind::dataset, std::move(location)};
    }
  }
  if (h5::has_group(file_, path) || (path == cases_group && !stacks_.labels().empty())) {
    return {Found::Kind::group, {path}};
  }
  return h5::has_dataset(file_, path) ? Found{Found::Kind::dataset, {path}} : Found{};
}

std::vector<std::string> Contents::labels() const {
  std::vector<std::string> all = stacks_.labels();
  if (h5::has_group(file_, cases_group)) {
    // A cell in a stack may have a group of its own beside, with datasets that other cells do not have.
    std::ranges::copy_if(
        h5::children(h5::open_group(file_, cases_group)).groups, std::back_inserter(all),
        [&](const std::string& name) { return stacks_.locate(join_path(cases_group, name)).stack == nullptr; });
  }
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
  h5::Children found = location.stack == nullptr ? h5::Children() : stacked(location.path, *location.stack);
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
  const Found::Kind kind = find(path).kind;
  if (kind == Found::Kind::dataset) {
    paths.push_back(path);
  } else if (kind == Found::Kind::group) {
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
