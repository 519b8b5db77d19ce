// Reads a spec together with the specs that it extends.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "specification/spec.hpp"
#include "yaml/node.hpp"
#include "yaml/problem.hpp"

namespace engram::specification {

/// Names the specs that a spec extends; `a` is laid over `b` in `extends: [b, a]`, and the spec itself over `a`.
constexpr std::string_view extends_key = "extends";
/// Holds values for anchors and nothing else.
constexpr std::string_view fragments_key = "fragments";

/// Specs that extend each other in a chain are at most so many.
constexpr std::size_t longest_chain = 32;

/// One spec made from a file and everything that it extends.
struct WrittenSpec {
  yaml::Node root = yaml::Node::null({});  ///< without `extends` and `fragments`
  std::vector<ExtendedSpec> extended;      ///< as in Spec
};

/// Reads a spec file. Relative names under `extends` start in the folder of the file that they are written in.
/// std::nullopt and problems if a file cannot be read, or if specs extend each other in a circle.
std::optional<WrittenSpec> read_spec(const std::filesystem::path& file, yaml::Problems& problems);

/// The same for a file with this text.
std::optional<WrittenSpec> read_spec(std::string text, const std::filesystem::path& file, yaml::Problems& problems);

/// A spec without its fragments, which have to be a mapping.
yaml::Node without_fragments(const yaml::Node& root, yaml::Problems& problems);

}  // namespace engram::specification
