"""One's own requests, language and data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from domain.feedback import Asked
from domain.referrals import Action, Contact, DeclineReason, State
from domain.requests import Command, Done, Lookup
from domain.services import ServiceType


@dataclass(frozen=True, slots=True)
class MyReferral:
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


@dataclass(frozen=True, slots=True)
class MyReferrals(Lookup):
    """The person's referrals, newest first → tuple[MyReferral, ...]."""


@dataclass(frozen=True, slots=True)
class Withdraw(Command):
    """Withdraw one's own referral → Done."""

    result: ClassVar[object] = Done
    reference: str


@dataclass(frozen=True, slots=True)
class AnswerQuestion(Command):
    """Answer the caseworker's question → Done."""

    result: ClassVar[object] = Done
    reference: str
    answer: str


@dataclass(frozen=True, slots=True)
class ChangeContact(Command):
    """Change how one is reached for an open referral of one's own → Done."""

    result: ClassVar[object] = Done
    reference: str
    contact: Contact


@dataclass(frozen=True, slots=True)
class SpeakLanguage(Command):
    """Remember the language in which a person is spoken to → Done."""

    result: ClassVar[object] = Done
    language: str


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept of a person."""

    language: str
    open_requests: int
    closed_requests: int
    names: int
    phones: int
    messages: int = 0


@dataclass(frozen=True, slots=True)
class WhatIsKept(Lookup):
    """What is kept of the person → Kept."""


@dataclass(frozen=True, slots=True)
class ForgetMe(Command):
    """Withdraw what is open, then erase the person's identity → Done (Forget me)."""

    result: ClassVar[object] = Done
