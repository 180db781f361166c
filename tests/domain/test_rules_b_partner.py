"""Rules B1 to B7: run by an implementing partner, wholly or partly."""

from dataclasses import fields
from datetime import timedelta

import pytest

from domain.access import may_read
from domain.agreements import Clause
from domain.centres import AddressRule, Committee
from domain.geography import Point
from domain.management import Arrangement, Extent, PartnerRun, Role
from domain.routing import Rule
from domain.services import ServiceType
from tests.domain.builders import (
    IOM,
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
    looking_further,
    member,
    owner,
    owning,
    receiving,
    referral,
    rules,
    service,
    team,
)

WHOLE = PartnerRun(PARTNER, IOM)
PART = PartnerRun(PARTNER, IOM, Extent.PART)


def test_b1_a_centre_wholly_run_by_a_partner_routes_to_the_partner():
    found = asks(guinea(arrangement(WHOLE), agreement(PARTNER, IOM)))

    assert owning(found) == "partner"
    assert rules(found) == [Rule.PARTNER_RUN]
    assert owner(found).may_share


def test_b1_a_centre_partly_run_by_a_partner_needs_a_cell_for_each_of_its_services():
    """B1, Routing 4: part-managed by a partner, cell empty, goes to IOM."""
    where = guinea(
        service(ServiceType.FOOD), arrangement(PART), agreement(PARTNER, IOM), cell(PARTNER)
    )

    assert owning(asks(where)) == "partner"
    assert rules(asks(where)) == [Rule.MATRIX]
    assert owning(asks(where, kind=ServiceType.FOOD)) == "iom"
    assert rules(asks(where, kind=ServiceType.FOOD)) == [Rule.PARTLY_PARTNER_RUN]


def test_b2_no_fact_about_a_partner_says_why_it_was_chosen():
    """B2, Rights of look-up: the reason why a partner was chosen is shown to nobody."""
    assert {each.name for each in fields(PartnerRun)} == {"partner", "iom", "extent"}
    assert not {"reason", "why", "because"} & {each.name for each in fields(Arrangement)}


@pytest.mark.parametrize("clauses", [frozenset(), *(frozenset({each}) for each in Clause)])
def test_b3_without_both_clauses_a_request_goes_to_iom(clauses):
    """B3, Partner gate: one of the two clauses is not enough."""
    found = asks(guinea(arrangement(WHOLE), agreement(PARTNER, IOM, clauses=clauses)))

    assert owning(found) == "iom"
    assert rules(found) == [Rule.PARTNER_RUN, Rule.PARTNER_GATE]
    assert PARTNER not in receiving(found) | looking_further(found)


def test_b4_a_steering_committee_neither_receives_nor_reads():
    """B4, Committees: governance, never owners or recipients."""
    committee = Committee("Steering committee with the ministry", "monthly")
    where = directory(
        centre(authority=MINISTRY, committee=committee),
        service(),
        *(arrangement(WHOLE), agreement(PARTNER, IOM)),
        *(team(PARTNER), team(IOM), team(MINISTRY), coordinator(RED_CROSS)),
    )

    found = asks(where)

    assert MINISTRY not in receiving(found) | looking_further(found)
    assert not may_read(actor(member(of=MINISTRY)), referral(of=PARTNER))
    assert not [role for role in Role if "committee" in role]


def test_b5_the_partner_receives_and_iom_is_named_as_it_monitors_and_receives_escalations():
    found = asks(guinea(arrangement(WHOLE), agreement(PARTNER, IOM)))

    assert owning(found) == "partner"
    assert receiving(found) == {PARTNER, IOM}
    assert looking_further(found) == {RED_CROSS}


@pytest.mark.parametrize(
    ("facts", "name"),
    [
        ((agreement(PARTNER, IOM), cell(UNICEF)), "unicef"),
        ((agreement(clauses=frozenset()),), "iom"),
    ],
    ids=["a cell of the matrix", "the gate is shut"],
)
def test_b5_consent_for_a_partner_run_centre_names_iom_whoever_owns(facts, name):
    found = asks(guinea(arrangement(WHOLE), *facts))

    assert owning(found) == name
    assert IOM in receiving(found)


def test_b5_consent_for_a_partner_run_centre_names_iom_also_for_a_complementary_service():
    extra = complementary(UNICEF, ServiceType.SHELTER)
    found = asks(guinea(arrangement(WHOLE, extra), agreement(PARTNER, IOM)))

    assert owning(found) == "unicef"
    assert receiving(found) == {UNICEF, IOM}


def test_b5_consent_for_a_partner_run_centre_names_iom_also_when_a_coordinator_must_look():
    where = directory(
        *(centre(), service(), arrangement(WHOLE), agreement(PARTNER, IOM)),
        coordinator(RED_CROSS),
    )

    found = asks(where)

    assert rules(found) == [Rule.PARTNER_RUN, Rule.NO_TEAM, Rule.COORDINATOR]
    assert receiving(found) == {RED_CROSS, IOM}


def test_b6_new_requests_go_to_iom_from_the_instant_at_which_the_agreement_ends():
    """B6, After an agreement ends: the partner's new referrals go to IOM."""
    end = NOW + timedelta(days=30)
    where = guinea(arrangement(WHOLE), agreement(PARTNER, IOM, end=end))

    assert owning(asks(where)) == "partner"
    assert owning(asks(where, at=end - timedelta(microseconds=1))) == "partner"
    assert owning(asks(where, at=end)) == "iom"


def test_b7_the_place_of_a_private_flat_is_told_only_roughly():
    """B7, Address: area and contact in look-ups, distance from a rough point."""
    flat, quarter = Point(33.5731, -7.5898), Point(33.6, -7.6)
    hidden = centre(point=flat, area_point=quarter, address_rule=AddressRule.AFTER_ACCEPTANCE)

    assert hidden.shown_point == quarter
    assert centre(point=flat, address_rule=AddressRule.NEVER).shown_point is None
    assert centre(point=flat, area_point=quarter).shown_point == flat


def test_b7_one_partner_serves_flats_in_several_cities():
    assert owning(asks(guinea(arrangement(WHOLE, start=day(2020)), agreement(PARTNER)))) == (
        "partner"
    )
