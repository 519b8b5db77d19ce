"""check.py ROOT [RULE...]: checks a checkout against the given rules of the house, by default all of them. Exit
code 1 if a rule is broken."""

import sys

from rules import REPORTS, RULES
from tree import Tree


def main():
    names = sys.argv[2:] or list(RULES)
    if len(sys.argv) < 2 or not set(names) <= set(RULES | REPORTS):
        print(f"usage: check.py ROOT [RULE...]; the rules are {', '.join(RULES | REPORTS)}", file=sys.stderr)
        return 2
    tree = Tree(sys.argv[1])
    broken = False
    for name in names:
        for complaint in (RULES | REPORTS)[name](tree):
            print(complaint)
            broken = broken or name in RULES
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
