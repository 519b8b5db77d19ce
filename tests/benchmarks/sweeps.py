#!/usr/bin/python3 -B
"""sweeps.py BUILD_FOLDER [--json-lines FILE]: the cost of a sweep besides its computation.

Trivial cells per second with one and two workers, compared with Python's process pool that writes one file per
cell; the gain of two workers on real cells; the rate of merging; memory at 100 and 10,000 cells. Absolute times
depend on the machine and its load; compare the ratios.
"""
import multiprocessing
import os
import pathlib
import shutil
import subprocess
import tempfile
import time

os.environ["OPENBLAS_NUM_THREADS"] = "1"
import numpy as np  # noqa: E402  (after the number of threads is set)

import records  # noqa: E402

SOURCE = pathlib.Path(__file__).resolve().parents[2]
TRIVIAL = """seed: 1
patterns: {plugin: binary, count: 2, size: 10}
model: {plugin: hopfield, units: 10}
learning: {plugin: hebbian}
%s
sweep: {seed: {from: 1, to: %d}}
"""
RECALL = "analyses: [{plugin: recall, corruption: {plugin: sign_flips, count: 1}}]"


def timed(program, *arguments):
    """Wall seconds and the peak in MB of a run and its workers."""
    began = time.perf_counter()
    process = subprocess.Popen([program, *arguments, "-q"])
    _, status, usage = os.wait4(process.pid, 0)
    assert status == 0, arguments
    return time.perf_counter() - began, usage.ru_maxrss / 1024


def peer_cell(seed):
    """The work of a script for one cell: the same network, with its results in a separate file."""
    random = np.random.default_rng(seed)
    patterns = np.sign(random.normal(size=(2, 10)))
    weights = patterns.T @ patterns / 10
    np.fill_diagonal(weights, 0.0)
    state = patterns * np.where(random.random(patterns.shape) < 0.1, -1, 1)
    for _ in range(10):
        state = np.where(state @ weights >= 0, 1, -1)
    np.savez(f"cell-{seed}.npz", patterns=patterns, weights=weights, overlap=(state * patterns).mean(axis=1))


def peer(workers, cells):
    began = time.perf_counter()
    with multiprocessing.Pool(workers) as pool:
        pool.map(peer_cell, range(cells), chunksize=1)
    return time.perf_counter() - began


def main():
    build, kept = records.from_command_line(__doc__)
    program = build / "bin/engram"
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        cells = 10_000
        for name, analyses in (("bare", ""), ("recall", RECALL)):
            pathlib.Path(f"{name}.yaml").write_text(TRIVIAL % (analyses, cells))
        pathlib.Path("few.yaml").write_text(TRIVIAL % (RECALL, 100))

        print("computing 10,000 trivial cells (learning and recall), results stored")
        peers = {workers: peer(workers, cells) for workers in (1, 2)}
        for workers in (1, 2):
            seconds, _ = timed(program, "run", "recall.yaml", "-j", str(workers), "--shard", "1/1")
            print(f"  {workers} worker(s): {cells / seconds:8.0f} cells/s, {1e3 * seconds * workers / cells:.2f} ms of a worker "
                  f"each; Python's pool {cells / peers[workers]:.0f} cells/s; ratio {peers[workers] / seconds:.1f}")
            kept.add(f"10,000 trivial cells, workers: {workers}", peers[workers] / seconds, "Python's process pool")
            if workers == 1:
                shutil.rmtree("recall.cells")

        print("merging 10,000 cells")
        seconds, memory = timed(program, "merge", "recall.yaml")
        print(f"  35 datasets each: {seconds:.1f} s, {cells / seconds:.0f} cells/s, {memory:.0f} MB")
        timed(program, "run", "bare.yaml", "--shard", "1/1")
        seconds, memory = timed(program, "merge", "bare.yaml")
        print(f"  without analyses: {seconds:.1f} s, {cells / seconds:.0f} cells/s, {memory:.0f} MB")

        print("memory of a whole run, the largest of its processes")
        peaks = []
        for name, count in (("few", 100), ("recall", cells)):
            _, memory = timed(program, "run", f"{name}.yaml", "--overwrite")
            print(f"  {count:6} cells: {memory:.0f} MB")
            peaks.append(memory)
        kept.add("memory of a run of 10,000 cells", peaks[1] / peaks[0], "100 cells", "lower")

        print("real cells: Figure 4 of the paper, four networks for each of 20 seeds")
        times = {}
        for workers in (1, 2):
            times[workers], _ = timed(program, "run", SOURCE / "experiments/pc_hopfield/fig4.yaml", "-j", str(workers),
                                      "-o", "fig4.h5", "--shard", "1/1")
            shutil.rmtree("fig4.cells")
        print(f"  one worker {times[1]:.2f} s, two {times[2]:.2f} s: {times[1] / times[2]:.2f} times as fast")
        kept.add("Figure 4 for 20 seeds, two workers", times[1] / times[2], "one worker")


if __name__ == "__main__":
    main()
