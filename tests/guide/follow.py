"""follow.py BUILD GUIDE: follows a guide literally.

One bash runs the blocks marked `sh`, in their order; a block with a file name after its language is written to
that file in bash's current folder. The guide's pictures must exist at the end. KEEP=1 keeps the folder and prints
its name.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

BLOCK = re.compile(r"^```(\w+)(?: (\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
DRAWN = ("error_function/error_function.png", "covariance/covariance.png", "leaky_units/leaky_units.png",
         "covariance/own_figure.png")


def script_of(guide):
    """The guide as one script for bash, and how many commands and files it has."""
    parts = ["set -euo pipefail"]
    commands = files = 0
    for language, name, content in BLOCK.findall(guide):
        if name:
            files += 1
            parts.append(f"cat > {name} << 'END_OF_BLOCK'\n{content}END_OF_BLOCK")
        elif language == "sh":
            for line in content.splitlines():
                commands += 1
                parts.append(f"echo '+ {line}'\n{line}")
    return "\n".join(parts) + "\n", commands, files


def main():
    build, guide = Path(sys.argv[1]), Path(sys.argv[2])
    script, commands, files = script_of(guide.read_text(encoding="utf-8"))
    if commands < 10 or files < 5:
        sys.exit(f"{guide} has {commands} commands and {files} files to follow; its blocks are marked otherwise now")
    folder = Path(tempfile.mkdtemp(prefix="engram-guide-"))
    try:
        subprocess.run(["cmake", "--install", build, "--prefix", folder / "engram"], check=True,
                       stdout=subprocess.DEVNULL)
        work = folder / "work"
        work.mkdir()
        environment = {**os.environ, "PATH": f"{folder / 'engram' / 'bin'}:{os.environ['PATH']}"}
        environment.pop("ENGRAM_PLUGIN_PATH", None)
        if shutil.which("ccache"):
            # The folder differs in each run, but most compiled sources are the same.
            environment |= {"CMAKE_CXX_COMPILER_LAUNCHER": "ccache", "CCACHE_BASEDIR": str(folder), "CCACHE_NOHASHDIR": "1"}
        done = subprocess.run(["bash", "-c", script], cwd=work, env=environment, check=False)
        if done.returncode != 0:
            sys.exit(f"the guide stopped with code {done.returncode} after the command that was shown last")
        missing = [name for name in DRAWN if not (work / name).is_file()]
        if missing:
            sys.exit("the guide did not draw " + ", ".join(missing))
        print(f"{commands} commands and {files} files, as the guide has them")
    finally:
        if os.environ.get("KEEP"):
            print(folder)
        else:
            shutil.rmtree(folder)


main()
