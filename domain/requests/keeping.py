"""Keeping the directory true: is an entry still right, and what somebody says is wrong."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar

from msgspec import Struct

from domain.organisations import CentreId
from domain.reports import ReportId, ReportOutcome, Wrong
from domain.requests import Command, Done, Lookup
from domain.services import ServiceId, ServiceType


class ConfirmEntry(Command, frozen=True):
    """Say that what the directory tells of a centre is still right, for what one keeps → Done."""

    result: ClassVar[object] = Done
    centre: CentreId


class ReportedOutcome(StrEnum):
    """What became of a report when it was made."""

    PASSED_ON = "passed_on"
    TOLD_ALREADY = "told_already"
    TOO_MANY = "too_many"
    NOT_THERE = "not_there"


class Reported(Struct, frozen=True):
    """The result of `ReportEntry`; `organisation` looks at it, "" if it is an administrator.

    `unheard`: the answer is not written to the person, as others read their messages.
    """

    outcome: ReportedOutcome
    organisation: str = ""
    unheard: bool = False


class ReportEntry(Command, frozen=True):
    """Report that the entry of a service is wrong → Reported. `words`: at most 500 letters."""

    result: ClassVar[object] = Reported
    service: ServiceId
    what: Wrong
    words: str = ""


class ReportView(Struct, frozen=True):
    """A report as its keepers see it: never who made it."""

    id: ReportId
    service: ServiceId
    kind: ServiceType
    centre: CentreId
    name: str
    city: str
    country: str
    zone: str
    what: Wrong
    words: str
    at: datetime
    verified_on: date | None


class OpenReports(Lookup, frozen=True):
    """Open reports on entries that the reader keeps → tuple[ReportView, ...], oldest first."""


class OneReport(Lookup, frozen=True):
    """One open report that the reader may answer → ReportView, or None."""

    report: ReportId


class AnswerReport(Command, frozen=True):
    """Say what came of a report; whoever made it is told → Done (TOO_LATE if it was answered)."""

    result: ClassVar[object] = Done
    report: ReportId
    outcome: ReportOutcome
