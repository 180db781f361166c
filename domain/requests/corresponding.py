"""Corresponding: what person and holder of a case may ask of the system to write to each other."""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar

from msgspec import Struct

from domain.correspondence import Content, Meeting, Reply, Sentence
from domain.documents import FileId
from domain.referrals import By
from domain.requests import Command, DoneOutcome, Lookup
from domain.services import ServiceType


class CaseMessage(Struct, frozen=True):
    """A message for its reader. `place`: what its sentence names, in words; `secret`: undisclosed.

    `number` is unique and grows. `at`: aware UTC.
    """

    number: int
    by: By
    at: datetime
    content: Content
    place: str = ""
    secret: bool = False


class Correspondence(Struct, frozen=True):
    """What was written in a case, for one of its two sides.

    `me`: which side reads. `is_open`: whether more can be written; `held`: whether somebody holds
    the case; `cut_off`: who promised help may no longer read it. `sentences` and `meetings`: what
    the holder may choose from now. `zone`: IANA, and `today` there.
    """

    reference: str
    me: By
    organisation: str
    is_open: bool
    held: bool
    messages: tuple[CaseMessage, ...]
    zone: str
    today: date
    language: str = "en"
    safe_to_write: bool = True
    sentences: tuple[Sentence, ...] = ()
    meetings: tuple[Meeting, ...] = ()
    cut_off: bool = False


class CorrespondenceOf(Lookup, frozen=True):
    """What was written in a case → Correspondence, or None if it is not the reader's; audited.

    What its holder reads counts as read.
    """

    reference: str


class UnreadIn(Lookup, frozen=True):
    """How many messages of the person nobody has read → int; 0 for who may not read them."""

    reference: str


class OpenedFile(Lookup, frozen=True):
    """The file of a message → casework's Opened, or None without the right to it; audited."""

    number: int


class Written(Struct, frozen=True):
    """The result of `Write`. `held`: somebody holds the case and is told; else it waits there.

    `reached`: the other side can be written to now. `number`: of the message, 0 for none.
    `full`: no more files are taken from this side. `cut_off`: who promised help may no longer
    read it, and the coordinators are told.
    """

    outcome: DoneOutcome
    held: bool = False
    reached: bool = True
    number: int = 0
    full: bool = False
    cut_off: bool = False


class Write(Command, frozen=True):
    """Write to the other side of a case → Written.

    `file`: one of one's own that waits. `urgent`: the words may be a cry for help. TOO_LATE: the
    case is over, or a reply is to what another organisation asked.
    """

    result: ClassVar[object] = Written
    reference: str
    content: Content
    file: FileId | None = None
    urgent: bool = False


class Correspondent(Struct, frozen=True):
    """An open request of the person's own. `asked`: the last word is that of who holds it.

    `question`: the number of that last message, and the `replies` that answer it.
    """

    reference: str
    organisation: str
    service: ServiceType
    asked: bool
    question: int = 0
    replies: tuple[Reply, ...] = ()


class MayWriteTo(Lookup, frozen=True):
    """To whom a person can write → tuple[Correspondent, ...], newest request first."""
