"""Afterwards: what may be said and done once a request was declined or is done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from domain.feedback import Asked, Said
from domain.outcomes import Received
from domain.requests import Command, Done


@dataclass(frozen=True, slots=True)
class ObjectTo(Command):
    """Object, once, to the no to one's own request → Done; somebody else decides anew."""

    result: ClassVar[object] = Done
    reference: str


@dataclass(frozen=True, slots=True)
class SayOutcome(Command):
    """Tell whether one got the help → Done."""

    result: ClassVar[object] = Done
    reference: str
    said: Received


@dataclass(frozen=True, slots=True)
class SayFeedback(Command):
    """Say how one was treated, once a question, without being known → Done.

    `said`: None to be asked nothing more about this request.
    """

    result: ClassVar[object] = Done
    reference: str
    asked: Asked
    said: Said | None


@dataclass(frozen=True, slots=True)
class Reopen(Command):
    """Open a request again that is done, by its person or its holder → Done."""

    result: ClassVar[object] = Done
    reference: str


@dataclass(frozen=True, slots=True)
class SendBack(Command):
    """Send a declined case back to be decided again, by a supervisor → Done."""

    result: ClassVar[object] = Done
    reference: str


@dataclass(frozen=True, slots=True)
class Merge(Command):
    """End a case as the same as another one, which goes on → Done.

    The other one is its person's or, by the phone number, seems to be.
    """

    result: ClassVar[object] = Done
    reference: str
    into: str
