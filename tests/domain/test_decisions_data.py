"""Decisions on data: the partner gate, before acceptance, the reasons shown, the address."""

from dataclasses import replace
from datetime import timedelta

import pytest
from msgspec import structs

from domain.access import shares_still
from domain.agreements import AgreementKind, Clause
from domain.centres import AddressRule
from domain.geography import Point
from domain.management import Extent, GovernmentRun, IomRun, PartnerRun, Party, Role
from domain.notices import NewReferral
from domain.organisations import Area, OrganisationId, OrganisationKind
from domain.people import Concern
from domain.referrals import State, contact_visible_to
from domain.requests.working import QueueItem
from domain.routing import Rule, gate_open
from domain.services import ServiceStatus, ServiceType
from tests.domain.builders import (
    CASEWORKER,
    CONAKRY,
    IOM,
    KINDIA,
    LABE,
    MINISTRY,
    NOW,
    ORGANISATIONS,
    PARTNER,
    RED_CROSS,
    UNHCR,
    agreement,
    arrangement,
    asks,
    cell,
    centre,
    coordinator,
    directory,
    guinea,
    looking_further,
    nobody,
    owner,
    owning,
    receiving,
    referral,
    rules,
    service,
    specialist,
    team,
)

BY_PARTNER = arrangement(PartnerRun(PARTNER, IOM))
ONE_CLAUSE = frozenset({Clause.CONFIDENTIALITY})
TURN = NOW + timedelta(days=30)


# The partner gate


@pytest.mark.parametrize(
    ("facts", "is_open"),
    [
        ((agreement(PARTNER, IOM),), True),
        ((agreement(PARTNER, UNHCR, IOM, kind=AgreementKind.DATA_PROTOCOL),), True),
        ((agreement(PARTNER, IOM, kind=AgreementKind.MEMORANDUM),), False),
        ((agreement(PARTNER, IOM, kind=AgreementKind.COOPERATION),), False),
        ((agreement(PARTNER, IOM, kind=AgreementKind.STAFFING),), False),
        ((), False),
        ((agreement(IOM),), False),
        ((agreement(PARTNER, IOM, end=NOW),), False),
        ((agreement(PARTNER, IOM, start=NOW + timedelta(microseconds=1)),), False),
        ((agreement(PARTNER, IOM, covers=Area(frozenset({LABE}))),), False),
        ((agreement(PARTNER, IOM, covers=Area(countries=frozenset({"GN"}))),), True),
        ((agreement(PARTNER, IOM, covers=Area(countries=frozenset({"ML"}))),), False),
        (
            (
                agreement(PARTNER, IOM, clauses=ONE_CLAUSE),
                agreement(PARTNER, id="b", clauses=frozenset({Clause.DATA_PROTECTION})),
            ),
            False,
        ),
    ],
    ids=[
        "contract",
        "protocol of many parties",
        "memorandum",
        "cooperation agreement",
        "staffing agreement",
        "nothing",
        "not a party",
        "over",
        "to come",
        "another centre",
        "its country",
        "another country",
        "one clause in each of two",
    ],
)
def test_the_gate_wants_both_clauses_in_one_agreement_in_force_that_covers_the_centre(
    facts, is_open
):
    """Partner gate, B3: the partner's contract, or a protocol of which it is a party."""
    found = asks(guinea(BY_PARTNER, *facts))

    assert owning(found) == ("partner" if is_open else "iom")
    assert owner(found).may_share


@pytest.mark.parametrize("kind", sorted(set(OrganisationKind) - {OrganisationKind.PARTNER}))
def test_there_is_no_gate_for_authorities_iom_and_independent_bodies(kind):
    """No gate by default: they are always named."""
    where = guinea()
    (body, *_) = (each for each in ORGANISATIONS if each.kind is kind)

    assert gate_open(where, body, where.centre(CONAKRY), NOW)


