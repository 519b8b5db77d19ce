// The user's mistakes, each with its place.
#pragma once

#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace engram::yaml {

/// A text that the user wrote: a file, or one option of the command line.
struct Source {
  std::string name;  ///< as it is shown: "fig4.yaml", "--set model.tau_v=50ms"
  std::string text;
  /// The folder in which relative names of files in it start, if it is not that of the spec; empty otherwise.
  std::string folder = {};
};

/// A place in a source.
struct Mark {
  std::shared_ptr<const Source> source;
  int line = 0;    ///< from 1; 0 if the source is not a file with lines, or for the whole file
  int column = 0;  ///< from 1, in bytes
  int length = 1;  ///< length to underline, in bytes

  [[nodiscard]] bool is_in_file() const { return source != nullptr && line > 0; }
  /// "fig4.yaml:7:3", or only the source's name if there is no line.
  [[nodiscard]] std::string where() const;
  bool operator==(const Mark&) const = default;
};

/// One mistake. The notes are further sentences: the closest match, the allowed values.
struct Problem {
  Mark mark;
  std::string message;
  std::vector<std::string> notes;
};

/// All mistakes found so far. A mistake that is added twice, because two cases share a line, is kept once.
class Problems {
 public:
  void add(Mark mark, std::string message, std::vector<std::string> notes = {});
  void add(const Problems& others);

  [[nodiscard]] bool empty() const { return list_.empty(); }
  [[nodiscard]] std::size_t size() const { return list_.size(); }
  /// In the order in which they were found.
  [[nodiscard]] const std::vector<Problem>& list() const { return list_; }

 private:
  std::vector<Problem> list_;
  std::set<std::string> known_;  ///< one key for each problem in the list
};

/// The place, the message, the line with the place underlined, and the notes; ends with a newline. `kind` is the word
/// before the message.
std::string render(const Problem& problem, std::string_view kind = "error");

/// All problems in the order of their lines; if there are very many, the first ones and the number of the others.
std::string render(const Problems& problems, std::string_view kind = "error");

}  // namespace engram::yaml
