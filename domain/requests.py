"""Requests: what a dialogue may ask of the system. A Lookup reads, a Command writes.

`conversations` awaits them, `casework` performs them, and neither knows the other. A Lookup is
performed again at every replay; a Command's result is kept under its key like an answer, so
results of commands are plain frozen dataclasses that msgspec can encode.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar

from domain.access import MemberRole, Sight
from domain.centres import Centre
from domain.consent import Capacity, Recipient
from domain.geography import Place
from domain.hours import OpenState
from domain.organisations import CentreId, OrganisationId, OrganisationKind
from domain.people import AgeBand, Company, Told, Urgency
from domain.referrals import Action, Contact, DeclineReason, Outcome, State
from domain.routing import Rule
from domain.services import Service, ServiceId, ServiceType


@dataclass(frozen=True, slots=True)
class Lookup:
    """Something read; cheap, as it is read again at every replay."""


@dataclass(frozen=True, slots=True)
class Command:
    """Something done once, in the transaction of the message that reached it."""

    result: ClassVar[object] = None


class DoneOutcome(StrEnum):
    """What became of a command."""

    DONE = "done"
    REFUSED = "refused"
    NOT_FOUND = "not_found"
    TOO_LATE = "too_late"


@dataclass(frozen=True, slots=True)
class Done:
    """The result of a simple command; `state` is the referral's state afterwards, if any."""

    outcome: DoneOutcome
    state: State | None = None


# ---------------------------------------------------------------- finding


@dataclass(frozen=True, slots=True)
class Found:
    """A service at a centre, with the distance in metres if a position is known.

    `centre` never holds an undisclosed address. `managers`: names of who runs the place.
    """

    service: Service
    centre: Centre
    open: OpenState
    metres: float | None = None
    provider: str = ""


@dataclass(frozen=True, slots=True)
class PlacesNamed(Lookup):
    """Places that a text may mean, best first → tuple[Place, ...], empty for nonsense."""

    text: str


@dataclass(frozen=True, slots=True)
class Countries(Lookup):
    """Countries that have a listed centre → tuple[str, ...] of ISO 3166-1 alpha-2."""


@dataclass(frozen=True, slots=True)
class CitiesIn(Lookup):
    """Cities of a country that have a listed centre → tuple[Place, ...] by name."""

    country: str


@dataclass(frozen=True, slots=True)
class Nearest(Lookup):
    """The nearest listed services → tuple[Found, ...], nearest first.

    Without a point in `place`: those of its country, its city first. `one_per_centre` keeps the
    first of each centre, for a person who looks for anything at all.
    """

    place: Place
    service: ServiceType | None = None
    limit: int = 5
    skip: int = 0
    one_per_centre: bool = False


@dataclass(frozen=True, slots=True)
class ServicesHere(Lookup):
    """What a centre offers to anyone → tuple[Found, ...]; empty if there is no such centre."""

    centre: CentreId


@dataclass(frozen=True, slots=True)
class KindsOffered(Lookup):
    """Kinds of help within reach of a place → tuple[ServiceType, ...], shelter first."""

    place: Place


@dataclass(frozen=True, slots=True)
class EmergencyHelp:
    """Numbers of a country and the nearest place that is open day and night."""

    country: str | None
    general: tuple[str, ...]
    police: tuple[str, ...]
    ambulance: tuple[str, ...]
    fire: tuple[str, ...]
    children: tuple[str, ...]
    nearest: Found | None


@dataclass(frozen=True, slots=True)
class EmergencyNear(Lookup):
    """Emergency help for a place, or for where the person was last → EmergencyHelp."""

    place: Place | None = None


# ---------------------------------------------------------------- asking for help


class ModelName(StrEnum):
    """The management model, as told to a person."""

    IOM = "iom"
    PARTNER = "partner"
    PARTNER_PART = "partner_part"
    GOVERNMENT = "government"
    JOINT = "joint"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class NamedRecipient:
    """An organisation that consent names, and in which capacity."""

    organisation: OrganisationId
    name: str
    kind: OrganisationKind
    capacity: Capacity


@dataclass(frozen=True, slots=True)
class NamedReason:
    """One step of why a request goes where it goes."""

    rule: Rule
    organisation: str = ""


