"""Working: what members of a team may ask of the system."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from msgspec import Struct

from domain.access import MemberRole
from domain.capacity import PlacesLeft
from domain.people import AgeBand, Company, Urgency
from domain.referrals import Action, By, Contact, DeclineReason, Outcome, State
from domain.requests import Command, Done, Lookup
from domain.requests.asking import NamedReason
from domain.services import ServiceType


class MemberOf(Struct, frozen=True):
    """One enrolment with names."""

    organisation: str
    team: str
    role: MemberRole
    on_duty: bool


class MyWork(Lookup, frozen=True):
    """The memberships of whoever writes → tuple[MemberOf, ...]; empty for a migrant."""


class JoinOutcome(StrEnum):
    """What became of an invitation."""

    JOINED = "joined"
    UNKNOWN = "unknown"
    USED = "used"
    EXPIRED = "expired"


class Joined(Struct, frozen=True):
    """The result of `Join`."""

    outcome: JoinOutcome
    organisation: str = ""
    team: str = ""
    role: MemberRole | None = None


class Join(Command, frozen=True):
    """Use a one-time invitation → Joined."""

    result: ClassVar[object] = Joined
    code: str


class Called(Struct, frozen=True):
    """A member of a team as colleagues know them: their `name`, "" for none, then by `number`."""

    name: str
    number: int


class QueueItem(Struct, frozen=True):
    """A referral in a queue, without identity, contact or free text (Before acceptance).

    `overdue`: a limit has passed; a flag, never a state. `holder`: who of the team has it, for its
    supervisors alone. `version`: grows with each change.
    """

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
    overdue: bool = False
    holder: Called | None = None
    version: int = 1


class MyQueue(Lookup, frozen=True):
    """The open referrals of the actor's teams, most urgent and oldest first → tuple[QueueItem].

    Identity never; for those who may not work cases it is empty. `again`: a page that stays open
    looks for news; only its first look is audited.
    """

    again: bool = False


class Event(Struct, frozen=True):
    """One step of a referral's history, with the part of the actor, never the name."""

    at: datetime
    action: str
    to: State
    by: str
    reason: str = ""


class Note(Struct, frozen=True):
    """What a member of the team noted, with their part, never the name."""

    at: datetime
    by: By
    words: str


class Proposed(Struct, frozen=True):
    """A no that waits for a colleague's look. `may_review`: the reader may say yes or no to it."""

    reason: DeclineReason
    by: Called
    mine: bool
    may_review: bool


class CaseView(Struct, frozen=True):
    """A case for one reader: `contact` is None unless this reader may see it.

    `unreachable`: the person has blocked the bot. `may`: what this reader may do now. `places`:
    those that are left, for whoever may accept and where they are counted. `similar`: references
    of the person's other open requests for the same kind of help, for whoever may decline;
    `perhaps`: those of somebody who gave the same phone number.
    `asked_by`: the holder, who asks the reader to take it over. `notes`: of the team. `proposed`: a
    no that a colleague should look at.
    `writes`: this reader can write to the person; `unread`: how many of the
    person's messages nobody has read.
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
    places: PlacesLeft | None = None
    similar: tuple[str, ...] = ()
    perhaps: tuple[str, ...] = ()
    asked_by: Called | None = None
    notes: tuple[Note, ...] = ()
    proposed: Proposed | None = None
    writes: bool = False
    unread: int = 0


class CaseOf(Lookup, frozen=True):
    """A case by reference → CaseView, or None if there is none for this reader; audited."""

    reference: str


class AsSeen(Command, frozen=True):
    """Do something with a case as long as it is as it was seen → what `command` gives.

    Where its `version` is another one by now nothing is done → Done (TOO_LATE).
    """

    result: ClassVar[object] = Done
    reference: str
    version: int
    command: Command


class Take(Command, frozen=True):
    """Take a case from the queue: exactly one wins → Done (TOO_LATE for the others)."""

    result: ClassVar[object] = Done
    reference: str


class Accept(Command, frozen=True):
    """Accept a case with instructions for the person; `send_address`: also the undisclosed one."""

    result: ClassVar[object] = Done
    reference: str
    instructions: str
    send_address: bool = False


class Decline(Command, frozen=True):
    """Decline a case with a reason; the person is offered alternatives at once → Done.

    Where a colleague looks at it first, the state stays as it was until then.
    """

    result: ClassVar[object] = Done
    reference: str
    reason: DeclineReason


class AskPerson(Command, frozen=True):
    """Ask the person a question through the bot → Done."""

    result: ClassVar[object] = Done
    reference: str
    question: str


class PutBack(Command, frozen=True):
    """Put a case back into the queue → Done."""

    result: ClassVar[object] = Done
    reference: str


class Arrived(Command, frozen=True):
    """The person came: accepted → in progress → Done."""

    result: ClassVar[object] = Done
    reference: str


class Finish(Command, frozen=True):
    """Finish a case with an outcome (from accepted: a no-show) → Done."""

    result: ClassVar[object] = Done
    reference: str
    outcome: Outcome


class CannotAfterAll(Command, frozen=True):
    """Take an acceptance back, with a reason → Done; the case is claimed again."""

    result: ClassVar[object] = Done
    reference: str
    reason: DeclineReason


class GoOnDuty(Command, frozen=True):
    """Start or end duty in all one's teams → Done."""

    result: ClassVar[object] = Done
    on_duty: bool


class Overstepped(Command, frozen=True):
    """Note that somebody tried what is only for staff; an audit row is written → Done."""

    result: ClassVar[object] = Done
    what: str


class DeskAddress(Struct, frozen=True):
    """A one-time address of the desk; empty if there is none for this actor."""

    url: str = ""


class DeskLink(Command, frozen=True):
    """Make a one-time link that opens the desk → DeskAddress."""

    result: ClassVar[object] = DeskAddress
