"""Building the gazetteer's file: `python -m casework.gazetteer.build FILE`."""

from __future__ import annotations

import sys
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path

from casework.gazetteer.folding import key_of
from casework.gazetteer.layout import NOWHERE, SCALE, write
from casework.gazetteer.ordinary_words import ordinary_words
from casework.gazetteer.sounds import skeleton_of
from casework.gazetteer.source import Entry, entries, fingerprint
from casework.gazetteer.variants import SHORT_KEY, SOUND_LENGTHS, hashed, whole, without_one

LONGEST_KEY = 48
SPELLED_FROM = 2_000
"""People of the smallest town that a short, misspelled name may mean."""


Parts = dict[str, "array[int] | bytearray"]


def build(path: Path) -> None:
    """Build the file from the installed data."""
    write(path, fingerprint(), parts_of(entries(), ordinary_words()))


def parts_of(places: Iterable[Entry], ordinary: Iterable[str] = ()) -> Parts:
    """Turn places, and the keys of ordinary words, into the arrays of `layout.Arrays`."""
    parts, meant = _places(places)
    people = parts["people"]
    ranked = sorted(
        (skeleton_of(key), -max(people[row >> 1] for row in rows), key)
        for key, rows in meant.items()
    )
    parts |= _buckets(ranked, meant)
    parts |= _spellings(ranked)
    parts["ordinary_hashes"] = array("I", sorted({hashed(each) for each in ordinary}))
    return parts


def _places(places: Iterable[Entry]) -> tuple[Parts, dict[str, list[int]]]:
    words, seen = bytearray(), {"": 0}
    words += b"\0"

    def at(text: str) -> int:
        if text not in seen:
            seen[text] = len(words)
            words.extend(text.encode() + b"\0")
        return seen[text]

    latitudes, longitudes, people = array("i"), array("i"), array("I")
    countries, titles, regions = array("H"), array("I"), array("I")
    meant: dict[str, list[int]] = defaultdict(list)
    for number, place in enumerate(places):
        here = [round(each * SCALE) for each in place.point or ()] or [NOWHERE, NOWHERE]
        latitudes.append(here[0])
        longitudes.append(here[1])
        people.append(place.people)
        countries.append(int.from_bytes(place.country.encode("ascii"), "big"))
        titles.append(at(place.names[0]) if place.point else 0)
        regions.append(at(place.region))
        for key, own in _keys(place).items():
            meant[key].append(number * 2 + own)
    parts: Parts = {
        **{"words": words, "latitudes": latitudes, "longitudes": longitudes, "people": people},
        **{"countries": countries, "titles": titles, "regions": regions},
    }
    return parts, meant


def _keys(place: Entry) -> dict[str, bool]:
    """Give the keys of a place, each with whether it is a name of its own, or of a country."""
    first = key_of(place.names[0])
    keys = {key_of(name) for name in place.names}
    fit = (key for key in keys if 2 <= len(key) <= LONGEST_KEY and not key.isdecimal())
    return {key: key == first or place.point is None for key in fit}


def _buckets(ranked: list[tuple[str, int, str]], meant: dict[str, list[int]]) -> Parts:
    keys, rows = bytearray(b"\n"), array("I")
    bucket_keys, key_bytes, key_places = array("I"), array("I"), array("I")
    sounds: list[int] = []
    for bucket, (bones, alike) in enumerate(groupby(ranked, lambda each: each[0])):
        bucket_keys.append(len(key_places))
        for _, _, key in alike:
            key_bytes.append(len(keys))
            key_places.append(len(rows))
            rows.extend(meant[key])
            keys += key.encode() + b"\n"
        sounds += ((hashed(each) << 32) + bucket for each in _variants(bones))
    bucket_keys.append(len(key_places))
    key_bytes.append(len(keys))
    key_places.append(len(rows))
    hashes, buckets = _table(sounds)
    return {
        **{"keys": keys, "bucket_keys": bucket_keys, "key_bytes": key_bytes},
        **{"key_places": key_places, "meant": rows},
        **{"sound_hashes": hashes, "sound_buckets": buckets},
    }


def _variants(bones: str) -> Iterator[str]:
    yield whole(bones)
    if len(bones) in SOUND_LENGTHS:
        yield from without_one(bones)


def _spellings(ranked: list[tuple[str, int, str]]) -> Parts:
    hashes, keys = _table(
        [
            (hashed(each) << 32) + number
            for number, (_, people, key) in enumerate(ranked)
            if -people >= SPELLED_FROM and len(key) in SHORT_KEY
            for each in (key, *without_one(key))
        ]
    )
    return {"spelling_hashes": hashes, "spelling_keys": keys}


def _table(rows: list[int]) -> tuple[array[int], array[int]]:
    rows.sort()
    return array("I", (row >> 32 for row in rows)), array("I", (row & 0xFFFFFFFF for row in rows))


if __name__ == "__main__":
    build(Path(sys.argv[1]))
