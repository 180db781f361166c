"""The gazetteer's file: a head that says what it is, then plain arrays, mapped into memory.

Names stand as keys, one a line, those that sound alike side by side in a *bucket*, the most
populous first. Two tables of hashes lead to them: `sounds` from a skeleton, whole or with one
letter left out, to its buckets; `spellings` from a short key, whole or with one letter left out. A
third has the hashes of ordinary words.
"""

from __future__ import annotations

import mmap
import os
import struct
import sys
from array import array
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from tempfile import mkstemp
from typing import BinaryIO, Literal
from zlib import crc32

MAGIC = b"PASSERELLE PLACES\n"
FORMAT = 2
HEAD = struct.Struct(f"<{len(MAGIC)}sHBxIIQ")
"""Magic, format, big-endian or not, fingerprint of the source, checksum and length of the rest."""
CHUNK = 1 << 20


@dataclass(frozen=True)
class Arrays:
    """The parts of the file, in the order in which they are written.

    Per place: `latitudes`, `longitudes` (degrees × 10⁵; `NOWHERE` for a country), `people`,
    `countries` (two letters in 16 bits), `titles` and `regions` (bytes into `words`). Per bucket:
    `bucket_keys`, its first key. Per key: `key_bytes` (into `keys`) and `key_places`, its first row
    in `meant`: a place × 2, plus 1 where the key is the place's own name.
    """

    words: memoryview
    keys: memoryview
    latitudes: memoryview
    longitudes: memoryview
    people: memoryview
    countries: memoryview
    titles: memoryview
    regions: memoryview
    bucket_keys: memoryview
    key_bytes: memoryview
    key_places: memoryview
    meant: memoryview
    sound_hashes: memoryview
    sound_buckets: memoryview
    spelling_hashes: memoryview
    spelling_keys: memoryview
    ordinary_hashes: memoryview


NOWHERE = 0x7FFFFFFF
SCALE = 100_000
"""Steps of a degree."""
TYPES: dict[str, Literal["I", "i", "B", "H"]] = {
    **{each.name: "I" for each in fields(Arrays)},
    **{"words": "B", "keys": "B", "latitudes": "i", "longitudes": "i", "countries": "H"},
}


class Unusable(Exception):
    """A file is no gazetteer, a damaged one, or one made of something else."""


def write(path: Path, source: int, parts: Mapping[str, array[int] | bytearray]) -> None:
    """Write a gazetteer aside and put it in its place at once; a reader never sees half of one."""
    handle, draft = mkstemp(prefix=f".{path.name}-", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            _fill(file, source, parts)
        Path(draft).chmod(0o644)
        Path(draft).replace(path)
    finally:
        Path(draft).unlink(missing_ok=True)


def _fill(file: BinaryIO, source: int, parts: Mapping[str, array[int] | bytearray]) -> None:
    body = [struct.pack(f"<{len(TYPES)}Q", *(_size(parts[name]) for name in TYPES))]
    body += [_padded(bytes(parts[name])) for name in TYPES]
    check = 0
    for part in body:
        check = crc32(part, check)
    big = sys.byteorder == "big"
    head = HEAD.pack(MAGIC, FORMAT, big, source, check, sum(map(len, body)))
    file.writelines((head.ljust(_aligned(HEAD.size), b"\0"), *body))
    file.flush()
    os.fsync(file.fileno())


def read(path: Path, source: int) -> Arrays:
    """Map a gazetteer into memory. Raises Unusable, and OSError when it cannot be read."""
    with path.open("rb") as file:
        _check(file, source)
        whole = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
    start = _aligned(HEAD.size)
    sizes = whole[start : start + 8 * len(TYPES)].cast("Q")
    start += 8 * len(TYPES)
    parts: dict[str, memoryview] = {}
    for (name, kind), size in zip(TYPES.items(), sizes, strict=True):
        parts[name] = whole[start : start + size].cast(kind)
        start += _aligned(size)
    return Arrays(**parts)


def _check(file: BinaryIO, source: int) -> None:
    """Read through the file once: cheaper than a wrong answer from a damaged one."""
    head = file.read(_aligned(HEAD.size))
    if len(head) < HEAD.size:
        raise Unusable("it is too short")
    magic, form, big, made_of, check, length = HEAD.unpack_from(head)
    if (magic, form, bool(big), made_of) != (MAGIC, FORMAT, sys.byteorder == "big", source):
        raise Unusable("it was made of something else")
    found = seen = 0
    while part := file.read(CHUNK):
        found, seen = crc32(part, found), seen + len(part)
    if (found, seen) != (check, length):
        raise Unusable("it is damaged")


def _size(part: array[int] | bytearray) -> int:
    return len(part) * (part.itemsize if isinstance(part, array) else 1)


def _aligned(size: int) -> int:
    return -(-size // 8) * 8


def _padded(part: bytes) -> bytes:
    return part.ljust(_aligned(len(part)), b"\0")
