#include "store/stacks.hpp"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <span>
#include <type_traits>
#include <variant>

#include "store/cell_values.hpp"
#include "store/format.hpp"
#include "store/path.hpp"

namespace engram::store {

namespace {

/// The bytes of all datasets that are kept.
constexpr std::size_t most_cells_kept = std::size_t{96} << 20U;

std::size_t bytes_in(const Values& values) {
  return std::visit(
      [](const auto& list) {
        std::size_t bytes = list.size() * sizeof(list[0]);
        if constexpr (std::is_same_v<std::decay_t<decltype(list)>, std::vector<std::string>>) {
          for (const std::string& text : list) {
            bytes += text.size();
          }
        }
        return bytes;
      },
      values);
}

}  // namespace

std::size_t cell_rank(hid_t dataset) {
  const auto value = h5::attribute(dataset, cell_rank_attribute);
  if (!value) {
    return 0;
  }
  const auto* rank = std::get_if<std::int64_t>(&*value);
  if (rank == nullptr || *rank < 0 || *rank > std::ssize(read_shape(dataset))) {
    throw h5::Error("its attribute cell_dimensions does not fit its dimensions");
  }
  return static_cast<std::size_t>(*rank);
}

Stacks::Stacks(hid_t file) {
  if (!h5::has_group(file, cells_group)) {
    return;
  }
  const h5::Handle group = h5::open_group(file, cells_group);
  if (h5::check(H5Aexists(group, axes_attribute)) > 0) {
    add(file, cells_group);
    return;
  }
  for (const std::string& name : h5::children(group).groups) {
    add(file, join_path(cells_group, name));
  }
}

void Stacks::add(hid_t file, const std::string& path) {
  const h5::Handle group = h5::open_group(file, path);
  const std::vector<std::string> axes = h5::words_attribute(group, axes_attribute);
  const std::string label_path = join_path(path, labels_name);
  if (axes.empty() || !h5::has_dataset(file, label_path)) {
    throw h5::Error("group '" + path + "' is not a stack of cells: it has no axes, or no labels");
  }
  const h5::Handle dataset = h5::open_dataset(file, label_path);
  const Values values = read_stored_values(dataset);
  const auto* labels = std::get_if<std::vector<std::string>>(&values);
  if (labels == nullptr || read_shape(dataset).size() != axes.size()) {
    throw h5::Error("dataset '" + label_path + "' does not hold a label for each place of the axes");
  }
  const std::vector<std::string> beside = h5::children(group).datasets;
  const Stack& stack = stacks_.emplace_back(Stack{path, read_shape(dataset), {beside.begin(), beside.end()}});
  for (std::size_t place = 0; place < labels->size(); ++place) {
    const std::string& label = (*labels)[place];
    if (!label.empty() && places_.try_emplace(label, &stack, place).second) {
      labels_.push_back(label);
    }
  }
}

Location Stacks::locate(const std::string& path) const {
  const std::string prefix = std::string(cases_group) + "/";
  if (places_.empty() || !path.starts_with(prefix)) {
    return {path};
  }
  const std::size_t end = std::min(path.find('/', prefix.size()), path.size());
  const auto found = places_.find(path.substr(prefix.size(), end - prefix.size()));
  if (found == places_.end()) {
    return {path};
  }
  const auto [stack, place] = found->second;
  const std::string within = end == path.size() ? "" : path.substr(end + 1);
  return {join_path(stack->path, within), stack, place, within};
}

bool Stacks::is_of_cells(hid_t file, const std::string& path, const Stack& stack) {
  const std::string name = last_part(path);
  return (!stack.beside.contains(name) && name != character_dimension) ||
         cell_rank(h5::open_dataset(file, path)) == stack.shape.size();
}

const Values& CellValues::whole(hid_t dataset, const std::string& path) {
  const auto known = std::ranges::find(kept_, path, &Kept::first);
  if (known != kept_.end()) {
    kept_.splice(kept_.begin(), kept_, known);
    return kept_.front().second;
  }
  kept_.emplace_front(path, read_stored_values(dataset));
  std::size_t bytes = 0;
  for (auto at = kept_.begin(); at != kept_.end();) {
    bytes += bytes_in(at->second);
    at = at != kept_.begin() && bytes > most_cells_kept ? kept_.erase(at) : std::next(at);
  }
  return kept_.front().second;
}

void CellValues::check(hid_t dataset, const std::string& path) {
  if (checked_.insert(path).second) {
    check_digest(dataset);
  }
}

Values CellValues::read(hid_t dataset, const Location& location) {
  const std::size_t rank = cell_rank(dataset);
  const std::vector<Index> shape = read_shape(dataset);
  if (rank > 0 && !std::ranges::equal(location.stack->shape, std::span(shape).first(rank))) {
    throw h5::Error("its first dimensions are not those of its stack");
  }
  if (is_large(dataset)) {
    check(dataset, location.path);
    return read_cell(dataset, rank, location.place);
  }
  // A coordinate of all cells has one place.
  const std::size_t places = places_of(shape, rank);
  const std::size_t place = rank == 0 ? 0 : location.place;
  return std::visit(
      [&](const auto& list) {
        const auto size = static_cast<std::ptrdiff_t>(list.size() / places);
        const auto begin = list.begin() + size * static_cast<std::ptrdiff_t>(place);
        return Values(std::decay_t<decltype(list)>(begin, begin + size));
      },
      whole(dataset, location.path));
}

}  // namespace engram::store
