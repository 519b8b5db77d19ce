"""Names of plugins from the program."""

import json
import subprocess


def declared(program, *options):
    done = subprocess.run([program, "plugins", "--json", *options], capture_output=True, text=True, check=True)
    return json.loads(done.stdout)
