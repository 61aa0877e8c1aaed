"""A draw that anyone can repeat: from a seed and named pools to schools and teams, by SHA-256 alone.

The whole procedure, so that another program can do the same:

1. The seed is the SHA-256 of four lines of UTF-8 text, each ended by a line feed: ``draw-v1``, the digest of
   the plan, the sealed secret, the public value. It is written as 64 lower-case hexadecimal digits.
2. A number below n for a *label* is made of blocks 0, 1, 2 …: block k is the SHA-256 of
   ``<seed>:<label>:<k>`` read as a big-endian number; a block that is not below the greatest multiple of n
   that fits in 256 bits is left out; the first that is left counts, modulo n. The next number for the same
   label goes on with the next block.
3. To draw from a stratum, its members are sorted by id. While members are wanted: a number below the sum of
   the weights of those that remain is made for the label ``stratum:<id>``, and the member into whose share
   it falls is taken (shares in order of ids). With equal weights this is Fisher and Yates's method.
4. The inspectors are put into a line in the same way: all of them are drawn, with equal weights, for the
   label ``inspectors``. Then the schools get their teams in the order in which they were drawn: first, for
   every category of which some are wanted, as many of the line's first members of it as may go there; then,
   up to the size of a team, the first of the others who may. Who is sent goes to the end of the line.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from itertools import islice

VERSION = "draw-v1"
_SPACE = 1 << 256


def seed_of(plan_digest: str, secret: str, public_value: str) -> str:
    """The seed of a draw, as 64 hexadecimal digits."""
    lines = (VERSION, plan_digest, secret, public_value)
    return hashlib.sha256("".join(f"{line}\n" for line in lines).encode()).hexdigest()


def seal_of(secret: str) -> str:
    """What is published before the draw: the SHA-256 of the secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


class Numbers:
    """Uniform numbers below any n, one after the other, for one label of one seed."""

    def __init__(self, seed: str, label: str) -> None:
        self._name = f"{seed}:{label}"
        self._block = 0

    def below(self, n: int) -> int:
        """A number from 0 to n - 1; ValueError for n below 1."""
        if n < 1:
            raise ValueError(f"no number below {n}")
        most = _SPACE - _SPACE % n
        while True:
            block = hashlib.sha256(f"{self._name}:{self._block}".encode()).digest()
            self._block += 1
            number = int.from_bytes(block)
            if number < most:
                return number % n


def drawn(seed: str, label: str, weights: Mapping[str, int], count: int) -> tuple[str, ...]:
    """*count* different members of a stratum, in the order in which they are drawn.

    weights: member -> weight, a whole number of at least 1. All members where *count* is not smaller.
    """
    numbers, members = Numbers(seed, label), sorted(weights)
    shares = _Shares([weights[one] for one in members])
    found: list[str] = []
    while shares.total and len(found) < count:
        found.append(members[shares.take(numbers.below(shares.total))])
    return tuple(found)


class _Shares:
    """Shares of a line, each as long as a weight; one is found and taken out in log n steps.

    The sums of 2, 4, 8 … neighbours are kept (a Fenwick tree), so that no draw walks along the whole line.
    """

    def __init__(self, weights: Sequence[int]) -> None:
        self.total = sum(weights)
        self._weights = list(weights)
        self._sums = [0, *weights]
        for place in range(1, len(self._sums)):
            above = place + (place & -place)
            if above < len(self._sums):
                self._sums[above] += self._sums[place]

    def take(self, ticket: int) -> int:
        """The place of the share into which *ticket*, below the total, falls; the share is gone then."""
        place, step = 0, 1 << (len(self._sums) - 1).bit_length()
        while step:
            if place + step < len(self._sums) and self._sums[place + step] <= ticket:
                place += step
                ticket -= self._sums[place]
            step //= 2
        taken, self._weights[place] = self._weights[place], 0
        self.total -= taken
        above = place + 1
        while above < len(self._sums):
            self._sums[above] -= taken
            above += above & -above
        return place


def teams(
    line: Sequence[str],
    schools: Sequence[str],
    size: int,
    may: Callable[[str, str], bool],
    wanted: Sequence[tuple[Collection[str], int]] = (),
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """School -> its team of *size* inspectors out of the *line*, each of whom may go there.

    may: (inspector, school) -> is there no conflict? wanted: of which inspectors at least how many belong to
    a team. A team is smaller where too few may go. The work is shared, since who was sent stands at the end.
    """
    left = OrderedDict.fromkeys(line)  # a dict would look through the gaps that it has at its head
    everyone = frozenset(line)
    for school in schools:
        team: list[str] = []
        for group, least in (*wanted, (everyone, size)):
            room = min(least, size - len(team))
            free = (one for one in left if one in group and one not in team and may(one, school))
            team += tuple(islice(free, room))
        for one in team:
            left.move_to_end(one)
        yield school, tuple(team)