@pytest.mark.parametrize("role", [Role.MANAGER, Role.CO_MANAGER, Role.OVERSIGHT])
def test_iom_owns_behind_a_shut_gate_if_it_manages_or_oversees(role):
    """Partner gate: manager, co-manager, oversight."""
    managed = arrangement(GovernmentRun(MINISTRY), Party(IOM, role))

    found = asks(guinea(managed, agreement(MINISTRY), cell(PARTNER)))

    assert owning(found) == "iom"
    assert rules(found) == [Rule.MATRIX, Rule.PARTNER_GATE]


@pytest.mark.parametrize("role", [Role.TECHNICAL_SUPPORT, Role.FUNDER, Role.AUTHORITY])
def test_technical_support_and_funding_do_not_make_iom_a_party(role):
    """Partner gate, A4: then the coordinator, alerted."""
    managed = arrangement(GovernmentRun(MINISTRY), Party(IOM, role))

    found = asks(guinea(managed, agreement(MINISTRY), cell(PARTNER)))

    assert rules(found) == [Rule.MATRIX, Rule.PARTNER_GATE, Rule.COORDINATOR]
    assert owner(found).alert


@pytest.mark.parametrize(
    ("signed", "counts"),
    [
        (agreement(PARTNER, IOM, clauses=ONE_CLAUSE), True),
        (agreement(IOM, PARTNER, clauses=ONE_CLAUSE, end=NOW), False),
        (agreement(IOM, PARTNER, clauses=ONE_CLAUSE, covers=Area(frozenset({LABE}))), False),
    ],
    ids=["in force here", "over", "elsewhere"],
)
def test_iom_counts_as_signatory_only_of_an_agreement_in_force_that_covers_the_centre(
    signed, counts
):
    """Partner gate: signatory, through the agreement."""
    found = asks(guinea(service(provider=PARTNER), signed))

    assert (owning(found) == "iom") is counts
    assert owner(found).alert is not counts


def test_the_iom_office_that_oversees_the_centre_goes_before_one_that_only_signed():
    """Partner gate: the party of the arrangement is the one named in the consent."""
    office = replace(ORGANISATIONS[0], id=OrganisationId("a regional office"))
    protocol = agreement(office.id, clauses=ONE_CLAUSE)
    where = guinea(BY_PARTNER, protocol, team(office.id, countries=("GN",)))
    where = replace(where, organisations=(office, *where.organisations))

    assert owning(asks(where)) == "iom"


def test_without_a_team_of_iom_here_a_shut_gate_leads_to_the_coordinator():
    """Partner gate, Narrowest area: else the coordinator."""
    where = directory(centre(), service(), BY_PARTNER, team(PARTNER), coordinator(RED_CROSS))

    found = asks(where)

    assert rules(found) == [Rule.PARTNER_RUN, Rule.PARTNER_GATE, Rule.NO_TEAM, Rule.COORDINATOR]
    assert receiving(found) == {RED_CROSS, IOM}
    assert PARTNER not in looking_further(found)


def test_a_partner_that_runs_a_part_passes_the_gate_for_its_cell():
    """Partner gate, B1: the cell names it, the gate is shut, IOM co-manages."""
    part = arrangement(PartnerRun(PARTNER, IOM, Extent.PART), agreement="matrix")
    matrix = agreement(PARTNER, IOM, id="matrix", clauses=ONE_CLAUSE)

    found = asks(guinea(part, matrix, cell(PARTNER, agreement="matrix")))

    assert owning(found) == "iom"
    assert rules(found) == [Rule.MATRIX, Rule.PARTNER_GATE]


# Before acceptance, and at acceptance


@pytest.mark.parametrize("shown", [QueueItem, NewReferral])
def test_a_queue_shows_no_name_contact_or_free_text(shown):
    """Before acceptance: service, area, urgency, language, people, needs that decide."""
    names = set(shown.__struct_fields__)

    assert not names & {"name", "contact", "phone", "person", "told", "question", "answer"}
    assert not names & {"address", "point", "concerns", "refuses_authorities", "why"}
    assert {"service", "city", "country", "urgency", "language", "company"} <= names


