"""Shared by analyses with trials: targets, damage, and counts of outcomes."""

import numpy as np

from corruptions import damaged
from patterns import patterns


def wilson(successes, trials):
    """E. B. Wilson, J. Am. Stat. Assoc. 22, 209 (1927): where (share - p)^2 = z^2 p (1 - p) / n."""
    z2 = 1.959963984540054**2
    share = successes / trials
    roots = np.roots([1.0 + z2 / trials, -(2.0 * share + z2 / trials), share**2]).real
    return max(0.0, min(roots)), min(1.0, max(roots))


def overlap(x, s):
    lengths = np.linalg.norm(x) * np.linalg.norm(s)
    return x @ s / lengths if lengths > 0.0 else 0.0


def targets_of_trials(case, s):
    return np.repeat(s["targets"] or np.arange(len(case.patterns)), s["trials_per_target"])


def stream_of(streams, s, target, trial):
    return streams.within(f"target {target}").stream(trial % s["trials_per_target"])


def probes(s, streams):
    return patterns(s["starts"], streams.within("starts"))


class Starts:
    """The starts of trials from damaged targets, or from probes: `patterns`, trial x unit, and `whole`, the same without
    damage. `change(trial, stream, start)` takes the place of the corruption."""

    def __init__(self, case, s, streams, change=None):
        change = change or (lambda _trial, stream, start: damaged(s["corruption"], start, stream))
        self.targets = None
        if s["starts"]:
            self.whole = probes(s, streams)
            random = [streams.within("start").stream(trial) for trial in range(len(self.whole))]
        else:
            self.targets = targets_of_trials(case, s)
            self.whole = case.patterns[self.targets]
            random = [stream_of(streams, s, target, trial) for trial, target in enumerate(self.targets)]
        self.patterns = np.array([change(trial, stream, start)
                                  for trial, (stream, start) in enumerate(zip(random, self.whole))])

    def own(self, nearest):
        """The target of each trial: for a probe, the one that it ended nearest to."""
        return nearest if self.targets is None else self.targets

    def expected(self, nearest):
        return {"nearest_target": nearest} if self.targets is None else {"target_of_trial": self.targets}


def mask(source, streams, trials):
    """Where patterns are above 0, trial x unit; one pattern stands for all trials."""
    if source is None:
        return None
    marked = patterns(source, streams) > 0.0
    return np.repeat(marked, trials, axis=0) if len(marked) == 1 else marked


def drawn(case, s, count, streams):
    """Random patterns, trial x unit."""
    def value(stream):
        kinds = {"normal": stream.normal, "uniform": lambda: 2.0 * stream.uniform() - 1.0, "binary": stream.sign}
        return kinds[s["distribution"]]()
    return [[s["scale"] * value(stream) for _ in range(case.model.units)] for stream in map(streams.stream, range(count))]


def sample_times(duration, interval):
    """0, one interval, two of them, ... and the end."""
    samples = (sample * interval for sample in range(round(duration / interval + 2)))
    return np.array([*(time for time in samples if time < duration * (1.0 - 1e-12)), duration])


def number_text(number):
    """The shortest decimal that is this number."""
    return repr(float(number)).removesuffix(".0")


def texts(dataset):
    return [value.decode() if isinstance(value, bytes) else value for value in dataset[()]]
