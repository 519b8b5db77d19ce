"""Pattern sources: the patterns of a source, pattern x unit."""

import numpy as np

from streams import share_of


def _gaussian(s, streams):
    return [[s["mean"] + s["sigma"] * stream.normal() for _ in range(s["size"])] for stream in _each(s, streams)]


def _binary(s, streams):
    return [[stream.sign() for _ in range(s["size"])] for stream in _each(s, streams)]


def _biased(s, streams):
    return [[1.0 if stream.uniform() < s["probability"] else -1.0 for _ in range(s["size"])] for stream in _each(s, streams)]


def _correlated(s, streams):
    families = min(s["ancestors"], s["count"])
    ancestors = []
    for family in range(families):
        stream = streams.within("ancestors").stream(family)
        ancestors.append([stream.sign() for _ in range(s["size"])])
    return [[value if stream.uniform() < 0.5 * (1.0 + s["correlation"]) else -value for value in ancestors[k % families]]
            for k, stream in enumerate(_each(s, streams))]


def _sparse(s, streams):
    patterns = np.full((s["count"], s["size"]), -1.0 if s["coding"] == "signs" else 0.0)
    for pattern, stream in zip(patterns, _each(s, streams)):
        if s["exact"]:
            pattern[stream.choose(s["size"], share_of(s["activity"], s["size"]))] = 1.0
        else:
            pattern[[stream.uniform() < s["activity"] for _ in range(s["size"])]] = 1.0
    return patterns


def _each(s, streams):
    return [streams.stream(pattern) for pattern in range(s["count"])]


SOURCES = {"gaussian": _gaussian, "binary": _binary, "biased": _biased, "correlated": _correlated, "sparse": _sparse}
# Sources without an oracle here, and the reasons.
EXCUSED = {name: "reads a file; tests/plugins/pattern_sources compares it with what other programs read"
           for name in ("array", "csv", "idx", "images")}


def patterns(settings, streams):
    return np.array(SOURCES[settings["plugin"]](settings, streams), float)
