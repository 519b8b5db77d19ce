"""Plugins and their parameters from their declarations, and the values to try, as texts of YAML."""

import json
import subprocess

# The examples that plugins declare are networks with this number of units, and the letters in their files have 3 by 3
# values.
EXAMPLE_SIZE = 24
FILE_SIZE = 9
SIZES = (EXAMPLE_SIZE, FILE_SIZE, 1)
# Stands for the number of units.
SIZE = "SIZE"
# A parameter that is left out.
ABSENT = None
ROLES = {"model": "model", "learning": "learning_rule", "patterns": "pattern_source", "integrator": "integrator",
         "analyses": "analysis", "corruption": "corruption", "activation": "activation"}


def split_flow(text):
    """The settings of `a: 1, b: [2, 3]`, each as a text of YAML."""
    settings = {}
    depth = start = 0
    for place, letter in enumerate(text + ","):
        if letter in "[{":
            depth += 1
        elif letter in "]}":
            depth -= 1
        elif letter == "," and depth == 0:
            name, _, value = text[start:place].partition(":")
            if name.strip():
                settings[name.strip()] = value.strip()
            start = place + 1
    return settings


def yaml_text(value):
    """A value of JSON as a text of YAML."""
    if isinstance(value, str):
        return value if value and value.isidentifier() and value not in ("none", "null", "true", "false") else json.dumps(value)
    return json.dumps(value)


class Parameter:
    """A parameter, its declared limits and the value of the plugin's example."""

    def __init__(self, declared, example):
        self.name = declared["name"]
        self.type = declared["value_type"]
        self.unit = declared["unit"]
        self.limits = declared["limits"]
        self.choices = declared["choices"]
        self.required = declared["required"]
        self.default = declared["default_value"]
        self.part_kind = declared["part_kind"]
        self.names_files = declared["names_files"]
        self.example = example

    def is_size(self):
        """Whether it is the number of units, which patterns and models share."""
        if self.example is None or self.type not in ("integer", "integers") or not self.required:
            return False
        return sum(int(word) for word in self.example.strip("[]").split(",")) == EXAMPLE_SIZE

    def valid(self):
        """Values within the limits: the bounds, values just inside of them, the default and the example."""
        if self.part_kind:
            return []
        if self.is_size():
            return [SIZE, f"[{SIZE}]", self.example] if self.type == "integers" else [SIZE]
        if self.name.startswith(("max_", "most_")) and self.type in ("integer", "real"):
            return ["1", "50"]  # without a limit a run that does not converge never ends
        texts = [] if self.required else [ABSENT]
        if self.example is not None:
            texts.append(self.example)
        if self.default is not None and self.type not in ("texts", "text"):
            texts.append(yaml_text(self.default))
        texts += getattr(self, f"_{self.type}", list)()
        return list(dict.fromkeys(texts)) or [ABSENT]

    def _boolean(self):
        return ["true", "false"]

    def _choice(self):
        return [yaml_text(choice) for choice in self.choices]

    def _choice_or_pairs(self):
        return [*self._choice(), "[]", "[[0, 0]]", "[[0, 1], [1, 0]]", "[[0, 1], [0, 1]]"]

    def _integer(self):
        least, most = self.limits.get("min", 0), self.limits.get("max", 5)
        # A limit of very many is too large for a test.
        most = most if most <= 1000 else 5
        return [str(number) for number in (least, least + 1, most)]

    def _integers(self):
        least = self.limits.get("min", 0)
        return [str(least), f"[{least}]", f"[{least}, {least + 1}]", f"[{least}, {least}]", "[]"]

    def _real(self):
        # Durations of some hundred steps; the campaign `odd` has longer and shorter ones.
        if self.unit == "s":
            return ["10 ms", "0.1", *(["0"] if "min" in self.limits else [])]
        return [*self._low_end(), *self._high_end()]

    def _low_end(self):
        if "above" in self.limits:
            return [str(self.limits["above"] + 1e-9), str(self.limits["above"] + 1e-300)]
        if "min" in self.limits:
            return [str(self.limits["min"]), str(self.limits["min"] + 1e-9)]
        return ["-1", "-1e300"]

    def _high_end(self):
        if "below" in self.limits:
            return [str(self.limits["below"] - 1e-9)]
        if "max" in self.limits:
            return [str(self.limits["max"]), str(self.limits["max"] - 1e-9)]
        return ["2", "1e300"]

    def _reals(self):
        return ["0", "[0]", "[0, 0.5, 1]", "[1, 0]", "[0, 0]", "[]"]

    def _text(self):
        return [] if self.names_files else ['""']

    def _texts(self):
        first = (self.example or "").strip("[]").split(",")[0].strip()
        return [first, f"[{first}]"] if first else []


class Plugin:
    """A plugin and the settings of its declared examples."""

    def __init__(self, declared):
        self.name = declared["name"]
        self.kind = declared["kind"]
        self.needs = set(declared["needs_facets"])
        self.offers = set(declared["offers_facets"])
        self.examples = [split_flow(text) for text in declared["examples"]] or [{}]
        self.parameters = {}
        for parameter in declared["parameters"]:
            example = next((settings[parameter["name"]] for settings in self.examples if parameter["name"] in settings), None)
            self.parameters[parameter["name"]] = Parameter(parameter, example)

    def kinds_within(self):
        """The kinds of parts that it takes, each with its parameter."""
        return {parameter.part_kind: parameter for parameter in self.parameters.values() if parameter.part_kind}

    def size(self):
        """The number of values in a pattern of its example."""
        return EXAMPLE_SIZE if any(parameter.is_size() for parameter in self.parameters.values()) else FILE_SIZE

    def watches(self):
        """Whether it takes either a duration or a number of updates, depending on the model."""
        return {"duration", "updates"} <= self.parameters.keys()


def needs_of(plugin):
    """The facets of the model. Without a flow there is nothing to integrate."""
    return plugin.needs | ({"flow"} if plugin.kind == "integrator" else set())


def read_plugins(program, options=(), only=()):
    """All plugins that the program lists, or those with the names in `only`."""
    done = subprocess.run([program, "plugins", "--json", *options], check=True, stdout=subprocess.PIPE, text=True)
    plugins = [Plugin(declared) for declared in json.loads(done.stdout)]
    return [plugin for plugin in plugins if not only or plugin.name in only]
