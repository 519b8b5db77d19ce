"""Specs of all pairs of values: of parameters within their limits, of their plugins, and of the ways in which a
spec names parts. Each must run to a complete result or fail with a message."""

import copy
import re
from random import Random

import results
from catalogue import ABSENT, EXAMPLE_SIZE, FILE_SIZE, ROLES, SIZES
from covering import Array, Factor
from network import NOTHING, assemble, numbers_of, with_size
from probe import Complaint, complaints
from spec_text import at, paths_of, put, text_of, without

NAME = "specs"
FORMS = {
    "learning form": ("part", "list", "twice", "behind another"),
    "corruption form": ("part", "list", "twice", "sequence"),
    "analyses form": ("one", "two"),
    "form": ("single", "cases", "sweep"),
    "after": ("plot", "check", "report", "diff", "rerun", "resume", "resolved"),
}
REPAIRS = 8
SHRINKING = 30
PLACE = re.compile(r"^(?:\S+\.yaml:(\d+):\d+|--set .*?): error: ", re.MULTILINE)
# Commands after a run, and their right exit codes for a complete result.
AFTER = {
    "plot": (["plot", "case.h5"], (0, 1, 2)),
    "check": (["check", "case.h5"], (0, 1, 2)),
    "report": (["report", "case.h5", "-o", "page.html"], (0,)),
    "diff": (["diff", "case.h5", "case.h5"], (0,)),
    "rerun": (["rerun", "case.h5"], (0,)),
    # An existing single run is refused.
    "resume": (["run", "case.yaml", "--resume"], (0, 2)),
    "resolved": (["validate", "case.yaml", "--resolved"], (0,)),
}


def _factors(network):
    factors = [Factor("model", tuple(network.by_role["model"]))]
    for role in ("learning", "patterns"):
        factors.append(Factor(role, tuple(network.by_role[role])))
    for role in ("analyses", "integrator", "corruption", "activation"):
        factors.append(Factor(role, (*network.by_role[role], NOTHING)))
    factors.append(Factor("size", SIZES))
    factors += [Factor(name, values) for name, values in FORMS.items()]
    for role, plugins in network.by_role.items():
        for plugin in plugins.values():
            for parameter in plugin.parameters.values():
                if not parameter.part_kind:
                    factors.append(Factor((role, plugin.name, parameter.name), tuple(parameter.valid()), (role, plugin.name)))
    return factors


class Misfits:
    """The pairs of values that no spec can have, by the declarations of plugins."""

    def __init__(self, network):
        self.network = network
        self.known = {}

    def __call__(self, left, right):
        return self._values(left, right) or self._values(right, left) or self._parts(left, right) or self._parts(right, left)

    def _plugin(self, value):
        role, name = value[0][:2] if isinstance(value[0], tuple) else value
        return (role, self.network.plugin(role, name)) if role in ROLES else (role, None)

    def _parts(self, left, right):
        (role, plugin), (other_role, other) = self._plugin(left), self._plugin(right)
        if role == other_role and plugin is not other:
            return True
        if role == "analyses" and other_role == "corruption" and plugin and other and _varies(plugin):
            return not numbers_of(other)
        if role == "patterns" and other_role == "size":
            return right[1] != FILE_SIZE and plugin.size() == FILE_SIZE
        key = (role, plugin and plugin.name, other_role, other and other.name)
        if key not in self.known:
            self.known[key] = (bool(plugin and other) and not self.network.fit(plugin, other)
                               or self._within(plugin, other_role, other, right) or self._within(other, role, plugin, left))
        return self.known[key]

    @staticmethod
    def _within(plugin, other_role, other, value):
        """Parts within parts: a corruption if the analysis takes one, an integrator if the model has a flow."""
        if plugin is None or (other is None and value[1] != NOTHING):
            return False
        takes = {("analysis", "corruption"): "corruption" in plugin.kinds_within(),
                 ("model", "activation"): "activation" in plugin.kinds_within(),
                 ("model", "integrator"): "flow" in plugin.offers}.get((plugin.kind, other_role))
        return takes is not None and takes != (other is not None)

    def _values(self, left, right):
        name, value = left
        if name == "corruption form" and value != "part":
            # An analysis that varies a number of its corruption takes no list of corruptions.
            return _varies(self._plugin(right)[1])
        if not isinstance(name, tuple):
            return False
        role, plugin_name, parameter_name = name
        plugin = self.network.plugin(role, plugin_name)
        parameter = plugin.parameters[parameter_name]
        if right[0] == "size" and right[1] != EXAMPLE_SIZE:
            return parameter.is_size() and value == parameter.example
        other = self._plugin(right)[1]
        if other and other.kind == "model" and plugin.watches() and parameter_name in ("duration", "updates"):
            return (value is ABSENT) == (("flow" in other.offers) == (parameter_name == "duration"))
        return False


