#include "study/shard.hpp"

#include <algorithm>
#include <iterator>
#include <map>

namespace engram::study {

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

}  // namespace engram::study
