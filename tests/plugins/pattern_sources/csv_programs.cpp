// Files as other programs write them.
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

TEST_CASE(
    "csv: quoted fields hold separators, quotes, comments and lines' ends, and begin at a field's beginning only") {
  const PatternFolder folder;
  auto source = labelled(folder.write("a.csv", "1,\"a\nb\",2\n3, \"c,\"\"d\"\"#\" ,4\n\n5,7\" disk,6\n\"7\",,8\n"));
  source.comment = "#";
  CHECK(patterns_of(source) == columns({{1, 2}, {3, 4}, {5, 6}, {7, 8}}));
  CHECK(labels_of(source) == std::vector<std::string>{"a\nb", "c,\"d\"#", "7\" disk", ""});
  CHECK(complaint(csv(folder.write("b.csv", "1,2\n3,\"4\n5,6\n")), folder) ==
        "file: b.csv:2: a field in quotes has no end");
  // Lines are counted as an editor counts them.
  CHECK(complaint(labelled(folder.write("c.csv", "1,\"a\nb\",2\n3,c,x\n")), folder) ==
        "file: c.csv:3: column 2, counted from 0, is 'x', which is not a finite number");
}

TEST_CASE("csv: lines may end by carriage returns alone") {
  const PatternFolder folder;
  auto source = csv(folder.write("a.csv", "x,y\r1,2\r3,4\r"));
  source.skip_rows = 1;
  CHECK(patterns_of(source) == columns({{1, 2}, {3, 4}}));
}

TEST_CASE("csv: tables with names of rows, as pandas and R write them, need skip_columns") {
  const PatternFolder folder;
  const Matrix expected = columns({{1, -1, 1}, {-1, 1, 1}});
  const std::string pandas = ",x,y,z\n0,1,-1,1\n1,-1,1,1\n";
  const std::string write_csv = "\"\",\"V1\",\"V2\",\"V3\"\n\"1\",1,-1,1\n\"2\",-1,1,1\n";
  const std::string write_table = "\"V1\" \"V2\" \"V3\"\n\"1\" 1 -1 1\n\"2\" -1 1 1\n";
  for (const std::string& text : {pandas, write_csv, write_table}) {
    CAPTURE(text);
    auto source = csv(folder.write("a.csv", text));
    source.separator = text == write_table ? " " : ",";
    source.skip_rows = 1;
    CHECK(
        complaint(source, folder) ==
        "skip_columns: a.csv:1: the titles name all columns but the first, as pandas and R write the names of rows; "
        "`skip_columns: 1` skips it, and `skip_columns: 0` takes it for values");
    source.skip_columns = 1;
    CHECK(patterns_of(source) == expected);
    source.label_column = 0;
    CHECK(patterns_of(source) == expected);
    source.skip_columns.reset();
    CHECK(patterns_of(source) == expected);
    source.label_column = 1;
    source.skip_columns = 1;
    CHECK(patterns_of(source) == expected.bottomRows(2));
    source.label_column.reset();
    source.skip_columns = 0;
    CHECK(patterns_of(source).bottomRows(3) == expected);
    source.skip_columns = 4;
    CHECK(complaint(source, folder) ==
          "skip_columns: 'a.csv' has no column beside those that skip_columns and label_column name");
  }
  auto source = csv(folder.write("b.csv", write_table));
  source.separator = " ";
  CHECK(
      complaint(source, folder) ==
      "file: b.csv:2: the number of columns is 4; in line 1 it is 3; `skip_rows: 1, skip_columns: 1` skips the names "
      "of columns and rows that R's write.table writes");
}

TEST_CASE("csv: truth values of pandas and R are 1 and 0") {
  const PatternFolder folder;
  auto source = csv(folder.write("a.csv", "True,False\nFALSE,TRUE\n"));
  CHECK(patterns_of(source) == columns({{1, 0}, {0, 1}}));
}

TEST_CASE("csv: tables of spreadsheets, with a byte order mark, semicolons and decimal commas") {
  const PatternFolder folder;
  const std::string text = "\xef\xbb\xbfx;y\r\n0,5;-1\r\n-1,25;+2,5e1\r\n";
  auto source = csv(folder.write("a.csv", text));
  source.separator = ";";
  source.skip_rows = 1;
  CHECK(
      complaint(source, folder) ==
      "file: a.csv:2: column 0, counted from 0, is '0,5', which is not a finite number; `decimal: comma` reads such "
      "numbers");
  source.decimal = Csv::Decimal::comma;
  CHECK(patterns_of(source) == columns({{0.5, -1}, {-1.25, 25}}));
  auto quoted = csv(folder.write("b.csv", "\"0,5\",\"-1\"\n"));
  quoted.decimal = Csv::Decimal::comma;
  CHECK(patterns_of(quoted) == columns({{0.5, -1}}));
  quoted.file = folder.write("c.csv", "1.5,2\n");
  CHECK(complaint(quoted, folder) ==
        "file: c.csv:1: column 0, counted from 0, is '1.5', which is not a finite number; skip_rows skips lines of "
        "titles");
}

TEST_CASE("csv: files of numpy.savetxt, whose header is a comment") {
  const PatternFolder folder;
  auto source = csv(folder.write("a.txt", "# x y\n1.000000000000000000e+00 -1.000000000000000000e+00\n"));
  source.separator = " ";
  source.comment = "#";
  CHECK(patterns_of(source) == columns({{1, -1}}));
}

TEST_CASE("csv: transpose takes the columns as patterns, with every other parameter that allows it") {
  const PatternFolder folder;
  auto source = csv(folder.write("a.csv", "# units\nname;p;q;r\nu0;1,5;2;3 # first\nu1;4;5;6\n"));
  source.transpose = true;
  source.separator = ";";
  source.comment = "#";
  source.skip_rows = 2;
  source.skip_columns = 1;
  source.decimal = Csv::Decimal::comma;
  CHECK(patterns_of(source) == columns({{1.5, 4}, {2, 5}, {3, 6}}));
  source.count = 2;
  CHECK(patterns_of(source) == columns({{1.5, 4}, {2, 5}}));
  source.threshold = Binarisation::Threshold::mean;
  CHECK(patterns_of(source) == columns({{-1, 1}, {-1, 1}}));
  source.count = 4;
  CHECK(complaint(source, folder) == "count: count is 4; 'a.csv' has 3 patterns");
  const std::string words =
      "transpose: with transpose the columns are the patterns, and labels belong to rows; leave out either transpose "
      "or "
      "label_column, per_label and label_units";
  source.label_column = 0;
  CHECK(complaint(source, folder) == words);
  source.label_column.reset();
  source.label_units = true;
  CHECK(complaint(source, folder) == words);
  source.label_units = false;
  source.per_label = 1;
  CHECK(complaint(source, folder) == words);
}
