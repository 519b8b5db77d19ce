"""A spec as nested dictionaries and lists, with texts of YAML as leaves, and the same as text: one setting a line, so that
the place in a message is a setting."""

import copy


def lines_of(node, indent=0, path=()):
    """(line of YAML, path) of all that a node holds."""
    blanks = "  " * indent
    entries = node.items() if isinstance(node, dict) else enumerate(node)
    for key, value in entries:
        here = (*path, key)
        head = f"{blanks}{key}:" if isinstance(node, dict) else f"{blanks}-"
        if isinstance(value, (dict, list)) and value:
            yield head, here
            yield from lines_of(value, indent + 1, here)
        else:
            yield f"{head} {value if isinstance(value, str) else '[]' if isinstance(value, list) else '{}'}", here


def text_of(spec):
    return "".join(line + "\n" for line, _ in lines_of(spec))


def paths_of(spec):
    """The path that stands in each line of the text."""
    return [path for _, path in lines_of(spec)]


def at(spec, path):
    for key in path:
        spec = spec[key]
    return spec


def without(spec, path):
    """A copy in which a path is missing."""
    changed = copy.deepcopy(spec)
    del at(changed, path[:-1])[path[-1]]
    return changed


def put(spec, path, value):
    """A copy with a value at a path."""
    changed = copy.deepcopy(spec)
    at(changed, path[:-1])[path[-1]] = value
    return changed
