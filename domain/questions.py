"""Questions of staff: what may be asked of centres, and who may know it (Rights of look-up)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from domain.access import Sight
from domain.services import ServiceType


class Topic(StrEnum):
    """What a question is about."""

    ALL = "all"
    MANAGER = "manager"
    HISTORY = "history"
    PARTIES = "parties"
    AGREEMENTS = "agreements"
    HANDOVER = "handover"
    COMMITTEE = "committee"
    STAFFING = "staffing"
    IN92 = "in92"
    BUDGET = "budget"
    FUNDING = "funding"
    SERVICES = "services"
    HOURS = "hours"
    BEDS = "beds"
    CONTACT = "contact"
    LANGUAGES = "languages"
    ADDRESS = "address"
    VERIFIED = "verified"
    INDICATORS = "indicators"
    DOCUMENTS = "documents"


NEEDED_SIGHT: dict[Topic, Sight] = {
    Topic.ALL: Sight.PUBLIC,
    Topic.MANAGER: Sight.PUBLIC,
    Topic.SERVICES: Sight.PUBLIC,
    Topic.HOURS: Sight.PUBLIC,
    Topic.CONTACT: Sight.PUBLIC,
    Topic.LANGUAGES: Sight.PUBLIC,
    Topic.ADDRESS: Sight.PUBLIC,
    Topic.VERIFIED: Sight.PUBLIC,
    Topic.BEDS: Sight.STAFF,
    Topic.HISTORY: Sight.STAFF,
    Topic.PARTIES: Sight.STAFF,
    Topic.HANDOVER: Sight.STAFF,
    Topic.COMMITTEE: Sight.STAFF,
    Topic.AGREEMENTS: Sight.PARTY,
    Topic.STAFFING: Sight.PARTY,
    Topic.INDICATORS: Sight.PARTY,
    Topic.IN92: Sight.FULL,
    Topic.BUDGET: Sight.FULL,
    Topic.FUNDING: Sight.FULL,
    Topic.DOCUMENTS: Sight.FULL,
}
"""An authority also sees its own budget line; that exception stands with the facts."""

OVER_MANY = frozenset(
    {
        Topic.AGREEMENTS,
        Topic.BEDS,
        Topic.BUDGET,
        Topic.COMMITTEE,
        Topic.FUNDING,
        Topic.HANDOVER,
        Topic.HOURS,
        Topic.IN92,
        Topic.SERVICES,
        Topic.STAFFING,
        Topic.VERIFIED,
    }
)
"""What makes sense for a whole country at once; for the rest one centre is asked back."""


class OpenOn(StrEnum):
    """The day for which "open" is asked, seen from the centre."""

    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"
    TODAY = "today"
    TOMORROW = "tomorrow"
    NOW = "now"


@dataclass(frozen=True, slots=True)
class When:
    """The days asked about, both included: one day, a month or a year."""

    first: date
    last: date

    @property
    def is_year(self) -> bool:
        """Say whether a whole year is meant."""
        start, end = date(self.first.year, 1, 1), date(self.first.year, 12, 31)
        return (self.first, self.last) == (start, end)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it was understood, before any name in it is looked up.

    `names`: the words that are left, for a centre, town, country or organisation. `many`: the
    asker spoke of centres, not of one. `services`: kinds of help that were named.
    """

    topics: tuple[Topic, ...] = ()
    names: str = ""
    when: When | None = None
    open_on: OpenOn | None = None
    services: tuple[ServiceType, ...] = ()
    many: bool = False

    @property
    def says_something(self) -> bool:
        """Say whether it holds more than names: a topic, a date, a day or a kind of help."""
        return bool(self.topics or self.when or self.open_on or self.services or self.many)
