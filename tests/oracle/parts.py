"""Plugins as the program declares them, and the settings of a part with every default."""

import json
import subprocess


class Catalogue:
    def __init__(self, program):
        listed = subprocess.run([program, "plugins", "--json"], stdout=subprocess.PIPE, check=True, text=True).stdout
        self.plugins = {(plugin["kind"], plugin["name"]): plugin for plugin in json.loads(listed)}

    def names(self, kind):
        return sorted(name for each, name in self.plugins if each == kind)

    def filled(self, kind, part):
        """A part as a spec writes it (a name, settings, or a list of parts), with all parameters."""
        if isinstance(part, list):
            listing = next(plugin for (each, _), plugin in self.plugins.items() if each == kind and plugin["list_parameter"])
            part = {"plugin": listing["name"], listing["list_parameter"]: part}
        part = {"plugin": part} if isinstance(part, str) else part
        settings = {key: part[key] for key in ("plugin", "label") if key in part}
        for parameter in self.plugins[kind, part["plugin"]]["parameters"]:
            name, within = parameter["name"], parameter["part_kind"]
            value = part.get(name, parameter["default_value"])
            if within and parameter["value_type"] == "parts":
                value = [self.filled(within, each) for each in value]
            elif within and value is not None:
                value = self.filled(within, value)
            settings[name] = value
        return settings
