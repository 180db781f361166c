"""Complaining: what a person may ask about a complaint, and what those who hear it may."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from msgspec import Struct

from domain.complaints import ComplaintId
from domain.requests import Command, Done, Lookup


class Listeners(Struct, frozen=True):
    """Who would hear a complaint: an organisation of our own, or where to go outside.

    Both empty: nobody independent is known here. `unheard`: others may read the person's chat.
    """

    organisation: str = ""
    contact: str = ""
    unheard: bool = False


class WhoListens(Lookup, frozen=True):
    """Who hears a complaint about a request of one's own, or about something else → Listeners."""

    reference: str = ""


class ComplainedOutcome(StrEnum):
    """What became of a complaint."""

    PASSED_ON = "passed_on"
    NOBODY = "nobody"
    TOO_MANY = "too_many"


class Complained(Struct, frozen=True):
    """The result of `Complain`."""

    outcome: ComplainedOutcome
    organisation: str = ""


class Complain(Command, frozen=True):
    """Complain → Complained. `named`: the person wants an answer; else nobody is stored."""

    result: ClassVar[object] = Complained
    reference: str
    words: str
    named: bool


class MyComplaint(Struct, frozen=True):
    """A complaint of one's own: who has it, and what they answered."""

    id: ComplaintId
    organisation: str
    at: datetime
    read: bool
    answer: str | None


class MyComplaints(Lookup, frozen=True):
    """The complaints that one made by name → tuple[MyComplaint, ...], newest first."""


class ComplaintView(Struct, frozen=True):
    """A complaint as its listeners see it: never who made it. `named`: an answer is awaited."""

    id: ComplaintId
    centre: str
    about: str
    words: str
    at: datetime
    named: bool
    read: bool


class OpenComplaints(Lookup, frozen=True):
    """The open complaints of the reader's complaints teams → tuple[ComplaintView, ...]; no words.

    None for whoever is in no such team.
    """


class OneComplaint(Lookup, frozen=True):
    """One open complaint → ComplaintView, or None for whoever may not hear it; audited."""

    complaint: ComplaintId


class TakeComplaint(Command, frozen=True):
    """Note that a complaint is read; the person hears it once → Done."""

    result: ClassVar[object] = Done
    complaint: ComplaintId


class AnswerComplaint(Command, frozen=True):
    """Answer a complaint through the bot and close it → Done; `words` empty if it is anonymous."""

    result: ClassVar[object] = Done
    complaint: ComplaintId
    words: str
