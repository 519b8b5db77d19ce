#include <string>
#include <vector>

#include "catch.hpp"
#include "pattern_files.hpp"
#include "tests/plugins/pattern_sources/csv_source.hpp"

using namespace engram;
using test::columns;
using test::complaint;
using test::csv;
using test::labelled;
using test::labels_of;
using test::PatternFolder;
using test::patterns_of;

namespace {

const std::string animals = "1,cat,2\n3,dog,4\n5,cat,6\n7,10,8\n9,9,0\n";

}  // namespace

TEST_CASE("csv: numbers in all their forms, blanks, carriage returns, blank lines and a byte order mark") {
  const PatternFolder folder;
  auto source = csv(folder.write("a.csv",
                                 "\xef\xbb\xbf"
                                 "1, -2.5,+3e2\r\n\r\n .5 ,\"4\",-0\n7,8,9"));
  CHECK(patterns_of(source) == columns({{1, -2.5, 300}, {0.5, 4, 0}, {7, 8, 9}}));
  CHECK(source.pattern_count() == 3);
  CHECK(source.pattern_size() == 3);
  MemoryRecorder recorder;
  source.record(recorder);
  CHECK(recorder.datasets.empty());
}

TEST_CASE("csv: columns that pandas names by counting are not taken for a pattern in silence") {
  const PatternFolder folder;
  const std::string file = folder.write("a.csv", "0,1,2,3\n1,-1,1,-1\n-1,-1,1,1\n");
  CHECK(complaint(csv(file), folder) ==
        "file: a.csv:1: the first line counts 0 to 3, as pandas names columns; `skip_rows: 1` skips it, and "
        "`skip_rows: 0` takes it as a pattern");
  auto source = csv(file);
  source.skip_rows = 1;
  CHECK(patterns_of(source) == columns({{1, -1, 1, -1}, {-1, -1, 1, 1}}));
  source = csv(file);
  source.skip_rows = 0;
  CHECK(patterns_of(source) == columns({{0, 1, 2, 3}, {1, -1, 1, -1}, {-1, -1, 1, 1}}));
  CHECK(complaint(csv(folder.write("b.csv", ",0,1\n0,1,-1\n1,-1,1\n")), folder) ==
        "file: b.csv:1: the first line counts 0 to 1, as pandas names columns; the first column is its index: "
        "`skip_rows: 1, skip_columns: 1` skips both, and to_csv(index=False, header=False) writes neither");
  // A single pattern, and one column, may well be such.
  source = csv(folder.write("c.csv", "0,1,2\n"));
  CHECK(patterns_of(source) == columns({{0, 1, 2}}));
  source = csv(folder.write("d.csv", "0\n1\n"));
  CHECK(patterns_of(source) == columns({{0}, {1}}));
  // One column after an index may be the pattern's only value: the empty field is refused for itself.
  CHECK(complaint(csv(folder.write("e.csv", ",0\n0,1\n")), folder).find("pandas names columns") == std::string::npos);
}

TEST_CASE("csv: a blank as separator matches any run of blanks and tabs") {
  const PatternFolder folder;
  auto source = csv(folder.write("a.txt", "   1   0  -1\n  10 \t 0   1  \n"));
  CHECK_THAT(complaint(source, folder), Catch::Matchers::EndsWith("did you mean separator ' '?"));
  source.separator = " ";
  CHECK(patterns_of(source) == columns({{1, 0, -1}, {10, 0, 1}}));
}

TEST_CASE("csv: a file that gzip compressed is read, also one of several members, and a damaged one is refused") {
  const PatternFolder folder;
  const std::string member(
      "\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\x03\x33\xd4\x31\xe2\x32\xd6\x31\xe1\x02\x00\x47\x93\x6c\xaf\x08\x00"
      "\x00\x00",
      28);
  Csv one = csv(folder.write("a.csv.gz", member));
  CHECK(patterns_of(one) == columns({{1, 2}, {3, 4}}));
  Csv two = csv(folder.write("a.csv", member + member + std::string(5, '\0')));
  CHECK(patterns_of(two) == columns({{1, 2}, {3, 4}, {1, 2}, {3, 4}}));
  const auto refusal = [&](const std::string& bytes) { return complaint(csv(folder.write("b.csv", bytes)), folder); };
  const std::string damaged = "file: 'b.csv' is a damaged gzip file: ";
  for (std::size_t length = 2; length < member.size(); ++length) {
    CAPTURE(length);
    CHECK(refusal(member.substr(0, length)) == damaged + "it is cut off");
  }
  std::string wrong = member;
  wrong[21] ^= 1;
  CHECK(refusal(wrong) == damaged + "incorrect data check");
  CHECK(refusal(member + "more") == damaged + "incorrect header check");
  CHECK(refusal(std::string("\x1f\x8b\x07\x00", 4)) == damaged + "unknown compression method");
}

