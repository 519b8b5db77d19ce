"""Finds the tests near a source: the test programs of the folder that mirrors its own, and further ones if other
folders use the source."""

import json
import re
import subprocess
from pathlib import Path

PROGRAM = re.compile(r"^\s*engram_add_test\(\s*(\w+)", re.MULTILINE)
# Programs in other folders that test a large part of a folder.
FURTHER = {"framework/sdk": ["plugin_tests"], "framework/array_files": ["plugin_tests"],
           "framework/host/evaluation": ["app_tests"],
           "framework/host/results": ["claims_tests", "panels_tests", "figures_tests"],
           "framework/host/panels": ["figures_tests"], "framework/host/canvas": ["figures_tests"], "framework/host/run": ["app_tests"],
           "framework/host/store": ["app_tests"], "framework/host/journals": ["app_tests"],
           "framework/host/study": ["app_tests"], "framework/host/cells": ["study_tests", "app_tests"],
           "framework/host/h5": ["store_tests"]}


def areas_of(root, file):
    """The folder of tests that mirrors a file's, as a path from the root, or None."""
    folder = Path(file).parent
    while folder != Path("."):
        if (root / "tests" / folder / "CMakeLists.txt").is_file():
            return str(folder)
        folder = folder.parent
    return None


def programs_of(root, area):
    text = (root / "tests" / area / "CMakeLists.txt").read_text(encoding="utf-8")
    return [*PROGRAM.findall(text), *FURTHER.get(area, [])]


class Test:
    """One ctest: its command, its working folder and its environment."""

    def __init__(self, entry):
        properties = {each["name"]: each["value"] for each in entry.get("properties", [])}
        self.name, self.command = entry["name"], entry["command"]
        self.program = Path(entry["command"][0]).name
        self.folder = properties.get("WORKING_DIRECTORY")
        self.environment = dict(each.split("=", 1) for each in properties.get("ENVIRONMENT", []))
        self.seconds, self.reached = 0.0, set()


def tests_of(made, programs, pattern):
    """The ctests of some test programs in their order, then those whose name matches a pattern."""
    listed = subprocess.run(["ctest", "--test-dir", made, "--show-only=json-v1"], stdout=subprocess.PIPE, check=True).stdout
    entries = [entry for entry in json.loads(listed)["tests"] if entry.get("command")]
    chosen = [entry for program in programs for entry in entries if Path(entry["command"][0]).name == program]
    if pattern:
        chosen += [entry for entry in entries if re.search(pattern, entry["name"]) and entry not in chosen]
    return [Test(entry) for entry in chosen]
