"""Organisations, their teams and the areas that teams cover."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NewType

from domain.deadlines import OwnLimits
from domain.people import Concern

OrganisationId = NewType("OrganisationId", str)
TeamId = NewType("TeamId", str)
CentreId = NewType("CentreId", str)

MORE_THAN_ALL_COUNTRIES = 1000


class OrganisationKind(StrEnum):
    """What an organisation is; the partner gate and the State rules depend on it."""

    IOM = "iom"
    INTERNATIONAL = "international"
    PARTNER = "partner"
    GOVERNMENT = "government"


@dataclass(frozen=True, slots=True)
class Organisation:
    """IOM, another independent body, an implementing partner or a government authority.

    `asked_every_days`: how often its staff are asked whether an entry is still right; 0 for
    never, None for the usual rhythm (`domain/freshness.py`).
    `aliases`: its acronyms and names in other languages, as people ask for it.
    `limits`: how soon it answers, where that is not as usual (`domain/deadlines.py`).
    `reviews_declines`: a colleague looks at each no before the person hears it; None for not.
    """

    id: OrganisationId
    name: str
    kind: OrganisationKind
    sample: bool = False
    asked_every_days: int | None = None
    aliases: tuple[str, ...] = ()
    limits: tuple[OwnLimits, ...] = ()
    reviews_declines: bool | None = None

    @property
    def is_state(self) -> bool:
        """Say whether it is an authority of a State (Invariant 6)."""
        return self.kind is OrganisationKind.GOVERNMENT


@dataclass(frozen=True, slots=True)
class Area:
    """Where a team works: named centres, else whole countries (ISO 3166-1 alpha-2), else all."""

    centres: frozenset[CentreId] = frozenset()
    countries: frozenset[str] = frozenset()

    def covers(self, centre: CentreId, country: str) -> bool:
        """Say whether a centre in a country belongs to the area."""
        if self.centres or self.countries:
            return centre in self.centres or country in self.countries
        return True

    def is_all_of(self, country: str) -> bool:
        """Say whether every centre of a country belongs to the area, whichever it is."""
        return country in self.countries or not (self.centres or self.countries)

    @property
    def breadth(self) -> tuple[int, int]:
        """Order areas from narrow to wide: few centres, many centres, countries, everywhere."""
        if self.centres or self.countries:
            return (len(self.countries), len(self.centres))
        return (MORE_THAN_ALL_COUNTRIES, 0)


@dataclass(frozen=True, slots=True)
class Team:
    """People of one organisation with an area and a queue, perhaps for one concern.

    `coordinates`: it receives what cannot be routed and what is overdue.
    `hears_complaints`: it hears complaints about others in its area, and receives no requests.
    `hides_from_state`: State staff seconded to it can be kept from a case; a team that
    cannot do so counts as of the State for those who refuse authorities (Decisions).
    `hours` (OSM opening_hours) and `zone` (IANA): when it works, for limits in working days;
    without them the country's working week in the zone of the centre that a request is for.
    """

    id: TeamId
    organisation: OrganisationId
    name: str
    area: Area
    concern: Concern | None = None
    coordinates: bool = False
    state_staff_seconded: bool = False
    hides_from_state: bool = True
    sample: bool = False
    hours: str | None = None
    zone: str | None = None
    hears_complaints: bool = False
