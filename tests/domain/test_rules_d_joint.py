"""Rules D1 to D6: run jointly by IOM and the authorities (Guinea is the sample)."""

from datetime import date, timedelta

import pytest

from domain.access import parts_in
from domain.agreements import Approval, SalaryDerogation
from domain.centres import Committee
from domain.management import GovernmentRun, JointlyRun, missing_approvals
from domain.routing import Rule
from domain.services import ServiceType
from tests.domain.builders import (
    CONAKRY,
    IOM,
    MINISTRY,
    NOW,
    POLICE,
    RED_CROSS,
    UNICEF,
    actor,
    agreement,
    arrangement,
    asks,
    cell,
    centre,
    complementary,
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
)

JOINT = JointlyRun(IOM, (MINISTRY,))


def test_d1_the_matrix_of_the_cooperation_agreement_decides_for_each_service():
    """D1, Routing 2: the agreement's cell for centre and service."""
    where = guinea(
        *(service(ServiceType.FOOD), service(ServiceType.HEALTH)),
        *(arrangement(JOINT), agreement(IOM, MINISTRY)),
        *(cell(MINISTRY), cell(IOM, ServiceType.FOOD), cell(UNICEF, ServiceType.HEALTH)),
    )

    assert owning(asks(where)) == "ministry"
    assert owning(asks(where, kind=ServiceType.FOOD)) == "iom"
    assert owning(asks(where, kind=ServiceType.HEALTH)) == "unicef"
    assert rules(asks(where)) == [Rule.MATRIX]


def test_d1_a_cell_that_is_not_defined_goes_to_the_coordinator_with_an_alert():
    """D1, Routing 4, Routing 5: joint, cell empty."""
    where = guinea(arrangement(JOINT), agreement(IOM, MINISTRY), cell(MINISTRY, ServiceType.FOOD))

    found = asks(where)

    assert rules(found) == [Rule.NO_CELL, Rule.COORDINATOR]
    assert owning(found) == "red_cross coordinator"
    assert owner(found).alert


def test_d1_a_cell_holds_for_its_own_period():
    turn = NOW + timedelta(days=1)
    where = guinea(
        *(arrangement(JOINT), agreement(IOM, MINISTRY)),
        *(cell(IOM, end=turn), cell(MINISTRY, start=turn)),
    )

    assert owning(asks(where)) == "iom"
    assert owning(asks(where, at=turn)) == "ministry"


def test_d1_the_matrix_wins_over_a_complementary_service():
    """D1, Routing 3: if the two disagree, the matrix wins."""
    where = guinea(
        arrangement(JOINT, complementary(UNICEF, ServiceType.SHELTER)),
        agreement(IOM, MINISTRY),
        cell(MINISTRY),
    )

    assert owning(asks(where)) == "ministry"


def test_d2_a_committee_has_a_rhythm_and_a_next_meeting_and_receives_nothing():
    committee = Committee("Management committee", "monthly", date(2026, 12, 1))
    where = guinea(centre(committee=committee), arrangement(JOINT), agreement(IOM), cell(IOM))

    kept = where.centre(CONAKRY).committee

    assert kept is not None
    assert (kept.rhythm, kept.next_meeting) == ("monthly", date(2026, 12, 1))
    assert receiving(asks(where)) == {IOM}
    assert looking_further(asks(where)) == {RED_CROSS}


def test_d3_a_joint_centre_may_become_one_run_by_the_government():
    """D3, A1: the same mechanism as for a centre of IOM."""
    turn = NOW + timedelta(days=60)
    where = guinea(
        arrangement(JOINT, end=turn),
        arrangement(GovernmentRun(MINISTRY), id="later", start=turn),
        *(agreement(IOM, MINISTRY), cell(IOM), plan(MINISTRY, turn)),
    )

    assert owning(asks(where)) == "iom"
    assert receiving(asks(where)) == {IOM, MINISTRY}
    assert owning(asks(where, at=turn)) == "ministry"


@pytest.mark.parametrize("donor", [frozenset(), frozenset({Approval.DONOR})])
def test_d4_a_salary_derogation_needs_leg_and_the_donor_is_optional(donor):
    """D4, IN 92: unlike C5."""
    with_leg = SalaryDerogation(CONAKRY, donor | {Approval.LEG})

    assert missing_approvals(JOINT, with_leg) == frozenset()
    assert missing_approvals(JOINT, SalaryDerogation(CONAKRY, donor)) == {Approval.LEG}


def test_d5_rights_in_a_queue_follow_the_role_there_and_not_who_pays():
    paid_by_iom = actor(member(of=IOM))
    paid_by_the_ministry = actor(member(of=IOM, employed_by_state=True))
    case = referral(of=IOM)

    assert parts_in(paid_by_iom, case) == parts_in(paid_by_the_ministry, case) != frozenset()


def test_d5_being_paid_by_iom_gives_no_rights_in_another_queue():
    works_at_the_police = actor(member(of=IOM, team=POLICE))

    assert parts_in(works_at_the_police, referral(of=IOM)) == frozenset()
