// From YAML text to a tree: the kept values, and every trap of the language.
#include "yaml/read.hpp"

#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include "catch.hpp"
#include "spec_fixture.hpp"
#include "yaml/node.hpp"

namespace engram::specification::test {

namespace {

using Lines = std::vector<std::string>;
namespace fs = std::filesystem;

yaml::Node read_good(const std::string& text) {
  yaml::Problems problems;
  const auto root = yaml::read_text(text, "fig.yaml", problems);
  INFO(yaml::render(problems));
  REQUIRE(root);
  return *root;
}

Lines lines_of_text(const std::string& text) {
  yaml::Problems problems;
  CHECK_FALSE(yaml::read_text(text, "fig.yaml", problems));
  return lines_of(problems);
}

const yaml::Node& at(const yaml::Node& node, std::string_view key) {
  const yaml::Node::Entry* entry = node.find(key);
  REQUIRE(entry != nullptr);
  return entry->value;
}

/// "a7: &a7 VALUE".
std::string anchored(int number, const std::string& value) {
  const std::string digits = std::to_string(number);
  return std::string("a").append(digits).append(": &a").append(digits).append(" ").append(value).append("\n");
}

/// "[*a7, *a7]".
std::string repeated_alias(int number, int times) {
  std::string list = "[";
  for (int copy = 0; copy < times; ++copy) {
    list.append(copy == 0 ? "*a" : ", *a").append(std::to_string(number));
  }
  return list.append("]");
}

/// A folder for one test, removed at its end.
class Folder {
 public:
  explicit Folder(const std::string& name) : path_(fs::temp_directory_path() / ("engram_spec_" + name)) {
    fs::remove_all(path_);
    fs::create_directories(path_);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() { fs::remove_all(path_); }
  [[nodiscard]] fs::path write(const std::string& name, const std::string& text) const {
    std::ofstream(path_ / name, std::ios::binary) << text;
    return path_ / name;
  }
  [[nodiscard]] const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

Lines lines_of_file(const fs::path& file) {
  yaml::Problems problems;
  CHECK_FALSE(yaml::read_file(file, problems));
  return lines_of(problems);
}

}  // namespace

TEST_CASE("reading: a tree keeps order, text and places") {
  const yaml::Node root = read_good("b: 1e3\na: [010, 'on', on]\n\"c d\": {e: }\n");
  REQUIRE(root.entries().size() == 3);
  CHECK(root.entries()[0].key == "b");
  CHECK(root.entries()[2].key == "c d");
  CHECK(at(root, "b").text() == "1e3");
  const yaml::Node& list = at(root, "a");
  CHECK(list.mark().where() == "fig.yaml:2:4");
  CHECK(list.items()[0].text() == "010");
  CHECK(list.items()[1].quoted());
  CHECK(list.items()[1].mark().length == 4);
  CHECK_FALSE(list.items()[2].quoted());
  CHECK(list.items()[2].text() == "on");
  CHECK(at(at(root, "c d"), "e").is_null());
  CHECK(at(at(root, "c d"), "e").mark().where() == "fig.yaml:3:9");
}

TEST_CASE("reading: columns count characters, not bytes") {
  CHECK(at(read_good("{ä: ö, ü: x}"), "ü").mark().where() == "fig.yaml:1:11");
}

TEST_CASE("reading: a byte order mark and Windows line ends change nothing") {
  const yaml::Node root = read_good(
      "\xEF\xBB\xBF"
      "a: 1\r\nb: x y\r\n");
  CHECK(at(root, "b").text() == "x y");
  CHECK(at(root, "b").mark().where() == "fig.yaml:2:4");
}

TEST_CASE("reading: an alias has the value of its anchor, in any place") {
  const yaml::Node root = read_good("a: &x {k: [1, 2]}\nb: *x\n");
  CHECK(at(at(root, "b"), "k").items()[1].text() == "2");
  CHECK(at(root, "b").mark() == at(root, "a").mark());
}

TEST_CASE("reading: a merge key puts in what is not given, and the first of several mappings wins") {
  const yaml::Node root = read_good(
      "x: &x {k: 1, l: 2}\ny: &y {l: 3, m: 4}\none: {a: 0, <<: *x, k: 5}\ntwo: {<<: [*y, *x]}\n'<<': 6\nq: {'<<': "
      "7}\n");
  const yaml::Node one = at(root, "one");
  REQUIRE(one.entries().size() == 3);
  CHECK(one.entries()[0].key == "a");
  CHECK(one.entries()[1].key == "l");
  CHECK(one.entries()[1].value.mark().where() == "fig.yaml:1:17");
  CHECK(at(one, "k").text() == "5");
  const yaml::Node two = at(root, "two");
  CHECK(at(two, "l").text() == "3");
  CHECK(at(two, "k").text() == "1");
  CHECK(at(two, "m").text() == "4");
  CHECK(at(root, "<<").text() == "6");
  CHECK(at(at(root, "q"), "<<").text() == "7");
}

TEST_CASE("reading: a merge key takes mappings only, and once") {
  CHECK(
      lines_of_text("a: {<<: 4}\n") ==
      Lines{
          "fig.yaml:1:5: the merge key '<<' takes a mapping or a list of mappings; found '4' | such as `<<: *name`, "
          "where another mapping is marked by `&name`"});
  CHECK(lines_of_text("x: &x {k: 1}\na: {<<: [*x, [1]]}\n")
            .front()
            .starts_with("fig.yaml:2:5: the merge key '<<' takes"));
  CHECK(lines_of_text("a: {<<: }\n").front().find("found nothing") != std::string::npos);
  CHECK(lines_of_text("x: &x {k: 1}\na: {<<: *x, <<: *x}\n") ==
        Lines{"fig.yaml:2:13: the merge key '<<' is given twice | first given at fig.yaml:2:5 | write `<<: [*one, "
              "*other]`; the first one wins"});
  CHECK(lines_of_text("a: {<<: *b}\n").front().starts_with("fig.yaml:1:9: an alias without its anchor"));
  CHECK(lines_of_text("a: &a {<<: *a}\n").front().find("inside the value that it names") != std::string::npos);
}

TEST_CASE("reading: a bomb of merge keys is refused before it goes off") {
  std::string bomb = "x: &x {";
  for (int key = 0; key < 1000; ++key) {
    bomb.append("k").append(std::to_string(key)).append(": 1, ");
  }
  bomb += "}\n";
  for (int copy = 0; copy < 2000; ++copy) {
    bomb.append("a").append(std::to_string(copy)).append(": {<<: *x}\n");
  }
  CHECK(lines_of_text(bomb) == Lines{"fig.yaml:1002:9: merge keys add more than 1000000 entries"});
}

TEST_CASE("reading: traps of YAML are mistakes") {
  CHECK(lines_of_text("a: 1\nb: 2\na: 3\n") ==
        Lines{"fig.yaml:3:1: key 'a' is given twice | first given at fig.yaml:1:1"});
  CHECK(lines_of_text("x: {k: 1, \"k\": 2}") ==
        Lines{"fig.yaml:1:11: key 'k' is given twice | first given at fig.yaml:1:5"});
  CHECK(
      lines_of_text("a: !!python/object:os.system x") ==
      Lines{"fig.yaml:1:4: the tag 'tag:yaml.org,2002:python/object:os.system' is not supported | leave it out; put "
            "a text that begins with '!' or looks like a number in quotes"});
  CHECK(lines_of_text("a: !foo [1]").size() == 1);
  CHECK(lines_of_text("a: !foo {b: 1}").size() == 1);
  CHECK(lines_of_text("? [a, b]\n: 1\n") == Lines{"fig.yaml:1:3: a key must be a word, not a list"});
  CHECK(lines_of_text("{a: 1}: 1\n") == Lines{"fig.yaml:1:1: a key must be a word, not a mapping"});
  CHECK(lines_of_text("~: 1\n") == Lines{"fig.yaml:1:1: a key must be a word, not nothing"});
  CHECK(lines_of_text("a: 1\n---\nb: 2\n") ==
        Lines{"fig.yaml:2:1: a second document begins here; a spec is one document | remove the '---' or '...' in "
              "front of it, or fix the indentation"});
  CHECK(lines_of_text("a: &x [*x]\n") == Lines{"fig.yaml:1:8: this alias is inside the value that it names"});
}

TEST_CASE("reading: several mistakes of one text are found at once") {
  CHECK(lines_of_text("a: 1\na: 2\nb: !t 3\n<<: 4\n").size() == 3);
}

TEST_CASE("reading: an alias bomb is refused before it goes off") {
  std::string bomb = anchored(0, "[x, x, x, x, x, x, x, x, x, x]");
  for (int level = 1; level < 30; ++level) {
    bomb += anchored(level, repeated_alias(level - 1, 10));
  }
  CHECK(lines_of_text(bomb) ==
        Lines{"fig.yaml:6:5: with its aliases written out this holds more than 1000000 values"});
}

TEST_CASE("reading: deep nesting is refused, also where aliases make it") {
  const std::string open(yaml::max_depth, '[');
  const std::string close(yaml::max_depth, ']');
  read_good(open + close);
  CHECK(lines_of_text(open + "[]" + close) ==
        Lines{"fig.yaml:1:65: lists and mappings are nested more than 64 deep"});
  CHECK(lines_of_text(std::string(100'000, '[')).size() == 1);
  CHECK(lines_of_text(std::string(100'000, '{')).size() == 1);
  std::string chain = anchored(0, "[x]");
  for (int level = 1; level < 100'000; ++level) {
    chain += anchored(level, repeated_alias(level - 1, 1));
  }
  CHECK(lines_of_text(chain) ==
        Lines{"fig.yaml:64:6: with its aliases written out this is nested more than 64 deep"});
}

TEST_CASE("reading: invalid YAML is reported in words that help") {
  CHECK(lines_of_text("a:\n\tb: 1\n") == Lines{"fig.yaml:2:1: a tab in the indentation | indent with spaces"});
  CHECK(lines_of_text("a:\n  b: 1\n\tc: 1\n") ==
        Lines{"fig.yaml:3:1: a tab in the indentation | indent with spaces"});
  CHECK(
      lines_of_text("a:\n  b: 1\n c: 1\n") ==
      Lines{"fig.yaml:3:2: this does not continue the mapping around it | the keys of one mapping start in the same "
            "column; indent with spaces"});
  CHECK(
      lines_of_text("a:\n  - [b]\n   - c\n") ==
      Lines{"fig.yaml:3:4: this does not continue the list around it | the items of one list start with '- ' in the "
            "same column"});
  CHECK(
      lines_of_text("- b\nc: 1\n") ==
      Lines{
          "fig.yaml:2:1: a second document begins here; a spec is one document | remove the '---' or '...' in front "
          "of it, or fix the indentation"});
  CHECK(lines_of_text("a: {b: 1\nc: 2\n") ==
        Lines{"fig.yaml:2:2: a '}' or a ',' is missing | it was opened at fig.yaml:1:4"});
  CHECK(lines_of_text("a: [b, c\n") ==
        Lines{"fig.yaml:2:1: a ']' or a ',' is missing | it was opened at fig.yaml:1:4"});
  CHECK(lines_of_text("a: ]\n") == Lines{"fig.yaml:1:4: a ']' or '}' without its opening bracket"});
  CHECK(lines_of_text("a: b: c\n") == Lines{"fig.yaml:1:5: a ':' that does not end a key | put a text that holds one "
                                            "of : # [ ] { } , & * ! | > @ ` % in quotes"});
  CHECK(
      lines_of_text("a: @b\n") ==
      Lines{"fig.yaml:1:4: a text cannot begin with this character | put a text that holds one of : # [ ] { } , & * "
            "! | > @ ` % in quotes"});
  CHECK(
      lines_of_text("a: *b\n") ==
      Lines{"fig.yaml:1:4: an alias without its anchor | put a text that holds one of : # [ ] { } , & * ! | > @ ` % "
            "in quotes"});
  CHECK(lines_of_text("a: \"b\nc: 1\n") == Lines{"fig.yaml:1:4: a quote is opened here and never closed"});
  CHECK(lines_of_text("a: &x 'b''\nc: 1\n") == Lines{"fig.yaml:1:4: a quote is opened here and never closed"});
  CHECK(lines_of_text("a: \"\\q\"\n") ==
        Lines{"fig.yaml:1:7: an escape that YAML does not know within \"...\" | write '...' where a backslash stands "
              "for itself"});
}

TEST_CASE("reading: quotes within quotes are no open quotes") {
  CHECK(at(read_good("a: 'it''s'\n"), "a").text() == "it's");
  CHECK(at(read_good("a: \"say \\\"x\\\"\"\n"), "a").text() == "say \"x\"");
  CHECK(at(read_good("a: |\n  \"x\n"), "a").text() == "\"x\n");
}

TEST_CASE("reading: binary files and empty files are refused") {
  CHECK(lines_of_text("") == Lines{"fig.yaml: there is nothing in it"});
  CHECK(lines_of_text("# only a remark\n") == Lines{"fig.yaml: there is nothing in it"});
  CHECK(lines_of_text("---\n") == Lines{"fig.yaml: there is nothing in it"});
  for (const std::string& bad :
       {std::string("\x80"), std::string("\xC0\xAF"), std::string("\xE2\x82"), std::string("\xED\xA0\x80"),
        std::string("\xF5\x80\x80\x80"), std::string(1, '\0'), std::string("\x1B[2J"), std::string("\x7F")}) {
    CHECK(lines_of_text("a: 1\nb: " + bad) ==
          Lines{"fig.yaml: line 2 holds a byte that is not text; a spec is UTF-8"});
  }
  CHECK(lines_of_text(std::string("\xFF\xFE"
                                  "a\0",
                                  4)) == Lines{"fig.yaml: this is UTF-16; a spec is UTF-8 | save it as UTF-8"});
  CHECK(lines_of_text("\x89HDF\r\n\x1A\n") ==
        Lines{"fig.yaml: this is an HDF5 file, not a spec | `engram plot` draws the figures of a result file"});
  CHECK(lines_of_text("a: " + std::string(yaml::max_bytes, 'x')) == Lines{"fig.yaml: this is longer than 16 MiB"});
}

TEST_CASE("reading: files that are no specs") {
  const Folder folder("files");
  const fs::path good = folder.write("fig4.yaml", "a: 1\n");
  yaml::Problems problems;
  CHECK(yaml::read_file(good, problems));
  CHECK(problems.empty());
  CHECK(lines_of_file(folder.path()) == Lines{folder.path().string() + ": this is a folder; a spec is a file"});
  CHECK(lines_of_file(folder.path() / "fig5.yaml") ==
        Lines{(folder.path() / "fig5.yaml").string() + ": there is no such file | did you mean '" + good.string() +
              "'?"});
  CHECK(lines_of_file(folder.path() / "nothing_like_it") ==
        Lines{(folder.path() / "nothing_like_it").string() + ": there is no such file"});
  CHECK(lines_of_file(folder.path() / "no" / "folder.yaml") ==
        Lines{(folder.path() / "no" / "folder.yaml").string() + ": there is no such file"});
  CHECK(lines_of_file(folder.write("empty.yaml", "")) ==
        Lines{(folder.path() / "empty.yaml").string() + ": there is nothing in it"});
  const fs::path closed = folder.write("closed.yaml", "a: 1\n");
  fs::permissions(closed, fs::perms::none);
  if (!std::ifstream(closed)) {  // Root may read every file.
    CHECK(lines_of_file(closed) == Lines{closed.string() + ": the file cannot be opened for reading"});
  }
}

TEST_CASE("reading: a problem shows its line and underlines the spot") {
  yaml::Problems problems;
  yaml::read_text("# ä\n\"ü\": {long: 1, long: 2}\n", "fig.yaml", problems);
  CHECK(yaml::render(problems) ==
        "fig.yaml:2:16: error: key 'long' is given twice\n"
        "     2 | \"ü\": {long: 1, long: 2}\n"
        "       |                ^~~~\n"
        "  first given at fig.yaml:2:7\n");
}

TEST_CASE("reading: of a long line only the stretch around the spot is shown") {
  const std::string filler(200, 'x');
  yaml::Problems problems;
  yaml::read_text("{a: " + filler + ", b: 1, b: 2, c: " + filler + "}", "fig.yaml", problems);
  CHECK(yaml::render(problems) ==
        "fig.yaml:1:213: error: key 'b' is given twice\n"
        "     1 | ..." +
            std::string(52, 'x') + ", b: 1, b: 2, c: " + std::string(31, 'x') +
            "...\n"
            "       |    " +
            std::string(60, ' ') +
            "^\n"
            "  first given at fig.yaml:1:207\n");
}

TEST_CASE("reading: of very many problems the first hundred are shown") {
  std::string text;
  for (int copy = 0; copy < 1000; ++copy) {
    text += "a: 1\n";
  }
  yaml::Problems problems;
  yaml::read_text(text, "fig.yaml", problems);
  CHECK(problems.size() == 999);
  const std::string shown = yaml::render(problems);
  CHECK(shown.find("fig.yaml:101:1: error") != std::string::npos);
  CHECK(shown.find("fig.yaml:102:1: error") == std::string::npos);
  CHECK(shown.ends_with("and 899 more mistakes\n"));
}

TEST_CASE("reading: problems are shown in the order of their lines, each once") {
  const auto source = std::make_shared<const yaml::Source>(yaml::Source{"f", "a\nb\n"});
  yaml::Problems problems;
  problems.add({source, 2, 1, 1}, "second");
  problems.add({source, 1, 1, 1}, "first");
  problems.add({source, 2, 1, 1}, "second");
  CHECK(problems.size() == 2);
  CHECK(yaml::render(problems) ==
        "f:1:1: error: first\n     1 | a\n       | ^\n"
        "f:2:1: error: second\n     2 | b\n       | ^\n");
}

}  // namespace engram::specification::test
