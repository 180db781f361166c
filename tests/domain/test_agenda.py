"""The agenda of a committee: when it is due, who gets it, whose numbers it tells (D2, D3, B4)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from domain.access import Actor, MemberRole, Membership
from domain.agenda import (
    due_meeting,
    for_committee,
    may_see_agenda,
    months_between,
    occupied,
    sitting,
    teams_answering,
    works_elsewhere,
)
from domain.agreements import AgreementId, ArrangementId, Responsibility
from domain.centres import Committee
from domain.directory import Directory
from domain.figures import Month, figures
from domain.management import Arrangement, GovernmentRun, JointlyRun, PartnerRun, Party, Role
from domain.organisations import (
    Area,
    CentreId,
    Organisation,
    OrganisationId,
    OrganisationKind,
    Team,
    TeamId,
)
from domain.people import Concern, PersonId
from domain.periods import ALWAYS
from domain.services import ServiceType
from tests.domain.test_figures import course
from tests.storage import builders

NOW = datetime(2026, 12, 3, tzinfo=UTC)
MONTHLY = Committee("Committee", "monthly on day 8")
CENTRE = replace(builders.centre(), committee=MONTHLY)
ELSEWHERE = replace(builders.centre(), id=CentreId("labe"), name="Labé")
HERE = CENTRE.id
IOM, STATE, PARTNER, OUTSIDE = (
    OrganisationId(name) for name in ("iom", "state", "partner", "outside")
)
KINDS = {
    IOM: OrganisationKind.IOM,
    STATE: OrganisationKind.GOVERNMENT,
    PARTNER: OrganisationKind.PARTNER,
    OUTSIDE: OrganisationKind.INTERNATIONAL,
}
ONLY_HERE, GUINEA = Area(frozenset({HERE})), Area(countries=frozenset({"GN"}))
STATE_TEAM = Team(TeamId("state"), STATE, "Ministry", ONLY_HERE)
IOM_TEAM = Team(TeamId("iom"), IOM, "IOM", GUINEA)
WORLD = Team(TeamId("world"), IOM, "IOM everywhere", Area())
SPECIAL = Team(TeamId("special"), IOM, "Special", ONLY_HERE, concern=Concern.VIOLENCE)
COORDINATION = Team(TeamId("coordination"), IOM, "Coordination", GUINEA, coordinates=True)
ABROAD = Team(TeamId("abroad"), IOM, "Abroad", Area(countries=frozenset({"NE"})), coordinates=True)
HEARS = Team(TeamId("hears"), STATE, "Complaints", ONLY_HERE, hears_complaints=True)
OTHER = Team(TeamId("other"), OUTSIDE, "Other", ONLY_HERE)
PARTNERS = Team(TeamId("partner"), PARTNER, "Partner", ONLY_HERE)
TEAMS = (
    STATE_TEAM, IOM_TEAM, WORLD, SPECIAL, COORDINATION, ABROAD, HEARS, OTHER, PARTNERS,
)  # fmt: skip
JOINT = Arrangement(ArrangementId("joint"), HERE, JointlyRun(IOM, (STATE,)), ALWAYS)


def directory(arrangement: Arrangement = JOINT, *cells: Responsibility) -> Directory:
    """A directory with a centre under one arrangement, and another centre."""
    return Directory(
        organisations=tuple(Organisation(key, key, kind) for key, kind in KINDS.items()),
        teams=TEAMS,
        centres=(CENTRE, ELSEWHERE),
        arrangements=(arrangement,),
        responsibilities=cells,
    )


@pytest.mark.parametrize(
    ("at", "meeting"),
    [
        ("2026-12-02 23:59", None),
        ("2026-12-03 07:59", None),
        ("2026-12-03 08:00", date(2026, 12, 8)),
        ("2026-12-08 20:00", date(2026, 12, 8)),
        ("2026-12-09 09:00", None),
    ],
)
def test_d2_an_agenda_is_due_five_days_before_each_meeting_in_the_morning(at, meeting):
    """D2: committees meet regularly; Guinea monthly. Nobody is woken by it."""
    local = datetime.fromisoformat(at).replace(tzinfo=UTC)
    assert due_meeting(CENTRE, local) == meeting
    assert due_meeting(ELSEWHERE, local) is None, "a centre without a committee"
    unknown = replace(CENTRE, committee=Committee("Committee", ""))
    assert due_meeting(unknown, local) is None, "nobody knows when it meets"


@pytest.mark.parametrize(
    ("rhythm", "months"),
    [("monthly", 1), ("quarterly", 3), ("every 2 weeks", 1), ("yearly", 6), ("", 1)],
)
def test_d2_a_committee_looks_back_on_the_months_since_it_met(rhythm, months):
    """D2: complete months only, so that no number can be computed from two of them."""
    assert months_between(rhythm) == months


@pytest.mark.parametrize(
    ("team", "role", "seen"),
    [
        (STATE_TEAM, MemberRole.SUPERVISOR, True),
        (STATE_TEAM, MemberRole.CASEWORKER, False),
        (STATE_TEAM, MemberRole.STAFF, False),
        (IOM_TEAM, MemberRole.SUPERVISOR, True),
        (SPECIAL, MemberRole.SUPERVISOR, False),
        (OTHER, MemberRole.SUPERVISOR, False),
        (PARTNERS, MemberRole.SUPERVISOR, False),
        (COORDINATION, MemberRole.COORDINATOR, True),
        (ABROAD, MemberRole.COORDINATOR, False),
        (ABROAD, MemberRole.ADMIN, True),
    ],
    ids=lambda each: getattr(each, "id", None) or str(each),
)
def test_d2_who_may_see_the_agenda(team, role, seen):
    """D2, Small ones: committees are governance; a caseworker or another party has no part."""
    actor = Actor(PersonId("p"), (Membership(team.id, team.organisation, role),))
    assert may_see_agenda(actor, directory(), HERE, NOW) is seen
    assert not may_see_agenda(actor, directory(), ELSEWHERE.id, NOW), "there is no committee"


def test_b4_a_steering_committee_sits_with_partner_iom_and_authority():
    """B4: authorities may join; the funder and technical support do not sit on it (Invariant 5)."""
    others = (Party(STATE, Role.AUTHORITY), Party(OUTSIDE, Role.FUNDER))
    run = Arrangement(ArrangementId("b"), HERE, PartnerRun(PARTNER, IOM), ALWAYS, others)
    assert sitting(directory(run), HERE, NOW) >= {PARTNER, IOM, STATE}
    assert OUTSIDE not in sitting(directory(run), HERE, NOW)


def test_d3_after_a_handover_the_new_manager_alone_sits():
    """D3: national management is the aim; whoever left sees no agenda any more."""
    alone = Arrangement(ArrangementId("c"), HERE, GovernmentRun(STATE), ALWAYS)
    actor = Actor(PersonId("p"), (Membership(IOM_TEAM.id, IOM, MemberRole.SUPERVISOR),))
    assert not may_see_agenda(actor, directory(alone), HERE, NOW)


def test_d1_the_numbers_are_of_those_who_answer_there():
    """D1: managers, and whom the matrix names; no specialist, no coordination, nobody abroad."""
    cell = Responsibility(
        HERE, ServiceType.FOOD, OUTSIDE, AgreementId("a"), ArrangementId("joint"), ALWAYS
    )
    known = directory(JOINT, cell)
    assert {each.id for each in teams_answering(known, HERE, NOW)} == {"state", "iom", "other"}
    assert {t.id for t in TEAMS if works_elsewhere(known, t, HERE)} >= {"iom", "world"}
    assert not works_elsewhere(known, STATE_TEAM, HERE)


def test_d2_a_committee_is_told_no_languages_times_or_words_of_persons():
    """D2: received, in time, overdue, disputed, declined; what could point to somebody is out."""
    told = figures([course(3)] * 20, datetime(2027, 1, 1, tzinfo=UTC))
    counted = for_committee(Month(2026, 10), told).figures
    assert told.languages
    assert (counted.languages, counted.times, counted.feedback, counted.outcomes) == ({},) * 4
    assert (counted.received, counted.answers) == (told.received, told.answers)


def test_fewer_than_five_people_in_a_house_are_not_told():
    """Decisions, Small numbers: how many sleep in a small house."""
    assert occupied(12, 1, 7) is None
    assert occupied(12, 1, 6) == 5
