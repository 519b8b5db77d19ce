// Options of the commands about a study.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <boost/program_options/variables_map.hpp>

#include "app/options.hpp"
#include "study/execute.hpp"
#include "study/study.hpp"

namespace engram::app {

/// The options SPEC, -o, --set and --plugin-path, and their values.
void add_study_options(Usage& usage);
study::StudyRequest study_request(const boost::program_options::variables_map& values);

void add_keep_option(boost::program_options::options_description& options);
/// The values of --keep as overrides of the spec: "keep=all", "keep.weights=none".
std::vector<std::string> keep_sets(const boost::program_options::variables_map& values);

/// Reads --overwrite, --resume and --recompute. Throws RequestError if they contradict each other.
study::RunOptions run_options(const boost::program_options::variables_map& values);

/// Reads --shard, and --cells, which limits a shard to the cells whose labels are in a file; nullopt if neither was
/// given. Throws RequestError.
std::optional<study::Shard> shard_of(const boost::program_options::variables_map& values);

}  // namespace engram::app
