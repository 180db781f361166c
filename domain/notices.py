"""Notices: what is sent to people outside a reply. Words are found when they are sent.

A notice before acceptance holds no personal detail beyond what the decision needs; a notice
about a sensitive request is as neutral as any other (Safety 5, 9).
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from msgspec import Struct

from domain.complaints import ComplaintId
from domain.correspondence import Content
from domain.management_notices import ManagementNotice
from domain.organisations import CentreId, OrganisationKind
from domain.people import Company, Urgency
from domain.referrals import DeclineReason, OfferKind, Outcome
from domain.reports import ReportId, ReportOutcome, Wrong
from domain.services import ServiceId, ServiceType
from domain.topics import GroupStanding


class NewReferral(Struct, frozen=True):
    """To each caseworker on duty of the owning team, and nobody else."""

    reference: str
    service: ServiceType
    city: str
    country: str
    urgency: Urgency
    language: str
    company: Company


class ReferralTaken(Struct, frozen=True):
    """Replaces `NewReferral` once somebody took it; `by_you` for the one who did."""

    reference: str
    by_you: bool


class ReferralGone(Struct, frozen=True):
    """Replaces `NewReferral` when the person withdrew, or another team has it by now."""

    reference: str
    moved: bool = False


class Alert(StrEnum):
    """Why a coordinator is alerted."""

    UNROUTABLE = "unroutable"


class CoordinatorAlerted(Struct, frozen=True):
    """To the coordinators when a request could not be routed."""

    reference: str
    alert: Alert
    service: ServiceType
    city: str
    country: str
    urgency: Urgency
    language: str
    company: Company


class Step(StrEnum):
    """Steps that need no more than a sentence."""

    TAKEN = "taken"
    PUT_BACK = "put_back"
    ARRIVED = "arrived"
    FINISHED = "finished"
    CANNOT_AFTER_ALL = "cannot_after_all"
    WITHDRAWN = "withdrawn"
    MOVED = "moved"
    STAYS = "stays"
    REOPENED = "reopened"
    SENT_BACK = "sent_back"
    COLLEAGUE = "colleague"


class NobodyOnDuty(Struct, frozen=True):
    """To the coordinators of an area: a request waits where nobody is on duty."""

    reference: str
    organisation: str
    service: ServiceType
    urgency: Urgency


class NobodyToReceive(Struct, frozen=True):
    """To the administrators: somebody asked for help where nobody can receive a request."""

    service: ServiceType
    city: str
    country: str


class StepToPerson(Struct, frozen=True):
    """To the person: somebody reads it, it was put back, they arrived, and so on."""

    reference: str
    step: Step
    organisation: str = ""
    outcome: Outcome | None = None
    reason: DeclineReason | None = None


class News(Struct, frozen=True):
    """To a person whom it is not safe to write to: that there is something, and no more."""


class HelpPromised(Struct, frozen=True):
    """To the person: accepted. `address` is an undisclosed one: not forwardable."""

    reference: str
    organisation: str
    instructions: str
    address: str = ""
    centre: str = ""


class Declined(Struct, frozen=True):
    """To the person: declined, with the reason and where else to ask."""

    reference: str
    organisation: str
    reason: DeclineReason
    alternatives: tuple[tuple[ServiceId, str], ...] = ()


class QuestionForPerson(Struct, frozen=True):
    """To the person: the caseworker asks something."""

    reference: str
    organisation: str
    question: str


class AnswerForCaseworker(Struct, frozen=True):
    """To the holder: the person answered; the words are in the case, not in the notice."""

    reference: str


class WrittenToPerson(Struct, frozen=True):
    """To the person: what the one who holds their case writes. `place`: in words; `zone`: IANA."""

    reference: str
    organisation: str
    number: int
    content: Content
    place: str = ""
    zone: str = "UTC"


class WrittenToHolder(Struct, frozen=True):
    """To the holder: the person wrote; the words are in the case, not in the notice."""

    reference: str


class WrittenUnread(Struct, frozen=True):
    """To coordinators: the person writes, and whoever promised help may no longer read it."""

    reference: str
    organisation: str


CorrespondenceNotice = WrittenToPerson | WrittenToHolder | WrittenUnread


class CaseWithdrawn(Struct, frozen=True):
    """To the holder: the person withdrew; `erase`: they asked to be forgotten."""

    reference: str
    erase: bool = False


class PersonUnreachable(Struct, frozen=True):
    """To the holder: the bot can no longer write to the person."""

    reference: str


class StillRight(Struct, frozen=True):
    """To the keepers of an entry: is it still right? `verified_on`: the last check, if any."""

    centre: CentreId
    name: str
    city: str
    country: str
    verified_on: date | None


class EntryChecked(Struct, frozen=True):
    """Replaces `StillRight` once somebody answered; `by_you` for the one who did."""

    centre: CentreId
    name: str
    by_you: bool


class NobodyChecks(Struct, frozen=True):
    """To the coordinators of an area: the keepers of an entry do not answer."""

    centre: CentreId
    name: str
    organisation: str
    verified_on: date | None


class EntryReported(Struct, frozen=True):
    """To the keepers of an entry: somebody says that it is wrong. Who it was is not told."""

    report: ReportId
    service: ServiceType
    name: str
    city: str
    country: str
    what: Wrong


class ReportSettled(Struct, frozen=True):
    """Replaces `EntryReported` once somebody answered it."""

    name: str
    by_you: bool


class ReportAnswered(Struct, frozen=True):
    """To whoever reported: what came of it."""

    service: ServiceId
    name: str
    outcome: ReportOutcome


class HoldRanOut(Struct, frozen=True):
    """To the holder: the time is over for which a place was held; it counts as free again."""

    reference: str
    hours: int


class Pressing(StrEnum):
    """What presses in a case, for those who can still make an answer of it."""

    NOT_TAKEN = "not_taken"
    DECIDE_SOON = "decide_soon"
    OVERDUE = "overdue"
    OVERDUE_UNWATCHED = "overdue_unwatched"
    NO_ANSWER = "no_answer"
    PROMISE_OVER = "promise_over"
    NOT_CLOSED = "not_closed"
    QUESTION_OVER = "question_over"
    NOBODY_ANSWERS = "nobody_answers"
    HOLDER_AWAY = "holder_away"
    HELD_BY_NOBODY = "held_by_nobody"


class Reminder(Struct, frozen=True):
    """To holder, team, supervisors, coordinators or administrators, in that order (Timers)."""

    reference: str
    what: Pressing
    organisation: str
    service: ServiceType
    urgency: Urgency
    taken: bool = False


class Late(StrEnum):
    """How late an answer is, for the person."""

    NOT_TAKEN = "not_taken"
    NOT_DECIDED = "not_decided"
    BY_HALF = "by_half"
    PROMISE_OVER = "promise_over"


class NoAnswerYet(Struct, frozen=True):
    """To the person: there is no answer yet, `further` (may be "") has been told as well."""

    reference: str
    organisation: str
    late: Late
    further: str
    alternatives: tuple[tuple[ServiceId, str], ...] = ()


class QuestionOver(Struct, frozen=True):
    """To the person: the case goes on without the answer to the question."""

    reference: str
    organisation: str


RequestNotice = (
    NewReferral
    | ReferralTaken
    | ReferralGone
    | CoordinatorAlerted
    | NobodyOnDuty
    | NobodyToReceive
    | StepToPerson
    | News
    | HelpPromised
    | Declined
    | QuestionForPerson
    | AnswerForCaseworker
    | CaseWithdrawn
    | PersonUnreachable
    | HoldRanOut
)


class ConsentAsked(Struct, frozen=True):
    """To the person: may `organisation` receive the request, and why it is asked.

    `owner`: who has it now and keeps it until the yes. `centre`: the place it would be for.
    """

    reference: str
    why: OfferKind
    owner: str
    organisation: str
    kind: OrganisationKind
    centre: str


class ConsentAnswered(Struct, frozen=True):
    """To those who have the case: the person said yes or no; None: no reply in time."""

    reference: str
    yes: bool | None
    organisation: str


class Redirected(Struct, frozen=True):
    """To the person: a new request took the place of this one."""

    reference: str
    new_reference: str
    organisation: str
    centre: str


class Revoked(Struct, frozen=True):
    """To the person: the coordinator ended the request, why, and where else to ask."""

    reference: str
    organisation: str
    reason: str
    alternatives: tuple[tuple[ServiceId, str], ...] = ()


class SentBack(Struct, frozen=True):
    """To the holder: the case is open again, as the person or the supervisor wants."""

    reference: str
    by_person: bool


class SameAs(Struct, frozen=True):
    """To the person: a request was the same as another one, which goes on."""

    reference: str
    other: str


ConsentNotice = ConsentAsked | ConsentAnswered | Redirected | Revoked


class HowWasIt(Struct, frozen=True):
    """To the person, once, when a request of theirs has closed: how were they treated?"""

    reference: str
    organisation: str


AfterNotice = SentBack | SameAs | HowWasIt


class ColleagueAsks(Struct, frozen=True):
    """To a colleague: the holder, under their name if they have one, asks them to take a case."""

    reference: str
    name: str


class ColleagueAnswered(Struct, frozen=True):
    """To the holder: the colleague cannot take it."""

    reference: str
    name: str


class GivenToYou(Struct, frozen=True):
    """To a caseworker: a supervisor gave them a case."""

    reference: str
    name: str


class WithColleague(Struct, frozen=True):
    """To the one who held a case: a colleague holds it now."""

    reference: str
    name: str


class WaitsForYou(Struct, frozen=True):
    """To a caseworker whose duty has begun: how many requests wait, and the `first` of them."""

    count: int
    first: tuple[tuple[str, Urgency, ServiceType], ...]


class DeclineProposed(Struct, frozen=True):
    """To those who may look at a no before the person hears it; the reason is in the case."""

    reference: str
    name: str


class DeclineReviewed(Struct, frozen=True):
    """To the holder: a colleague says yes or no to their no; None: nobody looked in time."""

    reference: str
    name: str
    yes: bool | None


class Digest(Struct, frozen=True):
    """To a member, in one message: what could wait and still does.

    `new`: how many requests wait to be taken; `first`: some of them; `oldest`: when the first was
    sent, aware UTC, told in `zone` (IANA). `pressing`: reference, what presses and the
    organisation; `more`: how many others press.
    """

    new: int
    first: tuple[tuple[str, ServiceType], ...]
    oldest: datetime | None
    zone: str
    pressing: tuple[tuple[str, Pressing, str], ...] = ()
    more: int = 0


class GroupNews(Struct, frozen=True):
    """To those who keep a team's group: whether topics can be kept in it."""

    team: str
    standing: GroupStanding


TeamNotice = (
    GroupNews
    | WaitsForYou
    | Digest
    | ColleagueAsks
    | ColleagueAnswered
    | GivenToYou
    | WithColleague
    | DeclineProposed
    | DeclineReviewed
)

TimeNotice = Reminder | NoAnswerYet | QuestionOver

EntryNotice = (
    StillRight | EntryChecked | NobodyChecks | EntryReported | ReportSettled | ReportAnswered
)


class ComplaintArrived(Struct, frozen=True):
    """To a complaints team: there is something to read; what it is about is not told."""

    complaint: ComplaintId


class ComplaintMoved(Struct, frozen=True):
    """To whoever complained: it is read, or answered; what it is about is not told."""

    complaint: ComplaintId
    answered: bool


ComplaintNotice = ComplaintArrived | ComplaintMoved

Notice = (
    RequestNotice
    | ConsentNotice
    | AfterNotice
    | TimeNotice
    | TeamNotice
    | EntryNotice
    | ComplaintNotice
    | CorrespondenceNotice
    | ManagementNotice
)