@dataclass(frozen=True, slots=True)
class RouteAnswer:
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


@dataclass(frozen=True, slots=True)
class RouteTo(Lookup):
    """Who would receive a request for a service → RouteAnswer."""

    service: ServiceId
    told: Told


@dataclass(frozen=True, slots=True)
class OneService(Lookup):
    """One listed service → Found, or None if it is not there any more."""

    service: ServiceId


@dataclass(frozen=True, slots=True)
class NobodyReceives(Command):
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


@dataclass(frozen=True, slots=True)
class Submitted:
    """The result of `Submit`: the reference of the new, or of the open, referral.

    `answer_within_hours`: the limit within which somebody decides. `to_coordinator`: see
    RouteAnswer. `on_duty`: somebody of the team is on duty now.
    """

    outcome: SubmitOutcome
    reference: str = ""
    answer_within_hours: int = 0
    owner: str = ""
    on_duty: bool = True


@dataclass(frozen=True, slots=True)
class Submit(Command):
    """Make the referral, with the consent to exactly `recipients` → Submitted (Route twice)."""

    result: ClassVar[object] = Submitted
    service: ServiceId
    told: Told
    company: Company
    urgency: Urgency
    contact: Contact
    recipients: tuple[Recipient, ...]
    language: str


# ---------------------------------------------------------------- my requests


@dataclass(frozen=True, slots=True)
class MyReferral:
    """A referral as its person sees it; `address`: an undisclosed one to be read here."""

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


@dataclass(frozen=True, slots=True)
class WhatIsKept(Lookup):
    """What is kept of the person → Kept."""


@dataclass(frozen=True, slots=True)
class ForgetMe(Command):
    """Withdraw what is open, then erase the person's identity → Done (Forget me)."""

    result: ClassVar[object] = Done


# ---------------------------------------------------------------- caseworkers


@dataclass(frozen=True, slots=True)
class MemberOf:
    """One enrolment with names."""

    organisation: str
    team: str
    role: MemberRole
    on_duty: bool


@dataclass(frozen=True, slots=True)
class MyWork(Lookup):
    """The memberships of whoever writes → tuple[MemberOf, ...]; empty for a migrant."""


class JoinOutcome(StrEnum):
    """What became of an invitation."""

    JOINED = "joined"
    UNKNOWN = "unknown"
    USED = "used"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Joined:
    """The result of `Join`."""

    outcome: JoinOutcome
    organisation: str = ""
    team: str = ""
    role: MemberRole | None = None


@dataclass(frozen=True, slots=True)
class Join(Command):
    """Use a one-time invitation → Joined."""

    result: ClassVar[object] = Joined
    code: str


@dataclass(frozen=True, slots=True)
class QueueItem:
    """A referral in a queue, without identity, contact or free text (Before acceptance)."""

    reference: str
    state: State
    service: ServiceType
    centre: str
    city: str
    country: str
    urgency: Urgency
    language: str
    company: Company
    age: AgeBand
    submitted: datetime
    zone: str
    mine: bool
    taken: bool


@dataclass(frozen=True, slots=True)
class MyQueue(Lookup):
    """The open referrals of the actor's teams, most urgent and oldest first → tuple[QueueItem].

    Identity never; for those who may not work cases it is empty. `again`: a page that stays open
    looks for news; only its first look is audited.
    """

    again: bool = False


@dataclass(frozen=True, slots=True)
class Event:
    """One step of a referral's history, with the part of the actor, never the name."""

    at: datetime
    action: str
    to: State
    by: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class CaseView:
    """A case for one reader: `contact` is None unless this reader may see it.

    `unreachable`: the person has blocked the bot. `may`: what this reader may do now.
    """

    item: QueueItem
    why: tuple[NamedReason, ...]
    may: tuple[Action, ...]
    contact: Contact | None
    question: str | None
    answer: str | None
    instructions: str | None
    decline_reason: DeclineReason | None
    outcome: Outcome | None
    unreachable: bool
    may_share: bool
    address: str | None
    history: tuple[Event, ...]
    version: int


@dataclass(frozen=True, slots=True)
class CaseOf(Lookup):
    """A case by reference → CaseView, or None if there is none for this reader; audited."""

    reference: str


