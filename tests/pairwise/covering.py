"""Covering arrays: every pair of values of two factors is in at least one row.

Rows are made one at a time: a pair that no row has yet, and for each further factor the value that adds the most
new pairs; the best of several such rows is kept (D. M. Cohen et al., IEEE Trans. Software Eng. 23, 437 (1997)). A
factor may belong to a value of an earlier factor, as a parameter belongs to its plugin, and is in a row only with
that value.
"""

from collections import namedtuple

# parent: a pair (factor, value), or None
Factor = namedtuple("Factor", "name values parent", defaults=(None,))
CANDIDATES = 5
ATTEMPTS = 12


class Array:
    """Makes rows: dictionaries from the names of factors to values."""

    def __init__(self, factors, random, excluded=lambda one, other: False):
        """`excluded` takes two pairs (factor, value) and returns whether no row may have both. Factors come after
        the ones that they belong to."""
        self.random = random
        self.factors = factors
        self.values = [(factor.name, value) for factor in factors for value in factor.values]
        self.index = {value: number for number, value in enumerate(self.values)}
        self.members = {factor.name: [self.index[factor.name, value] for value in factor.values] for factor in factors}
        self.parents = {factor.name: factor.parent and self.index[factor.parent] for factor in factors}
        self.barred = [0] * len(self.values)
        self.missing = [0] * len(self.values)
        for one, left in enumerate(self.values):
            for other in range(one + 1, len(self.values)):
                right = self.values[other]
                if left[0] == right[0]:
                    continue
                masks = self.barred if excluded(left, right) else self.missing
                masks[one] |= 1 << other
                masks[other] |= 1 << one
        self.pairs = self.open_pairs()

    def open_pairs(self):
        return sum(mask.bit_count() for mask in self.missing) // 2

    def _ancestors(self, value):
        chain = [value]
        while (value := self.parents[self.values[value][0]]) is not None:
            chain.append(value)
        return chain

    def _complete(self, wanted):
        """A row with the values `wanted`, as numbers of values, or None if values exclude each other."""
        forced = {}
        for value in wanted:
            for one in self._ancestors(value):
                if forced.setdefault(self.values[one][0], one) != one:
                    return None
        chosen = set(forced.values())
        mask = sum(1 << one for one in chosen)
        if any(self.barred[one] & mask for one in chosen):
            return None
        for factor in self.factors:
            parent = self.parents[factor.name]
            if factor.name in forced or (parent is not None and parent not in chosen):
                continue
            fitting = [one for one in self.members[factor.name] if not self.barred[one] & mask]
            if not fitting:
                return None
            best = max(fitting, key=lambda one: ((self.missing[one] & mask).bit_count(), self.random.random()))
            chosen.add(best)
            mask |= 1 << best
        return chosen

    def _seed(self):
        """A pair that no row has yet."""
        open_values = [one for one, mask in enumerate(self.missing) if mask]
        one = self.random.choice(open_values)
        others = self.missing[one]
        place = self.random.randrange(others.bit_count())
        for _ in range(place):
            others &= others - 1
        return one, (others & -others).bit_length() - 1

    def _drop(self, one, other):
        self.missing[one] &= ~(1 << other)
        self.missing[other] &= ~(1 << one)

    def rows(self, limit=None):
        """Rows until every pair is in one, or `limit` rows. Pairs that no row can have are dropped."""
        made = 0
        while (limit is None or made < limit) and any(self.missing):
            pair = self._seed()
            complete = [row for row in (self._complete(pair) for _ in range(CANDIDATES)) if row]
            complete = complete or [row for row in (self._complete(pair) for _ in range(ATTEMPTS)) if row][:1]
            if not complete:
                self._drop(*pair)
                continue
            row = max(complete, key=self._news)
            mask = sum(1 << one for one in row)
            for one in row:
                self.missing[one] &= ~mask
            made += 1
            yield {name: value for name, value in (self.values[one] for one in sorted(row))}

    def _news(self, row):
        mask = sum(1 << one for one in row)
        return sum((self.missing[one] & mask).bit_count() for one in row)