TEST_CASE("csv: comments are skipped, at the beginning of a line and behind its values, and not within quotes") {
  const PatternFolder folder;
  auto source = csv(folder.write("a.csv", "# x,y\n1,2 # the first\n  # nothing\n\n3,4\n"));
  source.comment = "#";
  CHECK(patterns_of(source) == columns({{1, 2}, {3, 4}}));
  auto named = csv(folder.write("b.csv", "\"#1\",1,2\nb,3,4#c\n"));
  named.comment = "#";
  named.label_column = 0;
  CHECK(patterns_of(named) == columns({{1, 2}, {3, 4}}));
  CHECK(named.labels() == std::vector<std::string>{"#1", "b"});
  const std::string comment = GENERATE("##", ",", "\"", "\n");
  source.comment = comment;
  CHECK(complaint(source, folder) ==
        "comment: comment is '" + comment +
            "'; it has to be one character, neither the separator nor a double quote nor "
            "a line's end");
}

TEST_CASE("csv: separator, lines of titles and count") {
  const PatternFolder folder;
  auto source = csv(folder.write("a.csv", "x;y\nm;s\n1;2\n3;4\n5;6\n"));
  source.separator = ";";
  source.skip_rows = 2;
  CHECK(patterns_of(source) == columns({{1, 2}, {3, 4}, {5, 6}}));
  source.count = 2;
  CHECK(patterns_of(source) == columns({{1, 2}, {3, 4}}));
}

TEST_CASE("csv: a column of labels is no part of the patterns") {
  const PatternFolder folder;
  auto source = labelled(folder.write("a.csv", animals));
  CHECK(patterns_of(source) == columns({{1, 2}, {3, 4}, {5, 6}, {7, 8}, {9, 0}}));
  CHECK(labels_of(source) == std::vector<std::string>{"cat", "dog", "cat", "10", "9"});
}

TEST_CASE("csv: labels in quotes may hold separators and quotes") {
  const PatternFolder folder;
  auto source = labelled(folder.write("a.csv", "1,\"cat, \"\"black\"\"\",2\n"));
  CHECK(patterns_of(source) == columns({{1, 2}}));
  CHECK(labels_of(source) == std::vector<std::string>{"cat, \"black\""});
}

TEST_CASE("csv: no more than so many rows of each label, and count counts what is left") {
  const PatternFolder folder;
  auto source = labelled(folder.write("a.csv", animals));
  source.per_label = 1;
  CHECK(patterns_of(source) == columns({{1, 2}, {3, 4}, {7, 8}, {9, 0}}));
  source.count = 3;
  CHECK(patterns_of(source) == columns({{1, 2}, {3, 4}, {7, 8}}));
  CHECK(labels_of(source) == std::vector<std::string>{"cat", "dog", "10"});
  source.count = 5;
  CHECK(complaint(source, folder) == "count: count is 5; 'a.csv' has 4 patterns with no more than 1 of each label");
}

TEST_CASE("csv: units of labels stand behind the values, numbers first, and the threshold leaves them alone") {
  const PatternFolder folder;
  auto source = labelled(folder.write("a.csv", animals));
  source.label_units = true;
  source.threshold = Binarisation::Threshold::level;
  source.level = 4.5;
  source.count = 2;
  // 9, 10, cat, dog: all labels of the file, so that patterns keep their size when count grows.
  CHECK(patterns_of(source) == columns({{-1, -1, -1, -1, 1, -1}, {-1, -1, -1, -1, -1, 1}}));
  const Matrix two = patterns_of(source);
  source.count = 4;
  CHECK(patterns_of(source).leftCols(2) == two);
  CHECK(patterns_of(source).col(3) == columns({{1, 1, -1, 1, -1, -1}}).col(0));
}

TEST_CASE("csv: a threshold makes +1 and -1 of each pattern") {
  const PatternFolder folder;
  auto source = csv(folder.write("a.csv", "0,1,8\n-3,-1,-2\n"));
  source.threshold = Binarisation::Threshold::mean;
  CHECK(patterns_of(source) == columns({{-1, -1, 1}, {-1, 1, -1}}));
}

TEST_CASE("csv: a file that cannot be opened is reported with the reason and the nearest match") {
  const PatternFolder folder;
  (void)folder.write("patterns.csv", "1\n");
  CHECK(complaint(csv(folder / "patern.csv"), folder) ==
        "file: cannot open 'patern.csv': No such file or directory; did you mean 'patterns.csv'?");
  CHECK(complaint(csv(folder / "measurements.txt"), folder) ==
        "file: cannot open 'measurements.txt': No such file or directory");
  CHECK(complaint(csv(folder / "nowhere/patterns.csv"), folder) ==
        "file: cannot open 'nowhere/patterns.csv': No such file or directory");
  CHECK(complaint(csv(folder / "."), folder) == "file: cannot read '.': it is a folder");
  CHECK(complaint(csv("/dev/null"), folder) == "file: cannot read '/dev/null': it is no file");
}

