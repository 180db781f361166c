"""Asking for help: who would receive a request, and sending it."""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar

from msgspec import Struct

from domain.consent import Capacity, Recipient
from domain.organisations import OrganisationId, OrganisationKind
from domain.people import Company, Told, Urgency
from domain.referrals import Contact
from domain.requests import Command, Done, Standing
from domain.requests.finding import Found
from domain.routing import Rule
from domain.services import ServiceId


class ModelName(StrEnum):
    """The management model, as told to a person."""

    IOM = "iom"
    PARTNER = "partner"
    PARTNER_PART = "partner_part"
    GOVERNMENT = "government"
    JOINT = "joint"
    NONE = "none"


class NamedRecipient(Struct, frozen=True):
    """An organisation that consent names, and in which capacity."""

    organisation: OrganisationId
    name: str
    kind: OrganisationKind
    capacity: Capacity


class NamedReason(Struct, frozen=True):
    """One step of why a request goes where it goes."""

    rule: Rule
    organisation: str = ""


class RouteAnswer(Struct, frozen=True):
    """Who would receive a request and who runs the place, with names for the person's eyes.

    `owner` is None if nobody may receive it. `to_coordinator`: it goes to the one who looks for
    a way. `alternatives`: services whose owner is safe for this person. `hides_from_state`: State
    staff who work in the team do not see the case.
    """

    model: ModelName
    managers: tuple[str, ...]
    owner: str | None
    owner_kind: OrganisationKind | None
    to_coordinator: bool
    recipients: tuple[NamedRecipient, ...]
    why: tuple[NamedReason, ...]
    may_share: bool
    alternatives: tuple[Found, ...] = ()
    hides_from_state: bool = False

    @property
    def plain_recipients(self) -> tuple[Recipient, ...]:
        """Give the recipients as consent stores them."""
        return tuple(Recipient(r.organisation, r.capacity) for r in self.recipients)


class RouteTo(Standing, frozen=True):
    """Who would receive a request for a service → RouteAnswer."""

    service: ServiceId
    told: Told


class NobodyReceives(Command, frozen=True):
    """Alert the administrators that nobody can receive a request for a service → Done.

    Of the person nothing is recorded (Decisions, Coordinator).
    """

    result: ClassVar[object] = Done
    service: ServiceId


class SubmitOutcome(StrEnum):
    """What became of a submission."""

    SUBMITTED = "submitted"
    ROUTE_CHANGED = "route_changed"
    ALREADY_OPEN = "already_open"
    NOT_TAKING = "not_taking"


class Submitted(Struct, frozen=True):
    """The result of `Submit`: the reference of the new, or of the open, referral.

    `answer_within_hours`: the limit within which somebody decides. `to_coordinator`: see
    RouteAnswer. `on_duty`: somebody of the team is on duty now.
    """

    outcome: SubmitOutcome
    reference: str = ""
    answer_within_hours: int = 0
    owner: str = ""
    on_duty: bool = True


class Submit(Command, frozen=True):
    """Make the referral, with the consent to exactly `recipients` → Submitted (Route twice)."""

    result: ClassVar[object] = Submitted
    service: ServiceId
    told: Told
    company: Company
    urgency: Urgency
    contact: Contact
    recipients: tuple[Recipient, ...]
    language: str
