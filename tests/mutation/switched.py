"""Writes one source with all of its mutants: each is a branch of an expression, chosen by a number at run time.

Lines do not move, so that an error of the compiler in a line belongs to the mutants of that line."""

from pathlib import Path

SWITCH = Path(__file__).resolve().parent / "switch.hpp"


class Node:
    """A range of the source, its mutants (number, mutant), and the ranges within it."""

    def __init__(self, start, end):
        self.start, self.end, self.mutants, self.within = start, end, [], []


def switched(source, name, numbered):
    """The text of a source, under `name` for compilers, with all mutants of `numbered`: [(number, Mutant)]."""
    root = Node(0, len(source))
    nodes = {}
    for number, mutant in numbered:
        nodes.setdefault((mutant.start, mutant.end), Node(mutant.start, mutant.end)).mutants.append((number, mutant))
    open_nodes = [root]
    for _, node in sorted(nodes.items(), key=lambda entry: (entry[0][0], -entry[0][1])):
        while open_nodes[-1].end <= node.start:
            open_nodes.pop()
        if node.end > open_nodes[-1].end:
            continue
        open_nodes[-1].within.append(node)
        open_nodes.append(node)
    return f'#include "{SWITCH}"\n#line 1 "{name}"\n'.encode() + _inside(source, root)


def _inside(source, node):
    text, place = b"", node.start
    for part in node.within:
        text += source[place:part.start] + _branches(source, part)
        place = part.end
    return text + source[place:node.end]


def _branches(source, node):
    """A branch contains the original source, since only one mutant is active at a time."""
    forms = {mutant.form for _, mutant in node.mutants}
    inner = b"(" + _inside(source, node) + b")"
    if "condition" in forms:
        inner = b"static_cast<bool>" + inner
    text = b""
    if "statement" in forms:
        inner = b"static_cast<void>" + inner
    for number, mutant in node.mutants:
        branch = b"static_cast<void>(0)" if mutant.form == "statement" else b"(" + mutant.text + b")"
        if "statement" in forms and mutant.form != "statement":
            branch = b"static_cast<void>" + branch
        elif "condition" in forms:
            branch = b"static_cast<bool>" + branch
        text += b"engram_mutation::is(%d) ? " % number + branch + b" : "
    return b"(" + text + inner + b")"
