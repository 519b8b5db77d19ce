"""site_test.py PROGRAM SUPPORT_PLUGINS: the site that `engram docs` writes is complete, and every experiment on it
runs."""

import html.parser
import json
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path
from urllib.parse import unquote, urlsplit

PROGRAM, SUPPORT_PLUGINS = (sys.argv.pop(1) for _ in range(2))


def declared(program, *options):
    """The declarations of a program's plugins."""
    done = subprocess.run([program, "plugins", "--json", *options], capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def engram(*arguments, folder=None):
    return subprocess.run([PROGRAM, *map(str, arguments)], capture_output=True, text=True, cwd=folder)


class Page(html.parser.HTMLParser):
    """The facts about a page that tests need."""

    VOID = {"meta", "link", "br"}

    def __init__(self, path):
        super().__init__()
        self.links, self.ids, self.specs, self.tags, self.open = [], [], [], set(), []
        self.text = ""
        self.feed(path.read_text())
        self.close()

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        self.tags.add(tag)
        self.links += [attributes[name] for name in ("href", "src") if name in attributes]
        self.ids += [attributes["id"]] if "id" in attributes else []
        if attributes.get("class") == "spec":
            self.specs.append([attributes["data-files"].split(), ""])
        if tag not in self.VOID:
            self.open.append(tag if attributes.get("class") != "spec" else "spec")

    def handle_endtag(self, tag):
        opened = self.open.pop()
        assert opened in (tag, "spec"), f"</{tag}> closes <{opened}>"

    def handle_data(self, data):
        self.text += data
        if "spec" in self.open:
            self.specs[-1][1] += data


class SiteTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = Path(tempfile.mkdtemp())
        cls.site = cls.folder / "site"
        done = engram("docs", "-o", cls.site, "--plugin-path", SUPPORT_PLUGINS)
        assert done.returncode == 0, done.stderr
        assert done.stdout == f"{cls.site}/index.html\n", done.stdout
        cls.pages = {path.relative_to(cls.site).as_posix(): Page(path) for path in cls.site.rglob("*.html")}
        cls.plugins = declared(PROGRAM, "--plugin-path", SUPPORT_PLUGINS)

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.folder)

    def test_a_page_for_each_plugin_and_each_record(self):
        wanted = {f"{plugin['kind']}/{plugin['name']}.html" for plugin in self.plugins}
        self.assertGreater(len(wanted), 44)
        self.assertEqual(set(self.pages), wanted | {"index.html"} | {f"record/{name}.html"
                                                                     for name in ("figure", "panel", "claim")})
        for name in wanted:
            self.assertIn(name, self.pages["index.html"].links)

    def test_pages_are_whole(self):
        for name, page in self.pages.items():
            with self.subTest(name):
                self.assertEqual(page.open, [])
                self.assertEqual(len(page.ids), len(set(page.ids)))

    def test_links_lead_somewhere(self):
        site = self.site.resolve()
        for name, page in self.pages.items():
            for link in page.links:
                with self.subTest(f"{name}: {link}"):
                    parts = urlsplit(link)
                    self.assertEqual((parts.scheme, parts.netloc), ("", ""), "leads out of the site")
                    target = (self.site / name).parent / unquote(parts.path) if parts.path else self.site / name
                    self.assertTrue(target.is_file())
                    if parts.fragment:
                        self.assertIn(parts.fragment, self.pages[target.resolve().relative_to(site).as_posix()].ids)

    def test_nothing_is_needed_but_the_pages(self):
        for name, page in self.pages.items():
            self.assertFalse(page.tags & {"script", "iframe", "img", "form"}, name)
        style = (self.site / "style.css").read_text()
        self.assertNotIn("url(", style)
        self.assertNotIn("@import", style)

    def test_every_declaration_is_on_its_page(self):
        for plugin in self.plugins:
            with self.subTest(plugin["name"]):
                page = self.pages[f"{plugin['kind']}/{plugin['name']}.html"]
                for word in (plugin["summary"], plugin["equation"], plugin["source"], plugin["library"],
                             *plugin["offers"], *plugin["needs_facets"]):
                    self.assertIn(word, page.text)
                for parameter in plugin["parameters"]:
                    self.assertIn(f"parameter-{parameter['name']}", page.ids)
                    self.assertIn(parameter["description"], page.text)
                    if not parameter["names_files"]:
                        self.assertIn(parameter["type"], page.text)
                for record in plugin["records"]:
                    self.assertIn(f"record-{record['dataset']}", page.ids)

    def test_companions_are_linked(self):
        self.assertIn("../learning_rule/predictive_coding.html", self.pages["model/pc_hopfield.html"].links)
        self.assertNotIn("../learning_rule/store.html", self.pages["model/pc_hopfield.html"].links)
        self.assertIn("../model/hopfield.html", self.pages["learning_rule/storkey.html"].links)
        self.assertIn("../model/pc_hopfield.html", self.pages["activation/tanh.html"].links)
        self.assertIn("../analysis/recall.html", self.pages["corruption/mask.html"].links)
        self.assertIn("../model/pc_hopfield.html", self.pages["integrator/rk4.html"].links)
        self.assertNotIn("../model/hopfield.html", self.pages["integrator/rk4.html"].links)

    def test_examples_run(self):
        without = set()
        for plugin in self.plugins:
            name = f"{plugin['kind']}/{plugin['name']}.html"
            if not self.pages[name].specs:
                without.add(plugin["name"])
            for files, spec in self.pages[name].specs:
                with self.subTest(name), tempfile.TemporaryDirectory() as folder:
                    for file in files:
                        shutil.copy((self.site / name).parent / file, folder)
                    (Path(folder) / "spec.yaml").write_text(spec)
                    self.assertIn(plugin["name"], spec)
                    options = ("--plugin-path", SUPPORT_PLUGINS)
                    done = engram("run", "spec.yaml", *options, folder=folder)
                    failed = plugin["name"] == "throws_in_apply"
                    self.assertEqual((done.returncode, done.stderr == ""), (1, False) if failed else (0, True))
                    self.assertEqual("it failed when it was tried" in self.pages[name].text, failed)
        # These plugins cannot be created, or offer nothing to work with.
        self.assertEqual(without, {"plain_model", "throws_in_constructor", "throws_in_check", "throws_number"})

    def test_texts_of_plugins_are_no_markup(self):
        page = self.pages["activation/markup.html"]
        self.assertNotIn("b", page.tags)
        self.assertIn('Says <b>bold</b> & "quoted" things.', page.text)
        self.assertIn("<script>alert('no')</script>", page.text)
        self.assertIn('a > 2 & x < "y"', page.text)
        self.assertIn("{plugin: markup, slope: 3}", page.specs[0][1])
        self.assertIn('Says <b>bold</b> & "quoted" things.', self.pages["index.html"].text)


if __name__ == "__main__":
    unittest.main()
