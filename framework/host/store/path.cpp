#include "store/path.hpp"

#include <algorithm>
#include <stdexcept>

#include <fmt/format.h>

#include "store/format.hpp"

namespace engram::store {

namespace {

void check_part(const std::string& path, const std::string& part) {
  const auto is_control = [](char c) { return static_cast<unsigned char>(c) < 0x20; };
  if (part.empty() || part == "." || part == ".." || part.back() == ' ' ||
      std::any_of(part.begin(), part.end(), is_control)) {
    throw std::logic_error(fmt::format("'{}' cannot be a path in a result file: '{}' is not a name", path, part));
  }
}

}  // namespace

std::string trim_slashes(const std::string& path) {
  const std::size_t first = path.find_first_not_of('/');
  return first == std::string::npos ? "" : path.substr(first, path.find_last_not_of('/') + 1 - first);
}

std::string clean_path(const std::string& path) {
  std::string clean = trim_slashes(path);
  for (std::size_t begin = 0; begin < clean.size();) {
    const std::size_t end = std::min(clean.find('/', begin), clean.size());
    check_part(path, clean.substr(begin, end - begin));
    begin = end + 1;
  }
  return clean;
}

std::string join_path(const std::string& group, const std::string& name) {
  return group.empty() ? name : group + "/" + name;
}

std::string cell_path(const std::string& label) {
  return label.empty() ? "" : join_path(cases_group, label);
}

std::string resolved_path_of(const std::string& label) {
  return join_path(cell_path(label), resolved_path);
}

std::string parent_of(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string::npos ? "" : path.substr(0, slash);
}

std::string last_part(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string::npos ? path : path.substr(slash + 1);
}

std::string group_in_words(const std::string& path) {
  return path.empty() ? "the root group" : fmt::format("'{}'", path);
}

}  // namespace engram::store
