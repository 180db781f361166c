"""Updating: what staff may change about a centre by message, and how it is undone."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import ClassVar

from msgspec import Struct

from domain.capacity import Places
from domain.centres import Centre
from domain.closures import Closure
from domain.organisations import CentreId
from domain.requests import Command, Lookup
from domain.services import Group, Service, ServiceId


class CentresToUpdate(Lookup, frozen=True):
    """Centres that a text may mean and the actor may change → tuple[Centre, ...], best first.

    Without words: all that are in the actor's care, by name, at most a few. A centre that is not
    theirs to change is not told from one that does not exist; the attempt is audited.
    """

    text: str = ""


class ServiceToUpdate(Struct, frozen=True):
    """A service whose facts the actor may change. `counted`: it is counted in places."""

    service: Service
    places: Places | None
    counted: bool


class CentreToUpdate(Struct, frozen=True):
    """A centre as it stands, for whoever may change it.

    `whole`: hours, closure and contact are theirs to change too, not only `services`. `today`:
    the day in the centre's zone. `hours_today`: the special hours of today, if there are some.
    """

    centre: Centre
    whole: bool
    today: date
    closure: Closure | None
    hours_today: str | None
    services: tuple[ServiceToUpdate, ...]


class ToUpdate(Lookup, frozen=True):
    """A centre to change → CentreToUpdate, or None if nothing there is the actor's to change."""

    centre: CentreId


class UpdateOutcome(StrEnum):
    """What became of an update."""

    SAVED = "saved"
    REFUSED = "refused"
    UNCHANGED = "unchanged"


class Updated(Struct, frozen=True):
    """The result of an update; `change`: the number under which it can be undone."""

    outcome: UpdateOutcome
    change: int = 0


class SaveCount(Command, frozen=True):
    """Keep how many places there are, are out of use and are free → Updated."""

    result: ClassVar[object] = Updated
    service: ServiceId
    group: Group | None
    places: int
    blocked: int
    free: int


class SetHoursToday(Command, frozen=True):
    """Set the hours of today alone: OSM times, "off", or None for the usual ones → Updated."""

    result: ClassVar[object] = Updated
    centre: CentreId
    hours: str | None


class CloseCentre(Command, frozen=True):
    """Close from now on until the end of a day, or until further notice → Updated."""

    result: ClassVar[object] = Updated
    centre: CentreId
    last_day: date | None


class OpenCentre(Command, frozen=True):
    """End the closures that hold now → Updated."""

    result: ClassVar[object] = Updated
    centre: CentreId


class ContactField(StrEnum):
    """What can be changed of a centre's contact."""

    PHONE = "phone"
    EMAIL = "email"
    URL = "url"


class SetContact(Command, frozen=True):
    """Change one way to reach a centre; "" takes it away → Updated (REFUSED if it is none)."""

    result: ClassVar[object] = Updated
    centre: CentreId
    field: ContactField
    value: str


class PauseService(Command, frozen=True):
    """Stop offering a service for now, or take it up again → Updated."""

    result: ClassVar[object] = Updated
    service: ServiceId
    paused: bool


class UndoOutcome(StrEnum):
    """What became of an undo."""

    UNDONE = "undone"
    ALREADY = "already"
    TOO_LATE = "too_late"
    CHANGED_SINCE = "changed_since"
    NOT_FOUND = "not_found"


class Undone(Struct, frozen=True):
    """The result of `Undo`."""

    outcome: UndoOutcome
    centre: str = ""


class Undo(Command, frozen=True):
    """Undo one's own update within ten minutes → Undone."""

    result: ClassVar[object] = Undone
    change: int
