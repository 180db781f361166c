"""Centres: places with a competent authority, hours, an address and perhaps a committee."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from domain.accessibility import Wheelchair
from domain.closures import Closure
from domain.geography import Point
from domain.organisations import CentreId, OrganisationId
from domain.rhythm import rhythm_of


class AddressRule(StrEnum):
    """Who may learn the address (Decisions, Address)."""

    PUBLIC = "public"
    AFTER_ACCEPTANCE = "after_acceptance"
    NEVER = "never"


class CentreStatus(StrEnum):
    """Whether a centre takes requests (Small ones)."""

    OPEN = "open"
    WINDING_DOWN = "winding_down"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Committee:
    """A management committee: governance, never an owner or recipient (D2, Small ones).

    `rhythm`: as `rhythm_of` reads it (domain/rhythm.py), empty if it is not known.
    """

    name: str
    rhythm: str
    next_meeting: date | None = None

    def next_from(self, today: date) -> date | None:
        """Give the next meeting, today included: the one that was named, else by the rhythm."""
        if self.next_meeting is not None and self.next_meeting >= today:
            return self.next_meeting
        rhythm = rhythm_of(self.rhythm)
        return rhythm.next_from(today, self.next_meeting) if rhythm else None


@dataclass(frozen=True, slots=True)
class SpecialDay:
    """One day in the centre's zone on which other hours hold: OSM times of that day, or "off"."""

    day: date
    hours: str


@dataclass(frozen=True, slots=True)
class Centre:
    """A migrant centre or accommodation.

    `point` is the exact place; `area_point` a rough one for centres with an undisclosed
    address, so that distance can be told without telling the place. `hours`: OSM opening_hours
    in the IANA `zone`; `ramadan_hours` in that month, if they differ. `languages`, `interpreters`:
    BCP 47. `authority` is always there for managed centres (G1). `verified_on`: the day on which
    somebody of `verified_by` last said that the entry is right. `source`: the dataset that first
    brought it, empty for what was written here.
    """

    id: CentreId
    name: str
    country: str
    city: str
    zone: str
    point: Point | None = None
    area_point: Point | None = None
    address: str = ""
    address_rule: AddressRule = AddressRule.PUBLIC
    meeting_point: str = ""
    authority: OrganisationId | None = None
    status: CentreStatus = CentreStatus.OPEN
    hours: str | None = None
    languages: tuple[str, ...] = ()
    phone: str = ""
    aliases: tuple[str, ...] = ()
    committee: Committee | None = None
    verified_on: date | None = None
    budget_line: str = ""
    sample: bool = False
    ramadan_hours: str | None = None
    closures: tuple[Closure, ...] = ()
    interpreters: tuple[str, ...] = ()
    wheelchair: Wheelchair | None = None
    email: str = ""
    url: str = ""
    verified_by: OrganisationId | None = None
    special_days: tuple[SpecialDay, ...] = ()
    source: str = ""

    @property
    def shown_point(self) -> Point | None:
        """Give the point that anyone may know: exact only for a public address (B7)."""
        return self.point if self.address_rule is AddressRule.PUBLIC else self.area_point

    @property
    def takes_requests(self) -> bool:
        """Say whether a new request may be made here (Small ones)."""
        return self.status is CentreStatus.OPEN
