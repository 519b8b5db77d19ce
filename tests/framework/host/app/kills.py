"""kills.py PROGRAM PLUGINS KILLS: kills a sweep at random moments, again and again.

After every kill each file under its final name opens and is complete, and at the end the resumed sweep has the
same bits as an uninterrupted one.
"""
import os
import random
import signal
import subprocess
import sys
import tempfile
import time

import h5py

program, plugins, kills = sys.argv[1], sys.argv[2], int(sys.argv[3])
spec = """seed: 1
patterns: {plugin: binary, count: 2, size: 12}
model: {plugin: hopfield, units: 12}
learning: {plugin: hebbian}
analyses:
  - {plugin: recall, corruption: {plugin: sign_flips, count: 2}}
  - {plugin: misbehaves, pause: 2 ms}
sweep: {seed: {from: 1, to: %d}}
"""


def engram(*arguments, **more):
    return subprocess.run([program, *arguments], capture_output=True, text=True, **more)


def look_at(path):
    """Opens a result and reads everything."""
    with h5py.File(path) as file:
        assert file.attrs["status"] == b"complete", file.attrs["status"]
        file.visititems(lambda name, item: item[()] if isinstance(item, h5py.Dataset) else None)


random.seed(1)
with tempfile.TemporaryDirectory() as folder:
    os.chdir(folder)
    results = 0
    killed = 0
    cells = 8
    with open("s.yaml", "w") as file:
        file.write(spec % cells)
    began = time.monotonic()
    assert engram("run", "s.yaml", "-o", "first.h5", "-j", "2", "--plugin-path", plugins).returncode == 0
    whole_time = time.monotonic() - began
    os.remove("first.h5")
    for kill in range(kills):
        if kill % 10 == 9:
            # The sweep grows, so that kills hit runs that compute as well as runs that only merge.
            cells += 1
        with open("s.yaml", "w") as file:
            file.write(spec % cells)
        process = subprocess.Popen(
            [program, "run", "s.yaml", "--resume", "-q", "-j", "2", "--plugin-path", plugins],
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True)
        began = time.monotonic()
        try:
            process.wait(random.uniform(0.0, 1.5 * whole_time))
            # The time of a run depends on other load of the machine, so the next moments use the latest time.
            whole_time = time.monotonic() - began
        except subprocess.TimeoutExpired:
            whole_time *= 1.02
        # Kills either the whole group or only its first process, whose workers must not outlive it.
        if kill % 2:
            process.kill()
        elif process.returncode is None:
            os.killpg(process.pid, signal.SIGKILL)
        complaint = process.communicate()[1].decode()
        assert process.returncode in (0, -signal.SIGKILL), complaint
        killed += process.returncode != 0
        if os.path.exists("s.h5"):
            look_at("s.h5")
            results += 1
    done = engram("run", "s.yaml", "--resume", "--plugin-path", plugins)
    assert done.returncode == 0, done.stderr
    whole = engram("run", "s.yaml", "-o", "whole.h5", "--plugin-path", plugins)
    assert whole.returncode == 0, whole.stderr
    same = engram("diff", "s.h5", "whole.h5")
    assert same.returncode == 0, same.stdout
    # The killed runs leave nothing beside the results.
    left = [name for name in os.listdir() if name not in ("s.yaml", "s.h5", "whole.h5")]
    assert not left, left
    print(f"{killed} of {kills} runs were killed, {results} times with a result in place; {same.stdout.strip()}")
    assert killed > kills // 2
