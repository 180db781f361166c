"""Requests: what a dialogue may ask of the system. A Lookup reads, a Command writes.

`conversations` awaits them, `casework` performs them, and neither knows the other. A Lookup is
performed again at every replay; a Command's result is kept under its key like an answer, so
results of commands are plain Structs, which msgspec can encode. The modules beside this
one hold them by subject.
"""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar

from msgspec import Struct

from domain.referrals import State


class Lookup(Struct, frozen=True):
    """Something read; cheap, as it is read again at every replay."""


class Standing(Lookup, frozen=True):
    """A lookup of what anyone may know, or of what is checked again before anything is done.

    Its answer stands for the minutes in which a dialogue waits, as long as the directory is the
    same.
    """


class Command(Struct, frozen=True):
    """Something done once, in the transaction of the message that reached it."""

    result: ClassVar[object] = None


class DoneOutcome(StrEnum):
    """What became of a command."""

    DONE = "done"
    REFUSED = "refused"
    NOT_FOUND = "not_found"
    TOO_LATE = "too_late"


class Done(Struct, frozen=True):
    """The result of a simple command; `state` is the referral's state afterwards, if any."""

    outcome: DoneOutcome
    state: State | None = None
