"""Integrators and discrete updates: the motion of a batch of trials from its starts."""

import numpy as np

# A reference for adaptive steps: classical Runge-Kutta steps so short that their error is below the tolerance.
FINE_STEP = 2.5e-5


def _euler(model, states, h, held):
    return states + h * _slope(model, states, held)


def _rk4(model, states, h, held):
    one = _slope(model, states, held)
    two = _slope(model, states + h / 2.0 * one, held)
    three = _slope(model, states + h / 2.0 * two, held)
    four = _slope(model, states + h * three, held)
    return states + h / 6.0 * (one + 2.0 * two + 2.0 * three + four)


def _slope(model, states, held):
    slope = model.derivative(states)
    slope[:model.units][held] = 0.0
    return slope


def _fixed(step):
    return lambda settings: (step, settings["time_step"])


INTEGRATORS = {"euler": _fixed(_euler), "rk4": _fixed(_rk4), "dormand_prince": lambda _settings: (_rk4, FINE_STEP)}

# R(z), the factor by which a step h multiplies a mode exp(lambda t), z = h lambda.
STABILITY = {"euler": lambda z: 1.0 + z, "rk4": lambda z: 1.0 + z + z**2 / 2.0 + z**3 / 6.0 + z**4 / 24.0}


def time_step(integrator):
    """The fixed step that learning rules use, or None."""
    return integrator.get("time_step") if integrator else None


class Trajectory:
    """Trials that move together; `states` are those at `time`."""

    def __init__(self, model, integrator, starts, streams, held=None):
        self.model = model
        self.states = model.start(np.array(starts, float).T)
        self.held = np.zeros((model.units, len(starts)), bool) if held is None else np.array(held).T
        self.time = 0.0
        self.step, self.length = INTEGRATORS[integrator["plugin"]](integrator) if integrator else (None, 1.0)
        self.streams = [streams.stream(trial) for trial in range(len(starts))]

    def advance_to(self, time):
        count = round((time - self.time) / self.length)
        for _ in range(count):
            if self.step:
                self.states = self.step(self.model, self.states, (time - self.time) / count, self.held)
            else:
                self.model.update(self.states, self.held, self.streams)
        self.time = time

    def values(self):
        """trial x unit"""
        return self.states[:self.model.units].T.copy()
