#include "yaml/syntax_error.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include <fmt/format.h>
#include <yaml-cpp/exceptions.h>

namespace engram::yaml {

namespace {

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

}  // namespace

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

}  // namespace engram::yaml
