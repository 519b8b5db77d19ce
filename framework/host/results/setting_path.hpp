// Paths of settings and of columns of the summary.
#pragma once

#include <string>
#include <string_view>

namespace engram::results {

constexpr std::string_view summary_prefix = "summary/";
/// The beginning of the names of columns that hold single results.
constexpr std::string_view results_prefix = "results.";

/// Whether a path names a column of the summary, and not an array below it.
bool is_column(std::string_view path);

/// Whether a column of the summary holds a setting, and neither a result nor the name of the row's cell.
bool is_setting(std::string_view column);

/// The path of a setting: the plugin of a part is stored under the part's path, but a sweep uses a longer path.
std::string setting_path(std::string_view path);

/// Whether `path` is `root` or belongs to it, as model.activation.gain belongs to model.activation.
bool belongs_to(std::string_view path, std::string_view root);

/// Whether a setting is a seed; means are always taken over seeds.
bool is_seed(std::string_view path);

/// "units" of "model.units".
std::string last_step(std::string_view path);

}  // namespace engram::results
