"""Specs of the experiments with one or two changes: a key removed, doubled, misspelt, or a value of another type.
Each must be accepted or refused with its place."""

import copy
import functools
import io
import pickle
from random import Random

from probe import Complaint, complaints
from ruamel.yaml import YAML
from ruamel.yaml.nodes import MappingNode, ScalarNode, SequenceNode
from specs import PLACE

NAME = "mutations"
TEXTS = ("null", "[]", "[1, abc]", "{}", "{abc: 1}", "abc", '""', "7", "-3", "0.5", "1e300", "99999999999999999999", ".nan",
         "{plugin: abc}", "[[1]]", "true")
# Every fifth spec gets two changes.
SECOND_CHANGE = 5
# The number of specs that one command validates.
TOGETHER = 16


def _yaml():
    return YAML(typ="safe", pure=True)


def _node(text):
    return _yaml().compose(io.StringIO(text))


@functools.cache
def _pickled(example):
    """The nodes of an example: a copy of them takes a tenth of the time of reading it again."""
    return pickle.dumps(_node(example.read_text(encoding="utf-8")))


def _text(root):
    stream = io.StringIO()
    _yaml().serialize(root, stream)
    return stream.getvalue()


def _places(node, path=()):
    """(container, index, path) of every entry of every mapping and list."""
    if isinstance(node, MappingNode):
        for index, (key, value) in enumerate(node.value):
            here = (*path, key.value)
            yield node, index, here
            yield from _places(value, here)
    elif isinstance(node, SequenceNode):
        for index, value in enumerate(node.value):
            here = (*path, str(index))
            yield node, index, here
            yield from _places(value, here)


def _remove(node, index):
    del node.value[index]


def _double(node, index):
    node.value.insert(index, copy.deepcopy(node.value[index]))


def _misspell(node, index):
    if isinstance(node, MappingNode):
        key, value = node.value[index]
        node.value[index] = (ScalarNode(key.tag, key.value[:-1] + "_"), value)
    else:
        _double(node, index)


def _replace(text):
    def change(node, index):
        value = _node(text)
        node.value[index] = (node.value[index][0], value) if isinstance(node, MappingNode) else value
    return change


CHANGES = {"removed": _remove, "doubled": _double, "misspelt": _misspell, **{text: _replace(text) for text in TEXTS}}


class Case:
    def __init__(self, example, path, change, second):
        self.example = example
        self.changes = [(path, change), *([second] if second else [])]
        self.name = f"{NAME}/{example.name}:" + "&".join(f"{'.'.join(path)}={change}" for path, change in self.changes)

    def text(self):
        root = pickle.loads(_pickled(self.example))
        for path, change in self.changes:
            place = next(((node, index) for node, index, here in _places(root) if here == path), None)
            if place:
                CHANGES[change](*place)
        return _text(root)

    def run(self, bench):
        folder = _folder_with(bench, [self])
        outcome = bench.engram(["validate", _file(0)], folder)
        wrong = complaints(outcome, (0, 2))
        if not wrong and not _answered(outcome, 0):
            wrong.append(Complaint("no place", outcome.err.strip()[:300]))
        for complaint in wrong:
            bench.found(self.name, complaint, outcome, "")


class Together:
    """Cases of one example that one command validates, since loading plugins takes longer than a spec."""

    def __init__(self, cases):
        self.cases = cases
        self.size = len(cases)

    def run(self, bench):
        outcome = bench.engram(["validate", *map(_file, range(self.size))], _folder_with(bench, self.cases))
        wrong = complaints(outcome, (0, 2))
        for number, case in enumerate(self.cases):
            if wrong or not _answered(outcome, number):
                case.run(bench)


def _file(number):
    return f"case{number}.yaml"


def _folder_with(bench, cases):
    """A new folder with the specs of the cases, and with the files that they read."""
    folder = bench.folder()
    for sibling in cases[0].example.parent.iterdir():
        (folder / sibling.name).symlink_to(sibling)
    for number, case in enumerate(cases):
        (folder / _file(number)).write_text(case.text(), encoding="utf-8")
    return folder


def _answered(outcome, number):
    """The spec was accepted, or refused with its place; a missing section has no line."""
    file = _file(number)
    return f"{file}: no mistakes" in outcome.out or any(
        file in line and (PLACE.search(line) or "the spec has no '" in line) for line in outcome.err.splitlines())


def together(cases):
    """The cases in groups of one example each."""
    groups = {}
    for case in cases:
        group = groups.setdefault(case.example, [])
        group.append(case)
        if len(group) == TOGETHER:
            yield Together(groups.pop(case.example))
    yield from map(Together, groups.values())


def cases(examples, seed, limit):
    random = Random(f"{NAME} {seed}")
    singles = []
    for example in examples:
        paths = [path for _, _, path in _places(_node(example.read_text(encoding="utf-8")))]
        singles += [(example, path, change, paths) for path in paths for change in CHANGES]
    random.shuffle(singles)
    for number, (example, path, change, paths) in enumerate(singles[:limit]):
        second = (random.choice(paths), random.choice(list(CHANGES))) if number % SECOND_CHANGE == 0 else None
        yield Case(example, path, change, second)
