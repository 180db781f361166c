"""One's own requests, language and data."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from msgspec import Struct

from domain.feedback import Asked
from domain.referrals import Action, Contact, DeclineReason, State
from domain.requests import Command, Done, Lookup
from domain.services import ServiceType


class MyReferral(Struct, frozen=True):
    """A referral as its person sees it; `address`: an undisclosed one to be read here.

    `answer_by`: until when they were told to expect a decision, while there is none.
    `feedback`: what they may still say of how they were treated.
    """

    reference: str
    state: State
    service: ServiceType
    centre: str
    owner: str
    submitted: datetime
    zone: str
    question: str | None
    instructions: str | None
    may: tuple[Action, ...]
    decline_reason: DeclineReason | None = None
    address: str | None = None
    answer_by: datetime | None = None
    late: bool = False
    feedback: tuple[Asked, ...] = ()


class MyReferrals(Lookup, frozen=True):
    """The person's referrals, newest first → tuple[MyReferral, ...]."""


class Withdraw(Command, frozen=True):
    """Withdraw one's own referral → Done."""

    result: ClassVar[object] = Done
    reference: str


class AnswerQuestion(Command, frozen=True):
    """Answer the caseworker's question → Done."""

    result: ClassVar[object] = Done
    reference: str
    answer: str


class ChangeContact(Command, frozen=True):
    """Change how one is reached for an open referral of one's own → Done."""

    result: ClassVar[object] = Done
    reference: str
    contact: Contact


class SpeakLanguage(Command, frozen=True):
    """Remember the language in which a person is spoken to → Done."""

    result: ClassVar[object] = Done
    language: str


class Kept(Struct, frozen=True):
    """What is kept of a person."""

    language: str
    open_requests: int
    closed_requests: int
    names: int
    phones: int
    messages: int = 0


class WhatIsKept(Lookup, frozen=True):
    """What is kept of the person → Kept."""


class ForgetMe(Command, frozen=True):
    """Withdraw what is open, then erase the person's identity → Done (Forget me)."""

    result: ClassVar[object] = Done
