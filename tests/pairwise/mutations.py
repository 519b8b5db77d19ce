"""Specs of the experiments with one or two changes: a key removed, doubled, misspelt, or a value of another type.
Each must be accepted or refused with its place."""

import copy
import io
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


def _yaml():
    return YAML(typ="safe", pure=True)


def _node(text):
    return _yaml().compose(io.StringIO(text))


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

    def run(self, bench):
        folder = bench.folder()
        for sibling in self.example.parent.iterdir():
            (folder / sibling.name).symlink_to(sibling)
        root = _node(self.example.read_text(encoding="utf-8"))
        for path, change in self.changes:
            place = next(((node, index) for node, index, here in _places(root) if here == path), None)
            if place:
                CHANGES[change](*place)
        (folder / "case.yaml").write_text(_text(root), encoding="utf-8")
        outcome = bench.engram(["validate", "case.yaml"], folder)
        wrong = complaints(outcome, (0, 2))
        # A missing section has no line.
        if not wrong and outcome.code == 2 and not PLACE.search(outcome.err) and "the spec has no '" not in outcome.err:
            wrong.append(Complaint("no place", outcome.err.strip()[:300]))
        for complaint in wrong:
            bench.found(self.name, complaint, outcome, "")


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
