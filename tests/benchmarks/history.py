#!/usr/bin/python3 -B
"""history.py FIGURE: draws the ratios of all releases, as tests/benchmarks/results has them, into an SVG or a PNG.

A panel for each benchmark and peer; the line at 1 is the peer. Every run is a point; a line joins the medians of releases.
"""
import argparse
import pathlib
import statistics
import sys
import textwrap

import records

RESULTS = pathlib.Path(__file__).resolve().parent / "results"
COLUMNS = 4


def order(release):
    """1.10.0 comes after 1.9.0."""
    return [int(part) if part.isdigit() else -1 for part in release.split(".")]


def panel(axes, series, releases):
    first = series[0]
    places = [releases.index(record["release"]) for record in series]
    values = [record["value"] for record in series]
    medians = {place: statistics.median(value for at, value in zip(places, values) if at == place) for place in sorted(set(places))}
    axes.axhline(1, color="0.6", linewidth=1)
    axes.plot(list(medians), list(medians.values()), color="C0", linewidth=1)
    axes.plot(places, values, "o", color="C0", markersize=4)
    low, high = min(1, *values), max(1, *values)
    if high > 10 or low < 0.1:
        axes.set_yscale("log")
        axes.set_ylim(low / (high / low) ** 0.15, high * (high / low) ** 0.2)
        axes.yaxis.set_major_formatter(lambda value, _: f"{value:g}")
        axes.yaxis.set_minor_formatter(lambda value, _: "")
    else:
        axes.set_ylim(0, high * 1.25)
    axes.set_xlim(-0.5, len(releases) - 0.5)
    axes.set_xticks(range(len(releases)), releases)
    last = max(medians)
    top = max(value for at, value in zip(places, values) if at == last)
    text = f"{medians[last]:,.0f}" if medians[last] >= 100 else f"{medians[last]:.3g}"
    axes.annotate(text, (last, top), xytext=(0, 6), textcoords="offset points", ha="center", fontsize=8)
    axes.set_title("\n".join(textwrap.wrap(first["name"], 42) + textwrap.wrap("beside " + first["peer"], 42)
                             + [f"({first['better']} is better)"]), fontsize=8)
    axes.tick_params(labelsize=8)


def draw(found, figure_path):
    import matplotlib
    matplotlib.use("Agg")
    # Text stays text in an SVG, and the same records give the same file.
    matplotlib.rcParams.update({"svg.fonttype": "none", "svg.hashsalt": "engram"})
    from matplotlib.figure import Figure

    releases = sorted({record["release"] for record in found}, key=order)
    panels = {}
    for record in found:
        panels.setdefault((record["name"], record["peer"]), []).append(record)
    columns = min(COLUMNS, len(panels))
    rows = -(-len(panels) // columns)
    figure = Figure(figsize=(2.8 * columns, 2.4 * rows), layout="constrained")
    grid = figure.subplots(rows, columns, squeeze=False).flat
    for series in panels.values():
        panel(next(grid), series, releases)
    for unused in grid:
        unused.set_axis_off()
    figure.supylabel("ratio to the peer", fontsize=9)
    figure.savefig(figure_path, dpi=120, metadata={"Date": None} if figure_path.suffix == ".svg" else None)
    return len(panels), len(releases)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("figure", type=pathlib.Path, metavar="FIGURE")
    parser.add_argument("--results", type=pathlib.Path, default=RESULTS, metavar="FOLDER", help="a folder of .jsonl files")
    given = parser.parse_args()
    if given.figure.suffix not in (".svg", ".png"):
        parser.error(f"'{given.figure}': a figure ends in .svg or .png")
    found = records.read(sorted(given.results.glob("*.jsonl")))
    if not found:
        sys.exit(f"{given.results}: has no records; run.py, sweeps.py and authoring.py write some with --json-lines FILE.jsonl")
    try:
        panels, releases = draw(found, given.figure)
    except OSError as error:
        sys.exit(f"{given.figure}: cannot be written: {error.strerror}")
    print(f"{given.figure}: {panels} benchmarks, {releases} release{'s' if releases > 1 else ''}")


if __name__ == "__main__":
    main()
