"""Consent: who is named, in which capacity, and what a yes therefore covers (Decisions)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.organisations import OrganisationId
from domain.people import PersonId

TEXT_VERSION = "2026-11"


class Capacity(StrEnum):
    """In which capacity an organisation is named; only the first covers a move of the case."""

    RECEIVES = "receives"
    LOOKS_FURTHER = "looks_further"


class Basis(StrEnum):
    """What the yes is: an adult's consent, or a child's assent in their best interests."""

    CONSENT = "consent"
    ASSENT = "assent"


@dataclass(frozen=True, slots=True)
class Recipient:
    """A named organisation in a capacity: "whoever runs it" is no name."""

    organisation: OrganisationId
    capacity: Capacity


@dataclass(frozen=True, slots=True)
class Consent:
    """Proof of a yes: who, to whom, in which words, language and at which instant (Safety 3)."""

    person: PersonId
    recipients: tuple[Recipient, ...]
    basis: Basis
    language: str
    at: datetime
    text_version: str = TEXT_VERSION


def receivers(recipients: Iterable[Recipient]) -> frozenset[OrganisationId]:
    """Give the organisations that a yes to `recipients` lets receive the case."""
    return frozenset(r.organisation for r in recipients if r.capacity is Capacity.RECEIVES)


def covers_move_to(recipients: Iterable[Recipient], organisation: OrganisationId) -> bool:
    """Say whether the case may move to `organisation` without asking again (Invariant 4)."""
    return organisation in receivers(recipients)


def same_recipients(a: Iterable[Recipient], b: Iterable[Recipient]) -> bool:
    """Say whether two routes name the same recipients, in any order (Route twice)."""
    return frozenset(a) == frozenset(b)
