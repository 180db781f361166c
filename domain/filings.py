"""Filings: facts under what they are looked for by, kept up to date by each edit.

What the clock asks for in every round is found without walking over the directory.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from domain.agreements import Agreement, Responsibility
from domain.centres import Centre
from domain.filed import Key, Value
from domain.freshness import verified
from domain.management import Arrangement
from domain.organisations import Area, CentreId

if TYPE_CHECKING:
    from domain.directory import Directory

Fact = TypeVar("Fact")
Month = tuple[int, int]


@dataclass(frozen=True, eq=False)
class Filing(Generic[Key, Value]):
    """How facts are filed. `kinds`: the fields of `Directory` that hold them.

    `pairs`: gives what one of them is filed under, with what is kept of it there. Of a centre that
    may depend on its services, of any other fact on nothing else.
    """

    kinds: tuple[str, ...]
    pairs: Callable[[Directory, Any], Iterable[tuple[Key, Value]]]

    def of(self, directory: Directory, facts: Iterable[Any]) -> Iterator[tuple[Key, Value]]:
        """Pair facts with what they are filed under."""
        return (pair for fact in facts for pair in self.pairs(directory, fact))


# ---------------------------------------------------------------- by instant


def month_of(at: datetime | date) -> Month:
    """Give the month under which an instant is filed; those of UTC are UTC."""
    return (at.year, at.month)


def months(after: datetime, until: datetime) -> Iterator[Month]:
    """Walk over the months from one instant to another, both of them included."""
    month = after.date().replace(day=1)
    while month <= until.date():
        yield month_of(month)
        month = (month + timedelta(days=31)).replace(day=1)


def _turns(_: Directory, fact: Arrangement | Responsibility) -> Iterator[tuple[Month, Turn]]:
    if isinstance(fact, Arrangement) and fact.provisional:
        return
    for bound in (fact.period.start, fact.period.end):
        if bound is not None:
            yield month_of(bound.at), (bound.at, fact.centre)


def _ends(_: Directory, fact: Agreement) -> Iterator[tuple[Month, End]]:
    if fact.period.end is not None:
        yield month_of(fact.period.end.at), (fact.period.end.at, fact)


Turn = tuple[datetime, CentreId]
TURNS: Filing[Month, Turn] = Filing(("arrangements", "responsibilities"), _turns)
"""Bounds of what is confirmed of a centre, by their months."""
End = tuple[datetime, Agreement]
ENDS: Filing[Month, End] = Filing(("agreements",), _ends)
"""Agreements by the month of their end."""


def turned(directory: Directory, after: datetime, until: datetime) -> Iterator[Turn]:
    """Walk over the bounds of a centre's facts after an aware UTC instant, up to another."""
    filed = directory.filed(TURNS)
    for month in months(after, until):
        yield from (turn for turn in filed.at(month) if after < turn[0] <= until)


def ended(directory: Directory, after: datetime, until: datetime) -> list[Agreement]:
    """List the agreements that end after an aware UTC instant, up to another, by id."""
    filed = directory.filed(ENDS)
    found = [each for month in months(after, until) for each in filed.at(month)]
    return sorted(
        (agreement for end, agreement in found if after < end <= until), key=lambda each: each.id
    )


# ---------------------------------------------------------------- by place


def _country(_: Directory, centre: Centre) -> Iterator[tuple[str, CentreId]]:
    yield centre.country, centre.id


COUNTRIES: Filing[str, CentreId] = Filing(("centres",), _country)
"""Centres by country."""


def centres_in(directory: Directory, area: Area) -> Iterator[CentreId]:
    """Walk over the centres of an area, each once, lazily."""
    if not area.centres and not area.countries:
        yield from (each.id for each in directory.centres)
        return
    filed = directory.filed(COUNTRIES)
    yield from (each for country in sorted(area.countries) for each in filed.at(country))
    for key in sorted(area.centres):
        if directory.has_centre(key) and directory.centre(key).country not in area.countries:
            yield key


# ---------------------------------------------------------------- by rhythm and age

Rhythm = tuple[str, str, date | None]


def _rhythm(_: Directory, centre: Centre) -> Iterator[tuple[Rhythm, CentreId]]:
    if (kept := centre.committee) is not None:
        yield (centre.zone, kept.rhythm, kept.next_meeting), centre.id


RHYTHMS: Filing[Rhythm, CentreId] = Filing(("centres",), _rhythm)
"""Centres with a committee by zone, rhythm and next meeting: those of a key meet together."""

Drawer = tuple[str, str]
Checked = tuple[date, CentreId]


def _checked(directory: Directory, centre: Centre) -> Iterator[tuple[Drawer, Checked]]:
    if not centre.takes_requests:
        return
    days = [verified(centre, each).on or date.min for each in directory.services_of(centre.id)]
    if days:
        yield (centre.zone, centre.country), (min(days), centre.id)


CHECKED: Filing[Drawer, Checked] = Filing(("centres",), _checked)
"""Centres that offer anything by zone and country, with the day their oldest entry was checked."""
