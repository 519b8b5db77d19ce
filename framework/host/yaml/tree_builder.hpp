// Builds a Node from the YAML library's events.
#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/mark.h>

#include "yaml/node.hpp"
#include "yaml/problem.hpp"

namespace engram::yaml {

/// Collects one document. After mistakes that leave the rest readable, reading continues; other mistakes end it with
/// Stop.
class TreeBuilder : public YAML::EventHandler {
 public:
  /// Thrown after a mistake that makes the rest unreadable; the mistake has already been added to the problems.
  struct Stop {};

  TreeBuilder(std::shared_ptr<const Source> source, bool has_lines, Problems& problems)
      : source_(std::move(source)), has_lines_(has_lines), problems_(problems) {}

  /// The document; std::nullopt if it is empty.
  [[nodiscard]] const std::optional<Node>& root() const { return root_; }
  /// The start of the innermost open list or mapping; std::nullopt if all are closed.
  [[nodiscard]] std::optional<Mark> innermost_open() const;
  /// Converts a mark of the library.
  [[nodiscard]] Mark mark_at(const YAML::Mark& mark, int length = 1) const;

  void OnDocumentStart(const YAML::Mark& mark) override;
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override;
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override;
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override;
  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value style) override;
  void OnSequenceEnd() override;
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value style) override;
  void OnMapEnd() override;

 private:
  /// The mappings that a merge key puts into a mapping, and the number of its entries before the key.
  struct Merge {
    Mark mark;
    std::size_t place = 0;
    std::vector<Node> mappings;
  };

  /// A list or mapping that is still open.
  struct Open {
    Mark mark;
    YAML::anchor_t anchor = 0;
    bool is_mapping = false;
    std::vector<Node> items = {};
    std::vector<Node::Entry> entries = {};
    std::map<std::string, Mark> keys = {};   ///< of the entries
    std::optional<Node> key = std::nullopt;  ///< for a mapping, the key whose value comes next
    std::optional<Merge> merge = std::nullopt;
  };

  void open(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, bool is_mapping);
  void close();
  void place(Node node, YAML::anchor_t anchor);
  void place_entry(Open& mapping, Node value);
  void keep_merge(Open& mapping, const Mark& mark, const Node& value);
  void merge_into(Open& mapping);
  void refuse_tag(const Mark& mark, const std::string& tag);
  [[noreturn]] void stop(const Mark& mark, std::string message, std::vector<std::string> notes = {});

  std::shared_ptr<const Source> source_;
  bool has_lines_;
  Problems& problems_;
  bool started_ = false;
  std::optional<Node> root_;
  std::vector<Open> open_;
  std::map<YAML::anchor_t, Node> anchors_;
  std::size_t merged_ = 0;  ///< entries that merge keys have offered so far
};

}  // namespace engram::yaml
