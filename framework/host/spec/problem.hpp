// Mistakes of a user, each with the place where it was made.
#pragma once

#include <memory>
#include <set>
#include <string>
#include <vector>

namespace engram::spec {

/// A text that a user wrote: a file, or one option of the command line.
struct Source {
  std::string name;  ///< as it is shown: "fig4.yaml", "--set model.tau_v=50ms"
  std::string text;
};

/// A place in a source.
struct Mark {
  std::shared_ptr<const Source> source;
  int line = 0;    ///< from 1; 0 where the source is no file with lines, or where the whole file is meant
  int column = 0;  ///< from 1, in bytes
  int length = 1;  ///< how much to underline, in bytes

  /// "fig4.yaml:7:3", or the source's name alone where there is no line.
  [[nodiscard]] std::string where() const;
  bool operator==(const Mark&) const = default;
};

/// One mistake. The notes are further sentences: the nearest match, what is allowed.
struct Problem {
  Mark mark;
  std::string message;
  std::vector<std::string> notes;
};

/// All mistakes found so far. What is added twice, because two cases share a line, is kept once.
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
  std::set<std::string> known_;  ///< one key for each in the list
};

/// The place, the message, the line itself with the spot underlined, and the notes; ends with a newline.
std::string render(const Problem& problem);

/// All of them, in the order of their lines; of very many, the first ones and how many more there are.
std::string render(const Problems& problems);

}  // namespace engram::spec
