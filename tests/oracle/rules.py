"""Learning rules: the weights after training, and the records.

Each function takes (model, patterns: pattern x unit, settings, streams, time step of the integrator) and returns
the rule's records: name -> expected array."""

import numpy as np

from trajectories import Trajectory


def _stability(model, patterns):
    """s_i h_i with h = W x + b - theta; s = x for values of -1 and +1, and 2 x - 1 for values of 0 and 1."""
    theta = model.settings.get("threshold", 0.0)
    signs = 2 * patterns - 1 if model.settings.get("response") == "logistic" else patterns
    factor, offset = (0.5, 0.5 * model.W.sum(axis=1)) if model.settings.get("coding") == "zero_one" else (1.0, 0.0)
    aligned = signs * (factor * patterns @ model.W.T + offset + model.b - theta)
    rounding = 1e-12 * ((np.maximum(np.abs(model.W).sum(axis=1), model.added) + np.abs(model.b)).max() + abs(theta))
    return {"stability": aligned.min(), "patterns_stable": (aligned.min(axis=1) > rounding).mean()}


def _hebbian(model, patterns, s, _streams, _step):
    rho = patterns.mean() if s["mean"] == "patterns" else 0.0
    divisor = {"units": patterns.shape[1], "patterns": patterns.shape[0], "none": 1.0}[s["normalisation"]]
    model.add(patterns, rho, 1.0 / divisor, s["self_connections"])
    if s["biases"] == "mean_pattern":
        model.b = model.b + patterns.mean(axis=0)
    return {"rho": rho, **_stability(model, patterns)}


def _storkey(model, patterns, s, _streams, _step):
    units = model.units
    for x in patterns:
        W, change = model.W, np.zeros((units, units))
        for i in range(units):
            for j in range(units):
                h_ij = sum(W[i, k] * x[k] for k in range(units) if k not in (i, j))
                h_ji = sum(W[j, k] * x[k] for k in range(units) if k not in (i, j))
                change[i, j] = (x[i] * x[j] - x[i] * h_ji - h_ij * x[j]) / units
        if not s["self_connections"]:
            np.fill_diagonal(change, 0.0)
        model.W = W + change
    return _stability(model, patterns)


def _pseudo_inverse(model, patterns, s, _streams, _step):
    X = patterns.T
    projection = X @ np.linalg.pinv(X, rcond=s["tolerance"])
    rank = int(np.linalg.matrix_rank(X, tol=s["tolerance"] * np.linalg.norm(X, axis=0).max()))
    # The projection is a sum of outer products of any orthonormal basis q of the patterns. By the triangle and the
    # Cauchy-Schwarz inequality, sum_rj |q_ir q_jr| is at least sum_j |P_ij| and at most sqrt(rank units P_ii). Products
    # that are multiplied out later add the size of a removed P_ii.
    own = np.clip(np.diag(projection), 0.0, 1.0)
    model.add_terms(np.abs(projection).sum(axis=1), np.sqrt(rank * model.units * own) + own)
    if not s["self_connections"]:
        np.fill_diagonal(projection, 0.0)
    model.W = model.W + projection
    # A projection makes no vector longer, so sums of sizes are of the order of 1.
    model.added = model.added + 1.0
    return {"rank": float(rank), **_stability(model, patterns)}


def _anti_hebbian(model, patterns, s, streams, _step):
    factor = -s["rate"] / model.units
    if s["of"] == "patterns":
        model.add(patterns, 0.0, factor * s["repetitions"], False)
        return _stability(model, patterns)
    at_rest = 0
    for repetition in range(s["repetitions"]):
        start = streams.within("start").stream(repetition)
        state = [start.sign() for _ in range(model.units)]
        trajectory = Trajectory(model, None, [state], streams.within("motion"))
        trajectory.streams = [streams.within("motion").stream(repetition)]
        for update in range(s["most_updates"]):
            before = trajectory.values()
            trajectory.advance_to(update + 1.0)
            if model.settings["response"] != "heat_bath" and np.abs(trajectory.values() - before).max() <= 1e-9:
                at_rest += 1
                break
        model.add(trajectory.values(), 0.0, factor, False)
    return {"fraction_at_rest": at_rest / s["repetitions"], **_stability(model, patterns)}


