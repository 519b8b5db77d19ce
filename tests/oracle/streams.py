"""Random streams as framework/sdk/include/engram/random.hpp describes them: Philox4x32-10 keyed by FNV-1a of a seed and
a role, so that patterns, damage and update orders of a run can be drawn a second time."""

import math

MASK32 = (1 << 32) - 1
MASK64 = (1 << 64) - 1


def philox(counter, key):
    """J. Salmon et al., Parallel random numbers: as easy as 1, 2, 3 (SC 2011): ten rounds."""
    a, b, c, d = counter
    k, m = key
    for _ in range(10):
        left, right = 0xD2511F53 * a, 0xCD9E8D57 * c
        a, b, c, d = (right >> 32) ^ b ^ k, right & MASK32, (left >> 32) ^ d ^ m, left & MASK32
        k, m = (k + 0x9E3779B9) & MASK32, (m + 0xBB67AE85) & MASK32
    return a, b, c, d


def fnv1a(data, basis=0xCBF29CE484222325):
    for byte in data:
        basis = ((basis ^ byte) * 0x100000001B3) & MASK64
    return basis


class Stream:
    """One stream: the numbers of a key and an index."""

    def __init__(self, key, index):
        self.key = (key & MASK32, key >> 32)
        self.index = (index & MASK32, index >> 32)
        self.counter = 0
        self.left = []

    def bits(self):
        if not self.left:
            a, b, c, d = philox((self.counter & MASK32, self.counter >> 32, *self.index), self.key)
            self.counter += 1
            self.left = [(d << 32) | c, (b << 32) | a]
        return self.left.pop()

    def uniform(self):
        return (self.bits() >> 11) * 2.0**-53

    def below(self, bound):
        threshold = (1 << 64) % bound
        while True:
            draw = self.bits()
            if draw >= threshold:
                return draw % bound

    def normal(self):
        radius = math.sqrt(-2.0 * math.log(1.0 - self.uniform()))
        return radius * math.cos(2.0 * math.pi * self.uniform())

    def sign(self):
        return 1.0 if self.bits() >> 63 else -1.0

    def shuffle(self, items):
        for last in range(len(items), 1, -1):
            other = self.below(last)
            items[last - 1], items[other] = items[other], items[last - 1]

    def choose(self, units, count):
        """`count` different numbers below `units`: the first steps of a shuffle from the front."""
        order = list(range(units))
        for place in range(count):
            other = place + self.below(units - place)
            order[place], order[other] = order[other], order[place]
        return order[:count]


class Streams:
    """All streams of a role."""

    def __init__(self, seed, role, key=None):
        self.key = fnv1a(role.encode(), fnv1a(seed.to_bytes(8, "little"))) if key is None else key

    def stream(self, index):
        return Stream(self.key, index)

    def within(self, role):
        return Streams(0, "", fnv1a(role.encode(), self.key ^ 0x5BD1E995))


def share_of(fraction, units):
    """The nearest whole number to a share of the units, halves upwards."""
    return math.floor(fraction * units + 0.5)
