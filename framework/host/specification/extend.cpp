#include "specification/extend.hpp"

#include <algorithm>
#include <cstddef>
#include <map>
#include <system_error>
#include <utility>

#include <engram/words.hpp>

#include "specification/overlay.hpp"
#include "values/value_reader.hpp"
#include "yaml/read.hpp"
#include "yaml/text.hpp"

namespace engram::specification {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view folder_key = "folder";

/// The folder in which relative names of files in a spec start, as an absolute path.
std::string start_of(const fs::path& file, const yaml::Node& root) {
  fs::path start = fs::absolute(file).parent_path();
  if (const yaml::Node::Entry* given = root.find(folder_key); given != nullptr && given->value.is_scalar()) {
    start /= given->value.text();
  }
  start = start.lexically_normal();
  return (start.has_filename() ? start : start.parent_path()).string();
}

/// One name for a file, whichever way leads to it.
fs::path one_name_of(const fs::path& file) {
  std::error_code error;
  fs::path found = fs::weakly_canonical(file, error);
  return error ? fs::absolute(file).lexically_normal() : found;
}

class ChainReader {
 public:
  explicit ChainReader(yaml::Problems& problems) : problems_(problems) {}

  /// The spec in a text, laid over everything that it extends.
  std::optional<yaml::Node> read_first(std::string text, const fs::path& file) {
    std::optional<yaml::Node> root = yaml::read_text(std::move(text), file.string(), problems_);
    if (!root || !root->is_mapping()) {
      return root;
    }
    start_ = start_of(file, *root);
    return over_bases(*root, file);
  }

  [[nodiscard]] std::vector<ExtendedSpec> take_extended() { return std::move(extended_); }

 private:
  struct Link {
    fs::path file;
    std::string name;
  };

  std::optional<yaml::Node> over_bases(const yaml::Node& written, const fs::path& file) {
    const yaml::Node own = without_fragments(written, problems_);
    const yaml::Node::Entry* extends = own.find(extends_key);
    if (extends == nullptr) {
      return own;
    }
    chain_.push_back({one_name_of(file), file.string()});
    std::optional<yaml::Node> below = bases_of(extends->value, file);
    chain_.pop_back();
    return below ? std::optional{laid_over(*below, own.without(extends_key), problems_)} : std::nullopt;
  }

  /// All specs that a spec extends, each laid over those before it.
  std::optional<yaml::Node> bases_of(const yaml::Node& names, const fs::path& file) {
    const std::vector<yaml::Node> list = names.is_sequence() ? names.items() : std::vector{names};
    std::optional<yaml::Node> below;
    bool all_read = !list.empty();
    if (list.empty()) {
      refuse_names(names);
    }
    for (std::size_t at = 0; at < list.size(); ++at) {
      const yaml::Node& name = list[at];
      if (!name.is_scalar() || name.text().empty()) {
        refuse_names(name);
        all_read = false;
        continue;
      }
      const auto earlier = std::ranges::find(list.begin(), list.begin() + static_cast<std::ptrdiff_t>(at),
                                             name.text(), &yaml::Node::text);
      if (earlier != list.begin() + static_cast<std::ptrdiff_t>(at)) {
        problems_.add(name.mark(), yaml::in_quotes(name.text()) + " is extended twice",
                      {"first at " + earlier->mark().where()});
        all_read = false;
        continue;
      }
      const auto base = read_base((file.parent_path() / name.text()).lexically_normal(), name);
      all_read = all_read && base;
      if (base && below) {
        below = laid_over(*below, *base, problems_);
      } else if (base) {
        below = base;
      }
    }
    return all_read ? below : std::nullopt;
  }

  void refuse_names(const yaml::Node& node) {
    const bool is_empty_list = node.is_sequence() && node.items().empty();
    problems_.add(node.mark(),
                  "'extends' takes the name of a spec, or a list of names; found " +
                      (is_empty_list ? "an empty list" : yaml::found_text(node)),
                  {"such as `extends: base.yaml`"});
  }

  std::optional<yaml::Node> read_base(const fs::path& file, const yaml::Node& name) {
    const fs::path place = one_name_of(file);
    if (refuse_circle(place, file, name)) {
      return std::nullopt;
    }
    const auto known = read_.find(place);
    if (known != read_.end()) {
      return known->second;
    }
    std::optional<yaml::Node> base = read_new_base(file, name);
    read_.emplace(place, base);
    return base;
  }