@pytest.mark.parametrize("state", State)
def test_name_and_contact_go_at_acceptance_to_the_one_who_holds_the_case(state):
    """Before acceptance, At acceptance: to nobody else, and not a state earlier."""
    case = referral(state, holder=CASEWORKER)

    released = state in {State.ACCEPTED, State.IN_PROGRESS}

    assert contact_visible_to(case, CASEWORKER) is released
    assert not contact_visible_to(case, case.person)
    assert not contact_visible_to(structs.replace(case, holder=None), CASEWORKER)


def test_behind_a_shut_gate_even_the_holder_of_an_accepted_case_sees_no_contact():
    """At acceptance, Partner gate: never identity or contact."""
    case = referral(State.ACCEPTED, holder=CASEWORKER, may_share=False)

    assert not contact_visible_to(case, CASEWORKER)


def test_the_rights_to_read_end_with_the_agreement():
    """After an agreement ends, Partner gate: what was shared then is not shown now."""
    where = guinea(BY_PARTNER, agreement(PARTNER, IOM, end=TURN))
    case = referral(State.ACCEPTED, of=PARTNER)

    assert shares_still(where, case, NOW)
    assert not shares_still(where, case, TURN)
    assert not shares_still(where, structs.replace(case, may_share=False), NOW)
    assert shares_still(where, referral(State.ACCEPTED, of=IOM), TURN)


# Reasons shown


def test_reasons_name_the_rule_and_not_the_concern():
    """Reasons shown: a specialist team, not which concern."""
    where = guinea(*(specialist(each, UNHCR) for each in Concern))
    shown = {owner(asks(where, each)).why for each in Concern}

    assert len(shown) == 1
    assert not [rule for rule in Rule for concern in Concern if concern in rule]


def test_the_reasons_of_a_case_do_not_tell_that_its_person_refuses_authorities():
    """Reasons shown, Refuses authorities: the coordinator who takes it learns the rule."""
    where = guinea(arrangement(GovernmentRun(MINISTRY)))

    found = asks(where, refuses_authorities=True)

    assert rules(found) == [Rule.GOVERNMENT_RUN, Rule.COORDINATOR]


# Address


def test_the_exact_point_is_told_only_of_a_public_address():
    """Address, B7: after acceptance or never, a rough point at most."""
    exact, rough = Point(34.02, -6.84), Point(34.0, -6.8)
    place = centre(point=exact, area_point=rough)

    assert place.shown_point == exact
    for rule in set(AddressRule) - {AddressRule.PUBLIC}:
        assert replace(place, address_rule=rule).shown_point == rough


def test_the_order_of_alternatives_tells_nothing_of_an_undisclosed_point():
    """Address, Refuses authorities: distance is from the rough point."""
    hidden = centre(
        LABE,
        point=Point(9.5, -13.7),
        area_point=Point(11.3, -12.3),
        address_rule=AddressRule.AFTER_ACCEPTANCE,
    )
    between = centre(KINDIA, point=Point(10.0, -12.8))
    where = guinea(
        *(centre(point=Point(9.5, -13.7)), hidden, between),
        *(service(at=LABE), service(at=KINDIA)),
        arrangement(GovernmentRun(MINISTRY)),
        *(arrangement(IomRun(IOM), centre=each, id=each) for each in (LABE, KINDIA)),
    )

    found = nobody(asks(where, refuses_authorities=True))

    assert [each.centre for each in found.alternatives] == [KINDIA, LABE]


@pytest.mark.parametrize(
    ("facts", "found"),
    [({}, True), ({"confidential": True}, False)]
    + [({"status": each}, False) for each in sorted(set(ServiceStatus) - {ServiceStatus.ACTIVE})],
)
def test_confidential_services_appear_in_no_search(facts, found):
    """Address: nor do those that are not active."""
    where = directory(centre(), service(ServiceType.SAFE_HOUSE, **facts))

    assert bool(list(where.open_services())) is found
    assert bool(list(where.open_services(ServiceType.SAFE_HOUSE))) is found
