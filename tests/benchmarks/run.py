#!/usr/bin/python3 -B
"""run.py BUILD_FOLDER [--json-lines FILE]: measures engram and its peers in the same run and prints ratios.

Peers: the step-by-step method for training, and numpy for recall, once as one loop per trial and once as one loop
over a batch of all trials. Everything runs on one core. Absolute times depend on the machine and its load; compare
the ratios.
"""
import json
import os
import pathlib
import resource
import subprocess
import tempfile
import time

os.environ["OPENBLAS_NUM_THREADS"] = "1"
import numpy as np  # noqa: E402  (after the number of threads is set)

import records  # noqa: E402

SOURCE = pathlib.Path(__file__).resolve().parents[2]
UNITS, TRIALS, STEPS, STEP, TAU, XI = 100, 10, 10_000, 1e-3, 0.1, 1.0


def google_benchmark(program, which, repetitions):
    """The least milliseconds of each benchmark, by name."""
    out = subprocess.run([program, "--benchmark_format=json", f"--benchmark_filter={which}",
                          f"--benchmark_repetitions={repetitions}"],
                         stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True)
    found = {}
    for each in json.loads(out.stdout)["benchmarks"]:
        if each["run_type"] == "iteration":
            name = each["run_name"].removesuffix("/iterations:1")
            found[name] = min(each["real_time"], found.get(name, float("inf")))
    return found


def move(v, e, M, W, b):
    """The explicit Euler steps of recall; v and e are one trial or a batch with trials as columns."""
    for _ in range(STEPS):
        f = np.tanh(v)
        dv = (-e + (1.0 - f**2) * (W @ e)) / TAU
        de = (v - M @ f - b - XI * e) / TAU
        v = v + STEP * dv
        e = e + STEP * de
    return v


def numpy_recall(batched):
    """Milliseconds for all trials."""
    random = np.random.default_rng(1)
    M = random.normal(size=(UNITS, UNITS)) * 0.02
    W = np.ascontiguousarray(M.T)
    starts = np.sign(random.normal(size=(UNITS, TRIALS)))
    began = time.perf_counter()
    if batched:
        move(starts, np.zeros_like(starts), M, W, np.zeros((UNITS, 1)))
    else:
        for trial in range(TRIALS):
            move(starts[:, trial].copy(), np.zeros(UNITS), M, W, np.zeros(UNITS))
    return 1e3 * (time.perf_counter() - began)


def figure4(program):
    """Wall seconds and peak MB of the whole Figure 4, from YAML to HDF5."""
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        subprocess.run([program, "run", "-q", SOURCE / "experiments/pc_hopfield/fig4.yaml", "-o", folder + "/fig4.h5",
                        "--set", "sweep.seed.to=1"],
                       check=True)
        seconds = time.perf_counter() - began
    return seconds, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


def numpy_spectra(units):
    """Milliseconds for the eigenvalues of ten full Jacobians at real targets."""
    random = np.random.default_rng(1)
    elapsed = 0.0
    for _ in range(10):
        M = random.normal(size=(units, 10)) @ random.normal(size=(10, units)) / units
        D = np.diag((random.normal(size=units) > 0.0).astype(float))
        I = np.eye(units)
        jacobian = np.block([[np.zeros((units, units)), (D @ M.T - I) / TAU], [(I - M @ D) / TAU, -XI / TAU * I]])
        began = time.perf_counter()
        np.linalg.eigvals(jacobian)
        elapsed += time.perf_counter() - began
    return 1e3 * elapsed


def numpy_dense_recall():
    """Milliseconds for 20 updates of four trials, by the dense matrix of 16,384 units in single precision."""
    random = np.random.default_rng(1)
    X = np.sign(random.normal(size=(4, 16384))).astype(np.float32)
    rho = X.mean()
    W = (X - rho).T @ (X - rho) / np.float32(4)
    np.fill_diagonal(W, 0)
    states = np.where(random.uniform(size=X.T.shape) < 0.3, -X.T, X.T)
    began = time.perf_counter()
    for _ in range(20):
        states = np.sign(W @ states)
    return 1e3 * (time.perf_counter() - began)


