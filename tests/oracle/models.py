"""Models: weights before learning, updates or flow, energy, Jacobian. States are columns of a matrix, state x trial."""

import itertools

import numpy as np

from activations import activation


class Memories:
    """A network that stores the patterns themselves."""

    def __init__(self, settings):
        self.settings = settings
        self.layers = settings["units"]
        self.units = sum(self.layers)
        self.X = np.zeros((0, self.units))

    def initialise(self, _stream):
        self.X = np.zeros((0, self.units))

    def memorise(self, patterns):
        self.X = np.vstack([self.X, patterns])

    def expected(self, _group):
        return {"stored_patterns": float(len(self.X)), "X": self.X}

    def take(self, group):
        """The patterns are not recorded a second time."""

    def start(self, patterns):
        return np.array(patterns, float)


class ContinuousHopfield(Memories):
    """s <- X^T softmax(beta sim); H. Ramsauer et al. (2021), B. Millidge et al. (2022)."""

    def similarities(self, s):
        known = s != 0.0 if self.settings["ignore_unknown"] else np.ones(len(s), bool)
        X, s = self.X[:, known], s[known]
        kind = self.settings["similarity"]
        if kind == "dot":
            return X @ s
        if kind == "cosine":
            lengths = np.linalg.norm(X, axis=1) * np.linalg.norm(s)
            return np.divide(X @ s, lengths, out=np.zeros(len(X)), where=lengths > 0.0)
        if kind == "euclidean":
            return -0.5 * ((X - s) ** 2).sum(axis=1)
        return -np.abs(X - s).sum(axis=1)

    def update(self, states, held, _streams):
        for trial, s in enumerate(states.T):
            weights = np.exp(self.settings["beta"] * (lambda sim: sim - sim.max())(self.similarities(s)))
            after = (weights / weights.sum()) @ self.X
            states[:, trial] = np.where(held[:, trial], s, after)

    def energy(self, s):
        beta = self.settings["beta"]
        sims = self.similarities(s)
        value = -(sims.max() + np.log(np.exp(beta * (sims - sims.max())).sum()) / beta)
        return value + 0.5 * s @ s if self.settings["similarity"] == "dot" else value


class DenseAssociativeMemory(Memories):
    """s_i <- sign(sum_k F(x_ki + m_ki) - F(-x_ki + m_ki)); D. Krotov and J. J. Hopfield (2016)."""

    def F(self, z):
        kind = self.settings["interaction"]
        if kind == "exponential":
            return np.exp(self.settings["beta"] * z)
        return np.where((z > 0.0) | (kind == "polynomial"), z, 0.0) ** float(self.settings["degree"])

    def value(self, s, unit):
        m = self.X @ s - self.X[:, unit] * s[unit]
        terms = self.F(self.X[:, unit] + m), -self.F(-self.X[:, unit] + m)
        field = sum(part.sum() for part in terms)
        # For values of +1 and -1 a sum is a difference of powers or exponentials, and if it is small it is only
        # rounding error.
        if abs(field) <= 1e-12 * np.abs(terms[0] + terms[1]).sum():
            return s[unit]
        return np.sign(field)

    def update(self, states, held, streams):
        for trial, stream in enumerate(streams):
            s = states[:, trial]
            order = list(range(self.units))
            if self.settings["update"] == "asynchronous":
                stream.shuffle(order)
            before = s.copy()
            for unit in order:
                if not held[unit, trial]:
                    s[unit] = self.value(s if self.settings["update"] == "asynchronous" else before, unit)

    def energy(self, s):
        return -self.F(self.X @ s).sum()


