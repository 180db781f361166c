"""Referrals: what a request is and every move it can make, as one table (The life cycle)."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import NewType

from msgspec import Struct
from msgspec.structs import replace

from domain.consent import Recipient
from domain.organisations import TeamId
from domain.people import AgeBand, Company, PersonId, Told, Urgency
from domain.routing import Reason
from domain.services import ServiceId

ReferralId = NewType("ReferralId", str)


class State(StrEnum):
    """Where a referral stands."""

    PENDING = "pending"
    UNROUTABLE = "unroutable"
    AWAITING_CONSENT = "awaiting_consent"
    CLAIMED = "claimed"
    NEEDS_INFO = "needs_info"
    ACCEPTED = "accepted"
    IN_PROGRESS = "in_progress"
    DECLINED = "declined"
    DONE = "done"
    WITHDRAWN = "withdrawn"
    REVOKED = "revoked"
    REDIRECTED = "redirected"
    CLOSED = "closed"


class Action(StrEnum):
    """What can be done to a referral."""

    CLAIM = "claim"
    ROUTE = "route"
    OWNER_CHANGES = "owner_changes"
    AGREE = "agree"
    DISAGREE = "disagree"
    TAKE_BACK = "take_back"
    ACCEPT = "accept"
    DECLINE = "decline"
    ASK = "ask"
    ANSWER = "answer"
    PUT_BACK = "put_back"
    REASSIGN = "reassign"
    OFFER_MOVE = "offer_move"
    ARRIVED = "arrived"
    DID_NOT_COME = "did_not_come"
    CANNOT_AFTER_ALL = "cannot_after_all"
    FINISH = "finish"
    SEND_BACK = "send_back"
    OBJECT = "object"
    REOPEN = "reopen"
    REDIRECT = "redirect"
    WITHDRAW = "withdraw"
    REVOKE = "revoke"
    CLOSE = "close"


class By(StrEnum):
    """In which part an actor moves a referral."""

    PERSON = "person"
    HOLDER = "holder"
    CASEWORKER = "caseworker"
    SUPERVISOR = "supervisor"
    COORDINATOR = "coordinator"
    SYSTEM = "system"


class DeclineReason(StrEnum):
    """Why a request was declined."""

    FULL = "full"
    NOT_ELIGIBLE = "not_eligible"
    OUT_OF_AREA = "out_of_area"
    SERVICE_STOPPED = "service_stopped"
    UNSAFE = "unsafe"
    DUPLICATE = "duplicate"
    OTHER = "other"


class Outcome(StrEnum):
    """How a service ended."""

    SERVED = "served"
    PARTLY = "partly"
    NOT_SERVED = "not_served"
    NO_SHOW = "no_show"
    UNREACHABLE = "unreachable"


class Move(Struct, frozen=True):
    """One row: who may do it, where it leads, and whether a reason is asked.

    `otherwise`: where it leads if consent says so (does the yes name the new owner as one who
    receives, is it for another place) or, for an answer, if the holder is gone.
    """

    by: frozenset[By]
    to: State
    reason: bool = False
    otherwise: State | None = None


def _move(to: State, *by: By, reason: bool = False, otherwise: State | None = None) -> Move:
    return Move(frozenset(by), to, reason, otherwise)


_S, _A = State, Action
_WITHDRAW = _move(_S.WITHDRAWN, By.PERSON)
_REVOKE = _move(_S.REVOKED, By.COORDINATOR, reason=True)
_TAKE_BACK = _move(_S.AWAITING_CONSENT, By.COORDINATOR, otherwise=_S.PENDING)

MOVES: dict[State, dict[Action, Move]] = {
    _S.PENDING: {
        _A.CLAIM: _move(_S.CLAIMED, By.CASEWORKER),
        _A.OWNER_CHANGES: _move(_S.AWAITING_CONSENT, By.SYSTEM, otherwise=_S.PENDING),
        _A.TAKE_BACK: _TAKE_BACK,
        _A.WITHDRAW: _WITHDRAW,
        _A.REVOKE: _REVOKE,
    },
    _S.UNROUTABLE: {
        _A.ROUTE: _move(_S.PENDING, By.COORDINATOR, otherwise=_S.AWAITING_CONSENT),
        _A.CLAIM: _move(_S.CLAIMED, By.COORDINATOR),
        _A.WITHDRAW: _WITHDRAW,
        _A.REVOKE: _REVOKE,
    },
    _S.AWAITING_CONSENT: {
        _A.AGREE: _move(_S.PENDING, By.PERSON, otherwise=_S.REDIRECTED),
        _A.DISAGREE: _move(_S.PENDING, By.PERSON, By.SYSTEM),  # or the state before: `decide`
        _A.WITHDRAW: _WITHDRAW,
    },
    _S.CLAIMED: {
        _A.ACCEPT: _move(_S.ACCEPTED, By.HOLDER),
        _A.DECLINE: _move(_S.DECLINED, By.HOLDER, reason=True),
        _A.ASK: _move(_S.NEEDS_INFO, By.HOLDER),
        _A.PUT_BACK: _move(_S.PENDING, By.HOLDER, By.SYSTEM),
        _A.REASSIGN: _move(_S.CLAIMED, By.HOLDER, By.SUPERVISOR),
        _A.OFFER_MOVE: _move(_S.AWAITING_CONSENT, By.HOLDER),
        _A.REDIRECT: _move(_S.AWAITING_CONSENT, By.HOLDER),
        _A.TAKE_BACK: _TAKE_BACK,
        _A.WITHDRAW: _WITHDRAW,
        _A.REVOKE: _REVOKE,
    },
    _S.NEEDS_INFO: {
        _A.ANSWER: _move(_S.CLAIMED, By.PERSON, By.SYSTEM, otherwise=_S.PENDING),
        _A.DECLINE: _move(_S.DECLINED, By.HOLDER, reason=True),
        _A.PUT_BACK: _move(_S.PENDING, By.HOLDER, By.SYSTEM),
        _A.REASSIGN: _move(_S.NEEDS_INFO, By.SUPERVISOR),
        _A.REDIRECT: _move(_S.AWAITING_CONSENT, By.HOLDER),
        _A.TAKE_BACK: _TAKE_BACK,
        _A.WITHDRAW: _WITHDRAW,
        _A.REVOKE: _REVOKE,
    },
    _S.ACCEPTED: {
        _A.ARRIVED: _move(_S.IN_PROGRESS, By.HOLDER),
        _A.DID_NOT_COME: _move(_S.DONE, By.HOLDER),
        _A.CANNOT_AFTER_ALL: _move(_S.CLAIMED, By.HOLDER, reason=True),
        _A.REASSIGN: _move(_S.ACCEPTED, By.SUPERVISOR),
        _A.REDIRECT: _move(_S.AWAITING_CONSENT, By.HOLDER),
        _A.WITHDRAW: _WITHDRAW,
    },
    _S.IN_PROGRESS: {
        _A.FINISH: _move(_S.DONE, By.HOLDER),
        _A.REASSIGN: _move(_S.IN_PROGRESS, By.SUPERVISOR),
        _A.REDIRECT: _move(_S.AWAITING_CONSENT, By.HOLDER),
        _A.WITHDRAW: _WITHDRAW,
    },
    _S.DECLINED: {
        _A.SEND_BACK: _move(_S.CLAIMED, By.SUPERVISOR),
        _A.OBJECT: _move(_S.PENDING, By.PERSON),
        _A.WITHDRAW: _WITHDRAW,
        _A.CLOSE: _move(_S.CLOSED, By.SYSTEM),
    },
    _S.DONE: {
        _A.REOPEN: _move(_S.CLAIMED, By.PERSON, By.HOLDER),
        _A.WITHDRAW: _WITHDRAW,
        _A.CLOSE: _move(_S.CLOSED, By.SYSTEM),
    },
    _S.WITHDRAWN: {_A.CLOSE: _move(_S.CLOSED, By.SYSTEM)},
    _S.REVOKED: {_A.CLOSE: _move(_S.CLOSED, By.SYSTEM)},
    _S.REDIRECTED: {_A.CLOSE: _move(_S.CLOSED, By.SYSTEM)},
    _S.CLOSED: {},
}

OPEN = frozenset(
    {
        _S.PENDING,
        _S.UNROUTABLE,
        _S.AWAITING_CONSENT,
        _S.CLAIMED,
        _S.NEEDS_INFO,
        _S.ACCEPTED,
        _S.IN_PROGRESS,
    }
)
CONTACT_RELEASED = frozenset({_S.ACCEPTED, _S.IN_PROGRESS})


class Reach(StrEnum):
    """How the person wants to be reached."""

    CHAT = "chat"
    PHONE = "phone"


class Contact(Struct, frozen=True):
    """How to reach the person and whether it is safe to write (Safety 11). Personal data."""

    reach: Reach = Reach.CHAT
    phone: str | None = None
    safe_to_write: bool = True
    name: str | None = None


class OfferKind(StrEnum):
    """Why the person is asked about a new recipient."""

    NEW_OWNER = "new_owner"
    ROUTED = "routed"
    TAKEN_BACK = "taken_back"
    REDIRECT = "redirect"


class Offer(Struct, frozen=True):
    """A question of consent that waits: who would own the case, and what stays until the yes.

    `before`: the state whose moves stay open, and to which a no leads back. `until`: aware UTC,
    as long as the decide limit from the question.
    """

    kind: OfferKind
    team: TeamId
    service: ServiceId
    recipients: tuple[Recipient, ...]
    before: State
    until: datetime


class Asked(Struct, frozen=True):
    """A colleague whom the holder asked to take the case; void once somebody else holds it."""

    holder: PersonId
    colleague: PersonId


class Proposal(Struct, frozen=True):
    """A no that a colleague looks at first, of an organisation that wants it so.

    `by`: the holder, whose decision it becomes. `until`: aware UTC, when it holds though nobody
    has looked. `into`: the request that this one seems to be. The next move drops it, unless it
    only ends a question that stays without a yes or an answer.
    """

    by: PersonId
    reason: DeclineReason
    until: datetime
    into: str | None = None


class Referral(Struct, frozen=True):
    """One person's request for one service, owned by one team's queue at any instant.

    `came_from` and `went_to`: references of the requests that a redirect or a merger links with
    this one. `barred`: who declined, once the person has objected; they do not decide again, nor
    does who `agreed` to it.
    `asks`: the colleague whom its holder asked to take it. `proposal`: a no that waits for review.
    """

    id: ReferralId
    reference: str
    person: PersonId
    service: ServiceId
    team: TeamId
    state: State
    urgency: Urgency
    company: Company
    age: AgeBand
    language: str
    told: Told
    why: tuple[Reason, ...]
    may_share: bool
    submitted: datetime
    holder: PersonId | None = None
    version: int = 1
    question: str | None = None
    answer: str | None = None
    instructions: str | None = None
    address_to_read: bool = False
    decline_reason: DeclineReason | None = None
    outcome: Outcome | None = None
    changed: datetime | None = None
    offer: Offer | None = None
    barred: PersonId | None = None
    agreed: PersonId | None = None
    objected: bool = False
    came_from: str | None = None
    went_to: str | None = None
    asks: Asked | None = None
    proposal: Proposal | None = None

    def bars(self, person: PersonId) -> bool:
        """Say whether somebody may not decide again, as the person has objected to their no."""
        return self.objected and person in (self.barred, self.agreed)

    @property
    def stands(self) -> State:
        """Give the state whose rights hold: while the person is asked, the one before."""
        return self.offer.before if self.offer else self.state


class Refused(Struct, frozen=True):
    """A move that is not in the table, or not for this actor."""

    action: Action
    state: State
    by: By | None


def decide(
    state: State, action: Action, parts: frozenset[By], before: State | None = None
) -> Move | Refused:
    """Look a move up: who acts (all the parts they have in this referral) decides with the state.

    Unlisted moves are refused (The life cycle). `before`: in `awaiting_consent`, the state in
    which the person was asked; its moves stay open and a no leads back to it.
    """
    move = moves_in(state, before).get(action)
    if move is None or not (move.by & parts):
        return Refused(action, state, min(parts, default=None))
    return move


def moves_in(state: State, before: State | None = None) -> dict[Action, Move]:
    """List the moves open in a state, with those of the state before while the person is asked."""
    own = MOVES[state]
    if state is not State.AWAITING_CONSENT or before is None:
        return own
    return MOVES[before] | own | {Action.DISAGREE: replace(own[Action.DISAGREE], to=before)}


def contact_visible_to(referral: Referral, reader: PersonId) -> bool:
    """Say whether name and contact may be shown: accepted, and to its holder alone.

    domain.md Decisions, Before acceptance; the partner gate must be open as well.
    """
    released = referral.stands in CONTACT_RELEASED and referral.may_share
    return released and referral.holder == reader
