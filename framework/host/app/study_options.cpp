#include "app/study_options.hpp"

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <iterator>
#include <sstream>
#include <string>
#include <system_error>
#include <vector>

#include <boost/program_options/value_semantic.hpp>
#include <fmt/format.h>

#include <engram/error.hpp>

#include "app/program.hpp"
#include "system/file_content.hpp"

namespace engram::app {

namespace po = boost::program_options;
namespace fs = std::filesystem;

namespace {

/// Reads the value of --shard, such as "2/8".
study::Shard read_shard(const std::string& text) {
  study::Shard shard;
  const char* const end = text.data() + text.size();
  const auto [slash, first] = std::from_chars(text.data(), end, shard.number);
  const bool has_slash = first == std::errc() && slash != end && *slash == '/';
  const auto [behind, second] = std::from_chars(has_slash ? slash + 1 : end, end, shard.count);
  if (!has_slash || second != std::errc() || behind != end || shard.number < 1 || shard.number > shard.count) {
    throw RequestError(fmt::format("--shard takes K/N with K from 1 to N, such as 2/8; found '{}'", text));
  }
  return shard;
}

/// Reads a file with a label in each line.
std::vector<std::string> read_labels(const fs::path& file) {
  std::istringstream stream(system::content_of_input("the list of cells", file));
  std::vector<std::string> labels;
  for (std::string line; std::getline(stream, line);) {
    if (!line.empty()) {
      labels.push_back(line);
    }
  }
  return labels;
}

}  // namespace

void add_keep_option(po::options_description& options) {
  options.add_options()(
      "keep", po::value<std::vector<std::string>>()->composing()->value_name("WHAT"),
      "arrays that the result keeps: all, used, 'first seed', none, or weights=all,states=none; may be given again");
}

void add_study_options(Usage& usage) {
  usage.positional = "SPEC";
  usage.options.add_options()("output,o", po::value<std::string>()->value_name("FILE"),
                              "result file; default: the spec's name with .h5, in this folder")(
      "set", po::value<std::vector<std::string>>()->composing()->value_name("PATH=VALUE"),
      "put VALUE at a dotted PATH of the spec; may be given again");
  add_keep_option(usage.options);
  add_plugin_options(usage.options);
}

std::vector<std::string> keep_sets(const po::variables_map& values) {
  std::vector<std::string> sets;
  for (const std::string& text : texts_of(values, "keep")) {
    std::istringstream words(text);
    if (text.empty() || text.front() == ',' || text.back() == ',' || text.find(",,") != std::string::npos) {
      throw RequestError(fmt::format("--keep takes words such as all, or weights=all,states=none; found '{}'", text));
    }
    for (std::string word; std::getline(words, word, ',');) {
      sets.push_back(word.find('=') == std::string::npos ? "keep=" + word : "keep." + word);
    }
  }
  return sets;
}

study::StudyRequest study_request(const po::variables_map& values) {
  study::StudyRequest request;
  request.spec = values["SPEC"].as<std::string>();
  request.sets = texts_of(values, "set");
  std::ranges::move(keep_sets(values), std::back_inserter(request.sets));
  for (const fs::path& folder : plugin_path(values)) {
    request.plugin_folders.push_back(folder.string());
  }
  request.target =
      values.count("output") != 0 ? fs::path(values["output"].as<std::string>()) : request.spec.stem().concat(".h5");
  request.command_line = command_line();
  request.crash_code = exit_failed;
  return request;
}

study::RunOptions run_options(const po::variables_map& values) {
  refuse_conflicts(values, {{"overwrite", "resume", "one starts again, the other goes on"}});
  study::RunOptions options;
  options.overwrite = is_given(values, "overwrite");
  options.resume = is_given(values, "resume");
  options.recompute = is_given(values, "recompute");
  if (options.recompute && !options.resume) {
    throw RequestError("--recompute needs --resume; --overwrite computes everything again");
  }
  return options;
}

std::optional<study::Shard> shard_of(const po::variables_map& values) {
  std::optional<study::Shard> shard;
  if (is_given(values, "shard")) {
    shard = read_shard(text_of(values, "shard"));
  }
  if (const std::string file = text_of(values, "cells"); !file.empty()) {
    shard = shard.value_or(study::Shard{});
    shard->labels = read_labels(file);
    if (shard->labels.empty()) {
      throw RequestError(
          fmt::format("--cells takes a file with the label of a cell in each line; {} has no line", file));
    }
  }
  return shard;
}

}  // namespace engram::app
