"""Shared by analyses with trials: targets, damage, and counts of outcomes."""

import numpy as np

from corruptions import damaged


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


def damage(case, s, streams, targets):
    return np.array([damaged(s["corruption"], case.patterns[target], stream_of(streams, s, target, trial))
                     for trial, target in enumerate(targets)])


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
