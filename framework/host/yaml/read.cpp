#include "yaml/read.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <ios>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <yaml-cpp/exceptions.h>

#include <engram/special_file.hpp>
#include <engram/words.hpp>

#include "yaml/events.hpp"
#include "yaml/text.hpp"
#include "yaml/tree_builder.hpp"

namespace engram::yaml {

namespace {

struct SyntaxWords {
  std::string message;
  std::vector<std::string> notes = {};
  bool is_unclosed = false;  ///< a bracket is missing, so the place where it was opened helps
};

struct Wording {
  std::string_view complaint;  ///< the start of the library's message
  std::string_view message;
  std::string_view note;
};

namespace complaints = YAML::ErrorMsg;

constexpr std::string_view quote_note = "put a text that holds one of : # [ ] { } , & * ! | > @ ` % in quotes";
constexpr std::string_view indent_note = "the keys of one mapping start in the same column; indent with spaces";

const std::array wordings{
    Wording{complaints::TAB_IN_INDENTATION, "a tab in the indentation", "indent with spaces"},
    Wording{complaints::END_OF_MAP_FLOW, "a '}' or a ',' is missing", ""},
    Wording{complaints::END_OF_SEQ_FLOW, "a ']' or a ',' is missing", ""},
    Wording{complaints::END_OF_MAP, "this does not continue the mapping around it", indent_note},
    Wording{complaints::END_OF_SEQ, "this does not continue the list around it",
            "the items of one list start with '- ' in the same column"},
    Wording{complaints::MAP_VALUE, "a ':' that does not end a key", quote_note},
    Wording{complaints::MAP_KEY, "a key is not allowed here", indent_note},
    Wording{complaints::BLOCK_ENTRY, "a list item is not allowed here", "start it on a line of its own"},
    Wording{complaints::FLOW_END, "a ']' or '}' without its opening bracket", ""},
    Wording{complaints::EOF_IN_SCALAR, "a quote is opened and never closed", ""},
    Wording{complaints::DOC_IN_SCALAR, "a quote is not closed before the document ends", ""},
    Wording{complaints::INVALID_ESCAPE, "an escape that YAML does not know within \"...\"",
            "write '...' where a backslash stands for itself"},
    Wording{complaints::INVALID_HEX, "an escape that YAML does not know within \"...\"",
            "write '...' where a backslash stands for itself"},
    Wording{complaints::UNKNOWN_TOKEN, "a text cannot begin with this character", quote_note},
    Wording{complaints::UNKNOWN_ANCHOR, "an alias without its anchor", quote_note},
    Wording{complaints::ALIAS_NOT_FOUND, "a '*' without the name of an anchor", quote_note},
    Wording{complaints::ANCHOR_NOT_FOUND, "a '&' without the name of an anchor", quote_note},
};

/// `complaint` is the library's message; it is passed on if there is no better one.
SyntaxWords syntax_words(const std::string& complaint) {
  const auto found = std::ranges::find_if(
      wordings, [&](const Wording& wording) { return complaint.starts_with(wording.complaint); });
  if (found == wordings.end()) {
    return {fmt::format("this is not valid YAML: {}", complaint)};
  }
  const bool is_unclosed =
      found->complaint == complaints::END_OF_MAP_FLOW || found->complaint == complaints::END_OF_SEQ_FLOW;
  SyntaxWords words{std::string(found->message), {}, is_unclosed};
  if (!found->note.empty()) {
    words.notes.emplace_back(found->note);
  }
  return words;
}

namespace fs = std::filesystem;

Mark whole(std::string name) {
  return {std::make_shared<const Source>(Source{std::move(name), ""}), 0, 0, 1};
}

/// Whether the source is a text, and not longer than a person could have written.
bool is_readable(const std::shared_ptr<const Source>& source, Problems& problems) {
  const std::string_view text = source->text;
  if (text.size() > max_bytes) {
    problems.add({source, 0, 0, 1}, "this is longer than " + std::to_string(max_bytes >> 20U) + " MiB");
    return false;
  }
  if (text.starts_with("\x89HDF")) {
    problems.add({source, 0, 0, 1}, "this is an HDF5 file, not a spec",
                 {"`engram plot` draws the figures of a result file"});
    return false;
  }
  if (text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF")) {
    problems.add({source, 0, 0, 1}, "this is UTF-16; a spec is UTF-8", {"save it as UTF-8"});
    return false;
  }
  if (const auto bad = first_bad_byte(text)) {
    const auto line = 1 + std::ranges::count(text.substr(0, *bad), '\n');
    problems.add({source, 0, 0, 1},
                 "line " + std::to_string(line) + " holds a byte that is not text; a spec is UTF-8");
    return false;
  }
  return true;
}

/// The column of a tab in the indentation of a line; 0 if there is none.
int tab_column(std::string_view line) {
  const std::size_t at = std::min(line.find_first_not_of(' '), line.size());
  return line.substr(at).starts_with('\t') ? static_cast<int>(at) + 1 : 0;
}

void add_syntax_error(const YAML::Exception& error, const TreeBuilder& builder, const Source& source,
                      Problems& problems) {
  SyntaxWords words = syntax_words(error.msg);
  Mark mark = builder.mark_at(error.mark);
  if (const int column = mark.line > 0 ? tab_column(line_of(source.text, mark.line)) : 0) {
    // The library usually complains about the text after a tab and not about the tab.
    mark.column = column;
    words = {"a tab in the indentation", {"indent with spaces"}};
  }
  if (const auto opened = builder.innermost_open(); opened && words.is_unclosed && opened->line > 0) {
    words.notes.push_back("it was opened at " + opened->where());
  }
  problems.add(mark, std::move(words.message), std::move(words.notes));
}

/// The document in `source`; std::nullopt if it is empty or cannot be read.
std::optional<Node> parse(const std::shared_ptr<const Source>& source, bool has_lines, Problems& problems) {
  if (!is_readable(source, problems)) {
    return std::nullopt;
  }
  TreeBuilder builder(source, has_lines, problems);
  try {
    send_events(source->text, builder);
  } catch (const TreeBuilder::Stop&) {
    return std::nullopt;
  } catch (const YAML::Exception& error) {
    add_syntax_error(error, builder, *source, problems);
    return std::nullopt;
  }
  return builder.root();
}

/// The node with this mark, and so everything within it.
Node with_mark(const Node& node, const Mark& mark) {
  if (node.is_mapping()) {
    std::vector<Node::Entry> entries;
    for (const Node::Entry& entry : node.entries()) {
      entries.push_back({entry.key, mark, with_mark(entry.value, mark)});
    }
    return Node::mapping(mark, std::move(entries));
  }
  if (node.is_sequence()) {
    std::vector<Node> items;
    for (const Node& item : node.items()) {
      items.push_back(with_mark(item, mark));
    }
    return Node::sequence(mark, std::move(items));
  }
  return node.is_null() ? Node::null(mark) : Node::scalar(mark, node.text(), node.quoted());
}

}  // namespace

std::optional<std::string> nearest_file(const fs::path& file) {
  std::vector<std::string> neighbours;
  std::error_code ignored;  // If the folder cannot be listed, there is no suggestion.
  const fs::path folder = file.has_parent_path() ? file.parent_path() : fs::path(".");
  for (fs::directory_iterator entry(folder, ignored), end; !ignored && entry != end; entry.increment(ignored)) {
    neighbours.push_back(entry->path().filename().string());
  }
  std::ranges::sort(neighbours);
  return nearest(file.filename().string(), neighbours);
}

std::optional<std::string> file_text(const fs::path& file, Problems& problems) {
  const Mark mark = whole(file.string());
  std::error_code code;
  const fs::file_status status = fs::status(file, code);
  if (status.type() == fs::file_type::not_found) {
    if (fs::is_symlink(fs::symlink_status(file, code))) {
      problems.add(mark, "this is a link to a file that does not exist");
    } else {
      const auto match = nearest_file(file);
      problems.add(mark, "there is no such file",
                   match ? std::vector{"did you mean '" + (file.parent_path() / *match).string() + "'?"}
                         : std::vector<std::string>{});
    }
    return std::nullopt;
  }
  if (status.type() == fs::file_type::directory) {
    problems.add(mark, "this is a folder; a spec is a file");
    return std::nullopt;
  }
  if (const std::string kind = special_file_by_name(file); !kind.empty()) {
    problems.add(mark, "this is " + kind + "; a spec is a file");
    return std::nullopt;
  }
  std::ifstream stream(file, std::ios::binary);
  if (!stream) {
    problems.add(mark, "the file cannot be opened for reading");
    return std::nullopt;
  }
  // Reading one byte more than allowed detects a file that is too long, even if its reported size is wrong.
  std::string text(max_bytes + 1, '\0');
  stream.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (stream.bad()) {
    problems.add(mark, "the file cannot be read to its end");
    return std::nullopt;
  }
  text.resize(static_cast<std::size_t>(stream.gcount()));
  return text;
}

std::optional<Node> read_file(const std::filesystem::path& file, Problems& problems) {
  std::optional<std::string> text = file_text(file, problems);
  return text ? read_text(std::move(*text), file.string(), problems) : std::nullopt;
}

std::optional<Node> read_text(std::string text, std::string name, Problems& problems, std::string folder) {
  constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
  if (text.starts_with(byte_order_mark)) {
    text.erase(0, byte_order_mark.size());
  }
  const auto source = std::make_shared<const Source>(Source{std::move(name), std::move(text), std::move(folder)});
  Problems found;
  std::optional<Node> root = parse(source, true, found);
  if (found.empty() && (!root || root->is_null())) {
    found.add({source, 0, 0, 1}, "there is nothing in it");
  }
  problems.add(found);
  return found.empty() ? root : std::nullopt;
}

std::optional<Node> read_value_text(const std::string& text, const std::string& origin, Problems& problems) {
  const auto source = std::make_shared<const Source>(Source{origin, text});
  Problems found;
  const std::optional<Node> value = parse(source, false, found);
  problems.add(found);
  if (!found.empty()) {
    return std::nullopt;
  }
  return value ? *value : Node::null({source, 0, 0, 1});
}

std::optional<Node> read_value_at(const std::string& text, const Mark& mark, Problems& problems) {
  Problems found;
  const std::optional<Node> value = read_value_text(text, "", found);
  for (const Problem& problem : found.list()) {
    problems.add(mark, problem.message, problem.notes);
  }
  return value ? std::optional{with_mark(*value, mark)} : std::nullopt;
}

}  // namespace engram::yaml
