#include "evaluation/picture_name.hpp"

#include <cstddef>
#include <system_error>
#include <utility>

#include <fmt/format.h>

#include "evaluation/origins.hpp"
#include "specification/spec.hpp"
#include "store/provenance.hpp"
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

canvas::Metadata picture_metadata(const store::Reader& reader) {
  const specification::Heading heading = specification::heading_of(reader.text("spec/resolved"));
  const auto of = [&](const std::string& name) { return provenance_text(reader, name); };
  const std::string name = reader.path().filename().string();
  std::string source = fmt::format("{}, SHA-256 {}", name, store::sha256_of_file(reader.path()));
  if (const std::string version = of("engram_version"); !version.empty()) {
    source += fmt::format(", computed by engram {}", version);
  }
  for (const auto& [what, commit] :
       {std::pair{"engram's", of("git_commit")}, std::pair{"the spec's", of("project_git_commit")}}) {
    source += commit.empty() ? "" : fmt::format(", {} commit {}", what, commit);
  }
  return {.author = heading.author,
          .description = heading.title,
          .source = std::move(source),
          .command = store::shell_text({"engram", "plot", name})};
}

}  // namespace engram::evaluation
