"""commands_test.py PROGRAM SUPPORT_PLUGINS: the output of `engram schema`, `docs`, `plugins --json` and `describe
--json`, the requests that they refuse, and that no file is lost."""

import json
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

PROGRAM, SUPPORT_PLUGINS = (sys.argv.pop(1) for _ in range(2))


def declared(program, *options):
    """The declarations of a program's plugins."""
    done = subprocess.run([program, "plugins", "--json", *options], capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


class CommandTest(unittest.TestCase):
    def setUp(self):
        room = tempfile.TemporaryDirectory()
        self.addCleanup(room.cleanup)
        self.folder = Path(room.name)

    def engram(self, *arguments):
        return subprocess.run([PROGRAM, *map(str, arguments)], capture_output=True, text=True, cwd=self.folder)

    def refuse(self, *arguments):
        """The message about a wrong request, which must not change any file."""
        before = self.contents()
        done = self.engram(*arguments)
        self.assertEqual((done.returncode, done.stdout), (2, ""))
        self.assertEqual(self.contents(), before)
        return done.stderr.removeprefix("engram: error: ").rstrip("\n")

    def contents(self):
        return {path.relative_to(self.folder).as_posix(): path.read_bytes() if path.is_file() else None
                for path in sorted(self.folder.rglob("*"))}

    def accept(self, *arguments):
        done = self.engram(*arguments)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        return done.stdout


class SchemaCommandTest(CommandTest):
    def test_help_teaches_how_an_editor_finds_it(self):
        self.assertIn("# yaml-language-server: $schema=schema.json", self.accept("schema", "--help"))

    def test_a_file_holds_what_is_printed(self):
        said = self.accept("schema", "-o", "schema.json")
        self.assertEqual(said.splitlines()[0], "schema.json")
        self.assertIn(f"# yaml-language-server: $schema={self.folder}/schema.json", said)
        self.assertEqual((self.folder / "schema.json").read_text(), self.accept("schema"))
        self.assertEqual([path.name for path in self.folder.iterdir()], ["schema.json"])

    def test_a_schema_of_its_own_is_replaced(self):
        self.accept("schema", "-o", "schema.json", "--plugin-path", SUPPORT_PLUGINS)
        self.assertIn("plain_model", (self.folder / "schema.json").read_text())
        self.accept("schema", "-o", "schema.json")
        self.assertNotIn("plain_model", (self.folder / "schema.json").read_text())

    def test_another_file_is_not(self):
        (self.folder / "notes.json").write_text('{"mine": true}')
        self.assertEqual(self.refuse("schema", "-o", "notes.json"),
                         "notes.json exists and is not a schema that engram wrote\n"
                         "  --overwrite replaces it, another -o FILE writes elsewhere")
        self.accept("schema", "-o", "notes.json", "--overwrite")
        self.assertIn("$schema", json.loads((self.folder / "notes.json").read_text()))

    def test_where_it_cannot_be_written(self):
        (self.folder / "there").mkdir()
        self.assertEqual(self.refuse("schema", "-o", "there"), "cannot write the schema there: it is a folder")
        self.assertEqual(self.refuse("schema", "-o", "nowhere/schema.json"),
                         "cannot write the schema nowhere/schema.json: there is no folder "
                         f"{self.folder}/nowhere")
        self.assertEqual(self.refuse("schema", "-o", "/proc/schema.json"),
                         "cannot write the schema /proc/schema.json: No such file or directory")

    def test_mistyped_requests(self):
        self.assertIn("did you mean '--output'?", self.refuse("schema", "--outptu", "x"))
        self.assertEqual(self.refuse("schema", "--overwrite"), "--overwrite needs -o FILE")
        self.assertIn("too many arguments", self.refuse("schema", "model"))


class DocsCommandTest(CommandTest):
    def test_a_folder_is_made_and_written_again(self):
        self.assertEqual(self.accept("docs", "-o", "a/b", "--plugin-path", SUPPORT_PLUGINS), "a/b/index.html\n")
        self.assertTrue((self.folder / "a/b/model/plain_model.html").is_file())
        (self.folder / "a/b/mine.txt").write_text("mine")
        self.accept("docs", "-o", "a/b", "-q")
        self.assertFalse((self.folder / "a/b/model/plain_model.html").exists(), "a page without its plugin")
        self.assertTrue((self.folder / "a/b/model/hopfield.html").is_file())
        self.assertEqual((self.folder / "a/b/mine.txt").read_text(), "mine")

    def test_an_empty_folder_will_do(self):
        (self.folder / "empty").mkdir()
        self.accept("docs", "-o", "empty")

    def test_the_same_plugins_give_the_same_pages(self):
        self.accept("docs", "-o", "a")
        self.accept("docs", "-o", "b")
        self.assertEqual(subprocess.run(["diff", "-r", "a", "b"], cwd=self.folder).returncode, 0)

    def test_a_folder_of_someone_else_is_left_alone(self):
        (self.folder / "papers").mkdir()
        (self.folder / "papers/index.html").write_text("mine")
        self.assertEqual(self.refuse("docs", "-o", "papers"),
                         "papers holds files that `engram docs` did not write\n"
                         "  --overwrite writes beside them and replaces those of the same names\n"
                         "  another -o DIR writes elsewhere")
        (self.folder / "papers/draft.tex").write_text("mine too")
        self.accept("docs", "-o", "papers", "--overwrite")
        self.assertIn("engram", (self.folder / "papers/index.html").read_text())
        self.assertEqual((self.folder / "papers/draft.tex").read_text(), "mine too")

    def test_nothing_outside_is_removed(self):
        self.accept("docs", "-o", "site")
        (self.folder / "precious").write_text("mine")
        with open(self.folder / "site/.engram-docs", "a") as pages:
            pages.write(f"../precious\n{self.folder}/precious\n")
        self.accept("docs", "-o", "site")
        self.assertEqual((self.folder / "precious").read_text(), "mine")

    def test_where_it_cannot_be_written(self):
        (self.folder / "file").write_text("mine")
        self.assertEqual(self.refuse("docs", "-o", "file"),
                         "file is a file; the pages go into a folder\n  another -o DIR writes elsewhere")
        self.assertEqual(self.refuse("docs", "-o", "file/site"), "cannot make the folder file/site: Not a directory")
        self.assertEqual(self.refuse("docs", "-o", "/proc/site"),
                         "cannot make the folder /proc/site: No such file or directory")
        (self.folder / "site/model/hopfield.html").mkdir(parents=True)
        done = self.engram("docs", "-o", "site", "--overwrite")
        self.assertEqual(done.returncode, 2)
        self.assertIn("cannot write the page site/model/hopfield.html: it is a folder", done.stderr)

    def test_mistyped_requests(self):
        self.assertEqual(self.refuse("docs"), "-o DIR is missing\n  for example: engram docs -o docs")
        self.assertIn("did you mean '--overwrite'?", self.refuse("docs", "-o", "x", "--overwite"))


class JsonTest(CommandTest):
    def plugin(self, kind, name):
        return next(each for each in declared(PROGRAM, "--plugin-path", SUPPORT_PLUGINS)
                    if (each["kind"], each["name"]) == (kind, name))

    def parameter(self, kind, name, parameter):
        return next(each for each in self.plugin(kind, name)["parameters"] if each["name"] == parameter)

    def test_describe_tells_the_same_as_plugins(self):
        for name in ("model/pc_hopfield", "analysis/recall", "activation/markup"):
            described = json.loads(self.accept("describe", name, "--json", "--plugin-path", SUPPORT_PLUGINS))
            self.assertEqual(described, self.plugin(*name.split("/")))

    def test_parameters(self):
        self.assertEqual(self.parameter("model", "pc_hopfield", "tau_v"), {
            "name": "tau_v", "type": "a number above 0, in s", "value_type": "real", "unit": "s",
            "limits": {"above": 0}, "choices": [], "required": False, "default": "0.1 s", "default_value": 0.1,
            "part_kind": "", "names_files": False, "description": "Time constant of the value nodes."})
        fraction = self.parameter("corruption", "mask", "fraction")
        self.assertEqual(fraction["limits"], {"min": 0, "max": 1})
        layers = self.parameter("model", "pc_hopfield", "layers")
        self.assertEqual((layers["required"], layers["default"], layers["default_value"]), (True, None, None))
        topology = self.parameter("model", "pc_hopfield", "topology")
        self.assertEqual((topology["choices"], topology["default_value"]), (["single", "loop", "chain"], "single"))
        self.assertEqual(self.parameter("model", "pc_hopfield", "activation")["part_kind"], "activation")
        self.assertTrue(self.parameter("pattern_source", "csv", "file")["names_files"])
        self.assertEqual(self.parameter("analysis", "recall", "targets")["default_value"], [])
        self.assertIs(self.parameter("analysis", "recall", "record_state")["default_value"], False)
        self.assertIsNone(self.parameter("corruption", "sign_flips", "count")["default_value"])

    def test_plugins(self):
        hopfield = self.plugin("model", "hopfield")
        self.assertIn("pairwise_weights", hopfield["offers_facets"])
        self.assertIn("pairwise weights", hopfield["offers"])
        self.assertEqual(self.plugin("learning_rule", "store")["needs_facets"], ["memories"])
        self.assertEqual(self.plugin("pattern_source", "csv")["example_files"], ["letters.csv"])
        self.assertIn("file: letters.csv, label_column: 0", self.plugin("pattern_source", "csv")["examples"])
        self.assertEqual(self.plugin("corruption", "sequence")["list_parameter"], "corruptions")
        self.assertIn({"parameter": "method", "words": ["exact", "stepwise"]},
                      self.plugin("learning_rule", "predictive_coding")["alternatives"])
        self.assertIn({"dataset": "overlap", "dimensions": ["trial", "target"], "always": True, "with": ""},
                      self.plugin("analysis", "recall")["records"])
        self.assertTrue(hopfield["library"].endswith("/hopfield.so"))
        self.assertTrue(hopfield["sdk_version"])

    def test_records(self):
        figure = json.loads(self.accept("describe", "figure", "--json"))
        self.assertEqual((figure["kind"], figure["children_key"], figure["children"]), ("record", "panels", "panel"))
        claim = json.loads(self.accept("describe", "claim", "--json"))
        self.assertIn("value", [parameter["name"] for parameter in claim["parameters"]])

    def test_describe_tells_what_is_recorded(self):
        text = self.accept("describe", "recall")
        self.assertIn("\nrecords\n", text)
        self.assertIn("overlap: trial x target", text)
        self.assertIn("for example\n  {plugin: recall, corruption: {plugin: sign_flips, count: 3}", text)
        self.assertIn("did you mean 'recall'?", self.refuse("describe", "recal", "--json"))


if __name__ == "__main__":
    unittest.main()
