// The output of `engram summary` and `engram export`, as spreadsheets and numpy read it.
#include <string>

#include "catch.hpp"
#include "program.hpp"
#include "small_spec.hpp"
#include "study_runs.hpp"

using Catch::Matchers::Contains;
using engram::test::fine;
using engram::test::grid;
using engram::test::python;
using engram::test::read;
using engram::test::refused;
using engram::test::small_spec;
using engram::test::Workshop;

namespace {

/// The output of Python code that has the result grid.h5 as `result`.
std::string python_on_grid(const Workshop& workshop, const std::string& code) {
  return python(workshop, "result = unstacked('grid.h5')\n" + code);
}

}  // namespace

TEST_CASE("export: CSV has every entry with its coordinates, the cell and the settings that differ") {
  const Workshop workshop;
  workshop.write("grid.yaml", grid);
  fine(workshop, "run -q grid.yaml");
  fine(workshop, "export grid.h5 analyses/recall/overlap -o overlap.csv");
  CHECK(python_on_grid(workshop, R"(
rows = list(csv.DictReader(open('overlap.csv')))
cells = list(result['cases'])
entries = sum(result[f'cases/{cell}/analyses/recall/overlap'].size for cell in cells)
print(len(rows) == entries, list(rows[0]))
for row in rows:
    group = result['cases/' + row['cell'] + '/analyses/recall']
    assert float(row['overlap']) == group['overlap'][int(row['trial']), int(row['target'])], row
    assert int(row['target_of_trial']) == group['target_of_trial'][int(row['trial'])], row
    assert 'seed=' + row['seed'] in row['cell'], row
)") == "True ['cell', 'patterns.count', 'seed', 'trial', 'target', 'target_of_trial', 'overlap']\n");
  // A dataset outside of the cells is a table of its own.
  CHECK_THAT(fine(workshop, "export grid.h5 summary/results.analyses.recall.mean_overlap"),
             Contains("results.analyses.recall.mean_overlap\n"));
  // One cell, several datasets, standard output.
  const std::string one =
      fine(workshop, "export grid.h5 analyses/recall/class analyses/recall/iterations --cell count=2,seed=3");
  CHECK_THAT(one, Catch::Matchers::StartsWith("cell,trial,target_of_trial,class,iterations (update)\n"));
}

TEST_CASE("export: npy is what numpy reads, with the same values, shape and type") {
  const Workshop workshop;
  workshop.write("grid.yaml", grid);
  fine(workshop, "run -q grid.yaml");
  for (const std::string path : {"analyses/recall/overlap", "analyses/recall/iterations", "patterns/targets",
                                 "model/W", "analyses/recall/mean_overlap"}) {
    CAPTURE(path);
    fine(workshop, "export grid.h5 " + path + " --cell count=2,seed=3 -o a.npy --overwrite");
    CHECK(python_on_grid(workshop,
                         "a = numpy.load('a.npy')\nb = result['cases/count=2,seed=3/" + path +
                             "'][()]\nprint(numpy.array_equal(a, b), a.shape == numpy.shape(b), a.dtype.kind)\n")
              .starts_with("True True "));
  }
}

TEST_CASE("summary: columns, conditions and order, as a table and as CSV with numbers as numbers") {
  const Workshop workshop;
  workshop.write("grid.yaml", grid);
  fine(workshop, "run -q grid.yaml");
  fine(workshop, "summary grid.h5 -o all.csv");
  CHECK(python_on_grid(workshop, R"(
rows = list(csv.DictReader(open('all.csv')))
print(len(rows) == len(result['cases']))
for row in rows:
    recall = result['cases/' + row['cell'] + '/analyses/recall']
    assert float(row['results.analyses.recall.mean_overlap']) == recall['mean_overlap'][()]
    assert float(row['results.analyses.recall.mean_bit_errors (bit)']) == recall['mean_bit_errors'][()]
)") == "True\n");
  const std::string sorted =
      fine(workshop, "summary grid.h5 --columns seed,mean_overlap --where seed=1..2 --sort=-seed --csv");
  CHECK_THAT(sorted, Catch::Matchers::StartsWith("cell,seed,results.analyses.recall.mean_overlap\n"));
  CHECK(sorted.find("seed=2") != std::string::npos);
  CHECK(sorted.find("seed=2") < sorted.find("seed=1"));
  CHECK(sorted.find("seed=3") == std::string::npos);
  CHECK_THAT(fine(workshop, "summary grid.h5 --columns seed"), Catch::Matchers::StartsWith("cell"));
}

TEST_CASE("export: wrong requests are refused, and replace nothing") {
  const Workshop workshop;
  workshop.write("grid.yaml", grid);
  workshop.write("single.yaml", small_spec);
  fine(workshop, "run -q grid.yaml");
  fine(workshop, "run -q single.yaml");
  workshop.write("notes.csv", "mine");
  CHECK_THAT(refused(workshop, "export grid.h5").err, Contains("export takes a result and the path of a dataset"));
  CHECK_THAT(refused(workshop, "export grid.h5 analyses/recall/overlpa").err,
             Contains("there is no dataset 'analyses/recall/overlpa'") && Contains("analyses/recall/overlap"));
  CHECK_THAT(refused(workshop, "export grid.h5 analyses/recall/overlap -f parquet").err,
             Contains("unknown format 'parquet'") && Contains("formats: csv, npy"));
  CHECK_THAT(refused(workshop, "export grid.h5 analyses/recall/overlap -f npy").err, Contains("give -o FILE"));
  CHECK_THAT(refused(workshop, "export grid.h5 analyses/recall/overlap -o a.npy").err,
             Contains("an array of numpy is that of one cell, and 12 of them are meant; --cell LABEL names one"));
  CHECK_THAT(refused(workshop, "export single.h5 provenance/plugins -o a.npy").err,
             Contains("has text, and .npy takes numbers"));
  CHECK_THAT(
      refused(workshop, "export grid.h5 analyses/recall/overlap analyses/recall/class").err,
      Contains("'analyses/recall/class' has the dimensions (trial), and 'analyses/recall/overlap' (trial, target); "
               "one table has datasets of the same dimensions"));
  CHECK_THAT(refused(workshop, "export grid.h5 model/W -o notes.csv").err,
             Contains("notes.csv exists; --overwrite replaces it"));
  CHECK_THAT(refused(workshop, "export grid.h5 model/W -o ./grid.h5 --overwrite").err,
             Contains("is the result itself"));
  CHECK_THAT(refused(workshop, "summary single.h5").err, Contains("a single run has no summary"));
  CHECK_THAT(refused(workshop, "summary grid.h5 --columns sead").err,
             Contains("columns: the summary has no column 'sead'") && Contains("seed"));
  CHECK_THAT(refused(workshop, "summary grid.h5 --where seed=9").err, Contains("where: no cell has seed=9"));
  CHECK(read(workshop / "notes.csv") == "mine");
}

TEST_CASE("export: fields with commas, quotes and line ends are in quotes") {
  const Workshop workshop;
  workshop.write("named.csv", "\"a, \"\"b\"\"\",1,1,-1\nplain,-1,1,1\n");
  workshop.write(
      "grid.yaml",
      "seed: 1\npatterns: {plugin: csv, file: named.csv, label_column: 0}\nmodel: {plugin: hopfield, units: "
      "3}\nlearning: hebbian\nanalyses: [{plugin: recall, corruption: {plugin: sign_flips, count: 0}}]\n");
  fine(workshop, "run -q grid.yaml");
  CHECK(fine(workshop, "export grid.h5 patterns/label") == "pattern,label\n0,\"a, \"\"b\"\"\"\n1,plain\n");
}
