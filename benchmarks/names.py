"""`python -m benchmarks.names`: which of 100,000 centres somebody means, and one edit among them.

Centres have made-up names from a fixed seed. Each look-up is done twice in the same run: by walking
over all names, which is what is compared with, and by what the names are filed under. Times are
processor time: other programs on the machine do not count.
"""

from __future__ import annotations

import argparse
import gc
import random
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import product
from statistics import median, quantiles
from typing import Any, cast

from rapidfuzz import fuzz, process

from benchmarks.nearest import NOW, memory, timed
from casework.gazetteer.folding import folded
from casework.look_up.bearing import CLOSE_ENOUGH, SHORTEST, STILL_LIKE, Known, known_to
from casework.workplace import Work
from domain.access import Actor
from domain.centres import Centre
from domain.directory import Directory
from domain.naming import Standing
from domain.organisations import CentreId
from domain.people import PersonId
from domain.services import Service, ServiceId, ServiceType

SEED = 7
KINDS = ("transit centre", "house", "reception centre", "shelter", "help desk", "clinic", "flats")
SYLLABLES = tuple("".join(each) for each in product("bdfgklmnrstvz", ("a", "e", "i", "o", "ou")))
LETTERS = "abcdefghijklmnopqrstuvwxyz"


def made_up(count: int) -> Directory:
    """Make a directory of `count` centres in a tenth as many towns."""
    chance = random.Random(SEED)
    towns = [_word(chance) for _ in range(max(count // 10, 1))]
    centres = tuple(_centre(chance, number, chance.choice(towns)) for number in range(count))
    services = tuple(
        Service(ServiceId(each.id), each.id, ServiceType.SHELTER, "Beds") for each in centres
    )
    return Directory(centres=centres, services=services)


def _word(chance: random.Random) -> str:
    return "".join(chance.choices(SYLLABLES, k=chance.randint(2, 4))).title()


def _centre(chance: random.Random, number: int, town: str) -> Centre:
    name = f"{_word(chance)} {chance.choice(KINDS)}, {town}"
    country = f"{chr(65 + number % 26)}{chr(65 + number % 7)}"
    return Centre(CentreId(f"c{number:06}"), name, country, town, "UTC")


class Walking:
    """Finds names by walking over all of them: what the index is compared with."""

    def __init__(self, directory: Directory) -> None:
        """Fold all names."""
        self.names = {
            each.id: tuple(folded(name) for name in (each.name, each.city) if name)
            for each in directory.centres
        }

    def named(self, said: str) -> list[CentreId]:
        """Find who bears a name, or has it in theirs."""
        exact = [key for key, names in self.names.items() if said in names]
        part = f" {said} "
        return exact or [
            key for key, names in self.names.items() if any(part in f" {name} " for name in names)
        ]

    def resembling(self, said: str) -> list[CentreId]:
        """Find whose names are in what is said, or else are spelled nearly so."""
        whole = f" {said} "
        within = [
            key
            for key, names in self.names.items()
            if any(len(name) >= SHORTEST and f" {name} " in whole for name in names)
        ]
        if within:
            return within
        scores = {
            key: max(fuzz.ratio(said, name) for name in names) for key, names in self.names.items()
        }
        least = max(CLOSE_ENOUGH, max(scores.values()) - 5)
        return [key for key, score in scores.items() if score >= least]

    def closest(self, said: str) -> list[CentreId]:
        """Find the nearest names, for "did you mean"."""
        names = {key: " ".join(names) for key, names in self.names.items()}
        near = process.extract(said, names, scorer=fuzz.WRatio, score_cutoff=STILL_LIKE, limit=3)
        return [key for _, _, key in near]


def slipped(chance: random.Random, name: str) -> str:
    """Change, leave out or double one letter of a name."""
    at = chance.randrange(1, len(name))
    return name[:at] + chance.choice((chance.choice(LETTERS), "", name[at] * 2)) + name[at + 1 :]


def row(
    what: str, said: Sequence[str], walk: Callable[[str], Any], filed: Callable[[str], Any]
) -> None:
    """Print the medians of both ways, how many times faster, and how often both find the same."""
    slow = [timed(walk, each) for each in said[:WALKED]]
    fast = [timed(filed, each) for each in said]
    pairs = [(a[1], b[1]) for a, b in zip(slow, fast, strict=False)]
    same = sum(set(a) == set(b) or bool(a and a[0] in b) for a, b in pairs) / len(pairs)
    before, after = median(each[0] for each in slow), median(each[0] for each in fast)
    worst = quantiles([each[0] for each in fast], n=100)[98]
    print(
        f"{what:44} {before * 1e3:9.1f} {after * 1e3:9.3f} {worst * 1e3:9.3f} "
        f"{before / after:9,.0f} {same:7.0%}"
    )


WALKED = 20


def look_ups(directory: Directory, known: Known, count: int) -> None:
    """Print how long each kind of look-up takes."""
    chance = random.Random(SEED + 1)
    walking = Walking(directory)
    names = [folded(each.name) for each in chance.choices(directory.centres, k=count)]
    first = [name.partition(" ")[0] for name in names]
    slips = [slipped(chance, name) for name in names]
    nonsense = [
        " ".join("".join(chance.choices(LETTERS, k=6)) for _ in range(2)) for _ in range(count)
    ]
    row("a whole name", names, walking.named, known.named)
    row("a word of it", first, walking.named, known.named)
    row(
        "a name in a sentence",
        [f"please tell me about {name} today" for name in names],
        walking.resembling,
        known.resembling,
    )
    row("a name with a slip", slips, walking.resembling, known.resembling)
    row("did you mean: a word with a slip", [slipped(chance, each) for each in first],
        walking.closest, known.closest)  # fmt: skip
    row("nothing like it", nonsense, walking.resembling, known.resembling)


def edits(directory: Directory, times: int) -> None:
    """Print what an edit costs the names."""
    built, _ = timed(lambda: Walking(directory))
    taken = []
    for number in range(times):
        centre = directory.centres[number * 97 % len(directory.centres)]
        changed = Directory(centres=(replace(centre, name=f"{centre.name} moved"),))
        new = directory.with_changes(changed)
        listed = directory.naming(folded).by_standing[Standing.LISTED]
        (old,) = listed.bearers.at(centre.id)
        (after,) = new.naming(folded).by_standing[Standing.LISTED].bearers.at(centre.id)
        taken.append(timed(listed.changed, [old], [after])[0])
        directory = new
    print(
        f"\none edit of a name: {median(taken) * 1e3:.2f} ms; "
        f"folding all names again, as before: {built * 1e3:.0f} ms"
    )


def main() -> None:
    """Print the table."""
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--centres", type=int, default=100_000)
    reader.add_argument("--look-ups", type=int, default=1_000)
    asked = reader.parse_args()
    directory = made_up(asked.centres)
    gc.collect()
    gc.freeze()  # what is loaded once is not looked through again and again
    before = memory()
    built, _ = timed(directory.naming, folded)
    print(f"Python {sys.version.split()[0]}, seed {SEED}, {len(directory.centres):,} centres")
    print(f"filed in {built:.2f} s, {memory() - before:.0f} MB more at most\n")
    print(f"{'':44} {'walk ms':>9} {'filed ms':>9} {'p99 ms':>9} {'ratio':>9} {'same':>7}")
    actor = Actor(PersonId("x"), ())
    known = known_to(Work(cast(Any, None), directory, actor, NOW, lambda some: some))
    look_ups(directory, known, asked.look_ups)
    edits(directory, 20)


if __name__ == "__main__":
    main()
