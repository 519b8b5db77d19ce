"""Each rule of the house must catch what it forbids: small trees, each with one thing wrong."""

import tempfile
import unittest
from pathlib import Path

import rules
from tree import Tree

LOGISTIC = 'ENGRAM_PLUGINS(engram::activation<engram::plugins::Logistic>("logistic", "Squashing."));\n'
LOGISTIC_LINE = "engram_add_plugin(logistic activations/logistic.cpp)\n"


class RuleTest(unittest.TestCase):
    def complaints(self, rule, files):
        with tempfile.TemporaryDirectory() as root:
            for name, text in files.items():
                path = Path(root) / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text)
            return rule(Tree(root))

    def assert_include(self, path, header, complaint):
        found = self.complaints(rules.includes, {path: f"// A comment.\n#include {header}\n"})
        expected = [f"{path}:2: #include {header}: {complaint}"] if complaint else []
        self.assertEqual(found, expected)

    def test_sdk_includes_little(self):
        header = "framework/sdk/include/engram/a.hpp"
        few = "framework/sdk may include the standard library, <Eigen/...> and <engram/...> only"
        for allowed in ("<vector>", "<Eigen/Core>", "<engram/array.hpp>"):
            self.assert_include(header, allowed, None)
        for forbidden in ("<boost/dll/shared_library.hpp>", "<yaml-cpp/yaml.h>", "<hdf5.h>", "<fmt/format.h>",
                          "<stdlib.h>", '"array.hpp"', '"plugins/library.hpp"'):
            self.assert_include(header, forbidden, few)

    def test_plugins_include_little(self):
        few = "plugins may include the standard library, <Eigen/...> and <engram/...> only"
        plugin = "plugins/models/a.cpp"
        for allowed in ("<cmath>", "<Eigen/Eigenvalues>", "<engram/plugin.hpp>"):
            self.assert_include(plugin, allowed, None)
        for forbidden in ("<lapacke.h>", "<cblas.h>", '"run/run.hpp"', '"b.hpp"'):
            self.assert_include(plugin, forbidden, few)

    def test_rooms_do_not_know_each_other(self):
        for room in ("spec", "plugins", "store", "figures", "run"):
            path = f"framework/host/{room}/a.cpp"
            self.assert_include(path, f'"{room}/a.hpp"', None)
            self.assert_include(path, "<engram/array.hpp>", None)
            for other in {"spec", "plugins", "store", "figures", "run", "app"} - {room}:
                self.assert_include(path, f'"{other}/b.hpp"', f"'{room}' may include the sdk and itself; "
                                                              "only 'app' brings rooms together")

    def test_the_app_knows_all_rooms(self):
        for room in ("spec", "plugins", "store", "figures", "run", "app"):
            self.assert_include("framework/host/app/main.cpp", f'"{room}/a.hpp"', None)

    def test_headers_of_the_project_stand_in_quotes(self):
        self.assert_include("framework/host/app/main.cpp", "<run/run.hpp>", "headers of the project stand in quotes")

    def test_libraries_stay_in_their_rooms(self):
        for header, library, owner in (("<yaml-cpp/yaml.h>", "yaml-cpp", "spec"),
                                       ("<boost/dll.hpp>", "Boost.DLL", "plugins"),
                                       ("<boost/dll/shared_library.hpp>", "Boost.DLL", "plugins"),
                                       ("<boost/program_options.hpp>", "Boost.Program_options", "app"),
                                       ("<hdf5.h>", "HDF5", "store"), ("<hdf5_hl.h>", "HDF5", "store"),
                                       ("<H5Cpp.h>", "HDF5", "store")):
            for room in ("spec", "plugins", "store", "figures", "run", "app"):
                complaint = None if room == owner else f"only framework/host/{owner} knows {library}"
                self.assert_include(f"framework/host/{room}/a.cpp", header, complaint)

    def test_an_include_is_found_however_it_is_written(self):
        found = self.complaints(rules.includes, {"framework/host/run/a.hpp": '  #  include "spec/spec.hpp"  // why\n'})
        self.assertEqual(len(found), 1)

    def test_top_level(self):
        files = {"README.md": "", "CMakeLists.txt": "", "tests/a.cpp": "", ".clang-tidy": "", ".gitignore": "build/\n",
                 "build/a.o": ""}
        self.assertEqual(self.complaints(rules.top_level, files), [])
        found = self.complaints(rules.top_level, files | {"notes.txt": "", "scripts/a.sh": ""})
        self.assertEqual([line.split(":")[0] for line in found], ["notes.txt", "scripts"])

    def test_readmes(self):
        files = {f"{folder}/README.md": "" for folder in ("framework", "plugins", "tests")}
        self.assertEqual(self.complaints(rules.readmes, files), ["experiments: has no README.md"])

    def test_unfinished_work(self):
        word = "TO" + "DO"
        files = {"framework/a.cpp": f"int a;\n// {word}: all of it\n", "README.md": f"{word}S are not {word.lower()}\n",
                 "build/a.cpp": f"// {word}\n", ".gitignore": "build/\n"}
        self.assertEqual(self.complaints(rules.unfinished, files),
                         [f"framework/a.cpp:2: notes unfinished work: // {word}: all of it"])

    def test_a_good_plugin(self):
        self.assertEqual(self.complaints(rules.plugin_files, {"plugins/activations/logistic.cpp": LOGISTIC,
                                                              "plugins/CMakeLists.txt": LOGISTIC_LINE}), [])

    def test_a_plugin_needs_one_line_of_cmake(self):
        for lines in ("", LOGISTIC_LINE * 2):
            found = self.complaints(rules.plugin_files, {"plugins/activations/logistic.cpp": LOGISTIC,
                                                         "plugins/CMakeLists.txt": lines})
            self.assertEqual(found, [f"plugins/activations/logistic.cpp: plugins/CMakeLists.txt has "
                                     f"{2 if lines else 0} lines 'engram_add_plugin(logistic "
                                     "activations/logistic.cpp)', where it needs one"])

    def test_a_line_of_cmake_needs_its_file(self):
        self.assertEqual(self.complaints(rules.plugin_files, {"plugins/CMakeLists.txt": LOGISTIC_LINE}),
                         ["plugins/CMakeLists.txt: engram_add_plugin(logistic activations/logistic.cpp): "
                          "there is no such file"])

    def test_a_plugin_is_named_like_its_file_and_folder(self):
        for path, text in (("plugins/activations/logistic.cpp", LOGISTIC.replace('"logistic"', '"sigmoid"')),
                           ("plugins/activations/logistic.cpp", LOGISTIC.replace("::activation<", "::model<")),
                           ("plugins/activations/logistic.cpp", LOGISTIC * 2),
                           ("plugins/activations/logistic.cpp", "")):
            found = self.complaints(rules.plugin_files, {path: text, "plugins/CMakeLists.txt": LOGISTIC_LINE})
            self.assertEqual(len(found), 1, text)
            self.assertIn("its folder and name say activation 'logistic'", found[0])

    def test_a_plugin_is_one_file(self):
        for path in ("plugins/models/a.hpp", "plugins/a.cpp", "plugins/models/deep/a.cpp"):
            self.assertEqual(self.complaints(rules.plugin_files, {path: ""}),
                             [f"{path}: a plugin is one file, plugins/<kind>s/<name>.cpp"])

    def test_long_files_are_reported(self):
        files = {"tests/a.cpp": "\n" * 301, "tests/b.cpp": "\n" * 300}
        self.assertEqual(self.complaints(rules.long_files, files), ["tests/a.cpp: 301 lines, more than 300"])


if __name__ == "__main__":
    unittest.main()