class Hopfield:
    """s_i <- f(sum_j W_ij s_j + b_i - theta); J. J. Hopfield (1982, 1984)."""

    def __init__(self, settings):
        self.settings = settings
        self.units = settings["units"]
        self.layers = [self.units]
        self.initialise(None)

    def initialise(self, _stream):
        self.W = np.zeros((self.units, self.units))
        self.b = np.zeros(self.units)
        # The sum of the sizes of all terms in a row of the weights, since the rest of terms that cancel is rounding
        # error.
        self.added = np.zeros(self.units)
        # The least and the most that the program may record as the sum of these sizes.
        self.least_terms, self.most_terms = np.zeros(self.units), np.zeros(self.units)

    def add(self, patterns, rho, factor, self_connections):
        change = factor * (patterns - rho).T @ (patterns - rho)
        terms = abs(factor) * (np.abs(patterns - rho).T @ np.abs(patterns - rho)).sum(axis=1)
        self.added = self.added + terms
        self.add_terms(terms, terms if self.settings.get("weights") == "dense" else 4.0 * terms)
        self.W = self.W + (change if self_connections else change - np.diag(np.diag(change)))

    def add_terms(self, least, most):
        self.least_terms, self.most_terms = self.least_terms + least, self.most_terms + most

    @staticmethod
    def _recorded(group):
        if "W" in group:
            return group["W"][()]
        deviations = group["X"][()] - group["pattern_mean"][()][:, None]
        return (deviations.T * group["pattern_factor"][()]) @ deviations - np.diag(group["diagonal"][()])

    def expected(self, group):
        expected = {"b": self.b}
        if "W" in group:
            return {"W": self.W, "weight_terms": self._terms, **expected}
        # The program may store outer products in any form; only their sum is compared.
        difference = np.abs(self._recorded(group) - self.W).max()
        same = difference <= 1e-10 * max(1.0, np.abs(self.W).max())

        def adds_up(_actual):
            return "" if same else f"X, pattern_factor, pattern_mean and diagonal give weights that differ by {difference:g}"
        return {**expected, **dict.fromkeys(("X", "pattern_factor", "pattern_mean", "diagonal"), adds_up),
                **({"pattern_keeps_diagonal": adds_up} if "pattern_keeps_diagonal" in group else {})}

    def _terms(self, actual):
        """Outer products that are held as patterns and multiplied out later have an upper bound of their terms."""
        slack = 1e-10 * (1.0 + self.most_terms)
        fits = (actual >= self.least_terms - slack).all() and (actual <= self.most_terms + slack).all()
        return "" if fits else "weight_terms are not the sums of the terms in the rows of the weights"

    def take(self, group):
        self.W, self.b = self._recorded(group), group["b"][()]

    def start(self, patterns):
        return np.array(patterns, float)

    def values(self, s):
        return 0.5 * (s + 1.0) if self.settings["coding"] == "zero_one" else s

    def value(self, s, unit, stream):
        s_settings = self.settings
        h = self.W[unit] @ self.values(s) + self.b[unit] - s_settings["threshold"]
        if s_settings["response"] == "heat_bath":
            difference = h if s_settings["coding"] == "zero_one" else 2.0 * h
            return 1.0 if stream.uniform() < 0.5 * (1.0 + np.tanh(0.5 * difference / s_settings["temperature"])) else -1.0
        if s_settings["response"] == "tanh":
            return np.tanh(h / s_settings["temperature"])
        if s_settings["response"] == "logistic":
            return 0.5 * (1.0 + np.tanh(0.5 * h / s_settings["temperature"]))
        scale = max(np.abs(self.W[unit]).sum(), self.added[unit]) + abs(self.b[unit] - s_settings["threshold"])
        if abs(h) <= 1e-12 * scale:
            return s[unit] if s_settings["at_zero"] == "keep" else 0.0
        return np.sign(h)

    def update(self, states, held, streams):
        together = self.settings["update"] == "synchronous"
        for trial, stream in enumerate(streams):
            s = states[:, trial]
            before = s.copy()
            order = list(range(self.units))
            if not together:
                stream.shuffle(order)
            for unit in order:
                # Updated all at once, held units draw a number at a temperature too.
                if together or not held[unit, trial]:
                    value = self.value(before if together else s, unit, stream)
                    s[unit] = s[unit] if held[unit, trial] else value

    def energy(self, s):
        theta, T, response = (self.settings[name] for name in ("threshold", "temperature", "response"))
        V = self.values(s)
        energy = -0.5 * V @ self.W @ V - self.b @ V + theta * V.sum()

        def x_ln_x(x):
            return 0.0 if x == 0.0 else x * np.log(x)
        for value in s if response in ("tanh", "logistic") else []:
            low = 0.5 * (1.0 + value) if response == "tanh" else value
            if not 0.0 <= low <= 1.0:
                return np.inf
            energy += T * (x_ln_x(low) + x_ln_x(1.0 - low) + (np.log(2.0) if response == "tanh" else 0.0))
        return energy


class LinearLayer:
    """y = W x; x <- W^T W x."""

    def __init__(self, settings):
        self.settings = settings
        self.units = settings["units"]
        self.layers = [self.units]
        self.W = np.zeros((settings["outputs"], self.units))

    def initialise(self, stream):
        deviation = self.settings["initial_scale"] / np.sqrt(self.units)
        for unit, output in itertools.product(range(self.units), range(len(self.W))):
            self.W[output, unit] = deviation * stream.normal()

    def expected(self, _group):
        return {"W": self.W}

    def take(self, group):
        self.W = group["W"][()]

    def start(self, patterns):
        return np.array(patterns, float)

    def update(self, states, held, _streams):
        states[:] = np.where(held, states, self.W.T @ (self.W @ states))


