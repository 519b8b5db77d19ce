"""check.py ROOT RULE: holds a checkout against one rule of the house. Exit code 1 where it is broken."""

import sys

from rules import REPORTS, RULES
from tree import Tree


def main():
    if len(sys.argv) != 3 or sys.argv[2] not in RULES | REPORTS:
        print(f"usage: check.py ROOT {'|'.join(RULES | REPORTS)}", file=sys.stderr)
        return 2
    root, name = sys.argv[1:]
    complaints = (RULES | REPORTS)[name](Tree(root))
    for complaint in complaints:
        print(complaint)
    return 1 if complaints and name in RULES else 0


if __name__ == "__main__":
    sys.exit(main())