def _varies(plugin):
    return plugin is not None and plugin.kind == "analysis" and "parameter" in plugin.parameters


def _settings(row, role, plugin):
    settings = {"plugin": plugin.name}
    for parameter in plugin.parameters.values():
        text = with_size(row.get((role, plugin.name, parameter.name), ABSENT), row["size"])
        if text is not ABSENT:
            settings[parameter.name] = text
    return settings


def spec_of(network, row):
    """The spec for a row of the covering array."""
    chosen = {role: row[role] for role in ROLES if role in row}
    spec = assemble(network, chosen, lambda role, plugin: _settings(row, role, plugin))
    _form_learning(network, spec, row)
    for analysis in spec.get("analyses", []):
        if isinstance(analysis.get("corruption"), dict):
            _form_corruption(analysis, row["corruption form"])
    if "analyses" in spec and row["analyses form"] == "two":
        spec["analyses"].append({**copy.deepcopy(spec["analyses"][0]), "label": "second"})
    if row["form"] == "cases":
        spec["cases"] = {"first": {}, "second": {"seed": "2"}}
    elif row["form"] == "sweep":
        spec["sweep"] = {"seed": "[1, 2]"}
    return spec


def _form_learning(network, spec, row):
    form, rule = row["learning form"], spec["learning"]
    model = network.plugin("model", row["model"])
    if form == "list":
        spec["learning"] = [rule]
    elif form == "twice":
        spec["learning"] = [rule, {**rule, "label": "second"}]
    elif form == "behind another":
        other = next((one for one in network.by_role["learning"].values()
                      if one.name != rule["plugin"] and network.fit(one, model)), None)
        if other:
            spec["learning"] = [network.settings(other, "flow" in model.offers), rule]


def _form_corruption(analysis, form):
    part = analysis["corruption"]
    if form == "list":
        analysis["corruption"] = [part]
    elif form == "twice":
        analysis["corruption"] = [part, copy.deepcopy(part)]
    elif form == "sequence":
        analysis["corruption"] = {"plugin": "sequence", "corruptions": [part]}


