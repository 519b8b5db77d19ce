"""Combines plugins into specs: fitting plugins by their declarations, with the settings of their examples."""

from catalogue import ABSENT, EXAMPLE_SIZE, ROLES, SIZE, needs_of

NOTHING = "nothing"


class Network:
    """All plugins by role, and which of them fit into one spec."""

    def __init__(self, plugins):
        self.by_role = {role: {plugin.name: plugin for plugin in plugins if plugin.kind == kind}
                        for role, kind in ROLES.items()}
        self.models = self.by_role["model"].values()

    def plugin(self, role, name):
        return self.by_role[role].get(name)

    def fit(self, *plugins):
        """Whether a model offers the facets that all of these need."""
        needs = set().union(*(needs_of(plugin) for plugin in plugins))
        models = [plugin for plugin in plugins if plugin.kind == "model"] or self.models
        return any(needs <= model.offers for model in models)

    def companions(self, role, name):
        """A plugin for each role with which the given plugin runs, the first that fits."""
        chosen = {role: name}
        for other in ("model", "learning", "patterns", "analyses", "corruption", "activation"):
            if other not in chosen:
                plugins = [self.plugin(role, name) for role, name in chosen.items()]
                fitting = [plugin.name for plugin in self.by_role[other].values()
                           if self.fit(plugin, *plugins) and self._hosts(other, plugin, role, name)]
                chosen[other] = fitting[0] if fitting else NOTHING
        if self.plugin("model", chosen["model"]) and "flow" in self.plugin("model", chosen["model"]).offers:
            chosen.setdefault("integrator", next(iter(self.by_role["integrator"]), NOTHING))
        return chosen

    def _hosts(self, other, plugin, role, name):
        """A corruption needs an analysis that takes one, an activation needs a model that takes one. Patterns do
        not come from files."""
        wanted = self.plugin(role, name).kind
        if other == "analyses":
            return wanted in plugin.kinds_within() if wanted == "corruption" else plugin.watches()
        if other == "model":
            return wanted in plugin.kinds_within() if wanted == "activation" else True
        return other != "patterns" or plugin.size() == EXAMPLE_SIZE

    def settings(self, plugin, flow, size=EXAMPLE_SIZE):
        """The settings of the example that fits models with or without a flow."""
        example = plugin.examples[0]
        if plugin.watches():
            example = next((one for one in plugin.examples if ("duration" in one) == flow), example)
        settings = {"plugin": plugin.name}
        for name, text in example.items():
            parameter = plugin.parameters.get(name)
            if parameter is None or not parameter.part_kind:
                settings[name] = str(size) if parameter and parameter.is_size() and size != EXAMPLE_SIZE else text
        return settings


def numbers_of(plugin):
    """The names of its numeric parameters."""
    return [parameter.name for parameter in plugin.parameters.values() if parameter.type in ("real", "integer")]


def _fix_parameter(analysis, corruption):
    """An analysis that varies a parameter of its corruption must name an existing one."""
    if "parameter" in analysis and corruption and analysis["parameter"] != '""':
        numbers = numbers_of(corruption)
        if analysis["parameter"] not in numbers and numbers:
            analysis["parameter"] = numbers[0]


def assemble(network, chosen, settings_of):
    """A nested spec of the plugins in `chosen`; `settings_of` takes a role and a plugin and returns its settings."""
    parts = {}
    for role, name in chosen.items():
        plugin = network.plugin(role, name)
        if plugin:
            parts[role] = settings_of(role, plugin)
            for part_name in ("corruption", "activation"):
                if part_name in plugin.kinds_within() and part_name in chosen and network.plugin(part_name, chosen[part_name]):
                    parts[role][plugin.kinds_within()[part_name].name] = {}
    spec = {"title": "Pairs", "seed": "1"}
    for role in ("patterns", "model", "learning", "integrator"):
        if role in parts:
            spec[role] = parts[role]
    if "activation" in spec.get("model", {}):
        spec["model"]["activation"] = parts["activation"]
    if "analyses" in parts:
        analysis = parts["analyses"]
        if "corruption" in analysis:
            analysis["corruption"] = parts["corruption"]
            _fix_parameter(analysis, network.plugin("corruption", chosen["corruption"]))
        spec["analyses"] = [analysis]
    return spec


def with_size(text, size):
    return text if text is ABSENT else text.replace(SIZE, str(size))
