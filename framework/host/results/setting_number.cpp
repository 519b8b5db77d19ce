#include "results/setting_number.hpp"

#include <algorithm>
#include <iterator>
#include <vector>

#include <fmt/format.h>

#include <engram/error.hpp>

#include "results/dataset_values.hpp"
#include "results/named_dataset.hpp"

namespace engram::results {

const std::string& setting_text(const std::map<std::string, std::string>& settings, const std::string& path,
                                const std::string& who) {
  const auto found = settings.find(path);
  if (found == settings.end()) {
    std::vector<std::string> known;
    std::ranges::transform(settings, std::back_inserter(known), [](const auto& setting) { return setting.first; });
    throw RequestError(fmt::format("{}: there is no setting '{}'{}", who, path, nearest_match(path, known)));
  }
  return found->second;
}

double setting_number(const std::string& text, const std::string& path, const std::string& who) {
  const auto quantities = quantities_of({text});
  if (!quantities) {
    throw RequestError(fmt::format("{}: {} is '{}', where a number belongs", who, path, text));
  }
  return quantities->values.front();
}

}  // namespace engram::results
