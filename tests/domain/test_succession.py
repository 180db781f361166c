"""Succession and turning points: a new fact ends the former, and both stay on record."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.access import MemberRole, may_manage
from domain.agreements import AgreementId
from domain.handover import Check, unmet
from domain.management import (
    Extent,
    GovernmentRun,
    IomRun,
    JointlyRun,
    PartnerRun,
    Party,
    Role,
    overlapping,
)
from domain.services import ServiceType
from domain.succession import begun_with, followed_by, in_the_way, model_of, renewed
from domain.turning_points import HEEDED_FOR, turning_points
from tests.domain.builders import (
    CONAKRY,
    IOM,
    LABE,
    MINISTRY,
    NOW,
    PARTNER,
    RED_CROSS,
    UNICEF,
    actor,
    agreement,
    arrangement,
    asks,
    cell,
    centre,
    complementary,
    coordinator,
    day,
    directory,
    guinea,
    member,
    owning,
    plan,
    team,
)

TURN = day(2026, 12)
JOINT = JointlyRun(IOM, (MINISTRY,))


def organisation(key):
    return guinea().organisation(key)


@pytest.mark.parametrize(
    ("key", "how", "model"),
    [
        (IOM, {}, IomRun(IOM)),
        (MINISTRY, {}, GovernmentRun(MINISTRY)),
        (MINISTRY, {"joint": True}, JOINT),
        (PARTNER, {}, PartnerRun(PARTNER, IOM, Extent.WHOLE)),
        (PARTNER, {"part": True}, PartnerRun(PARTNER, IOM, Extent.PART)),
    ],
)
def test_g3_the_kind_of_manager_says_which_of_the_four_models_it_is(key, how, model):
    assert model_of(organisation(key), IOM, **how) == model


def test_b1_a_partner_needs_an_iom_that_monitors():
    assert model_of(organisation(PARTNER), None) is None


def test_g3_a_new_arrangement_ends_the_former_at_its_instant_and_both_are_found():
    """G3, Dates: half-open, so exactly one holds at each instant."""
    former = arrangement(IomRun(IOM), start=day(2015))
    new = followed_by(former, CONAKRY, GovernmentRun(MINISTRY), TURN)
    both = begun_with(former, new)
    where = guinea(*both)

    assert overlapping(both) == []
    assert owning(asks(where, at=TURN - timedelta(microseconds=1))) == "iom"
    assert owning(asks(where, at=TURN)) == "ministry"
    assert owning(asks(where, at=day(2018))) == "iom"


def test_a4_who_hands_over_stays_for_technical_support_and_others_keep_their_part():
    extra = complementary(UNICEF, ServiceType.FOOD)
    former = arrangement(IomRun(IOM), extra, Party(MINISTRY, Role.AUTHORITY))
    new = followed_by(former, CONAKRY, GovernmentRun(MINISTRY), TURN, supports=IOM)

    assert new.parties == (extra, Party(IOM, Role.TECHNICAL_SUPPORT))


def test_an_arrangement_that_begins_later_is_in_the_way():
    """Overlap or none: overlap is refused when it is entered."""
    later = arrangement(IomRun(IOM), start=TURN)
    waits = replace(arrangement(IomRun(IOM), start=TURN, id="waits"), provisional=True)

    assert in_the_way(guinea(later), CONAKRY, NOW) is later
    assert in_the_way(guinea(later), CONAKRY, TURN + timedelta(days=1)) is None
    assert in_the_way(guinea(waits), CONAKRY, NOW) is None


def test_d1_a_joint_centre_goes_on_under_a_new_agreement_with_its_matrix():
    """D1, After an agreement ends: a renewal in time leaves no gap."""
    signed = agreement(IOM, MINISTRY, end=TURN)
    former = arrangement(JOINT, agreement=signed.id)
    duties = (cell(MINISTRY), cell(IOM, ServiceType.FOOD))
    again = replace(signed, id=AgreementId("again"), period=agreement(start=TURN).period)
    before = guinea(former, signed, *duties)
    new, cells = renewed(before, former, again, TURN)
    after = guinea(*begun_with(former, new), signed, again, *duties, *cells)

    assert owning(asks(before, at=TURN)) == "red_cross coordinator"
    assert owning(asks(after, at=TURN)) == "ministry"
    assert owning(asks(after, at=NOW)) == "ministry"


@pytest.mark.parametrize("check", Check)
def test_a3_each_check_of_the_list_must_be_met(check):
    """A3, Handover: that people are there is looked up, and an agreement that is named."""
    ready = plan(MINISTRY, TURN, done=frozenset(Check) - {check})
    staffed = check is not Check.QUEUE_STAFFED

    assert unmet(ready, staffed=staffed) == (check,)


def test_a3_a_tick_does_not_staff_a_queue_nor_renew_an_agreement():
    ready = plan(MINISTRY, TURN, done=frozenset(Check))

    assert unmet(ready, staffed=True) == ()
    assert unmet(ready, staffed=False, agreed=False) == (
        Check.QUEUE_STAFFED,
        Check.AGREEMENT_IN_FORCE,
    )


@pytest.mark.parametrize(
    "fact",
    [
        arrangement(IomRun(IOM), start=NOW),
        arrangement(IomRun(IOM), end=NOW),
        cell(IOM, start=NOW),
        cell(IOM, end=NOW),
    ],
)
def test_a_dated_fact_turns_at_its_instant_and_is_heeded_for_a_while(fact):
    """Open referrals: whatever may change an owner is a turning point."""
    where = guinea(fact)

    assert turning_points(where, NOW - timedelta(microseconds=1)) == []
    assert [point.at for point in turning_points(where, NOW)] == [NOW]
    assert turning_points(where, NOW + HEEDED_FOR) == []


def test_facts_that_turn_together_are_one_point():
    where = guinea(
        arrangement(IomRun(IOM), end=NOW),
        arrangement(GovernmentRun(MINISTRY), start=NOW, id="next"),
        agreement(PARTNER, end=NOW),
    )

    assert len(turning_points(where, NOW)) == 1


def test_what_waits_for_its_handover_turns_nothing():
    """Handover: routing stays as if nothing had been written."""
    waits = replace(arrangement(GovernmentRun(MINISTRY), start=NOW), provisional=True)

    assert turning_points(guinea(waits), NOW) == []


@pytest.mark.parametrize(
    ("role", "of", "may"),
    [
        (MemberRole.COORDINATOR, "red_cross coordinator", True),
        (MemberRole.COORDINATOR, "elsewhere", False),
        (MemberRole.ADMIN, "elsewhere", True),
        (MemberRole.SUPERVISOR, "iom", False),
        (MemberRole.CASEWORKER, "iom", False),
        (MemberRole.STAFF, "iom", False),
    ],
)
def test_only_a_coordinator_of_the_area_or_an_administrator_enters_management(role, of, may):
    """Coordinator: a role in a team with an area."""
    far = coordinator(RED_CROSS, countries=("MA",), name="elsewhere")
    where = directory(
        *(centre(), centre(LABE), team(IOM), far, coordinator(RED_CROSS)),
    )

    assert may_manage(actor(member(role, RED_CROSS, of)), where, CONAKRY) is may