def _present(model, patterns, s, streams, step):
    """Shows all patterns in each epoch; `step` changes the weights. Returns the shown patterns and the records."""
    shown = patterns - patterns.mean(axis=0) if s["centre"] else patterns
    turn, changes = list(range(len(shown))), []
    for epoch in range(s["epochs"]):
        if s["order"] == "shuffled":
            streams.within("epoch").stream(epoch).shuffle(turn)
        before = model.W
        for pattern in turn:
            step(shown[pattern])
        changes.append(np.linalg.norm(model.W - before))
    return shown, {"weight_change": changes, "epoch": np.arange(s["epochs"])}


def _explained(shown, weights):
    whole = (shown**2).sum()
    _, sizes, rows = np.linalg.svd(weights, full_matrices=False)
    basis = rows[sizes > 1e-13 * sizes.max()]
    return {"explained_variance": ((shown @ basis.T) ** 2).sum() / whole if whole > 0.0 else 1.0}


def _oja(model, patterns, s, streams, _step):
    def step(x):
        y = model.W @ x
        model.W = model.W + s["rate"] * np.array([y_o * (x - y_o * row) for y_o, row in zip(y, model.W)])
    shown, recorded = _present(model, patterns, s, streams, step)
    return {**recorded, **_explained(shown, model.W)}


def _sanger(model, patterns, s, streams, _step):
    def step(x):
        W = model.W
        y = W @ x
        model.W = W + s["rate"] * np.array([y[o] * (x - y[:o + 1] @ W[:o + 1]) for o in range(len(W))])
    shown, recorded = _present(model, patterns, s, streams, step)
    return {**recorded, **_explained(shown, model.W)}


def _bcm(model, patterns, s, streams, _step):
    theta = np.full(len(model.W), s["initial_threshold"], float)

    def step(x):
        nonlocal theta
        y = model.W @ x
        model.W = model.W + s["rate"] * np.outer(y * (y - theta), x)
        theta = theta + (y**2 - theta) / s["tau"]
    shown, recorded = _present(model, patterns, s, streams, step)
    responses = model.W @ shown.T
    most = responses.max(axis=1)
    selectivity = [1.0 - mean / largest if largest > 0.0 else 0.0 for mean, largest in zip(responses.mean(axis=1), most)]
    return {**recorded, "theta": theta, "selectivity": selectivity}


def _store(model, patterns, _s, _streams, _step):
    model.memorise(patterns)
    return {}


