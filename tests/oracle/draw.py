"""Random specs: small networks of every model, rule and analysis, with parameters away from their defaults."""

import math
from random import Random

BINARY = ("binary", "biased", "correlated", "sparse")


class Draw:
    """A random spec; a seed chooses its numbers."""

    def __init__(self, seed):
        self.random = Random(seed)
        self.count = self.random.randint(1, 4)
        self.units = self.random.choice((1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12))
        self.layers = 1
        # The values that units take: between -1 and 1, and 0 or 1; a start beyond them is refused.
        self.bounded = self.zero_one = False

    def spec(self):
        model = self.one_of("pc_hopfield", "pc_hopfield", "pc_hopfield", "hopfield", "hopfield", "linear_layer",
                            "dense_associative_memory", "continuous_hopfield", "pc_dense_memory")
        spec = {"title": "A random spec", "seed": self.random.randint(0, 10**6), **getattr(self, model)()}
        for number, analysis in enumerate(spec["analyses"]):
            if self.chance(0.5) or any(other["plugin"] == analysis["plugin"] for other in spec["analyses"][:number]):
                analysis["label"] = f"number_{number}"
        if self.chance(0.3):
            spec["sweep"] = {path: values for path, values in self.varied(spec).items() if self.chance(0.7)}
            spec = spec if spec["sweep"] else {key: value for key, value in spec.items() if key != "sweep"}
        return spec

    def one_of(self, *values):
        return self.random.choice(values)

    def chance(self, probability):
        return self.random.random() < probability

    def some(self, **settings):
        """Some of these settings: each is a list of values to choose from, and may be left out."""
        return {name: self.one_of(*values) for name, values in settings.items() if self.chance(0.6)}

    def varied(self, spec):
        by_model = {"pc_hopfield": {"model.tau_v": [0.1, 0.05]}, "hopfield": {"model.threshold": [0.0, 0.25, -0.5]},
                    "linear_layer": {"model.initial_scale": [0.1, 0.7]}, "continuous_hopfield": {"model.beta": [0.5, 2.0]},
                    "dense_associative_memory": {"model.degree": [2, 3]}, "pc_dense_memory": {"model.beta": [1.0, 4.0]}}
        return {"seed": [3, 4], **by_model[spec["model"]["plugin"]]}

    # ---- parts ----

    def patterns(self, *sources):
        source = self.one_of(*sources)
        part = {"plugin": source, "count": self.count, "size": self.units}
        if source == "gaussian":
            return {**part, **self.some(mean=[0.2, -0.1], sigma=[0.5, 1.0])}
        if source == "biased":
            return {**part, "probability": self.one_of(0.3, 0.5, 0.8)}
        if source == "correlated":
            return {**part, "correlation": self.one_of(0.0, 0.3, 0.9), **self.some(ancestors=[1, 2, 5])}
        if source == "sparse":
            return {**part, "activity": self.one_of(0.5, 0.7), "coding": "signs", **self.some(exact=[True, False])}
        return part

    def corruption(self, graded=True, nested=True):
        name = self.one_of("sign_flips", "mask", "salt_and_pepper", "occlusion", *(["gaussian_noise"] if graded else []))
        if nested and self.chance(0.2):
            parts = [self.corruption(graded, False) for _ in range(self.random.randint(1, 3))]
            return self.one_of(parts, {"plugin": "sequence", "corruptions": parts})
        value = self.some(value=[0.0, 1.0, -1.0])
        if name == "gaussian_noise":
            return {"plugin": name, "sigma": self.one_of(0.1, 0.5)}
        if name == "sign_flips":
            return {"plugin": name, **self.one_of({"count": self.random.randint(0, self.units)}, {"fraction": 0.3},
                                                  {"fraction": 0.4, "independent": True})}
        if name == "mask":
            first = self.random.randrange(self.units)
            stretch = {"first": first, "count": self.random.randint(1, self.units - first)}
            masked = self.one_of({"fraction": self.one_of(0.25, 0.5, 1.0)}, {"first": first}, stretch)
            # From a state of zeros, rounding alone decides for which target a network leaves.
            if masked.get("fraction") == 1.0 or masked.get("first") == 0:
                value = {"value": self.one_of(1.0, -1.0)}
            return {"plugin": name, **value, **masked}
        if name == "salt_and_pepper":
            return {"plugin": name, "fraction": self.one_of(0.25, 0.6), **self.some(salt=[1.0, 0.0], pepper=[-1.0, 0.0])}
        width = self.one_of(*(width for width in range(1, self.units + 1) if self.units % width == 0))
        part = {"plugin": name, "width": width, **value, **self.some(share=[0.3, 0.5, 1.0])}
        region = self.one_of("block", "left", "right", "top", "bottom")
        if region == "block" and self.chance(0.5):
            top, left = self.random.randrange(self.units // width), self.random.randrange(width)
            return {**part, "block_top": top, "block_height": self.random.randint(1, self.units // width - top),
                    "block_left": left, "block_width": self.random.randint(1, width - left)}
        return {**part, "region": region}

    def targets(self):
        some = self.random.sample(range(self.count), self.random.randint(1, self.count))
        return {**self.some(targets=[some]), "trials_per_target": self.random.randint(1, max(1, 4 // self.count))}

    def probes(self, graded=True):
        """Patterns of another source, from which trials start."""
        if self.zero_one:
            source = {**self.patterns("sparse"), "coding": "zero_one"}
        else:
            source = self.patterns(*BINARY, *(["gaussian"] if graded and not self.bounded else []))
        return {**source, "count": self.random.randint(1, 4)}

    def mask(self, trials):
        return {"plugin": "biased", "probability": self.one_of(0.2, 0.5), "count": self.one_of(1, trials), "size": self.units}

    def starts(self, graded, masked=True):
        """Starts from damaged targets, or from probes."""
        if self.chance(0.7):
            return {**self.targets(), "corruption": self.corruption(graded)}
        starts = {"starts": self.probes(graded)}
        if masked and self.chance(0.5):
            starts["held"] = self.mask(starts["starts"]["count"])
        return {**starts, **self.some(corruption=[self.corruption(graded)])}

    def watched(self, continuous, energy=True):
        """Settings of analyses that watch trials. States are recorded, so the signs of graded values are compared
        in them."""
        length = {"updates": self.random.randint(1, 6)}
        if continuous:
            length = {"duration": self.one_of(0.05, 0.1), "sampling_interval": self.one_of(0.01, 0.05)}
        return {**length, "record_state": True, **self.one_of({}, {"distance": "hamming"}),
                "record_energy": energy and self.chance(0.6)}

    def asked(self, known, asked):
        """What a completion asks for: never only for units that are known and held."""
        all_layers = list(range(self.layers))
        whole = math.floor(known.get("known_fraction", 0.0) * self.units + 0.5) == self.units
        if set(asked.get("asked_layers", all_layers)) <= set(known.get("known_layers", all_layers if whole else [])):
            return {"asked_layers": [0], **asked, "hold": False}
        return asked

    def watching(self, continuous, graded=True, energy=True):
        """An analysis that watches trials."""
        watched = self.watched(continuous, energy)
        name = self.one_of("perturbation", "completion", "random_initial_states", "basin")
        if name == "perturbation":
            return {"plugin": name, **watched, **self.starts(graded)}
        if name == "completion":
            layer = self.random.randrange(self.layers)
            starts = self.targets() if self.chance(0.7) else {"starts": self.probes(graded)}
            known = self.one_of({"known_layers": [layer]}, {"known_fraction": self.one_of(0.3, 0.5, 1.0)}, {"known": self.mask(1)})
            asked = self.asked(known, self.some(asked_layers=[[layer], [0]], hold=[True, False]))
            if "known" in known:
                asked = {"asked_layers": [0], "hold": False}
            return {"plugin": name, **watched, **starts, **known, "start_scale": self.one_of(0.0, 0.5) if graded else 0.0, **asked}
        if name == "random_initial_states":
            free = self.some(scale=[0.5], distribution=["normal", "uniform", "binary"]) if graded else {"distribution": "binary"}
            starts = {"trials": self.random.randint(1, 4)} if self.chance(0.7) else {"starts": self.probes(graded)}
            return {"plugin": name, **watched, **free, **starts, **self.some(still_below=[0.5], reached_within=[0.7])}
        # Without recorded states, only the signs of values that rounding cannot flip are compared.
        watched = {**watched, "record_state": False, "record_energy": False, "distance": "euclidean"}
        corruption, parameter, damage = self.one_of(
            ({"plugin": "sign_flips", "count": 0}, "count", [0, 1, self.units]),
            ({"plugin": "mask", "fraction": 0.0}, "fraction", [0.0, 0.25, 0.75]),
            *([({"plugin": "gaussian_noise"}, "sigma", [0.1, 0.5, 2])] if graded else []))
        damage = sorted(set(damage))
        return {"plugin": name, **watched, "corruption": corruption, "parameter": parameter, "damage": damage,
                "trials_per_target": self.random.randint(1, 3), "recalled_within": self.one_of(0.51, 1.01)}

    def trial_starts(self):
        if self.chance(0.5):
            return {"trials": self.random.randint(1, 3), **self.some(scale=[0.5], distribution=["normal", "uniform", "binary"])}
        damage = [self.corruption(nested=False) for _ in range(self.random.randint(1, 2))]
        if self.chance(0.4):
            return {"starts": self.probes(), **self.some(corruptions=[damage])}
        return {"start": "targets", **self.targets(), **self.some(corruptions=[damage])}

    def exponent(self, continuous):
        """Companions are so far away that the rounding of states is small compared with their distance."""
        length = {"updates": self.random.randint(1, 3), **self.some(settling_updates=[0, 2])}
        if continuous:
            length = {"duration": self.one_of(0.05, 0.1), "interval": self.one_of(0.01, 0.02), **self.some(settling=[0.02, 0.05])}
        return {"plugin": "lyapunov_exponent", **length, **self.trial_starts(), "separation": self.one_of(1e-3, 1e-2),
                **self.some(positive_above=[0.5])}

    def settling(self, graded=True, energy=True):
        """An analysis that only works with discrete updates."""
        settling = {**self.some(updates=[1, 3, 12], stop=["settled", "updates"])}
        if self.chance(0.4):
            counts = sorted(self.random.sample(range(1, self.count + 1), self.random.randint(1, self.count)))
            return {"plugin": "capacity", **settling, "counts": counts, "trials": self.random.randint(1, 4),
                    "corruption": self.corruption(graded), **self.some(min_overlap=[0.51])}
        starts = self.starts(graded)
        can_hold = "corruption" in starts and "held" not in starts
        return {"plugin": "recall", **settling, **starts, "record_state": True, "record_energy": energy and self.chance(0.7),
                **self.some(min_overlap=[0.51, 0.71]), **(self.some(hold=["undamaged"]) if can_hold else {})}

    def discrete(self, graded=True, energy=True, exponent=False):
        def one():
            if exponent and self.chance(0.2):
                return self.exponent(False)
            return self.settling(graded, energy) if self.chance(0.5) else self.watching(False, graded, energy)
        return [one() for _ in range(self.random.randint(1, 3))]

    # ---- models ----

    def pc_hopfield(self):
        self.layers = self.random.randint(1, min(3, self.units))
        cuts = sorted(self.random.sample(range(1, self.units), self.layers - 1))
        sizes = [end - start for start, end in zip([0, *cuts], [*cuts, self.units])]
        edges = [[source, predicted] for source in range(self.layers) for predicted in range(self.layers)]
        listed = self.random.sample(edges, self.random.randint(1, len(edges)))
        topology = self.one_of("single" if self.layers == 1 else self.one_of("loop", "chain"), listed)
        integrator = self.one_of({"plugin": "euler", "time_step": 0.002}, {"plugin": "rk4", "time_step": 0.005},
                                 {"plugin": "dormand_prince", "relative_tolerance": 1e-12, "absolute_tolerance": 1e-13})
        # At a kink the error of adaptive steps does not follow their order.
        kinked = [] if integrator["plugin"] == "dormand_prince" else ["relu"]
        activation = self.one_of("identity", *kinked, {"plugin": "tanh", "gain": self.one_of(1.0, 1.5)},
                                 {"plugin": "logistic", "gain": self.one_of(0.5, 2.0)})
        model = {"plugin": "pc_hopfield", "layers": sizes, "topology": topology, "activation": activation,
                 **self.some(self_connections=[True, False], tau_v=[0.07, 0.2], tau_e=[0.05, 0.1], xi=[0.0, 0.5, 1.0, 1.5],
                             initial_distribution=["normal", "uniform"], initial_width=[0.2, 0.5], initial_tied=[True, False],
                             initial_scaling=["none", "fan_in", "glorot", "he"], weights=["auto", "dense", "factored"])}
        analyses = [self.of_flow(integrator) if self.chance(0.5) else self.watching(True) for _ in range(self.random.randint(1, 3))]
        rules = [self.predictive_coding(integrator) for _ in range(2 if self.chance(0.15) else 1)]
        for number, rule in enumerate(rules[1:]):
            rule["label"] = f"again_{number}"
        return {"patterns": self.patterns("gaussian", "gaussian", *BINARY), "model": model, "integrator": integrator,
                "learning": rules if len(rules) > 1 else rules[0], "analyses": analyses}

    def predictive_coding(self, integrator):
        free = self.random.sample(range(self.layers), self.random.randint(0, self.layers - 1)) if self.chance(0.3) else []
        method = self.one_of("auto", "stepwise", *([] if free else ["exact", "continuous", "continuous"]))
        rule = {"plugin": "predictive_coding", "presentation": self.one_of(0.1, 0.2), "rounds": self.random.randint(1, 3),
                "method": method, **self.some(order=["as_listed", "shuffled", "together"], target_noise=[0.0, 0.1],
                                              gamma_M=[0.3], gamma_W=[0.5], gamma_b=[0.2], stop_residual=[0.3])}
        if free:
            rule["free_layers"] = free
        if method != "continuous" and ("time_step" not in integrator or self.chance(0.3)):
            rule["time_step"] = 0.004
        if method != "continuous":
            rule["presentation"] = self.one_of(0.1, 0.2)
        return rule

    def pc_dense_memory(self):
        integrator = self.one_of({"plugin": "euler", "time_step": 0.002}, {"plugin": "rk4", "time_step": 0.005},
                                 {"plugin": "dormand_prince", "relative_tolerance": 1e-12, "absolute_tolerance": 1e-13})
        errors = self.one_of("nodes", "settled")
        model = {"plugin": "pc_dense_memory", "units": self.units, "hidden": self.count + self.random.randint(0, 2),
                 "errors": errors, "beta": self.one_of(0.5, 2.0, 5.0), "xi": self.one_of(0.5, 1.0, *([0.0] if errors == "nodes" else [])),
                 **self.some(hidden_targets=["overlaps", "one_hot"], hidden_scale=[0.5, 2.0], corrections=["learned", "none"],
                             tau_v=[0.07, 0.2], tau_e=[0.05, 0.1])}
        analyses = [self.of_motion(integrator) if self.chance(0.6) else self.watching(True) for _ in range(self.random.randint(1, 3))]
        return {"patterns": self.patterns("gaussian", *BINARY), "model": model, "integrator": integrator,
                "learning": self.predictive_coding(integrator), "analyses": analyses}

    def of_motion(self, integrator):
        """An analysis of the Jacobian, or of motion with steps of fixed length."""
        if "time_step" not in integrator or self.chance(0.4):
            return {"plugin": "jacobian_eigenvalues", **self.some(close_to=[-1.0], near_zero=[2.0], targets=[[self.count - 1]])}
        if self.chance(0.5):
            return self.exponent(True)
        return {"plugin": "step_stability", "duration": self.one_of(0.1, 0.2), **self.trial_starts(), **self.some(sampling_interval=[0.05])}

    def of_flow(self, integrator):
        if self.chance(0.4):
            return self.of_motion(integrator)
        if self.chance(0.6):
            return {"plugin": "jacobian_eigenvalues",
                    **self.some(method=["full", "reduced"], close_to=[-1.0], near_zero=[2.0], targets=[[self.count - 1]])}
        return {"plugin": "fixed_points", "random_starts": self.random.randint(1, 4), "settle": self.one_of(0.0, 0.5),
                **self.some(from_targets=[True, False], distribution=["uniform", "binary"], target_within=[0.1],
                            merge_within=[0.01])}

    def hopfield(self):
        response = self.one_of("sign", "sign", "tanh", "logistic", "heat_bath")
        patterns = self.patterns(*BINARY)
        self.bounded, self.zero_one = True, response == "logistic"
        if response == "logistic":
            patterns = {**self.patterns("sparse"), "coding": "zero_one"}
        model = {"plugin": "hopfield", "units": self.units, "response": response,
                 **self.some(update=["synchronous", "asynchronous"], temperature=[0.2, 0.5], threshold=[0.25, -0.5],
                             at_zero=["keep", "zero"], weights=["auto", "dense", "implicit"])}
        if response in ("sign", "heat_bath") and model.get("at_zero") != "zero" and self.chance(0.4):
            model["coding"] = "zero_one"
        rules = [self.rule_of_pairs(model.get("weights")) for _ in range(2 if self.chance(0.25) else 1)]
        for number, rule in enumerate(rules[1:]):
            rule["label"] = f"again_{number}"
        analyses = self.discrete(exponent=response in ("tanh", "logistic"))
        if response in ("tanh", "logistic"):
            self.shorten(rules, analyses)
        return {"patterns": patterns, "model": model, "learning": rules if len(rules) > 1 else rules[0], "analyses": analyses}

    @staticmethod
    def shorten(rules, analyses):
        """Uses few updates, since rounding drives graded units away from an unstable equilibrium ever faster."""
        for part in [*rules, *analyses]:
            name = {"anti_hebbian": "most_updates", "recall": "updates", "capacity": "updates"}.get(part["plugin"])
            if name:
                part[name] = min(part.get(name, 3), 3)

    def rule_of_pairs(self, weights):
        name = self.one_of("hebbian", "pseudo_inverse", "anti_hebbian", *([] if weights == "implicit" else ["storkey"]))
        if name == "hebbian":
            return {"plugin": name, **self.some(normalisation=["units", "patterns", "none"], mean=["zero", "patterns"],
                                                self_connections=[True, False], biases=["zero", "mean_pattern"])}
        if name == "anti_hebbian":
            return {"plugin": name, **self.some(of=["patterns", "own_states"], rate=[0.05, 0.3], most_updates=[2, 20]),
                    "repetitions": self.random.randint(1, 6)}
        return {"plugin": name, **self.some(self_connections=[True, False])}

    def linear_layer(self):
        rule = {"plugin": self.one_of("oja", "sanger", "bcm"), "rate": self.one_of(0.003, 0.01),
                "epochs": self.random.randint(1, 12), **self.some(order=["in_turn", "shuffled"], centre=[True, False])}
        if rule["plugin"] == "bcm":
            rule.update(self.some(tau=[1.0, 5.0], initial_threshold=[0.5]))
        return {"patterns": self.patterns("gaussian", *BINARY), "learning": rule,
                "model": {"plugin": "linear_layer", "units": self.units, "outputs": self.random.randint(1, min(4, self.units)),
                          **self.some(initial_scale=[0.5, 1.0])},
                "analyses": self.discrete(energy=False, exponent=True)}

    def memory(self, **settings):
        parts = self.units
        if self.units > 1 and self.chance(0.3):
            self.layers = 2
            parts = [1, self.units - 1]
        return {"units": parts, **settings}

    def dense_associative_memory(self):
        model = self.memory(plugin="dense_associative_memory", **self.some(
            interaction=["polynomial", "rectified_polynomial", "exponential"], degree=[2, 3, 4], beta=[0.3, 0.7],
            update=["synchronous", "asynchronous"]))
        return {"patterns": self.patterns(*BINARY), "model": model, "learning": "store", "analyses": self.discrete(graded=False)}

    def continuous_hopfield(self):
        model = self.memory(plugin="continuous_hopfield", **self.some(
            beta=[0.5, 2.0], similarity=["dot", "cosine", "euclidean", "manhattan"], ignore_unknown=[True, False]))
        kind = model.get("similarity", "dot")
        energy = kind == "dot" or (kind == "euclidean" and not model.get("ignore_unknown"))
        return {"patterns": self.patterns("gaussian", *BINARY), "model": model, "learning": "store",
                "analyses": self.discrete(energy=energy, exponent=True)}
