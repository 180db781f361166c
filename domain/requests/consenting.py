"""Consenting: the question about a new recipient, as its person sees and answers it."""

from __future__ import annotations

from typing import ClassVar

from msgspec import Struct

from domain.organisations import OrganisationKind
from domain.referrals import OfferKind
from domain.requests import Command, Done, Lookup


class OfferAsked(Struct, frozen=True):
    """May `organisation` receive the request? `owner` has it now; `version` is that of the case."""

    reference: str
    version: int
    why: OfferKind
    owner: str
    organisation: str
    kind: OrganisationKind
    centre: str


class OfferOf(Lookup, frozen=True):
    """The question that waits in one of one's own requests → OfferAsked, or None."""

    reference: str


class AnswerOffer(Command, frozen=True):
    """Say yes or no to the question of a version → Done; TOO_LATE if it has changed."""

    result: ClassVar[object] = Done
    reference: str
    version: int
    yes: bool
