#include "app/shard.hpp"

#include <algorithm>
#include <charconv>
#include <iterator>
#include <map>
#include <sstream>
#include <system_error>

#include <fmt/format.h>

#include <engram/error.hpp>

#include "system/file_content.hpp"

namespace engram::app {

Shard read_shard(const std::string& text) {
  Shard shard;
  const char* const end = text.data() + text.size();
  const auto [slash, first] = std::from_chars(text.data(), end, shard.number);
  const bool has_slash = first == std::errc() && slash != end && *slash == '/';
  const auto [behind, second] = std::from_chars(has_slash ? slash + 1 : end, end, shard.count);
  if (!has_slash || second != std::errc() || behind != end || shard.number < 1 || shard.number > shard.count) {
    throw RequestError(fmt::format("--shard takes K/N with K from 1 to N, such as 2/8; found '{}'", text));
  }
  return shard;
}

std::vector<std::string> read_labels(const std::filesystem::path& file) {
  std::istringstream stream(system::content_of_input("the list of cells", file));
  std::vector<std::string> labels;
  for (std::string line; std::getline(stream, line);) {
    if (!line.empty()) {
      labels.push_back(line);
    }
  }
  return labels;
}

std::vector<std::size_t> cells_of_shard(const Study& study, const std::vector<std::size_t>& cells,
                                        const Shard& shard) {
  std::map<std::string, std::size_t> places;
  for (const std::string& label : shard.labels) {
    places.emplace(label, places.size());
  }
  if (!shard.labels.empty()) {
    std::size_t known = 0;
    for (std::size_t cell = 0; cell < study.size(); ++cell) {
      known += places.contains(study.spec().cases.label(cell)) ? 1U : 0U;
    }
    if (known < places.size()) {
      for (const auto& [label, place] : places) {
        (void)study.cell_of(label);  // reports the label that the spec does not have
      }
    }
  }
  std::vector<std::size_t> chosen;
  std::ranges::copy_if(cells, std::back_inserter(chosen), [&](std::size_t cell) {
    if (shard.labels.empty()) {
      return cell % shard.count == shard.number - 1;
    }
    const auto place = places.find(study.spec().cases.label(cell));
    return place != places.end() && place->second % shard.count == shard.number - 1;
  });
  return chosen;
}

}  // namespace engram::app
