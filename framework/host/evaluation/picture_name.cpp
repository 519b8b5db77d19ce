#include "evaluation/picture_name.hpp"

#include <cstddef>
#include <system_error>

#include <fmt/format.h>

#include "store/sha256.hpp"

namespace engram::evaluation {

namespace fs = std::filesystem;

std::string picture_stem(const fs::path& result, const std::string& figure) {
  const std::string stem = result.stem().string();
  return figure == stem ? stem : fmt::format("{}_{}", stem, figure);
}

std::string picture_origin(const fs::path& result, const fs::path& folder) {
  // A folder that does not exist yet has a canonical path only if its path is absolute.
  const auto whole = [](const fs::path& path) {
    std::error_code none;
    const fs::path absolute = fs::absolute(path, none);
    const fs::path real = fs::weakly_canonical(absolute, none);
    return real.empty() ? absolute : real;
  };
  const std::string place = whole(result).lexically_proximate(whole(folder)).generic_string();
  constexpr std::size_t length = 16;
  return store::Sha256().add(place).words().substr(0, length);
}

}  // namespace engram::evaluation
