// The names that make up the format of a result file.
#pragma once

#include <cstdint>

namespace engram::store {

inline constexpr const char* format_attribute = "format";
inline constexpr const char* format_name = "engram-result";
inline constexpr const char* version_attribute = "format_version";
/// Increased when older programs can no longer read new files.
inline constexpr std::int64_t format_version = 2;
inline constexpr const char* status_attribute = "status";
inline constexpr const char* failures_name = "failures";
inline constexpr const char* failure_dimension = "failure";
inline constexpr const char* cases_group = "cases";
/// Cells of a sweep whose datasets have the same shapes stand together: a group below holds a stack.
inline constexpr const char* cells_group = "cells";
/// Names of the first dimensions of a stack's group, separated by spaces.
inline constexpr const char* axes_attribute = "axes";
/// In a stack's group: the label of the cell at each place, empty where the stack has no cell.
inline constexpr const char* labels_name = "label";
/// The last dimension of texts that are stored for each cell of a stack.
inline constexpr const char* character_dimension = "character";
/// Number of the first dimensions of a dataset that run over the cells of a stack.
inline constexpr const char* cell_rank_attribute = "cell_dimensions";
inline constexpr const char* spec_group = "spec";
inline constexpr const char* original_path = "spec/original";
/// Has a group with a number from 1 for each spec that the original one extends, with its name and text.
inline constexpr const char* extended_group = "spec/extended";
inline constexpr const char* resolved_path = "spec/resolved";
/// Marks a missing whole number; netCDF uses the same value. A dataset that contains it has it as its attribute
/// `_FillValue`, so that xarray reads it as missing.
inline constexpr std::int64_t missing_whole_number = -9'223'372'036'854'775'806;
/// The same for whole numbers of one byte.
inline constexpr std::int8_t missing_small_number = -128;
/// SHA-256 of the values of a dataset, and the names of its dimensions, separated by spaces.
inline constexpr const char* digest_attribute = "sha256";
inline constexpr const char* dimensions_attribute = "dimensions";
inline constexpr const char* fill_attribute = "_FillValue";

}  // namespace engram::store