  bool refuse_circle(const fs::path& place, const fs::path& file, const yaml::Node& name) {
    const auto first = std::ranges::find(chain_, place, &Link::file);
    if (first == chain_.end() && chain_.size() < longest_chain) {
      return false;
    }
    if (first == chain_.end()) {
      problems_.add(name.mark(),
                    "more than " + std::to_string(longest_chain) + " specs extend each other, one after the other");
      return true;
    }
    std::string chain = first->name;
    for (auto link = first + 1; link != chain_.end(); ++link) {
      chain += (link == first + 1 ? " extends " : ", which extends ") + link->name;
    }
    chain += (first + 1 == chain_.end() ? " extends " : ", which extends ") + file.string();
    problems_.add(name.mark(), "specs extend each other in a circle: " + chain);
    return true;
  }

  std::optional<yaml::Node> read_new_base(const fs::path& file, const yaml::Node& name) {
    std::error_code none;
    if (!fs::exists(fs::symlink_status(file, none))) {
      const auto near = yaml::nearest_file(file);
      const fs::path folder = fs::path(name.text()).parent_path();
      problems_.add(name.mark(), "there is no file " + yaml::in_quotes(file.string()) + " to extend",
                    near ? std::vector{"did you mean " + yaml::in_quotes((folder / *near).string()) + "?"}
                         : std::vector<std::string>{"a relative name starts in the folder of this spec"});
      return std::nullopt;
    }
    yaml::Problems found;
    std::optional<std::string> text = yaml::file_text(file, found);
    std::optional<yaml::Node> root = text ? yaml::read_text(*text, file.string(), found) : std::nullopt;
    if (root && root->is_mapping() && start_of(file, *root) != start_) {
      root = yaml::read_text(std::move(*text), file.string(), found, start_of(file, *root));
    }
    for (const yaml::Problem& problem : found.list()) {
      // A problem of the whole file has no line there, so that the place of its name helps more.
      const bool has_line = problem.mark.line > 0;
      problems_.add(
          has_line ? problem.mark : name.mark(),
          has_line ? problem.message : yaml::in_quotes(file.string()) + " cannot be extended: " + problem.message,
          problem.notes);
    }
    if (!root) {
      return std::nullopt;
    }
    if (!root->is_mapping()) {
      problems_.add(root->mark(), "a spec is a mapping of keys; found " + yaml::found_text(*root),
                    {"it is extended at " + name.mark().where()});
      return std::nullopt;
    }
    const yaml::Node::Entry* folder = root->find(folder_key);
    if (folder != nullptr && !folder->value.is_scalar()) {
      problems_.add(folder->value.mark(), "'folder' takes a text; found " + yaml::found_text(folder->value));
    }
    const std::string written = root->mark().source->text;
    // Names in this file know where they start; `folder` is not for those in the specs that extend it.
    std::optional<yaml::Node> base = over_bases(root->without(folder_key), file);
    extended_.push_back({file.string(), written, fs::absolute(file).lexically_normal().string()});
    return base;
  }

  yaml::Problems& problems_;
  std::string start_;                                   ///< of the first spec
  std::vector<Link> chain_;                             ///< of the specs that are being read
  std::map<fs::path, std::optional<yaml::Node>> read_;  ///< by the canonical name
  std::vector<ExtendedSpec> extended_;
};

}  // namespace

std::optional<WrittenSpec> read_spec(const fs::path& file, yaml::Problems& problems) {
  std::optional<std::string> text = yaml::file_text(file, problems);
  return text ? read_spec(std::move(*text), file, problems) : std::nullopt;
}

std::optional<WrittenSpec> read_spec(std::string text, const fs::path& file, yaml::Problems& problems) {
  yaml::Problems found;
  ChainReader reader(found);
  std::optional<yaml::Node> root = reader.read_first(std::move(text), file);
  problems.add(found);
  return root && found.empty() ? std::optional{WrittenSpec{std::move(*root), reader.take_extended()}} : std::nullopt;
}

yaml::Node without_fragments(const yaml::Node& root, yaml::Problems& problems) {
  const yaml::Node::Entry* fragments = root.find(fragments_key);
  if (fragments == nullptr) {
    return root;
  }
  if (!fragments->value.is_mapping() && !fragments->value.is_null()) {
    problems.add(fragments->value.mark(),
                 "'fragments' takes a mapping of names to values; found " + yaml::found_text(fragments->value),
                 {"such as `fragments: {slow: &slow {tau_v: 1 s}}`, which `<<: *slow` puts into a part"});
  }
  return root.without(fragments_key);
}

}  // namespace engram::specification