class _PredictiveCoding:
    """arXiv 2406.14723, equations (2) to (5), one explicit Euler step after the other; the limit of short steps is the
    exponential of the same linear equations."""

    def __init__(self, model, patterns, s, streams, step):
        self.model, self.s, self.streams, self.patterns = model, s, streams, model.clamped(patterns)
        self.h = s["time_step"] or step
        self.free = np.isin(model.layer_of_unit, s["free_layers"])
        self.v = np.where(self.free, 0.0, self.patterns)
        self.together = s["order"] == "together"
        self.presented = 0

    def train(self):
        s, order, residuals = self.s, list(range(len(self.v))), []
        for round_number in range(s["rounds"]):
            if s["order"] == "shuffled":
                self.streams.stream(round_number).shuffle(order)
            for targets in [order] if self.together else [[target] for target in order]:
                self.presented += 1
                self.show(targets)
                if s["method"] == "continuous":
                    self.move_continuously(targets)
                else:
                    self.take_steps(targets)
            if s["target_noise"] > 0.0 and not self.free.any():
                self.v = self.patterns.copy()
            residuals.append(np.abs(self.model.residual(self.v.T)).max(axis=0))
            if max(residuals[-1]) < (s["stop_residual"] or 0.0):
                break
        return {"round": np.arange(len(residuals)) + 1, "residual": residuals, "rounds": float(len(residuals)),
                "final_residual": max(residuals[-1]), "simulated_time": self.presented * s["presentation"]}

    def show(self, targets):
        """Clamped values, with separate noise in each presentation; free units start at 0."""
        for target in targets:
            self.v[target] = self.patterns[target]
            if self.s["target_noise"] > 0.0:
                number = (self.presented - 1) * len(self.v) + target + 1 if self.together else self.presented
                stream = self.streams.within("target noise").stream(number)
                self.v[target] += [self.s["target_noise"] * stream.normal() for _ in self.v[target]]
            self.v[target][self.free] = 0.0

    def take_steps(self, targets):
        model, s, h, share = self.model, self.s, self.h, 1.0 / len(targets)
        v = self.v[targets].T.copy()
        e = np.zeros_like(v)
        for _ in range(round(s["presentation"] / h)):
            f, dv = model.rates(v), model.velocity(v, e)
            de = (model.residual(v) - model.settings["xi"] * e) / model.settings["tau_e"]
            M = model.M + h * share / s["gamma_M"] * (e @ f.T) * model.mask
            W = model.W + h * share / s["gamma_W"] * (f @ e.T) * model.mask_of_W
            model.b = model.b + h * share / s["gamma_b"] * e.sum(axis=1)
            model.M, model.W = M, W
            e = e + h * de
            v[self.free] += h * dv[self.free]
        self.v[targets] = v.T

    def move_continuously(self, targets):
        """With v clamped, each unit has residuals r_k, errors e_k and their integrals S_k: r_k' = -sum_l G_kl e_l,
        e_k' = (r_k - xi e_k) / tau_e, S_k' = e_k."""
        model, s, count = self.model, self.s, len(targets)
        f = model.rates(self.v[targets].T).T
        residual = model.residual(self.v[targets].T)
        tau_e, xi = model.settings["tau_e"], model.settings["xi"]
        zero, identity = np.zeros((count, count)), np.eye(count)
        S = np.zeros_like(residual)
        for unit in range(len(residual)):
            G = ((f * model.mask[unit]) @ f.T / s["gamma_M"] + 1.0 / s["gamma_b"]) / count
            rates = np.block([[zero, -G, zero], [identity / tau_e, -xi / tau_e * identity, zero], [zero, identity, zero]])
            S[unit] = exponential(s["presentation"] * rates)[2 * count:, :count] @ residual[unit]
        model.M = model.M + (S @ f) * model.mask / (count * s["gamma_M"])
        model.W = model.W + (f.T @ S.T) * model.mask_of_W / (count * s["gamma_W"])
        model.b = model.b + S.sum(axis=1) / (count * s["gamma_b"])


def exponential(A):
    """exp(A) by its series, of A divided by a power of two, and as many squarings."""
    halvings = max(0, int(np.ceil(np.log2(max(np.abs(A).sum(axis=1).max(), 1e-300)))) + 3)
    A = A / 2.0**halvings
    term = total = np.eye(len(A))
    for order in range(1, 20):
        term = term @ A / order
        total = total + term
    for _ in range(halvings):
        total = total @ total
    return total


def _predictive_coding(model, patterns, s, streams, step):
    return _PredictiveCoding(model, patterns, s, streams, step).train()


RULES = {"anti_hebbian": _anti_hebbian, "bcm": _bcm, "hebbian": _hebbian, "oja": _oja,
         "predictive_coding": _predictive_coding, "pseudo_inverse": _pseudo_inverse, "sanger": _sanger, "store": _store,
         "storkey": _storkey}


def learn(model, patterns, parts, streams, step):
    """Trains with each of the rules, [(label or "", settings)]; returns the records of each."""
    return [RULES[s["plugin"]](model, patterns, s, streams.within(label) if label else streams, step) for label, s in parts]