TEST_CASE("csv: rows that are no patterns are refused with their line") {
  const PatternFolder folder;
  const auto refusal = [&](const std::string& text) { return complaint(csv(folder.write("a.csv", text)), folder); };
  CHECK(refusal("") == "file: 'a.csv' has no rows");
  CHECK(refusal("\n \r\n") == "file: 'a.csv' has no rows");
  CHECK(refusal("1,2\n\n3,4,5\n") == "file: a.csv:3: the number of columns is 3; in line 1 it is 2");
  CHECK(refusal("1,2\n3,4x\n") == "file: a.csv:2: column 1, counted from 0, is '4x', which is not a finite number");
  CHECK(refusal("1,2\n3,\n") == "file: a.csv:2: column 1, counted from 0, is '', which is not a finite number");
  CHECK(refusal("1,nan\n") ==
        "file: a.csv:1: column 1, counted from 0, is 'nan', which is not a finite number; skip_rows skips lines of "
        "titles");
  CHECK(refusal("1,2\n3,-inf\n") ==
        "file: a.csv:2: column 1, counted from 0, is '-inf', which is not a finite number");
  CHECK(refusal("1,2\n3,1e999\n") ==
        "file: a.csv:2: column 1, counted from 0, is '1e999', which is out of the range of double precision");
  CHECK(refusal("1e-400,2\n3,4\n") ==
        "file: a.csv:1: column 0, counted from 0, is '1e-400', which is out of the range of double precision");
  CHECK(refusal("# x,y\n3,4\n") ==
        "file: a.csv:1: column 0, counted from 0, is '# x', which is not a finite number; `skip_rows: 1` skips the "
        "header that numpy.savetxt writes");
  CHECK(refusal("# x\n3\n") ==
        "file: a.csv:1: column 0, counted from 0, is '# x', which is not a finite number; `skip_rows: 1` skips the "
        "header that numpy.savetxt writes");
  CHECK(refusal("# the letters\n3,4\n") ==
        "file: a.csv:2: the number of columns is 2; in line 1 it is 1; `skip_rows: 1` skips the header that "
        "numpy.savetxt writes");
  CHECK(refusal("1,2\n3,+-4\n") == "file: a.csv:2: column 1, counted from 0, is '+-4', which is not a finite number");
  CHECK(refusal("1,2\n3," + std::string(50, 'x')) == "file: a.csv:2: column 1, counted from 0, is '" +
                                                         std::string(40, 'x') + "...', which is not a finite number");
  CHECK(refusal("x,y\n1,2\n") ==
        "file: a.csv:1: column 0, counted from 0, is 'x', which is not a finite number; skip_rows skips lines of "
        "titles");
  CHECK(
      refusal("1;2\n") ==
      "file: a.csv:1: column 0, counted from 0, is '1;2', which is not a finite number; did you mean separator ';'?");
  CHECK(refusal("1\t2\n") ==
        "file: a.csv:1: column 0, counted from 0, is '1\t2', which is not a finite number; did you mean separator "
        "'\\t'?");
  CHECK(refusal(std::string("1\0", 2)) == "file: 'a.csv' is not a text file: it holds bytes of value 0");
}

TEST_CASE("csv: parameters that do not fit the file are refused") {
  const PatternFolder folder;
  const std::string file = folder.write("a.csv", "1,2\n3,4\n");
  auto source = csv(file);
  source.separator = ";;";
  CHECK(complaint(source, folder) ==
        "separator: separator is ';;'; it has to be one character, neither a double quote nor a line's end");
  source = csv(file);
  source.skip_rows = 5;
  CHECK(complaint(source, folder) == "file: 'a.csv' has no rows after the first 5 lines, which skip_rows skips");
  source = csv(file);
  source.label_column = 2;
  CHECK(complaint(source, folder) == "label_column: label_column is 2; 'a.csv' has columns 0 to 1");
  source.separator = ";";
  CHECK(complaint(source, folder) ==
        "label_column: label_column is 2; 'a.csv' has columns 0 to 0; did you mean separator ','?");
  source.label_column = 0;
  CHECK(complaint(source, folder) ==
        "label_column: 'a.csv' has no column beside that of the labels; did you mean separator ','?");
  source = csv(file);
  source.count = 3;
  CHECK(complaint(source, folder) == "count: count is 3; 'a.csv' has 2 patterns");
  source = csv(file);
  source.per_label = 1;
  CHECK(complaint(source, folder) == "per_label: per_label needs labels, which label_column gives");
  source = csv(file);
  source.label_units = true;
  CHECK(complaint(source, folder) == "label_units: label_units needs labels, which label_column gives");
}
