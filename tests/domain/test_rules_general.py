"""General rules G1 to G3: the State leads, a hand-over may be planned, a model is for a time."""

import pytest

from domain.access import Sight, sight_of
from domain.handover import Stage
from domain.management import GovernmentRun, IomRun, JointlyRun, PartnerRun, Role, parties_of
from tests.domain.builders import (
    CONAKRY,
    IOM,
    LABE,
    MINISTRY,
    NOW,
    PARTNER,
    POLICE,
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
    owning,
    plan,
    receiving,
    service,
    team,
)


def test_g1_the_competent_authority_of_a_centre_stays_one_when_iom_manages():
    where = directory(
        centre(authority=MINISTRY),
        service(),
        arrangement(IomRun(IOM)),
        *(team(IOM), team(MINISTRY), coordinator(POLICE)),
    )

    found = asks(where)

    assert where.centre(CONAKRY).authority == MINISTRY
    assert owning(found) == "iom"
    assert MINISTRY not in receiving(found) | looking_further(found)


def test_g1_the_competent_authority_sees_the_agreements_of_a_centre_that_it_does_not_manage():
    """G1, Rights of look-up: competent authority is one of the parties."""
    where = directory(centre(authority=MINISTRY))

    assert sight_of(actor(member(of=MINISTRY)), where, CONAKRY, []) is Sight.PARTY
    assert sight_of(actor(member(of=POLICE)), where, CONAKRY, []) is Sight.STAFF


@pytest.mark.parametrize("stage", Stage)
def test_g2_a_plan_to_hand_over_changes_no_owner_by_itself(stage):
    """G2, Handover: arrangements decide routing; a plan is work."""
    soon = plan(MINISTRY, day(2026, 12), stage=stage)

    assert owning(asks(guinea(arrangement(IomRun(IOM)), soon))) == "iom"
    assert owning(asks(guinea(arrangement(IomRun(IOM)), soon), at=day(2027))) == "iom"


def test_g2_a_plan_may_have_no_date_yet():
    found = asks(guinea(arrangement(IomRun(IOM)), plan(MINISTRY, None)))

    assert receiving(found) == {IOM}


@pytest.mark.parametrize(
    ("at", "name"),
    [(day(2015), "iom"), (day(2018), "partner"), (day(2021), "red_cross coordinator")]
    + [(day(2024), "ministry")],
)
def test_g3_a_centre_goes_through_the_models_in_time(at, name):
    where = guinea(
        arrangement(IomRun(IOM), end=day(2016)),
        arrangement(PartnerRun(PARTNER, IOM), start=day(2016), end=day(2020)),
        arrangement(JointlyRun(IOM, (MINISTRY,)), start=day(2020), end=day(2022)),
        arrangement(GovernmentRun(MINISTRY), start=day(2022)),
        agreement(PARTNER, IOM),
    )

    assert owning(asks(where, at=at)) == name


def test_g3_each_centre_has_its_own_model():
    where = guinea(
        centre(LABE),
        service(at=LABE),
        arrangement(IomRun(IOM)),
        arrangement(GovernmentRun(MINISTRY), centre=LABE),
    )

    assert owning(asks(where)) == "iom"
    assert owning(asks(where, centre=LABE)) == "ministry"


@pytest.mark.parametrize(
    ("model", "roles"),
    [
        (IomRun(IOM), {IOM: Role.MANAGER}),
        (PartnerRun(PARTNER, IOM), {PARTNER: Role.MANAGER, IOM: Role.OVERSIGHT}),
        (GovernmentRun(MINISTRY), {MINISTRY: Role.MANAGER}),
        (JointlyRun(IOM, (MINISTRY,)), {IOM: Role.CO_MANAGER, MINISTRY: Role.CO_MANAGER}),
    ],
)
def test_g3_each_model_names_its_own_parties(model, roles):
    assert {each.organisation: each.role for each in parties_of(model)} == roles
    assert arrangement(model).period.holds(NOW)
