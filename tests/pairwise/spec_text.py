"""A spec as nested dictionaries and lists, with texts of YAML as leaves, and the same as text: one setting per
line, so that the line in a message identifies a setting."""

import copy


def lines_of(node, indent=0, path=()):
    """(line of YAML, path) of everything in a node."""
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
    """The path in each line of the text."""
    return [path for _, path in lines_of(spec)]


def at(spec, path):
    for key in path:
        spec = spec[key]
    return spec


def without(spec, path):
    """A copy without a path."""
    changed = copy.deepcopy(spec)
    del at(changed, path[:-1])[path[-1]]
    return changed


def put(spec, path, value):
    """A copy with a value at a path."""
    changed = copy.deepcopy(spec)
    at(changed, path[:-1])[path[-1]] = value
    return changed
