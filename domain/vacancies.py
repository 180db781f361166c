"""Vacancies: which centres may have a free place, so that who asks for one looks at no others.

What is told of a service is exact for the moment of the asking. The centres are those where a
place may be free at any moment of the next minutes: a few too many, and none too few.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from domain.capacity import NOTHING_KNOWN, Known, Places, may_be_free, places_at
from domain.directory import Directory
from domain.findable import Entry, Findable
from domain.organisations import CentreId
from domain.services import Service, ServiceId

LAST = timedelta(minutes=10)
Facts = tuple[Entry | None, tuple[Service, ...]]
NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, eq=False)
class Vacancies:
    """What is known of the places of all services that are counted beside the directory.

    `findable`: the centres where a place may be free from the aware instant `since` on, for `LAST`.
    `looked_at`: all centres where any place is counted, and what the directory said of them.
    """

    known: Mapping[ServiceId, Known]
    since: datetime
    findable: Findable
    looked_at: Mapping[CentreId, Facts] = field(default_factory=dict)

    def last(self, at: datetime) -> bool:
        """Say whether this is good for a search at `at`."""
        return self.since <= at < self.since + LAST

    def places(self, service: Service, at: datetime) -> Places | None:
        """Say what is known of the places of a service at `at`; None if nobody counts them."""
        return places_at(service, self.known.get(service.id, NOTHING_KNOWN), at)

    def of_next(self, directory: Directory) -> Vacancies:
        """Give the same for a later picture of the directory."""
        counted = (directory.service(key) for key in self.known if directory.has_service(key))
        centres = {each.centre for each in (*counted, *directory.with_capacity)}
        seen = self.looked_at
        moved = {key for key in {*centres, *seen} if seen.get(key) != facts_of(directory, key)}
        return self._looked_at(directory, moved)

    def changed(self, directory: Directory, known: Mapping[ServiceId, Known]) -> Vacancies:
        """Give this with what is known now of some services."""
        after = replace(self, known={**self.known, **known})
        there = {directory.service(key).centre for key in known if directory.has_service(key)}
        return after._looked_at(directory, there)

    def _looked_at(self, directory: Directory, centres: Collection[CentreId]) -> Vacancies:
        facts = {each: facts_of(directory, each) for each in centres}
        now = {key: each[0] if self._may(each[1]) else None for key, each in facts.items()}
        looked_at = {**self.looked_at, **facts}
        return replace(self, findable=self.findable.changed(now), looked_at=looked_at)

    def _may(self, services: Iterable[Service]) -> bool:
        return any(
            may_be_free(each, self.known.get(each.id, NOTHING_KNOWN), self.since, self.since + LAST)
            for each in services
        )


def facts_of(directory: Directory, centre: CentreId) -> Facts:
    """Give what the directory says of a centre: the same objects as long as it is the same."""
    return directory.findable.entries.get(centre), directory.services_of(centre)


NOT_ASKED = Vacancies({}, NEVER, Findable({}))
"""For a search that asks for no free place."""


def vacancies_in(directory: Directory, known: Mapping[ServiceId, Known], at: datetime) -> Vacancies:
    """Look through all that is counted, for searches from `at` (aware) on."""
    return Vacancies(known, at, Findable({})).of_next(directory)
