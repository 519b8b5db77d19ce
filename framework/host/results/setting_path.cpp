#include "results/setting_path.hpp"

namespace engram::results {

bool is_column(std::string_view path) {
  return path.starts_with(summary_prefix) && path.find('/', summary_prefix.size()) == std::string_view::npos;
}

bool is_setting(std::string_view column) {
  return !column.empty() && !column.starts_with(results_prefix) && column != "case" && column != "case_name";
}

std::string setting_path(std::string_view path) {
  constexpr std::string_view plugin_ending = ".plugin";
  if (path.ends_with(plugin_ending)) {
    path.remove_suffix(plugin_ending.size());
  }
  if (path == "initial.result") {
    return "initial";
  }
  return std::string(path);
}

bool belongs_to(std::string_view path, std::string_view root) {
  return path.starts_with(root) &&
         (path.size() == root.size() || path[root.size()] == '.' || path[root.size()] == '[');
}

bool is_seed(std::string_view path) {
  return last_step(path) == "seed";
}

std::string last_step(std::string_view path) {
  return std::string(path.substr(path.find_last_of('.') + 1));
}

}  // namespace engram::results
