"""flips.py ENGRAM COUNT: COUNT results of each layout with one wrong bit each. None of them may end the program
without a message, or make it hang.

Half of them have texts of any length, like results of engram 0.1: HDF5 itself crashes on wrong bits in these.
"""
import random
import subprocess
import sys
import tempfile
from pathlib import Path

import h5py

program = sys.argv[1]
FLIPS = int(sys.argv[2])
SPEC = """
seed: 1
patterns: {plugin: binary, count: 3, size: 20}
model: {plugin: hopfield, units: 20}
learning: hebbian
analyses:
  - {plugin: recall, corruption: {plugin: sign_flips, count: 2}}
"""


def engram(*arguments):
    return subprocess.run([program, *map(str, arguments)], capture_output=True, text=True, timeout=120)


def with_texts_of_any_length(path):
    """Gives text attributes the type that h5py chooses."""
    with h5py.File(path, "a") as file:
        def change(_, item):
            for name, value in list(item.attrs.items()):
                if isinstance(value, bytes) and name not in ("CLASS", "NAME"):
                    del item.attrs[name]
                    item.attrs[name] = value.decode()
        file.visititems(change)
        for name, value in list(file.attrs.items()):
            if isinstance(value, bytes):
                del file.attrs[name]
                file.attrs[name] = value.decode()


random.seed(7)
with tempfile.TemporaryDirectory() as folder:
    folder = Path(folder)
    whole = folder / "whole.h5"
    old = folder / "old.h5"
    (folder / "spec.yaml").write_text(SPEC)
    assert engram("run", folder / "spec.yaml", "-q", "-o", whole).returncode == 0
    old.write_bytes(whole.read_bytes())
    with_texts_of_any_length(old)
    for path in (whole, old):
        assert engram("diff", path, whole).returncode == 0, path
        data = path.read_bytes()
        codes = {}
        for _ in range(FLIPS):
            wrong = bytearray(data)
            wrong[random.randrange(len(data))] ^= 1 << random.randrange(8)
            (folder / "wrong.h5").write_bytes(wrong)
            for command in (("check", "--integrity", folder / "wrong.h5"), ("diff", path, folder / "wrong.h5")):
                ended = engram(*command)
                assert ended.returncode in (0, 1, 2), (command, ended)
                assert ended.returncode == 0 or (ended.stdout + ended.stderr).strip(), command
                codes[ended.returncode] = codes.get(ended.returncode, 0) + 1
        print(path.name, codes)
        assert codes.get(0, 0) < FLIPS, "most wrong bits are noticed"