class _Predicting:
    """Nodes predicted by weights M and biases b."""

    def residual(self, v):
        """v - M f(v) - b of every column."""
        return v - self.M @ self.rates(v) - (self.b if v.ndim == 1 else self.b[:, None])


class PcHopfield(_Predicting):
    """arXiv 2406.14723, equations (1) and (2); the state is v above e."""

    def __init__(self, settings):
        self.settings = settings
        self.layers = settings["layers"]
        self.units = sum(self.layers)
        self.layer_of_unit = np.repeat(np.arange(len(self.layers)), self.layers)
        self.edges = self._edges()
        # The entries of M that may differ from 0: unit x source unit.
        self.mask = np.zeros((self.units, self.units), bool)
        for source, predicted in self.edges:
            self.mask |= np.outer(self.layer_of_unit == predicted, self.layer_of_unit == source)
        if not settings["self_connections"]:
            np.fill_diagonal(self.mask, False)
        self.mask_of_W = self.mask.T

    def _edges(self):
        count, topology = len(self.layers), self.settings["topology"]
        if not isinstance(topology, str):
            return [tuple(edge) for edge in topology]
        if topology == "single":
            return [(0, 0)]
        edges = [(layer + 1, layer) for layer in range(count - 1)]
        return edges + [(0, count - 1)] if topology == "loop" else edges

    def initialise(self, stream):
        s = self.settings
        self.M, self.W = np.zeros((2, self.units, self.units))
        self.b = np.zeros(self.units)
        for source, predicted in self.edges if s["initial_width"] > 0.0 else []:
            n, m = self.layers[source], self.layers[predicted]
            width = s["initial_width"] * {"none": 1.0, "fan_in": n**-0.5, "glorot": (2.0 / (n + m)) ** 0.5,
                                          "he": (2.0 / n) ** 0.5}[s["initial_scaling"]]

            def block(rows, columns):
                # Column by column, in the order of matrices in the program's memory.
                draws = [stream.normal() if s["initial_distribution"] == "normal"
                         else 3.0**0.5 * (2.0 * stream.uniform() - 1.0) for _ in range(rows * columns)]
                return width * np.array(draws).reshape(columns, rows).T
            sources, targets = self.layer_of_unit == source, self.layer_of_unit == predicted
            drawn = block(m, n)
            self.M[np.ix_(targets, sources)] = drawn
            self.W[np.ix_(sources, targets)] = drawn.T if s["initial_tied"] else block(n, m)
        self.M *= self.mask
        self.W *= self.mask.T

    def expected(self, _group):
        return {"M": self.M, "W": self.W, "b": self.b, "layer_of_unit": self.layer_of_unit}

    def take(self, group):
        self.M, self.W, self.b = (group[name][()] for name in ("M", "W", "b"))

    def start(self, patterns):
        return np.vstack([patterns, np.zeros_like(patterns)])

    def clamped(self, patterns):
        """The values to which patterns, pattern x unit, clamp the nodes."""
        return patterns

    def f(self, v):
        return activation(self.settings["activation"], v)

    def rates(self, v):
        return self.f(v)[0]

    def velocity(self, v, e):
        """Equation (1) for every column."""
        return (-e + self.f(v)[1] * (self.W @ e)) / self.settings["tau_v"]

    def derivative(self, states):
        s = self.settings
        v, e = states[:self.units], states[self.units:]
        return np.vstack([self.velocity(v, e), (self.residual(v) - s["xi"] * e) / s["tau_e"]])

    def energy(self, state):
        v, e = state[:self.units], state[self.units:]
        xi = self.settings["xi"]
        rest = self.residual(v) / xi if xi > 0.0 else e
        return 0.5 * rest @ rest

    def jacobian(self, state):
        s = self.settings
        v, e = state[:self.units], state[self.units:]
        _, slope, curvature = self.f(v)
        identity = np.eye(self.units)
        return np.block([[np.diag(curvature * (self.W @ e)) / s["tau_v"], (slope[:, None] * self.W - identity) / s["tau_v"]],
                         [(identity - self.M * slope) / s["tau_e"], -s["xi"] / s["tau_e"] * identity]])