@dataclass(frozen=True, slots=True)
class Take(Command):
    """Take a case from the queue: exactly one wins → Done (TOO_LATE for the others)."""

    result: ClassVar[object] = Done
    reference: str


@dataclass(frozen=True, slots=True)
class Accept(Command):
    """Accept a case with instructions for the person; `send_address`: also the undisclosed one."""

    result: ClassVar[object] = Done
    reference: str
    instructions: str
    send_address: bool = False


@dataclass(frozen=True, slots=True)
class Decline(Command):
    """Decline a case with a reason; the person is offered alternatives at once → Done."""

    result: ClassVar[object] = Done
    reference: str
    reason: DeclineReason


@dataclass(frozen=True, slots=True)
class AskPerson(Command):
    """Ask the person a question through the bot → Done."""

    result: ClassVar[object] = Done
    reference: str
    question: str


@dataclass(frozen=True, slots=True)
class PutBack(Command):
    """Put a case back into the queue → Done."""

    result: ClassVar[object] = Done
    reference: str


@dataclass(frozen=True, slots=True)
class Arrived(Command):
    """The person came: accepted → in progress → Done."""

    result: ClassVar[object] = Done
    reference: str


@dataclass(frozen=True, slots=True)
class Finish(Command):
    """Finish a case with an outcome (from accepted: a no-show) → Done."""

    result: ClassVar[object] = Done
    reference: str
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class CannotAfterAll(Command):
    """Take an acceptance back, with a reason → Done; the case is claimed again."""

    result: ClassVar[object] = Done
    reference: str
    reason: DeclineReason


@dataclass(frozen=True, slots=True)
class GoOnDuty(Command):
    """Start or end duty in all one's teams → Done."""

    result: ClassVar[object] = Done
    on_duty: bool


@dataclass(frozen=True, slots=True)
class Overstepped(Command):
    """Note that somebody tried what is only for staff; an audit row is written → Done."""

    result: ClassVar[object] = Done
    what: str


@dataclass(frozen=True, slots=True)
class DeskAddress:
    """A one-time address of the desk; empty if there is none for this actor."""

    url: str = ""


@dataclass(frozen=True, slots=True)
class DeskLink(Command):
    """Make a one-time link that opens the desk → DeskAddress."""

    result: ClassVar[object] = DeskAddress


# ---------------------------------------------------------------- staff look-up


@dataclass(frozen=True, slots=True)
class PartyFact:
    """An organisation, its role here and the service if the role is for one."""

    name: str
    role: str
    service: ServiceType | None = None


@dataclass(frozen=True, slots=True)
class ArrangementFact:
    """One arrangement with names; `start`/`end` in UTC, `..._year` if only that is known."""

    model: ModelName
    managers: tuple[str, ...]
    start: datetime | None
    end: datetime | None
    start_year: int | None
    end_year: int | None
    parties: tuple[PartyFact, ...]


@dataclass(frozen=True, slots=True)
class AgreementFact:
    """An agreement of a centre: dates, parties and clauses."""

    name: str
    kind: str
    start: datetime | None
    end: datetime | None
    parties: tuple[str, ...]
    clauses: tuple[str, ...]
    in_force: bool


@dataclass(frozen=True, slots=True)
class HandoverFact:
    """A planned change of manager."""

    successor: str
    stage: str
    effective: datetime | None


@dataclass(frozen=True, slots=True)
class CentreFacts:
    """All that an asker with `sight` may know of a centre; what is above it is empty or None."""

    sight: Sight
    centre: Centre
    open: OpenState
    services: tuple[Found, ...]
    now: ArrangementFact | None
    history: tuple[ArrangementFact, ...]
    agreements: tuple[AgreementFact, ...]
    handover: HandoverFact | None
    authority: str
    next_meeting: date | None
    budget_line: str
    missing_approvals: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CentresNamed(Lookup):
    """Centres that a text may mean, best first → tuple[Centre, ...]."""

    text: str


@dataclass(frozen=True, slots=True)
class FactsOf(Lookup):
    """A centre's facts as far as the asker may see them → CentreFacts, or None."""

    centre: CentreId