class Case:
    """One spec, and the command after its run."""

    def __init__(self, name, spec, after, network, codes=(0, 1, 2)):
        self.name = name
        self.spec = spec
        self.after = after
        self.network = network
        self.codes = codes

    def run(self, bench):
        """All complaints about this spec, after making it smaller."""
        ran, found = self.tried(bench, self.spec)
        bench.count(f"{NAME}: {'ran' if ran else 'refused in words'}")
        for spec, complaint, outcome in found:
            # Making a hang smaller would take the time of the hang again and again.
            if complaint.kind not in ("hang", "deaf") and not bench.enough_of(self.name, complaint):
                spec, outcome = self._smaller(bench, spec, complaint, outcome)
            bench.found(self.name, complaint, outcome, text_of(spec))

    def tried(self, bench, spec):
        """Whether the spec ran after repairs, and its fault: (spec, complaint, outcome)."""
        found = []
        for _ in range(REPAIRS):
            outcome, wrong = self._attempt(bench, spec)
            found += [(spec, complaint, outcome) for complaint in wrong]
            repaired = self._repaired(spec, outcome) if outcome.code == 2 and not wrong else None
            if repaired is None:
                return outcome.code in (0, 1), found
            spec = repaired
        return False, found

    def _attempt(self, bench, spec):
        folder = bench.folder()
        (folder / "case.yaml").write_text(text_of(spec), encoding="utf-8")
        outcome = bench.engram(["run", "case.yaml", "-j", "1"], folder)
        wrong = complaints(outcome, self.codes)
        if wrong:
            return outcome, wrong
        if outcome.code == 2:
            return outcome, [] if PLACE.search(outcome.err) else [Complaint("no place", outcome.err.strip()[:300])]
        fault = results.faults(folder / "case.h5", "complete" if outcome.code == 0 else "failed")
        if fault:
            return outcome, [Complaint("result", f"exit code {outcome.code}, and {fault}")]
        return self._follow(bench, folder, outcome)

    def _follow(self, bench, folder, ran):
        command, codes = AFTER[self.after]
        outcome = bench.engram(command, folder)
        codes = codes if ran.code == 0 else (0, 1, 2)
        return (outcome if (wrong := complaints(outcome, codes, silent=(1,))) else ran), wrong

    def _repaired(self, spec, outcome):
        """The spec without the refused settings, or None if nothing is left to repair."""
        paths = paths_of(spec)
        changed = spec
        for match in PLACE.finditer(outcome.err):
            if match.group(1) and int(match.group(1)) <= len(paths):
                changed = self._without(changed, paths[int(match.group(1)) - 1])
        return changed if changed != spec else None

    def _without(self, spec, path):
        """The spec without the setting at a path; a required setting gets the value of the example, and a part all
        of its values."""
        try:
            here, parent = at(spec, path), at(spec, path[:-1])
        except (KeyError, IndexError):
            return spec
        part = here if isinstance(here, dict) and "plugin" in here else parent
        if not isinstance(part, dict) or "plugin" not in part:
            return without(spec, path) if len(path) > 1 else spec
        if part["plugin"] in self.network.by_role["patterns"] and path[-1] == "plugin":
            return self._of_examples(spec) if "plugin" in spec.get("model", {}) else spec
        place = path if part is here else path[:-1]
        plugin = next((plugins[part["plugin"]] for plugins in self.network.by_role.values() if part["plugin"] in plugins), None)
        model = spec["model"]["plugin"]
        if plugin is None or self.network.plugin("model", model) is None:
            return spec
        example = self.network.settings(plugin, "flow" in self.network.plugin("model", model).offers)
        name = path[-1]
        if part is parent and name in plugin.parameters and plugin.parameters[name].is_size():
            return self._of_examples(spec) if "plugin" in spec.get("patterns", {}) else spec
        if part is parent and name != "plugin" and name in part:
            if name in example and part[name] != example[name]:
                return put(spec, path, example[name])
            if name not in plugin.parameters or not plugin.parameters[name].required:
                return without(spec, path)
        nested = {key: value for key, value in part.items() if isinstance(value, (dict, list)) or key == "label"}
        return put(spec, place, {**example, **nested}) if {**example, **nested} != part else spec

    def _of_examples(self, spec):
        """Patterns and model of the same size, as in their examples."""
        changed = copy.deepcopy(spec)
        flow = "flow" in self.network.plugin("model", spec["model"]["plugin"]).offers
        size = self.network.plugin("patterns", spec["patterns"]["plugin"]).size()
        for role in ("patterns", "model"):
            nested = {key: value for key, value in changed[role].items() if isinstance(value, (dict, list))}
            plugin = self.network.plugin(role, changed[role]["plugin"])
            changed[role] = {**self.network.settings(plugin, flow, size), **nested}
        return changed

    def _smaller(self, bench, spec, complaint, outcome):
        """A smaller spec with the same complaint."""
        tries = 0
        for path in reversed(paths_of(spec)):
            if path[-1] == "plugin" or tries == SHRINKING:
                continue
            try:
                smaller = without(spec, path)
                at(spec, path)
            except (KeyError, IndexError):
                continue
            tries += 1
            again, wrong = self._attempt(bench, smaller)
            if any(bench.same_cause(self.name, complaint, one) for one in wrong):
                spec, outcome = smaller, again
        return spec, outcome


def cases(network, seed, limit):
    """Specs with all pairs of values, or the first `limit` of them."""
    random = Random(f"{NAME} {seed}")
    array = Array(_factors(network), random, Misfits(network))
    for number, row in enumerate(array.rows(limit)):
        plugins = "+".join(row[role] for role in ROLES if row.get(role, NOTHING) != NOTHING)
        yield Case(f"{NAME}/{number}/{plugins}", spec_of(network, row), row["after"], network)
