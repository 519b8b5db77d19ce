#include "array_files/file_array.hpp"

#include <cstddef>
#include <utility>

#include <engram/words.hpp>

namespace engram::array_files {

std::string no_such_array(const std::string& kind, const std::string& path, const std::string& name,
                          std::vector<std::string> names) {
  std::erase(names, name);
  const std::string file = "'" + path + "'";
  const std::string there = names.empty() ? file + " has no " + kind : kind + "s in " + file + " are " + join(names);
  const std::string hint = did_you_mean(name, names);
  return (name.empty() ? "dataset has to name one of the file's " + kind + "s; "
                       : "there is no " + kind + " '" + name + "'; ") +
         there + (hint.empty() ? "" : "; " + hint);
}

std::vector<Index> reversed_places(const std::vector<Index>& shape) {
  Index size = 1;
  for (std::size_t axis = 1; axis < shape.size(); ++axis) {
    size *= shape[axis];
  }
  std::vector<Index> places(static_cast<std::size_t>(size));
  for (Index unit = 0; unit < size; ++unit) {
    Index rest = unit;
    Index apart = shape.front() * size;
    for (std::size_t axis = shape.size() - 1; axis > 0; --axis) {
      apart /= shape[axis];
      places[static_cast<std::size_t>(unit)] += rest % shape[axis] * apart;
      rest /= shape[axis];
    }
  }
  return places;
}

}  // namespace engram::array_files
