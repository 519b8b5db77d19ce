"""One odd value in a spec that otherwise runs: of another type, outside of the limits, empty, far too large. All
pairs of parameters and odd values, by each way into a spec."""

from random import Random

import results
from catalogue import ROLES
from covering import Array, Factor
from network import assemble
from probe import Complaint, complaints
from spec_text import text_of
from specs import PLACE

NAME = "odd"
VALUES = ("null", "[]", "{}", '""', "abc", "'3'", "-1", "0", "1.5", "3", "[3]", "[1, 2]", "[1, abc]", "[[1, 2], [3]]", "true",
          "{plugin: abc}", "{plugin: tanh}", ".nan", ".inf", "-.inf", "1e-310", "1e300", "1e400", "-9223372036854775808",
          "9223372036854775807", "9223372036854775808", "99999999999999999999999", "10 ms", "10 parsecs", "ten.png",
          "'\\0'", "\"\\u0007\"", "*missing", "[null]", "1000000", "[0]", "[-1]", "[.nan]", "[1e300]", "0x10", "1_000")
ROUTES = ("spec", "set", "case", "sweep", "swept list")
# An odd value may be a valid request for very much work; the program must end when it is asked to.
LIMIT = 4


def dotted(role, plugin, chosen, parameter):
    """The path of a parameter in overrides."""
    before = {"analyses": f"analyses.{plugin}", "corruption": f"analyses.{chosen['analyses']}.corruption",
              "activation": "model.activation"}.get(role, role)
    return f"{before}.{parameter}"


def spec_with(network, role, plugin, parameter, value, route):
    """A spec with an odd value, and further arguments for the program."""
    chosen = network.companions(role, plugin)
    flow = "flow" in getattr(network.plugin("model", chosen["model"]), "offers", ())
    size = network.plugin("patterns", chosen["patterns"]).size()
    spec = assemble(network, chosen, lambda role, plugin: network.settings(plugin, flow, size))
    path = dotted(role, plugin, chosen, parameter)
    if route == "set":
        return spec, ["--set", f"{path}={value}"]
    if route == "case":
        spec["cases"] = {"plain": {}, "odd": {path: value}}
    elif route == "sweep":
        spec["sweep"] = {path: f"[{value}]"}
    elif route == "swept list":
        spec["sweep"] = {path: value}
    else:
        place = {"analyses": lambda: spec["analyses"][0], "corruption": lambda: spec["analyses"][0]["corruption"],
                 "activation": lambda: spec["model"]["activation"]}.get(role, lambda: spec[role])()
        place[parameter] = value
    return spec, []


class Case:
    def __init__(self, network, role, plugin, parameter, value, route):
        self.name = f"{NAME}/{ROLES[role]}.{plugin}.{parameter}={value}@{route}"
        self.make = lambda: spec_with(network, role, plugin, parameter, value, route)

    def run(self, bench):
        spec, arguments = self.make()
        folder = bench.folder()
        text = text_of(spec)
        (folder / "case.yaml").write_text(text, encoding="utf-8")
        outcome = bench.engram(["run", "case.yaml", "-j", "1", *arguments], folder, LIMIT)
        wrong = complaints(outcome, may_be_late=True)
        if not wrong and outcome.code == 2 and not PLACE.search(outcome.err):
            wrong.append(Complaint("no place", outcome.err.strip()[:300]))
        if not wrong and outcome.code in (0, 1) and not outcome.late:
            fault = results.faults(folder / "case.h5", "complete" if outcome.code == 0 else "failed")
            wrong += [Complaint("result", f"exit code {outcome.code}, and {fault}")] if fault else []
        for complaint in wrong:
            bench.found(self.name, complaint, outcome, text)
        if outcome.late and not wrong:
            bench.count(f"{NAME}: stopped by SIGTERM after {LIMIT} s")


def cases(network, seed, limit):
    parameters = [(role, plugin.name, parameter) for role, plugins in network.by_role.items() for plugin in plugins.values()
                  for parameter in plugin.parameters]
    array = Array([Factor("parameter", parameters), Factor("value", VALUES), Factor("route", ROUTES)], Random(f"{NAME} {seed}"))
    for row in array.rows(limit):
        yield Case(network, *row["parameter"], row["value"], row["route"])
