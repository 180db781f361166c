"""A small town: answers to what dialogues and desk ask of the system, kept in memory."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from msgspec import structs

from casework.documents import Opened
from domain.access import MemberRole
from domain.centres import Centre
from domain.geography import Place, Point
from domain.habits import Habits
from domain.hours import Opening, OpenState
from domain.organisations import CentreId, TeamId
from domain.people import AgeBand, Company, Need, PersonId, Urgency, Who
from domain.referrals import Action, By, Contact, Outcome, Reach, State
from domain.requests import Command, Done, DoneOutcome, Lookup
from domain.requests.afterwards import Merge
from domain.requests.asking import NamedReason
from domain.requests.coordinating import (
    OfferMove,
    OtherPlace,
    OtherPlaces,
    RedirectCase,
    RevokeCase,
    RouteCase,
    TeamsThatMay,
    TeamThatMay,
)
from domain.requests.corresponding import (
    CaseMessage,
    Correspondence,
    CorrespondenceOf,
    MayWriteTo,
    OpenedFile,
    UnreadIn,
    Write,
    Written,
)
from domain.requests.finding import (
    EmergencyHelp,
    EmergencyNear,
    Found,
    KindsOffered,
    Nearest,
    PlacesNamed,
    ServicesHere,
)
from domain.requests.mine import MyReferrals, SpeakLanguage
from domain.requests.team import (
    AddNote,
    AnswerColleague,
    Colleague,
    ColleaguesFor,
    DaysOf,
    GoAway,
    MyDays,
    MyTeams,
    PassedOn,
    PassOn,
    ReviewDecline,
    TeamSeen,
)
from domain.requests.working import (
    Accept,
    Arrived,
    AskPerson,
    AsSeen,
    CannotAfterAll,
    CaseOf,
    CaseView,
    Decline,
    Event,
    Finish,
    GoOnDuty,
    MemberOf,
    MyQueue,
    MyWork,
    PutBack,
    QueueItem,
    Take,
)
from domain.routing import Rule
from domain.services import Service, ServiceId, ServiceType

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
AMINATA = PersonId("aminata")
CONAKRY = Point(9.5370, -13.6785)
HOUSE = Centre(
    CentreId("house"),
    "Centre de transit de Conakry",
    "GN",
    "Conakry",
    "Africa/Conakry",
    CONAKRY,
    address="Rue KA-038, Kaloum",
    phone="+224 620 00 00 00",
    languages=("fr", "ff"),
)
SHELTER = Found(
    Service(ServiceId("house-shelter"), HOUSE.id, ServiceType.SHELTER, "Shelter"),
    HOUSE,
    OpenState(Opening.ALWAYS),
    metres=1200,
    provider="IOM",
)
FOOD = structs.replace(
    SHELTER,
    service=Service(ServiceId("house-food"), HOUSE.id, ServiceType.FOOD, "Food"),
    metres=1200,
)
HELP = EmergencyHelp("GN", ("117",), ("122",), ("442-020",), ("18",), ("116",), SHELTER)

ITEM = QueueItem(
    reference="K7M-2QX4",
    state=State.PENDING,
    service=ServiceType.SHELTER,
    centre=HOUSE.name,
    city="Conakry",
    country="GN",
    urgency=Urgency.EMERGENCY,
    language="fr",
    company=Company(Who.FAMILY, adults=2, children=1, needs=frozenset({Need.PREGNANT})),
    age=AgeBand.ADULT,
    submitted=datetime(2026, 11, 24, 8, tzinfo=UTC),
    zone="Africa/Conakry",
    mine=False,
    taken=False,
)
VIEW = CaseView(
    item=ITEM,
    why=(NamedReason(Rule.IOM_RUN, "IOM Guinea"),),
    may=(Action.CLAIM,),
    contact=None,
    question=None,
    answer=None,
    instructions=None,
    decline_reason=None,
    outcome=None,
    unreachable=False,
    may_share=True,
    address=None,
    history=(Event(ITEM.submitted, "submit", State.PENDING, "person"),),
)
TEAM_THERE = TeamThatMay(TeamId("ministry"), "Social affairs", "Ministry")
OTHER_PLACE = OtherPlace(ServiceId("labe-shelter"), "Maison de Labé", "Red Cross")
KADIATOU = Colleague(
    PersonId("kadiatou"), "Kadiatou", 2, MemberRole.CASEWORKER, on_duty=True, holds=3
)
CLAIMED = (Action.ACCEPT, Action.ASK, Action.DECLINE, Action.PUT_BACK)
MAY: dict[State, tuple[Action, ...]] = {
    State.PENDING: (Action.CLAIM,),
    State.CLAIMED: CLAIMED,
    State.NEEDS_INFO: (Action.DECLINE, Action.PUT_BACK),
    State.ACCEPTED: (Action.ARRIVED, Action.DID_NOT_COME, Action.CANNOT_AFTER_ALL),
    State.IN_PROGRESS: (Action.FINISH,),
}


def reference(item: QueueItem, name: str, **changes: Any) -> CaseView:
    """A further case like another one."""
    return structs.replace(VIEW, item=structs.replace(item, reference=name, **changes))


@dataclass
class Town:
    """Performs requests. `work`: of the one caseworker; anybody else is a person.

    `nothing_to_choose`: no team, place or colleague; `forgets_routed`: what is moved is gone.
    """

    cases: dict[str, CaseView] = field(default_factory=lambda: {ITEM.reference: VIEW})
    work: tuple[MemberOf, ...] = (
        MemberOf("IOM Guinea", "Conakry", MemberRole.CASEWORKER, on_duty=True),
    )
    languages: dict[str, str] = field(default_factory=dict)
    performed: list[tuple[PersonId, Lookup | Command]] = field(default_factory=list)
    outcome: DoneOutcome | None = None
    teams: tuple[TeamSeen, ...] = ()
    nothing_to_choose: bool = False
    forgets_routed: bool = False
    written: dict[str, Correspondence] = field(default_factory=dict)
    files: dict[int, Opened] = field(default_factory=dict)
    unread: int = 0
    reached: bool = True

    async def perform(self, person: PersonId, request: Lookup | Command) -> Any:
        """Perform one request; `outcome` is the result of every command, if it is set."""
        if isinstance(request, AsSeen):
            view = self.cases.get(request.reference)
            if view is not None and view.item.version != request.version:
                return Done(DoneOutcome.TOO_LATE, view.item.state)
            request = request.command
        self.performed.append((person, request))
        if isinstance(request, Lookup):
            return self.look(person, request)
        if isinstance(request, Write):
            return self.write(request)
        if self.outcome is not None:
            return Done(self.outcome)
        return self.do(person, request)

    def write(self, request: Write) -> Written:
        if self.outcome is not None:
            return Written(self.outcome)
        seen = self.written[request.reference]
        new = CaseMessage(len(seen.messages) + 1, By.HOLDER, NOW, request.content)
        self.written[request.reference] = structs.replace(seen, messages=(*seen.messages, new))
        return Written(DoneOutcome.DONE, held=True, reached=self.reached, number=new.number)

    def look(self, person: PersonId, request: Lookup) -> Any:
        staff = person == AMINATA
        answers: dict[type[Lookup], Any] = {
            MyWork: self.work if staff else (),
            MyQueue: tuple(view.item for view in self.cases.values()) if staff else (),
            PlacesNamed: (Place("Conakry", "GN", CONAKRY),),
            KindsOffered: (ServiceType.SHELTER, ServiceType.FOOD),
            Nearest: (SHELTER,),
            ServicesHere: (SHELTER, FOOD),
            EmergencyNear: HELP,
            MyReferrals: (),
            TeamsThatMay: (TEAM_THERE,),
            OtherPlaces: (OTHER_PLACE,),
            ColleaguesFor: (KADIATOU,),
            MyTeams: self.teams if staff else (),
            DaysOf: MyDays(True, Habits(), NOW.date(), ITEM.zone) if staff else None,
            MayWriteTo: (),
            UnreadIn: self.unread if staff else 0,
        }
        if self.nothing_to_choose and isinstance(request, CHOSEN):
            return ()
        if isinstance(request, CorrespondenceOf):
            return self.written.get(request.reference) if staff else None
        if isinstance(request, OpenedFile):
            return self.files.get(request.number) if staff else None
        if isinstance(request, CaseOf):
            return self.cases.get(request.reference) if staff else None
        return answers[type(request)]

    def do(self, person: PersonId, request: Command) -> Done | PassedOn:
        if isinstance(request, SpeakLanguage):
            self.languages[person] = request.language
        elif isinstance(request, AddNote | AnswerColleague | GoAway | ReviewDecline | Merge):
            return Done(DoneOutcome.DONE, State.DECLINED)
        elif isinstance(request, PassOn):
            return PassedOn(DoneOutcome.DONE)
        elif isinstance(request, GoOnDuty):
            self.work = tuple(structs.replace(each, on_duty=request.on_duty) for each in self.work)
        else:
            return self.move(request)
        return Done(DoneOutcome.DONE)

    def move(self, request: Any) -> Done:
        view = self.cases.get(request.reference)
        if view is None:
            return Done(DoneOutcome.NOT_FOUND)
        to, action, changes = moved(request)
        if action not in view.may:
            return Done(DoneOutcome.TOO_LATE, view.item.state)
        if self.forgets_routed:
            del self.cases[request.reference]
            return Done(DoneOutcome.DONE, to)
        contact = Contact(Reach.CHAT, name="Mariam") if to is State.ACCEPTED else None
        self.put(view, state=to, contact=contact, **changes)
        return Done(DoneOutcome.DONE, to)

    def put(self, view: CaseView, state: State, **changes: Any) -> None:
        held = state is not State.PENDING
        version = view.item.version + 1
        item = structs.replace(view.item, state=state, mine=held, taken=held, version=version)
        may = MAY.get(state, ())
        self.cases[item.reference] = structs.replace(view, item=item, may=may, **changes)

    def commands(self) -> list[Lookup | Command]:
        """What was done, without what was only read."""
        return [request for _, request in self.performed if isinstance(request, Command)]


CHOSEN = (TeamsThatMay, OtherPlaces, ColleaguesFor)
SIMPLY: dict[type[Command], tuple[State, Action]] = {
    Take: (State.CLAIMED, Action.CLAIM),
    PutBack: (State.PENDING, Action.PUT_BACK),
    CannotAfterAll: (State.CLAIMED, Action.CANNOT_AFTER_ALL),
    Arrived: (State.IN_PROGRESS, Action.ARRIVED),
    RouteCase: (State.PENDING, Action.ROUTE),
    RedirectCase: (State.AWAITING_CONSENT, Action.REDIRECT),
    OfferMove: (State.AWAITING_CONSENT, Action.OFFER_MOVE),
    RevokeCase: (State.CLOSED, Action.REVOKE),
}


def moved(request: Any) -> tuple[State, Action, dict[str, Any]]:
    """Where a move leads, and what it changes in the view."""
    match request:
        case Accept():
            return State.ACCEPTED, Action.ACCEPT, {"instructions": request.instructions}
        case AskPerson():
            return State.NEEDS_INFO, Action.ASK, {"question": request.question}
        case Decline():
            return State.DECLINED, Action.DECLINE, {"decline_reason": request.reason}
        case Finish():
            no_show = request.outcome is Outcome.NO_SHOW
            action = Action.DID_NOT_COME if no_show else Action.FINISH
            return State.DONE, action, {"outcome": request.outcome}
        case _:
            return *SIMPLY[type(request)], {}
