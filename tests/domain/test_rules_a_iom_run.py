"""Rules A1 to A5: run by IOM, then handed over (Poi Pet is the sample)."""

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.access import Sight, may_read, parts_in, sight_of
from domain.agreements import AgreementKind
from domain.consent import covers_move_to
from domain.handover import Check, Stage
from domain.management import GovernmentRun, IomRun, Party, Role
from domain.people import Gender
from domain.referrals import Action, By, State, decide
from domain.routing import Rule
from domain.services import Eligibility
from tests.domain.builders import (
    CONAKRY,
    IOM,
    MINISTRY,
    NOW,
    actor,
    agreement,
    arrangement,
    asks,
    centre,
    coordinator,
    day,
    directory,
    guinea,
    looking_further,
    member,
    owner,
    owning,
    plan,
    receiving,
    referral,
    rules,
    service,
    team,
)

HANDED_OVER = day(2019, 7)


def poi_pet(*facts):
    """A centre set up by IOM in 2015 and handed over in 2019, IOM staying as technical support."""
    support = Party(IOM, Role.TECHNICAL_SUPPORT)
    return guinea(
        arrangement(IomRun(IOM), start=day(2015), end=HANDED_OVER),
        arrangement(GovernmentRun(MINISTRY), support, start=HANDED_OVER),
        *facts,
    )


def test_a1_requests_go_to_iom_before_the_effective_instant_and_to_the_authority_after():
    just_before = asks(poi_pet(), at=HANDED_OVER - timedelta(microseconds=1))
    from_then_on = asks(poi_pet(), at=HANDED_OVER)

    assert owning(just_before) == "iom"
    assert rules(just_before) == [Rule.IOM_RUN]
    assert owning(from_then_on) == "ministry"
    assert rules(from_then_on) == [Rule.GOVERNMENT_RUN]


def test_a2_staff_of_the_authority_may_work_in_the_queue_of_iom_before_it_is_theirs():
    seconded = actor(member(of=IOM, employed_by_state=True))
    case = referral(of=IOM)

    assert may_read(seconded, case)
    claim = decide(State.PENDING, Action.CLAIM, parts_in(seconded, case))
    assert claim == decide(State.PENDING, Action.CLAIM, frozenset({By.CASEWORKER}))


def test_a2_a_colleague_who_stays_in_the_ministry_does_not_read_the_queue_of_iom():
    assert not may_read(actor(member(of=MINISTRY)), referral(of=IOM))


def test_a3_a_handover_has_stages_and_a_checklist():
    assert set(Stage) == {"planned", "in_progress", "completed", "postponed"}
    assert {Check.QUEUE_STAFFED, Check.CONTACTS_VERIFIED} <= set(Check)
    assert plan(MINISTRY, HANDED_OVER).done == frozenset()


def test_a3_a_postponed_handover_names_no_successor():
    near = plan(MINISTRY, NOW + timedelta(days=10))
    where = guinea(arrangement(IomRun(IOM)), near)
    later = guinea(arrangement(IomRun(IOM)), replace(near, stage=Stage.POSTPONED))

    assert receiving(asks(where)) == {IOM, MINISTRY}
    assert receiving(asks(later)) == {IOM}


def test_a4_technical_support_is_neither_owner_nor_recipient():
    """A4, Invariant 5: after 2019 the government owns, IOM supports."""
    found = asks(poi_pet())

    assert owning(found) == "ministry"
    assert IOM not in receiving(found) | looking_further(found)


def test_a4_technical_support_reads_no_case_but_may_answer_questions_about_the_centre():
    where = poi_pet()
    support = actor(member(of=IOM))

    assert not may_read(support, referral(of=MINISTRY))
    now = where.arrangements_at(CONAKRY, NOW)
    assert sight_of(support, where, CONAKRY, now) is Sight.FULL


@pytest.mark.parametrize("role", [Role.TECHNICAL_SUPPORT, Role.FUNDER])
def test_a4_technical_support_does_not_become_the_owner_when_nobody_else_is_found(role):
    where = directory(
        centre(),
        service(),
        arrangement(GovernmentRun(MINISTRY), Party(IOM, role)),
        *(team(IOM), coordinator(MINISTRY)),
    )

    assert owning(asks(where)) == "ministry coordinator"


def test_a4_a_memorandum_on_support_gives_iom_no_case_of_the_government():
    memorandum = agreement(IOM, MINISTRY, kind=AgreementKind.MEMORANDUM)

    found = asks(poi_pet(memorandum))

    assert receiving(found) == {MINISTRY}
    assert not covers_move_to(owner(found).recipients, IOM)


def test_a5_eligibility_is_data_of_the_service():
    women = Eligibility(genders=frozenset({Gender.WOMEN}), minimum_age=18, words="returning women")
    where = directory(centre(), service(eligibility=women), team(IOM), arrangement(IomRun(IOM)))

    (listed,) = where.services_of(CONAKRY)

    assert listed.eligibility == women
    assert owning(asks(where)) == "iom"


def test_a5_asking_anyway_is_allowed_unless_the_rule_is_marked_strict():
    """A5, Eligibility: only a rule marked strict shuts the door."""
    assert not Eligibility().strict
    assert Eligibility(strict=True).strict
