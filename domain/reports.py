"""Reports: somebody says that an entry is wrong; its keeper looks, and the reporter hears of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType

from domain.organisations import TeamId
from domain.people import PersonId
from domain.services import ServiceId

ReportId = NewType("ReportId", str)

OPEN_AT_ONCE = 5
LONGEST_WORDS = 500


class Wrong(StrEnum):
    """What is wrong about an entry."""

    CLOSED = "closed"
    HOURS = "hours"
    PLACE = "place"
    PHONE = "phone"
    NOT_OFFERED = "not_offered"
    OTHER = "other"


class ReportOutcome(StrEnum):
    """What came of a report."""

    CORRECTED = "corrected"
    WAS_RIGHT = "was_right"
    NOT_CLEAR = "not_clear"


@dataclass(frozen=True, slots=True)
class Report:
    """A report as it is stored. `person`: None once they were forgotten. `words`: personal data.

    `team`: whose queue it is in.
    """

    id: ReportId
    service: ServiceId
    team: TeamId
    person: PersonId | None
    what: Wrong
    words: str
    at: datetime
    outcome: ReportOutcome | None = None
