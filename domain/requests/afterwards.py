"""Afterwards: what may be said and done once a request was declined or is done."""

from __future__ import annotations

from typing import ClassVar

from domain.feedback import Asked, Said
from domain.outcomes import Received
from domain.requests import Command, Done


class ObjectTo(Command, frozen=True):
    """Object, once, to the no to one's own request → Done; somebody else decides anew."""

    result: ClassVar[object] = Done
    reference: str


class SayOutcome(Command, frozen=True):
    """Tell whether one got the help → Done."""

    result: ClassVar[object] = Done
    reference: str
    said: Received


class SayFeedback(Command, frozen=True):
    """Say how one was treated, once a question, without being known → Done.

    `said`: None to be asked nothing more about this request.
    """

    result: ClassVar[object] = Done
    reference: str
    asked: Asked
    said: Said | None


class Reopen(Command, frozen=True):
    """Open a request again that is done, by its person or its holder → Done."""

    result: ClassVar[object] = Done
    reference: str


class SendBack(Command, frozen=True):
    """Send a declined case back to be decided again, by a supervisor → Done."""

    result: ClassVar[object] = Done
    reference: str


class Merge(Command, frozen=True):
    """End a case as the same as another one, which goes on → Done.

    The other one is its person's or, by the phone number, seems to be.
    """

    result: ClassVar[object] = Done
    reference: str
    into: str
