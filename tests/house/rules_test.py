"""Each rule of the house must find the mistakes that it forbids: small trees with one mistake each."""

import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import rules
from tree import Tree

LOGISTIC = 'ENGRAM_PLUGINS(activation<Logistic>("logistic", "Squashing."));\n'
RELEASE = {
    "CMakeLists.txt": "project(engram VERSION 1.2.3 LANGUAGES CXX)\n",
    "CITATION.cff": "cff-version: 1.2.0\nversion: 1.2.3\ndate-released: \"2026-11-25\"\nlicense: BSD-3-Clause\n",
    "CHANGELOG.md": "# Changelog\n\n## [Unreleased]\n\n## [1.2.3] - 2026-11-25\n\n## [1.2.2] - 2026-10-01\n",
    "LICENSE": "BSD 3-Clause License\n\nCopyright (c) 2026, the engram authors\n",
    "framework/cmake/copyright.in": "Upstream-Name: engram\n\nFiles: *\nLicense: BSD-3-Clause\n"}
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
        for allowed in ("<cmath>", "<Eigen/Eigenvalues>", "<unsupported/Eigen/MatrixFunctions>", "<engram/plugin.hpp>"):
            self.assert_include(plugin, allowed, None)
        for forbidden in ("<lapacke.h>", "<cblas.h>", '"run/run.hpp"', '"b.hpp"'):
            self.assert_include(plugin, forbidden, few)

    def test_a_room_includes_what_it_stands_on(self):
        self.assertEqual(rules.allowed_rooms("sweeps"), {"sweeps", "values", "yaml", "system"})
        for room in rules.STANDS_ON:
            path = f"framework/host/{room}/a.cpp"
            self.assert_include(path, "<engram/array.hpp>", None)
            allowed = rules.allowed_rooms(room)
            for other in rules.STANDS_ON:
                self.assert_include(path, f'"{other}/b.hpp"', None if other in allowed else
                                    f"'{room}' may include the sdk and {', '.join(sorted(allowed))}")

    def test_rooms_of_one_level_do_not_know_each_other(self):
        level = {"yaml", "plugins", "run", "store", "results", "schema"}
        for room in level:
            path = f"framework/host/{room}/a.cpp"
            for other in {*level, "evaluation", "study", "app"} - {room}:
                self.assert_include(path, f'"{other}/b.hpp"', f"'{room}' may include the sdk and "
                                                              f"{', '.join(sorted(rules.allowed_rooms(room)))}")

    def test_a_room_that_the_map_does_not_have_includes_little(self):
        self.assert_include("framework/host/attic/a.cpp", '"run/run.hpp"',
                            "'attic' may include the sdk and attic, system")

    def test_includes_run_one_way(self):
        self.assertIsNone(rules.cycle_of(rules.STANDS_ON))
        self.assertIsNone(rules.cycle_of({"app": {"run", "spec"}, "run": {"spec"}, "spec": set()}))
        self.assertEqual(rules.cycle_of({"run": {"run"}}), "run -> run")
        circle = {"app": {"run"}, "run": {"spec"}, "spec": {"store"}, "store": {"run"}}
        found = self.complaints(lambda tree: rules.includes(tree, circle), {})
        self.assertEqual(len(found), 1)
        self.assertRegex(found[0], "^tests/house/rules.py: STANDS_ON has a cycle: "
                                   "(run -> spec -> store -> run|spec -> store -> run -> spec|store -> run -> spec -> store)$")

    def test_headers_of_the_project_stand_in_quotes(self):
        self.assert_include("framework/host/app/main.cpp", "<run/run.hpp>", "headers of the project stand in quotes")

    def test_libraries_stay_in_their_rooms(self):
        for header, library, owner in (("<yaml-cpp/yaml.h>", "yaml-cpp", "yaml"),
                                       ("<boost/dll.hpp>", "Boost.DLL", "plugins"),
                                       ("<boost/dll/shared_library.hpp>", "Boost.DLL", "plugins"),
                                       ("<boost/program_options.hpp>", "Boost.Program_options", "app"),
                                       ("<git2.h>", "libgit2", "study")):
            for room in ("yaml", "plugins", "store", "canvas", "run", "app"):
                complaint = None if room == owner else f"only framework/host/{owner} knows {library}"
                self.assert_include(f"framework/host/{room}/a.cpp", header, complaint)
        for header in ("<hdf5.h>", "<hdf5_hl.h>", "<H5Cpp.h>"):
            for room in ("h5", "store", "run", "app"):
                complaint = None if room in ("h5", "store") else "only framework/host/h5 and framework/host/store know HDF5"
                self.assert_include(f"framework/host/{room}/a.cpp", header, complaint)

    def test_an_include_is_found_however_it_is_written(self):
        found = self.complaints(rules.includes, {"framework/host/run/a.hpp": '  #  include "yaml/node.hpp"  // why\n'})
        self.assertEqual(len(found), 1)

    def test_top_level(self):
        files = {"README.md": "", "CMakeLists.txt": "", "LICENSE": "", "CITATION.cff": "", "CHANGELOG.md": "",
                 "tests/a.cpp": "", ".clang-tidy": "", ".gitignore": "build/\n",
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

    def test_views(self):
        files = {"plugins/a.cpp": "#include <ranges>\nfor (int each : std::views::iota(0, 3)) {\n}\n",
                 "framework/b.hpp": "std::string_view view;\n"}
        self.assertEqual(self.complaints(rules.old_clang, files),
                         ["plugins/a.cpp:2: clang 14 cannot compile views; use a loop"])

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
                           ("plugins/activations/logistic.cpp", LOGISTIC.replace("(activation<", "(model<")),
                           ("plugins/activations/logistic.cpp", LOGISTIC * 2),
                           ("plugins/activations/logistic.cpp", "")):
            found = self.complaints(rules.plugin_files, {path: text, "plugins/CMakeLists.txt": LOGISTIC_LINE})
            self.assertEqual(len(found), 1, text)
            self.assertIn("its folder and name say activation 'logistic'", found[0])

    def test_a_plugin_is_one_file(self):
        for path in ("plugins/models/a.hpp", "plugins/a.cpp", "plugins/models/deep/a.cpp"):
            self.assertEqual(self.complaints(rules.plugin_files, {path: ""}),
                             [f"{path}: a plugin is one file, plugins/<kind>s/<name>.cpp"])

    def test_a_release_has_one_version_date_and_licence(self):
        self.assertEqual(self.complaints(rules.release, RELEASE), [])
        for path, old, new, complaint in (
                ("CMakeLists.txt", "1.2.3", "1.3.0", "CITATION.cff: version 1.2.3, where CMakeLists.txt has 1.3.0"),
                ("CITATION.cff", "version: 1.2.3", "version: 1.2.4",
                 "CITATION.cff: version 1.2.4, where CMakeLists.txt has 1.2.3"),
                ("CHANGELOG.md", "## [1.2.3] - 2026-11-25\n", "",
                 "CHANGELOG.md: version 1.2.2, where CMakeLists.txt has 1.2.3"),
                ("CHANGELOG.md", "11-25", "11-26", "CHANGELOG.md: date 2026-11-26, where CITATION.cff has 2026-11-25"),
                ("CITATION.cff", "BSD-3-Clause", "MIT", "CITATION.cff: licence MIT; this rule knows BSD-3-Clause"),
                ("framework/cmake/copyright.in", "BSD-3-Clause", "MIT",
                 "framework/cmake/copyright.in: licence MIT, where CITATION.cff has BSD-3-Clause"),
                ("LICENSE", "BSD 3-Clause License", "MIT License",
                 "LICENSE: its first line is not 'BSD 3-Clause License', where CITATION.cff names BSD-3-Clause"),
                ("LICENSE", "Copyright (c) 2026, the engram authors", "Copyright",
                 "LICENSE: has no line 'Copyright (c) <year>, <holder>'")):
            found = self.complaints(rules.release, RELEASE | {path: RELEASE[path].replace(old, new, 1)})
            self.assertIn(complaint, found)
            self.assertNotEqual(RELEASE[path], RELEASE[path].replace(old, new, 1))

    def test_a_release_needs_all_of_its_files(self):
        for path, complaint in (
                ("CMakeLists.txt",
                 "CMakeLists.txt: has no version: it needs a line 'project(engram VERSION <version> ...)'"),
                ("CITATION.cff", "CITATION.cff: has no version: it needs a line 'version: <version>'"),
                ("CITATION.cff", "CITATION.cff: has no date: it needs a line 'date-released: \"<date>\"'"),
                ("CITATION.cff", "CITATION.cff: has no licence: it needs a line 'license: <SPDX name>'"),
                ("CHANGELOG.md", "CHANGELOG.md: has no version: it needs a heading '## [<version>] - <date>'"),
                ("CHANGELOG.md", "CHANGELOG.md: has no date: it needs a heading '## [<version>] - <date>'"),
                ("LICENSE", "LICENSE: its first line is not 'BSD 3-Clause License', where CITATION.cff names "
                            "BSD-3-Clause"),
                ("framework/cmake/copyright.in",
                 "framework/cmake/copyright.in: has no licence: it needs a line 'License: <SPDX name>'")):
            files = {name: text for name, text in RELEASE.items() if name != path}
            self.assertIn(complaint, self.complaints(rules.release, files))

    def test_photographs_have_a_licence(self):
        picture = "experiments/images/photographs/cat.png"
        files = {picture: "", "experiments/images/photographs/README.md": "",
                 "framework/cmake/copyright.in": f"Files: {picture}\nLicense: CC0-1.0\n"}
        self.assertEqual(self.complaints(rules.photographs, files), [])
        for other in ("", f"Files: {picture}.old\n"):
            self.assertEqual(self.complaints(rules.photographs, files | {"framework/cmake/copyright.in": other}),
                             [f"{picture}: framework/cmake/copyright.in has no line 'Files: {picture}'"])

    def test_scripts_with_an_interpreter_are_executable(self):
        with tempfile.TemporaryDirectory() as root:
            for name, text, mode in (("a.sh", "#!/bin/sh\n", 0o755), ("b.py", "#!/usr/bin/python3\n", 0o644),
                                     ("c.py", "pass\n", 0o644), ("d.sh", "true\n", 0o755)):
                path = Path(root) / name
                path.write_text(text)
                path.chmod(mode)
            self.assertEqual(rules.scripts(Tree(root)),
                             ["b.py: names an interpreter in its first line and is not executable",
                              "d.sh: is executable and names no interpreter in its first line"])

    def test_names_begin_with_their_subject(self):
        good = 'TEST_CASE("journal: a half-written cell is dropped") {\nTEST_CASE("ELF file: a word is read", "[slow]") {\n'
        self.assertEqual(self.complaints(rules.test_names, {"tests/a.cpp": good}), [])
        found = self.complaints(rules.test_names, {"tests/a.cpp": good + 'TEST_CASE("A full disk is reported") {\n'})
        self.assertEqual(found, ["tests/a.cpp:3: the test 'A full disk is reported' does not begin with its subject and a "
                                 "colon"])

    def test_rooms_are_listed_with_what_they_stand_on(self):
        rows = {room: f"| `host/{room}` | does much | - | {', '.join(sorted(below)) or '-'} |"
                for room, below in rules.STANDS_ON.items()}
        files = {f"framework/host/{room}/a.cpp": "\n" for room in rows}
        readme = "\n".join(rows.values())
        self.assertEqual(self.complaints(rules.rooms, files | {"framework/README.md": readme}), [])
        wrong = readme.replace(rows["sweeps"], "| `host/sweeps` | does much | - | yaml |").replace(rows["run"], "")
        found = self.complaints(rules.rooms, files | {"framework/README.md": wrong,
                                                      "framework/host/store/b.cpp": "\n" * rules.LARGEST_ROOM,
                                                      "framework/host/attic/a.cpp": "\n"})
        self.assertEqual(found, [
            "framework/host/attic: STANDS_ON of tests/house/rules.py lacks the room",
            "framework/README.md: the row of `host/run` ends with the rooms that it stands on: -",
            "framework/host/store: 4001 lines, more than 4000: make two rooms of it",
            "framework/README.md: the row of `host/sweeps` ends with the rooms that it stands on: values"])

    def test_long_files_are_reported(self):
        files = {"tests/a.cpp": "\n" * 301, "tests/b.cpp": "\n" * 300}
        self.assertEqual(self.complaints(rules.long_files, files), ["tests/a.cpp: 301 lines, more than 300"])

    def test_a_checkout_is_held_against_all_rules_or_some(self):
        check = Path(__file__).with_name("check.py")
        with tempfile.TemporaryDirectory() as root:
            for names, code, output in (
                    ([], 1, "framework: has no README.md"), (["unfinished"], 0, ""), (["long_files"], 0, ""),
                    (["tidiness"], 2, "usage: check.py ROOT [RULE...]; the rules are includes, top_level, ")):
                result = subprocess.run([sys.executable, "-B", check, root, *names], stdout=subprocess.PIPE,
                                        stderr=subprocess.STDOUT, text=True, check=False)
                self.assertEqual(result.returncode, code, result.stdout)
                self.assertIn(output, result.stdout)


if __name__ == "__main__":
    unittest.main()
