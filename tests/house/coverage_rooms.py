"""coverage_rooms.py SUMMARY: covered lines and branches of each room, from `gcovr --json-summary`."""

import json
import sys
from pathlib import Path, PurePosixPath


def room_of(file):
    """framework/sdk, framework/host/<room> or plugins/<kind>; None for a file outside of rooms."""
    parts = PurePosixPath(file).parts
    depth = {("framework", "sdk"): 2, ("framework", "host"): 3}.get(parts[:2], 2 if parts[0] == "plugins" else 0)
    return "/".join(parts[:depth]) if depth and len(parts) > depth else None


def rooms_of(summary):
    """For each room: lines, covered lines, branches, covered branches."""
    rooms = {}
    for file in summary["files"]:
        room = room_of(file["filename"])
        if room:
            counts = rooms.setdefault(room, [0, 0, 0, 0])
            for at, key in enumerate(("line_total", "line_covered", "branch_total", "branch_covered")):
                counts[at] += file[key]
    return rooms


def table(rooms):
    def share(reached, total):
        return f"{100 * reached / total:5.1f} %" if total else "      -"

    rows = [f"{'room':<28}{'lines':>7}  reached {'branches':>9}  reached"]
    every = [sum(column) for column in zip(*rooms.values())]
    for name, (lines, hit, branches, taken) in [*sorted(rooms.items()), ("all", every)]:
        rows.append(f"{name:<28}{lines:>7}  {share(hit, lines)} {branches:>9}  {share(taken, branches)}")
    return "\n".join(rows)


def main():
    rooms = rooms_of(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")))
    if not rooms:
        sys.exit(f"coverage_rooms.py: {sys.argv[1]} has no file of framework/sdk, framework/host or plugins")
    print(table(rooms))


if __name__ == "__main__":
    main()