def peak_and_seconds(program, arguments):
    """Runs in a separate process, so that the peak is its own."""
    with tempfile.TemporaryDirectory() as folder:
        out = subprocess.run(["/usr/bin/python3", "-c", "import resource, subprocess, sys, time; t = time.perf_counter();"
                              " subprocess.run(sys.argv[1:], check=True); print(time.perf_counter() - t,"
                              " resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024)",
                              program, "run", "-q", "-o", folder + "/a.h5", *arguments],
                             stdout=subprocess.PIPE, check=True, text=True)
    return [float(number) for number in out.stdout.split()]


MILLION = """
patterns: {plugin: binary, count: 100, size: 1000000}
model: {plugin: hopfield, units: 1000000, update: synchronous}
learning: {plugin: hebbian}
analyses:
  - {plugin: recall, corruption: {plugin: sign_flips, fraction: 0.3}, targets: [0, 1, 2], updates: 20}
"""


def image_memory(build, kept):
    program = build / "bin/engram"
    spec = SOURCE / "experiments/images/canns_tutorial.yaml"
    print("\nthe tutorial, from PNG to HDF5: {:.2f} s, {:.0f} MB   wanted: under 1 s, 100 MB"
          .format(*peak_and_seconds(program, [spec])))
    with tempfile.NamedTemporaryFile("w", suffix=".yaml") as million:
        million.write(MILLION)
        million.flush()
        print("1,000,000 units, 100 patterns, from YAML to HDF5: {:.1f} s, {:.0f} MB   wanted: 3 s, 300 MB"
              .format(*peak_and_seconds(program, [million.name])))
    found = google_benchmark(build / "bin/hopfield_benchmark", "recall", 3)
    dense = min(numpy_dense_recall() for _ in range(2))
    for way, label in [(0, "synchronous"), (1, "asynchronous")]:
        line(kept, f"the tutorial's recall, {label}", "numpy, dense float32",
             found[f"recall/units:16384/patterns:4/updates:20/asynchronous:{way}"], dense, "1000" if way == 0 else None)


def line(kept, name, peer, ours, theirs, wanted=None):
    goal = "" if wanted is None else f"   wanted: {wanted}"
    kept.add(name, theirs / ours, peer)
    print(f"{name + '; peer: ' + peer:<62} {ours:10.2f} ms {theirs:12.2f} ms {theirs / ours:10.1f} x{goal}")


def main():
    build, kept = records.from_command_line(__doc__)
    # This comes before other large runs, since the system keeps the peak of the largest child.
    seconds, peak = figure4(build / "bin/engram")
    print(f"figure 4, four cases, from YAML to HDF5: {seconds:.2f} s, {peak:.0f} MB   wanted: under 5 s, 200 MB\n")
    print(f"{'':<62} {'engram':>13} {'peer':>15} {'ratio':>12}")
    program = build / "bin/pc_hopfield_benchmark"
    engram = (google_benchmark(program, "train_exact|train_together.*stepwise:0|recall|spectra", 3)
              | google_benchmark(program, "train_stepwise|train_together.*stepwise:1", 1))
    line(kept, "training, 10 targets x 50 rounds x 10 s", "stepwise", engram["train_exact/loop:0"],
         engram["train_stepwise/loop:0"], "1000")
    for name, label in [("loop:0", "one layer"), ("loop:1", "50-30-20")]:
        line(kept, f"training, 10 targets together for 10 s, {label}", "stepwise",
             engram[f"train_together/{name}/stepwise:0"], engram[f"train_together/{name}/stepwise:1"], "1000")
    batched = min(numpy_recall(batched=True) for _ in range(3))
    looped = min(numpy_recall(batched=False) for _ in range(3))
    for name, label in [("loop:0", "one layer"), ("loop:1", "50-30-20")]:
        ours = engram[f"recall/{name}/weights:0"]
        line(kept, f"recall, {label}, 10 trials x 10 s", "numpy, trial by trial", ours, looped, "5")
        line(kept, f"recall, {label}, 10 trials x 10 s", "numpy, one batch", ours, batched)
    line(kept, "spectra at 10 targets, 100 units", "numpy, full Jacobians", engram["spectra/units:100"],
         min(numpy_spectra(100) for _ in range(3)), "4")
    print(f"spectra at 10 targets, 1,000 units: {engram['spectra/units:1000']:.0f} ms   wanted: under 10,000 ms")
    line(kept, "recall with dense weights, one layer", "numpy, one batch", engram["recall/loop:0/weights:1"], batched)
    image_memory(build, kept)


if __name__ == "__main__":
    main()
