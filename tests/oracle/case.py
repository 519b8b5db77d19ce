"""One case of a result: its settings, its patterns and its model, and everything expected of its datasets."""

import copy
import re

import analyses
import patterns
import rules
import trajectories
from models import MODELS
from streams import Streams


class Case:
    def __init__(self, catalogue, spec, group):
        self.group = group
        self.seed = spec["seed"]
        self.pattern_part = catalogue.filled("pattern_source", spec["patterns"])
        self.model_part = catalogue.filled("model", spec["model"])
        if isinstance(self.model_part.get("units"), int) and self.model_part["plugin"] not in ("hopfield", "linear_layer", "pc_dense_memory"):
            self.model_part["units"] = [self.model_part["units"]]
        self.integrator = catalogue.filled("integrator", spec["integrator"]) if "integrator" in spec else None
        parts = spec["learning"] if isinstance(spec["learning"], list) else [spec["learning"]]
        filled = [catalogue.filled("learning_rule", part) for part in parts]
        # A single rule has neither a label nor separate streams.
        self.rules = [(part.get("label", part["plugin"]) if len(parts) > 1 else "", part) for part in filled]
        self.analyses = [catalogue.filled("analysis", part) for part in spec["analyses"]]
        self.patterns = self.model = None

    def taught(self, shown, streams):
        """Another model with the same settings, trained on these patterns."""
        model = MODELS[self.model_part["plugin"]](self.model_part)
        model.initialise(streams.within("model").stream(0))
        rules.learn(model, shown, self.rules, streams.within("learning"), trajectories.time_step(self.integrator))
        return model

    def expected(self):
        """path within the case -> expected array, or a function of the actual array. Everything after patterns and
        weights is computed from those of the result, so that a fault appears at its own place."""
        group = self.group
        paths = {"patterns/targets": patterns.patterns(self.pattern_part, Streams(self.seed, "patterns"))}
        self.patterns = group["patterns/targets"][()].astype(float)
        self.model = MODELS[self.model_part["plugin"]](self.model_part)
        self.model.initialise(Streams(self.seed, "model").stream(0))
        recorded = rules.learn(self.model, self.patterns, self.rules, Streams(self.seed, "learning"),
                               trajectories.time_step(self.integrator))
        for (label, _), datasets in zip(self.rules, recorded):
            paths.update(_under(f"training/{label}" if label else "training", datasets))
        paths.update(_under("model", self.model.expected(group["model"])))
        self.model.take(group["model"])
        for settings in self.analyses:
            path = f"analyses/{settings.get('label', settings['plugin'])}"
            paths.update(_under(path, analyses.expected(self, settings, group[path], Streams(self.seed, path))))
        return paths


def _under(path, datasets):
    return {f"{path}/{name}": value for name, value in datasets.items()}


def with_settings(spec, settings):
    """A copy of a spec in which paths such as `learning[0].rate` have other values."""
    changed = copy.deepcopy(spec)
    for path, value in settings.items():
        *parents, last = [int(key) if key.isdigit() else key for key in re.findall(r"\w+", path)]
        place = changed
        for key in parents:
            place = place[key]
        place[last] = value
    return changed
