"""Values of attributes as text and back: every value that is written is read back the same.

A codec reads the texts of all rows with one code and one link; several rows are several values.
Reading raises ValueError with words for a person.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import Enum
from typing import Any

from casework.directory_files.native_facts import hours as checked_hours
from casework.directory_files.native_facts import zone_of
from domain.closures import Closure, ClosureReason
from domain.geography import Point

YES, NO = "yes", "no"


@dataclass(frozen=True, slots=True)
class Codec:
    """How a field's value becomes texts, one a row, and the texts a value again."""

    write: Callable[[Any], tuple[str, ...]]
    read: Callable[[Sequence[str]], Any]


def _maybe(value: object) -> tuple[str, ...]:
    return () if value in (None, "") else (str(value),)


def _last(texts: Sequence[str]) -> str:
    return texts[-1]


def choice(kind: type[Enum]) -> Codec:
    """Give the codec of one code of an enum, or none."""
    return Codec(
        lambda value: () if value is None else (value.value,), lambda t: of(kind, _last(t))
    )


def choices(kind: type[Enum]) -> Codec:
    """Give the codec of a set of codes of an enum."""
    return Codec(
        lambda values: tuple(sorted(each.value for each in values)),
        lambda texts: frozenset(of(kind, text) for text in texts),
    )


def of(kind: type[Enum], text: str) -> Any:
    """Give the member of an enum that a code names; ValueError that lists them all."""
    plain = text.strip().lower()
    for member in kind:
        if member.value == plain:
            return member
    raise ValueError(f"must be one of: {', '.join(str(each.value) for each in kind)}")


def yes_or_no(text: str) -> bool:
    """Read yes or no; ValueError for anything else."""
    plain = text.strip().lower()
    if plain not in (YES, NO):
        raise ValueError("must be yes or no")
    return plain == YES


def _point(text: str) -> Point:
    try:
        latitude, longitude = (float(each) for each in text.replace(",", " ").split())
        return Point(latitude, longitude)
    except ValueError:
        raise ValueError("must be a latitude and a longitude, such as 32.1 35.9") from None


def day(text: str) -> date:
    """Read a day as 2026-11-24, or the day of an instant; ValueError for neither."""
    try:
        return date.fromisoformat(text.strip()[:10])
    except ValueError:
        raise ValueError("must be a day such as 2026-11-24") from None


def _instant(text: str) -> datetime:
    try:
        read = datetime.fromisoformat(text)
    except ValueError:
        raise ValueError("must be an instant such as 2026-11-24T12:00:00+00:00") from None
    if read.tzinfo is None:
        raise ValueError("an instant needs its offset from UTC")
    return read.astimezone(UTC)


def _closure(text: str) -> Closure:
    start, end, reason = (*text.split("/"), "", "")[:3]
    last = _instant(end) if end else None
    return Closure(_instant(start), last, of(ClosureReason, reason or ClosureReason.OTHER))


def _written_closures(closures: Iterable[Closure]) -> tuple[str, ...]:
    return tuple(
        "/".join((c.start.isoformat(), c.end.isoformat() if c.end else "", c.reason))
        for c in closures
    )


TEXT = Codec(_maybe, _last)
LIST = Codec(tuple, tuple)
FLAG = Codec(lambda value: (YES,) if value else (), lambda texts: yes_or_no(_last(texts)))
KNOWN_OR_NOT = Codec(
    lambda value: () if value is None else (YES if value else NO,),
    lambda texts: yes_or_no(_last(texts)),
)
HOURS = Codec(_maybe, lambda texts: checked_hours(_last(texts)))
ZONE = Codec(_maybe, lambda texts: zone_of(_last(texts)))
DAY = Codec(_maybe, lambda texts: day(_last(texts)))
POINT = Codec(
    lambda at: () if at is None else (f"{at.latitude!r} {at.longitude!r}",),
    lambda texts: _point(_last(texts)),
)
CLOSURES = Codec(_written_closures, lambda texts: tuple(_closure(text) for text in texts))
