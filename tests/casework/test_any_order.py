"""Requests, answers, consent, time and handovers in any order: what must hold after each step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from domain.access import may_review
from domain.organisations import TeamId
from domain.people import Urgency
from domain.referrals import Action, By, DeclineReason, Outcome, Referral, moves_in
from domain.requests import Command, DoneOutcome
from domain.requests.afterwards import ObjectTo, Reopen, SendBack
from domain.requests.consenting import AnswerOffer
from domain.requests.coordinating import OfferMove, RedirectCase, RevokeCase, RouteCase, TakeBack
from domain.requests.mine import AnswerQuestion, Withdraw
from domain.requests.team import AnswerColleague, PassOn, ReviewDecline
from domain.requests.working import (
    Accept,
    Arrived,
    AskPerson,
    CannotAfterAll,
    Decline,
    Finish,
    PutBack,
    Take,
)
from domain.services import ServiceId
from tests.casework.any_order import PERSONS, SERVICES, STAFF, World

TEAMS = sorted({TeamId(team) for team, _ in STAFF.values()})
COLLEAGUES = list(STAFF)

Made = Callable[[World, Referral, int], Command]
COMMANDS: dict[Action, Made] = {
    Action.CLAIM: lambda world, r, n: Take(r.reference),
    Action.ROUTE: lambda world, r, n: RouteCase(r.reference, TEAMS[n % len(TEAMS)]),
    Action.AGREE: lambda world, r, n: AnswerOffer(r.reference, r.version, yes=True),
    Action.DISAGREE: lambda world, r, n: AnswerOffer(r.reference, r.version, yes=False),
    Action.TAKE_BACK: lambda world, r, n: TakeBack(r.reference),
    Action.ACCEPT: lambda world, r, n: Accept(r.reference, "Come."),
    Action.DECLINE: lambda world, r, n: Decline(r.reference, DeclineReason.FULL),
    Action.ASK: lambda world, r, n: AskPerson(r.reference, "How many?"),
    Action.ANSWER: lambda world, r, n: AnswerQuestion(r.reference, "Two."),
    Action.PUT_BACK: lambda world, r, n: PutBack(r.reference),
    Action.REASSIGN: lambda world, r, n: PassOn(
        r.reference, world.who[COLLEAGUES[n % len(COLLEAGUES)]]
    ),
    Action.OFFER_MOVE: lambda world, r, n: OfferMove(r.reference),
    Action.ARRIVED: lambda world, r, n: Arrived(r.reference),
    Action.DID_NOT_COME: lambda world, r, n: Finish(r.reference, Outcome.NO_SHOW),
    Action.CANNOT_AFTER_ALL: lambda world, r, n: CannotAfterAll(r.reference, DeclineReason.FULL),
    Action.FINISH: lambda world, r, n: Finish(r.reference, Outcome.SERVED),
    Action.SEND_BACK: lambda world, r, n: SendBack(r.reference),
    Action.OBJECT: lambda world, r, n: ObjectTo(r.reference),
    Action.REOPEN: lambda world, r, n: Reopen(r.reference),
    Action.REDIRECT: lambda world, r, n: RedirectCase(
        r.reference, ServiceId(SERVICES[n % len(SERVICES)])
    ),
    Action.WITHDRAW: lambda world, r, n: Withdraw(r.reference),
    Action.REVOKE: lambda world, r, n: RevokeCase(r.reference, "It cannot be done."),
}

ENDS = (Action.WITHDRAW, Action.REVOKE)


@dataclass(frozen=True)
class Asks:
    """A person sends a request."""

    name: str
    service: str
    urgency: Urgency

    def happens(self, world: World) -> None:
        world.asks(self.name, self.service, self.urgency)


@dataclass(frozen=True)
class GoesOn:
    """Somebody makes a move that the table gives them; `choice` says who and which.

    What ends a request for good comes seldom, a yes to a question often.
    """

    case: int
    choice: int
    detail: int

    def happens(self, world: World) -> None:
        referral = world.referral(self.case)
        parts = world.parts(referral)
        able = [
            (action, name)
            for action, row in moves_in(referral.state, referral.stands).items()
            if action in COMMANDS and (action not in ENDS or self.detail % 5 == 0)
            for name in dict.fromkeys(name for by in sorted(row.by) for name in parts[by])
        ]
        yes = [each for each in able if each[0] is Action.AGREE]
        able = yes if yes and self.detail % 3 == 0 else able
        if able:
            action, name = able[self.choice % len(able)]
            world.perform(name, COMMANDS[action](world, referral, self.detail))


@dataclass(frozen=True)
class Tries:
    """Anybody tries anything."""

    case: int
    name: str
    action: Action
    detail: int

    def happens(self, world: World) -> None:
        referral = world.referral(self.case)
        world.perform(self.name, COMMANDS[self.action](world, referral, self.detail))


@dataclass(frozen=True)
class ColleagueAnswers:
    """The colleague whom the holder asked says yes or no."""

    case: int
    yes: bool

    def happens(self, world: World) -> None:
        referral = world.referral(self.case)
        asked = referral.asks.colleague if referral.asks else None
        name = next((name for name, person in world.who.items() if person == asked), "stranger")
        world.perform(name, AnswerColleague(referral.reference, self.yes))


@dataclass(frozen=True)
class IsReviewed:
    """Somebody says yes or no to a no that waits for review; often one who may not."""

    case: int
    name: str
    yes: bool

    def happens(self, world: World) -> None:
        referral = world.referral(self.case)
        proposal = referral.proposal
        reason = proposal.reason if proposal else DeclineReason.FULL
        may = proposal is not None and may_review(world.actors[self.name], referral)
        done = world.perform(self.name, ReviewDecline(referral.reference, reason, self.yes, "No."))
        assert (done.outcome is DoneOutcome.DONE) == may


@dataclass(frozen=True)
class Waits:
    """Time passes, and the clockwork does what is due."""

    hours: int

    def happens(self, world: World) -> None:
        world.wait(self.hours)


@dataclass(frozen=True)
class NobodyAnswers:
    """Weeks pass without an answer, and the coordinator wants the case back."""

    case: int

    def happens(self, world: World) -> None:
        world.wait(400)
        referral = world.referral(self.case)
        (coordinator,) = world.parts(referral)[By.COORDINATOR][:1]
        world.perform(coordinator, TakeBack(referral.reference))


@dataclass(frozen=True)
class ChangesHands:
    """Agadez changes hands by a plan."""

    def happens(self, world: World) -> None:
        world.changes_hands()


@dataclass(frozen=True)
class Leaves:
    """Whoever holds a case leaves, if a supervisor of theirs can end it."""

    case: int

    def happens(self, world: World) -> None:
        holder = world.referral(self.case).holder
        for name, (team, _) in STAFF.items():
            if world.who[name] == holder:
                of_agadez = {"ne-interior-agadez": "authority", "iom-ne-agadez": "iom"}
                world.leaves(f"{of_agadez.get(team, 'iom')} supervisor", name)


cases, numbers = st.sampled_from([0, 0, 0, 1, 2, 3]), st.integers(0, 59)
requests = st.builds(
    Asks, st.sampled_from(list(PERSONS)), st.sampled_from(SERVICES), st.sampled_from(Urgency)
)
moves = st.builds(GoesOn, cases, numbers, numbers)
attempts = st.builds(
    Tries,
    cases,
    st.sampled_from([*PERSONS, *STAFF]),
    st.sampled_from(list(COMMANDS)),
    numbers,
)
events = st.one_of(
    st.builds(ColleagueAnswers, cases, st.booleans()),
    st.builds(IsReviewed, cases, st.sampled_from([*PERSONS, *STAFF]), st.booleans()),
    st.builds(Waits, st.sampled_from([1, 7, 30, 100, 400])),
    st.builds(NobodyAnswers, cases),
    st.just(ChangesHands()),
    st.builds(Leaves, cases),
)
STEPS = 24
kinds = [moves] * 12 + [attempts] * 2 + [events] * 5 + [requests]
steps = st.sampled_from(kinds).flatmap(lambda kind: kind)
stories = st.lists(steps, min_size=STEPS, max_size=STEPS)


@pytest.mark.timeout(300)
@settings(max_examples=8, suppress_health_check=list(HealthCheck))
@example(
    Asks("amina", "ne-agadez-shelter", Urgency.URGENT),
    [
        Tries(0, "authority", Action.CLAIM, 0),
        Tries(0, "authority", Action.ACCEPT, 0),
        Leaves(0),
    ],
)
@example(
    Asks("amina", "ne-niamey-shelter", Urgency.URGENT),
    [
        Tries(0, "niamey", Action.CLAIM, 0),
        Tries(0, "niamey", Action.DECLINE, 0),
        IsReviewed(0, "niamey colleague", yes=True),
        Tries(0, "amina", Action.OBJECT, 0),
    ],
)
@given(requests, stories)
def test_whatever_happens_in_whatever_order(first, story):
    """Invariant 1, Invariant 2, Invariant 4, The life cycle, A queue is a team's: always."""
    world = World()
    try:
        first.happens(world)
        for step in story:
            if world.cases or isinstance(step, Asks):
                step.happens(world)
                world.holds()
    finally:
        world.close()
