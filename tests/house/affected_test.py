"""Tests of the choice of sources that clang-tidy checks for a change."""

import unittest

import affected


def includes(*headers):
    return "".join(f"#include {header}\n" for header in headers)


def wide_tree(count):
    """A header that many sources include, one of them its own and one its test."""
    texts = {"framework/sdk/include/engram/error.hpp": "", "framework/host/spec/node.hpp": includes("<engram/error.hpp>")}
    for at in range(count):
        texts[f"plugins/models/m{at:03}.cpp"] = includes("<engram/error.hpp>")
        texts[f"framework/host/spec/s{at:03}.cpp"] = includes('"spec/node.hpp"')
    texts["tests/framework/sdk/error.cpp"] = includes("<engram/error.hpp>")
    return texts


class AffectedTest(unittest.TestCase):
    def select(self, texts, *changed):
        return affected.select(affected.Includes(texts), {path for path in texts if path.endswith(".cpp")}, changed)

    def test_includes_are_followed_from_every_root(self):
        texts = {"framework/sdk/include/engram/error.hpp": "", "framework/host/spec/node.hpp": "# include <engram/error.hpp>\n",
                 "framework/host/spec/read.cpp": includes('"spec/node.hpp"', "<string>"),
                 "tests/support/near.hpp": "", "tests/plugins/fixture.hpp": includes('"near.hpp"'),
                 "plugins/models/a.cpp": includes("<engram/error.hpp>"),
                 "tests/plugins/a.cpp": includes('"fixture.hpp"', '"plugins/models/a.cpp"'),
                 "tests/other/b.cpp": includes('"tests/plugins/fixture.hpp"'), "tests/other/c.cpp": includes("<vector>")}
        for header, expected in {
                "framework/sdk/include/engram/error.hpp":
                    ["framework/host/spec/read.cpp", "plugins/models/a.cpp", "tests/plugins/a.cpp"],
                "framework/host/spec/node.hpp": ["framework/host/spec/read.cpp"],
                "tests/support/near.hpp": ["tests/other/b.cpp", "tests/plugins/a.cpp"]}.items():
            self.assertEqual(self.select(texts, header), (expected, []))
        self.assertEqual(self.select(texts, "tests/other/c.cpp", "README.md", "tests/gone.hpp"), (["tests/other/c.cpp"], []))

    def test_a_file_beside_the_source_is_found_before_others(self):
        texts = {"tests/program.hpp": "", "tests/guide/program.hpp": "", "tests/guide/a.cpp": includes('"program.hpp"'),
                 "tests/other/b.cpp": includes('"program.hpp"')}
        self.assertEqual(self.select(texts, "tests/guide/program.hpp")[0], ["tests/guide/a.cpp"])
        self.assertEqual(self.select(texts, "tests/program.hpp")[0], ["tests/other/b.cpp"])

    def test_headers_that_include_each_other_come_to_an_end(self):
        texts = {"tests/a.hpp": includes('"b.hpp"'), "tests/b.hpp": includes('"a.hpp"'), "tests/a.cpp": includes('"b.hpp"')}
        self.assertEqual(self.select(texts, "tests/a.hpp")[0], ["tests/a.cpp"])

    def test_few_sources_stand_for_a_header_that_many_include(self):
        error, node = "framework/sdk/include/engram/error.hpp", "framework/host/spec/node.hpp"
        texts = wide_tree(50)
        chosen, notes = self.select(texts, error)
        self.assertEqual(len(chosen), 4)
        self.assertIn("tests/framework/sdk/error.cpp", chosen)
        self.assertEqual((chosen, notes), self.select(dict(reversed(texts.items())), error))
        # Half of the sources are in each folder.
        self.assertIn(sum(path.startswith("plugins/") for path in chosen), (1, 2))
        self.assertEqual(notes, [f"{error}: 4 of the 101 sources that include it are checked (tests/run.sh --tidy-all "
                                 "checks all)"])
        # Sources that include both headers stand for both.
        chosen, notes = self.select(texts, node, error)
        self.assertEqual(len(chosen), 5)
        self.assertEqual(len(notes), 2)

    def test_all_sources_that_changed_are_checked_and_stand_for_headers(self):
        error = "framework/sdk/include/engram/error.hpp"
        changed = [f"plugins/models/m{at:03}.cpp" for at in range(20)]
        chosen, notes = self.select(wide_tree(50), error, *changed)
        self.assertEqual(chosen, [*changed, "tests/framework/sdk/error.cpp"])
        self.assertIn(f"{error}: 21 of the 101 sources", notes[0])

    def test_four_sources_are_all_checked(self):
        texts = {"tests/a.hpp": "", **{f"tests/t{at:02}.cpp": includes('"a.hpp"') for at in range(4)}}
        chosen, notes = self.select(texts, "tests/a.hpp")
        self.assertEqual((len(chosen), notes), (4, []))

    def test_a_change_of_everything_is_checked_in_part(self):
        texts = {f"tests/t{at:03}.cpp": "" for at in range(affected.MOST_SOURCES + 80)}
        chosen, notes = self.select(texts, *texts)
        self.assertEqual((len(chosen), chosen), (affected.MOST_SOURCES, sorted(chosen)))
        self.assertEqual(notes, [f"{affected.MOST_SOURCES} of the {affected.MOST_SOURCES + 80} sources that the change affects are checked (tests/run.sh --tidy-all checks all)"])
        self.assertEqual(self.select(texts, *list(texts)[:affected.MOST_SOURCES])[1], [])

    def test_the_order_is_spread(self):
        paths = [f"{at:03}" for at in range(100)]
        first = sorted(int(path) for path in affected.spread(paths)[:10])
        self.assertLess(max(after - before for before, after in zip([0, *first], [*first, 100])), 20)
        self.assertEqual(sorted(affected.spread(paths)), paths)


if __name__ == "__main__":
    unittest.main()