class PcDenseMemory(_Predicting):
    """Equations (1) and (2) for visible units v and hidden units h that predict each other: M and W include all
    nodes, f is v and softmax(beta h), and its Jacobian replaces f'. The state is v, h and the errors, unless these
    are at rest."""

    def __init__(self, settings):
        self.settings = settings
        self.units, self.hidden = settings["units"], settings["hidden"]
        self.layers = [self.units]
        self.nodes = self.units + self.hidden
        self.layer_of_unit = np.zeros(self.nodes, int)
        self.is_hidden = np.arange(self.nodes) >= self.units
        self.mask = self.is_hidden[:, None] != self.is_hidden
        self.mask_of_W = self.mask & (settings["corrections"] == "learned")
        self.M, self.W = np.zeros((2, self.nodes, self.nodes))
        self.b = np.zeros(self.nodes)

    def initialise(self, _stream):
        pass

    def _blocks(self):
        visible, hidden = np.ix_(~self.is_hidden, self.is_hidden), np.ix_(self.is_hidden, ~self.is_hidden)
        return {"M": (self.M, visible), "Q": (self.M, hidden), "R": (self.W, visible), "W": (self.W, hidden)}

    def expected(self, _group):
        return {**{name: matrix[block] for name, (matrix, block) in self._blocks().items()},
                "b": self.b[:self.units], "c": self.b[self.units:]}

    def take(self, group):
        for name, (matrix, block) in self._blocks().items():
            matrix[block] = group[name][()]
        self.b = np.concatenate([group["b"][()], group["c"][()]])

    def clamped(self, patterns):
        scale, count = self.settings["hidden_scale"], len(patterns)
        h = np.zeros((count, self.hidden))
        one_hot = self.settings["hidden_targets"] == "one_hot"
        h[:, :count] = scale * np.eye(count) if one_hot else scale / self.units * patterns @ patterns.T
        return np.hstack([patterns, h])

    def start(self, patterns):
        h = self.M[self.units:, :self.units] @ patterns + self.b[self.units:].reshape(-1, *[1] * (patterns.ndim - 1))
        rest = np.zeros((self.nodes if self.settings["errors"] == "nodes" else 0, *patterns.shape[1:]))
        return np.concatenate([patterns, h, rest])

    def rates(self, x):
        powers = np.exp(self.settings["beta"] * (x[self.units:] - x[self.units:].max(axis=0)))
        return np.concatenate([x[:self.units], powers / powers.sum(axis=0)])

    def slope(self, x):
        """The Jacobian of the rates at one state of the values."""
        p = self.rates(x)[self.units:]
        slope = np.eye(self.nodes)
        slope[self.units:, self.units:] = self.settings["beta"] * (np.diag(p) - np.outer(p, p))
        return slope

    def velocity(self, x, e):
        corrections = np.array([self.slope(one).T @ (self.W @ error) for one, error in zip(x.T, e.T)]).T
        return (-e + corrections) / self.settings["tau_v"]

    def _errors(self, states):
        x = states[:self.nodes]
        return states[self.nodes:] if self.settings["errors"] == "nodes" else self.residual(x) / self.settings["xi"]

    def derivative(self, states):
        s, x, e = self.settings, states[:self.nodes], self._errors(states)
        velocity = self.velocity(x, e)
        if s["errors"] == "settled":
            return velocity
        return np.vstack([velocity, (self.residual(x) - s["xi"] * e) / s["tau_e"]])

    def energy(self, state):
        xi = self.settings["xi"]
        errors = self.residual(state[:self.nodes]) / xi if xi > 0.0 else state[self.nodes:]
        return 0.5 * errors @ errors

    def jacobian(self, state):
        s, x, e, hidden = self.settings, state[:self.nodes], self._errors(state), slice(self.units, None)
        slope, identity = self.slope(x), np.eye(self.nodes)
        p, J, u = self.rates(x)[hidden], slope[hidden, hidden], (self.W @ e)[hidden]
        bend = np.zeros_like(slope)  # the change of slope^T W e with the values
        bend[hidden, hidden] = s["beta"] * ((u - p @ u)[:, None] * J - np.outer(p, J @ u))
        back = slope.T @ self.W - identity
        ahead = identity - self.M @ slope
        if s["errors"] == "settled":
            return (bend + back @ ahead / s["xi"]) / s["tau_v"]
        return np.block([[bend / s["tau_v"], back / s["tau_v"]], [ahead / s["tau_e"], -s["xi"] / s["tau_e"] * identity]])


MODELS = {"continuous_hopfield": ContinuousHopfield, "dense_associative_memory": DenseAssociativeMemory,
          "hopfield": Hopfield, "linear_layer": LinearLayer, "pc_dense_memory": PcDenseMemory, "pc_hopfield": PcHopfield}
