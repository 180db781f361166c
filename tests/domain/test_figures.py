"""Figures: what counts as an answer, what may be told of a month, and to whom."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from domain.access import Actor, MemberRole, Membership
from domain.courses import Answer, Course, Pause, answer_of
from domain.directory import Directory
from domain.feedback import Asked, Said
from domain.figures import (
    Figures,
    Month,
    Span,
    Voices,
    figures,
    lies_in,
    may_see_figures,
    months_told,
    spread,
)
from domain.organisations import (
    Area,
    CentreId,
    Organisation,
    OrganisationId,
    OrganisationKind,
    Team,
    TeamId,
)
from domain.outcomes import Received
from domain.people import Concern, PersonId, Urgency
from domain.quality import SMALLEST_SHOWN, Untold
from domain.referrals import DeclineReason
from tests.storage import builders

AT = datetime(2026, 10, 5, 8, tzinfo=UTC)
LIMIT = timedelta(hours=72)
MUCH_LATER = AT + timedelta(days=60)


def course(hours: float | None = None, **given: object) -> Course:
    """A request; `hours` until its answer, None for none."""
    answered = AT + timedelta(hours=hours) if hours is not None else None
    facts: dict[str, object] = {"answered": answered, "decided": answered, "due": AT + LIMIT}
    facts |= given
    return Course(Urgency.URGENT, AT, "fr", **facts)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("given", "now", "answer"),
    [
        (course(72), MUCH_LATER, Answer.IN_TIME),
        (course(73), MUCH_LATER, Answer.LATE),
        (course(), MUCH_LATER, Answer.NONE),
        (course(), AT + LIMIT, Answer.OPEN),
        (course(ended=AT + timedelta(hours=5)), MUCH_LATER, Answer.OPEN),
        (course(ended=AT + timedelta(hours=80)), MUCH_LATER, Answer.NONE),
    ],
    ids=["at the limit", "after it", "never", "still time", "withdrawn early", "withdrawn late"],
)
def test_a_request_without_a_move_of_the_team_until_the_limit_has_no_answer(given, now, answer):
    """Suggested measures, no-answer share: whoever gives up after waiting counts as unanswered."""
    assert answer_of(given, now) is answer


def test_to_take_a_request_is_not_yet_to_answer_it():
    """The needs, referrals that vanish: acknowledged and then undecided is told by itself."""
    taken = course(answered=AT + timedelta(hours=2))
    assert answer_of(taken, AT + LIMIT) is Answer.OPEN
    assert answer_of(taken, MUCH_LATER) is Answer.TAKEN


def hours(number: float) -> datetime:
    """So many hours after it came."""
    return AT + timedelta(hours=number)


def test_what_a_question_to_the_person_stopped_does_not_count():
    """Timers: pauses add up over all questions, at most as long as they may."""
    pauses = (Pause(hours(10), hours(20)), Pause(hours(30), hours(36)))
    asked = course(88, pauses=pauses, paused_at_most=timedelta(hours=24))
    assert answer_of(asked, MUCH_LATER) is Answer.IN_TIME
    assert answer_of(replace(asked, decided=hours(88.1)), MUCH_LATER) is Answer.LATE
    emergency = replace(asked, paused_at_most=timedelta(0))
    assert answer_of(emergency, MUCH_LATER) is Answer.LATE, "there the clock runs on"


def test_a_question_that_waits_stops_the_clock_only_for_its_time():
    """Timers: at most."""
    waits = course(answered=hours(1), pauses=(Pause(hours(2)),), paused_at_most=timedelta(hours=24))
    assert answer_of(waits, hours(96)) is Answer.OPEN
    assert answer_of(waits, hours(97)) is Answer.TAKEN


def test_what_persons_say_is_told_from_five_on():
    """Small numbers: also of the help and of the treatment; of few nothing at all is told."""
    few = Voices({Received.YES: 4}, {Asked.TREATED: {Said.BAD: 4}})
    told = figures([course(3)] * 20, MUCH_LATER, few)
    assert told.outcomes == {}
    assert told.feedback == {Asked.EXPLAINED: {}, Asked.TREATED: {}}
    many = Voices({Received.YES: 9, Received.NO: 2}, {Asked.TREATED: {Said.GOOD: 9, Said.BAD: 6}})
    told = figures([course(3)] * 20, MUCH_LATER, many)
    assert told.outcomes[Received.NO] is Untold.FEW
    assert told.outcomes[Received.YES] is Untold.HIDDEN
    assert told.feedback[Asked.TREATED] == {
        Said.GOOD: Untold.HIDDEN,
        Said.MIXED: Untold.FEW,
        Said.BAD: 6,
    }


def test_disputed_requests_are_counted_from_five_on():
    """D2, disputed items: objections and cases that were sent back."""
    some = [course(3, disputed=True)] * 4 + [course(3)] * 20
    assert figures(some, MUCH_LATER).disputed is Untold.FEW
    assert figures([course(3, disputed=True), *some], MUCH_LATER).disputed == 5


def test_under_five_requests_tell_nothing():
    """Decisions, Small numbers."""
    told = figures([course(3)] * 4, MUCH_LATER)
    assert told == Figures(None, {}, Untold.HIDDEN, {}, {}, {})


def test_large_counts_are_told_with_the_share_without_an_answer():
    """Suggested measures."""
    many = [course(3)] * 20 + [course(80)] * 10 + [course()] * 10
    many += [course(ended=AT + timedelta(hours=1))] * 10 + [course(answered=AT)] * 10
    told = figures(many, MUCH_LATER)
    assert told.received == 60
    assert dict(told.answers) == {
        Answer.OPEN: 10,
        Answer.LATE: 10,
        Answer.IN_TIME: 20,
        Answer.TAKEN: 10,
        Answer.NONE: 10,
    }
    assert told.share_without_answer == 17


def test_a_share_of_a_hidden_count_is_not_told():
    """Decisions, Small numbers: from a share and the sum the count could be computed."""
    told = figures([course(3)] * 30 + [course()] * 4, MUCH_LATER)
    assert told.answers[Answer.NONE] is Untold.FEW
    assert told.share_without_answer is None


def test_rare_languages_and_rare_reasons_are_not_told():
    """Decisions, Small numbers: even that somebody speaks it would say who."""
    many = [course(3)] * 20 + [replace(course(3), language="sus")] * 3
    many += [replace(course(3), declined=DeclineReason.FULL)] * 8
    told = figures(many, MUCH_LATER)
    assert "sus" not in told.languages
    assert told.declines[DeclineReason.FULL] == 8
    assert told.declines[DeclineReason.UNSAFE] is Untold.FEW


def test_times_are_told_in_hours_by_nearest_rank():
    """Suggested measures: median time to acknowledge, decide and close."""
    told = spread(timedelta(hours=each) for each in range(1, 11))
    assert (told.median, told.tail) == (timedelta(hours=5), timedelta(hours=9))
    assert spread([timedelta(minutes=20)] * 5).median == timedelta(hours=1)
    assert spread([timedelta(hours=2)] * 9).tail is None, "nine of nine would be the longest"


def test_times_of_under_five_are_not_told():
    """Decisions, Small numbers: a median of one is that one."""
    told = figures([course(3)] * 4 + [course()] * 16, MUCH_LATER)
    assert Span.ACKNOWLEDGED not in told.times


KINDS = (
    course(3),
    replace(course(4), declined=DeclineReason.FULL),
    course(80),
    course(),
    course(answered=AT),
)


def possible_months() -> Iterator[tuple[int, ...]]:
    """Every way in which up to 13 requests fall into the kinds."""
    for total in range(SMALLEST_SHOWN, 14):
        for ends in itertools.combinations(range(total + len(KINDS) - 1), len(KINDS) - 1):
            edges = (-1, *ends, total + len(KINDS) - 1)
            yield tuple(b - a - 1 for a, b in itertools.pairwise(edges))


def test_no_figures_together_give_a_small_count():
    """Decisions, Small numbers: whatever else is told of a month, a small count stays open."""
    alike: dict[str, list[tuple[int, ...]]] = {}
    told: dict[str, Figures] = {}
    for counts in possible_months():
        courses = [kind for kind, n in zip(KINDS, counts, strict=True) for _ in range(n)]
        found = figures(courses, MUCH_LATER)
        key = repr((found.received, found.answers, found.declines, found.share_without_answer))
        alike.setdefault(key, []).append(counts)
        told[key] = found
    for key, months in alike.items():
        parts = told[key]
        small = {
            "declined": (parts.declines[DeclineReason.FULL], {m[1] for m in months}),
            "late": (parts.answers[Answer.LATE], {m[2] for m in months}),
            "none": (parts.answers[Answer.NONE], {m[3] for m in months}),
        }
        for name, (part, values) in small.items():
            known = len(values) == 1 and min(values) < SMALLEST_SHOWN
            assert isinstance(part, int) or not known, (name, key)


def test_only_complete_months_are_told():
    """Small numbers: a running month, looked at every day, would tell each single request."""
    assert [str(each) for each in months_told(datetime(2026, 2, 3, tzinfo=UTC))] == [
        "2026-01",
        "2025-12",
        "2025-11",
        "2025-10",
        "2025-09",
        "2025-08",
    ]
    assert Month(2026, 12).end == datetime(2027, 1, 1, tzinfo=UTC)


# ---------------------------------------------------------------- who may see which

IOM, STATE, PARTNER = (OrganisationId(name) for name in ("iom", "state", "partner"))
GUINEA, CONAKRY = Area(countries=frozenset({"GN"})), Area(frozenset({CentreId("conakry")}))
OWN = Team(TeamId("own"), STATE, "Own", CONAKRY)
OTHER = Team(TeamId("other"), PARTNER, "Other", CONAKRY)
OTHER_IOM = Team(TeamId("other-iom"), IOM, "Other of IOM", CONAKRY)
SPECIAL = Team(TeamId("special"), PARTNER, "Special", CONAKRY, concern=Concern.VIOLENCE)
ABROAD = Team(TeamId("abroad"), PARTNER, "Abroad", Area(countries=frozenset({"NE"})))
WIDE = Team(TeamId("wide"), STATE, "Coordination", GUINEA, coordinates=True)
WIDE_IOM = Team(TeamId("wide-iom"), IOM, "IOM Guinea", GUINEA)
HEARS = Team(TeamId("hears"), PARTNER, "Complaints", GUINEA, hears_complaints=True)
TEAMS = (OWN, OTHER, OTHER_IOM, SPECIAL, ABROAD, WIDE, WIDE_IOM)
DIRECTORY = Directory(
    organisations=(
        Organisation(IOM, "IOM", OrganisationKind.IOM),
        Organisation(STATE, "Ministry", OrganisationKind.GOVERNMENT),
        Organisation(PARTNER, "Partner", OrganisationKind.PARTNER),
    ),
    teams=(*TEAMS, HEARS),
    centres=(builders.centre(),),
)


@pytest.mark.parametrize(
    ("team", "role", "seen"),
    [
        (OWN, MemberRole.SUPERVISOR, {"own"}),
        (OWN, MemberRole.CASEWORKER, set()),
        (OWN, MemberRole.STAFF, set()),
        (SPECIAL, MemberRole.SUPERVISOR, {"special"}),
        (WIDE, MemberRole.COORDINATOR, {"own", "other", "other-iom", "wide", "wide-iom"}),
        (WIDE_IOM, MemberRole.STAFF, {"own", "other", "wide"}),
        (WIDE_IOM, MemberRole.SUPERVISOR, {"own", "other", "wide", "wide-iom"}),
        (WIDE_IOM, MemberRole.CASEWORKER, set()),
        (WIDE, MemberRole.ADMIN, set()),
        (HEARS, MemberRole.STAFF, {"own", "other-iom", "wide", "wide-iom"}),
    ],
    ids=lambda each: "" if isinstance(each, set) else getattr(each, "id", None) or str(each),
)
def test_who_may_see_the_figures_of_which_team(team, role, seen):
    """Rights of look-up, B5, C4: own team, area, or as IOM what partners and governments run."""
    actor = Actor(PersonId("p"), (Membership(team.id, team.organisation, role),))
    assert {t.id for t in TEAMS if may_see_figures(actor, DIRECTORY, t)} == seen


def test_nobody_outside_sees_figures():
    """Rights of look-up."""
    assert not any(may_see_figures(Actor(PersonId("p")), DIRECTORY, t) for t in TEAMS)


def test_a_team_that_reaches_beyond_an_area_is_not_of_it():
    """Its figures would tell of requests elsewhere."""
    both = Area(countries=frozenset({"GN", "NE"}))
    assert not lies_in(both, GUINEA, DIRECTORY)
    assert lies_in(CONAKRY, GUINEA, DIRECTORY)
    assert not lies_in(Area(), GUINEA, DIRECTORY)
    assert lies_in(GUINEA, Area(), DIRECTORY)
