"""Turning points: instants at which a centre's owner may have changed, by its dated facts.

An arrangement begins or ends, an agreement ends, a cell of the matrix begins or ends. Facts that
turn together are one point; what became of open requests is remembered of it (Open referrals).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.agreements import Agreement
from domain.directory import Directory
from domain.filings import centres_in, ended, turned
from domain.organisations import CentreId

HEEDED_FOR = timedelta(days=90)
"""How long after its instant a point is heeded, if the facts came late or nothing ran."""


@dataclass(frozen=True, slots=True, order=True)
class TurningPoint:
    """An aware UTC instant at which the owners of a centre's services may have changed."""

    at: datetime
    centre: CentreId

    @property
    def subject(self) -> str:
        """Name the point, for what is remembered of it."""
        return f"turning point {self.centre} {self.at:%Y-%m-%dT%H:%M:%S}"


def turning_points(directory: Directory, now: datetime) -> list[TurningPoint]:
    """List what turned within `HEEDED_FOR` before the aware UTC `now`, earliest first."""
    return sorted({TurningPoint(at, centre) for centre, at in _turned(directory, now)})


def _turned(directory: Directory, now: datetime) -> Iterator[tuple[CentreId, datetime]]:
    since = now - HEEDED_FOR
    yield from ((centre, at) for at, centre in turned(directory, since, now))
    for agreement in ended(directory, since, now):
        end = agreement.period.end
        if end is not None:
            yield from ((centre, end.at) for centre in governed(directory, agreement))


def governed(directory: Directory, agreement: Agreement) -> list[CentreId]:
    """List the managed centres that an agreement covers; an area without bounds is everywhere."""
    return [
        centre
        for centre in centres_in(directory, agreement.covers)
        if directory.arrangements_of(centre)
    ]
