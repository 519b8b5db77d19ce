#include "app/picture_name.hpp"

#include <cstddef>

#include <fmt/format.h>

#include "store/sha256.hpp"

namespace engram::app {

namespace fs = std::filesystem;

std::string picture_stem(const fs::path& result, const std::string& figure) {
  const std::string stem = result.stem().string();
  return figure == stem ? stem : fmt::format("{}_{}", stem, figure);
}

std::string picture_origin(const fs::path& result, const fs::path& folder) {
  const std::string place =
      fs::proximate(fs::weakly_canonical(result), fs::weakly_canonical(folder)).generic_string();
  constexpr std::size_t length = 16;
  return store::Sha256().add(place).words().substr(0, length);
}

}  // namespace engram::app
