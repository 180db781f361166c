"""Whom a coordinator may make the owner: `receiving`, for routing by hand and taking back."""

import pytest

from domain.management import GovernmentRun
from domain.organisations import OrganisationId, Team
from domain.people import Concern, Told
from domain.routing import Owner, Rule, route
from domain.routing import receiving as made_owner
from tests.domain.builders import (
    CONAKRY,
    IOM,
    LABE,
    MINISTRY,
    NOW,
    PARTNER,
    RED_CROSS,
    UNHCR,
    UNICEF,
    agreement,
    arrangement,
    coordinator,
    guinea,
    looking_further,
    receiving,
    rules,
    specialist,
    team,
)

REFUSES = Told(refuses_authorities=True)


def tells(*concerns: Concern) -> Told:
    """Somebody who has the concerns and refuses nobody."""
    return Told(concerns=frozenset(concerns))


def given_to(chosen: Team, told: Told, *facts: object) -> Owner | None:
    """Give a request for the shelter of Conakry to a team."""
    where = guinea(chosen, *facts)
    (shelter,) = where.services_of(CONAKRY)
    return made_owner(where, shelter, chosen, told, NOW)


@pytest.mark.parametrize("organisation", [IOM, MINISTRY, UNHCR])
def test_the_team_that_a_coordinator_names_owns_by_that_choice(organisation: OrganisationId):
    """Coordinator: who receives and who looks further are named anew for the consent."""
    found = given_to(team(organisation), Told())

    assert found is not None
    assert rules(found) == [Rule.CHOSEN]
    assert found.why[0].organisation == organisation
    assert receiving(found) == {organisation}
    assert looking_further(found) == {RED_CROSS}
    assert (found.may_share, found.alert) == (True, False)


def test_a_team_of_another_area_is_not_chosen():
    """Narrowest area: a team answers for the centres of its area, whoever names it."""
    assert given_to(team(IOM, LABE), Told()) is None
    assert given_to(team(IOM, countries=("ML",)), Told()) is None
    assert given_to(team(IOM, CONAKRY), Told()) is not None


def test_a_partner_is_chosen_only_through_an_open_gate():
    """Partner gate, B3: the coordinator cannot open it by hand."""
    assert given_to(team(PARTNER), Told()) is None
    assert given_to(team(PARTNER), Told(), agreement(PARTNER, end=NOW)) is None
    found = given_to(team(PARTNER), Told(), agreement(PARTNER))
    assert found is not None
    assert found.may_share


@pytest.mark.parametrize("hides", [False, True])
def test_who_refuses_authorities_comes_to_no_team_of_the_state_by_a_choice(hides: bool):
    """Refuses authorities, A queue is a team's: one that cannot hide from State staff counts."""
    seconded = team(IOM, state_staff_seconded=True, hides_from_state=hides)

    assert given_to(team(MINISTRY), REFUSES) is None
    assert given_to(coordinator(MINISTRY), REFUSES) is None
    assert (given_to(seconded, REFUSES) is not None) is hides
    assert given_to(team(IOM), REFUSES) is not None


def test_no_authority_is_named_beside_the_team_that_is_chosen_for_who_refuses_them():
    """Refuses authorities: neither as one who receives nor as one who looks further."""
    of_the_state = team(MINISTRY, CONAKRY, name="of the State", coordinates=True)
    run = arrangement(GovernmentRun(MINISTRY))

    found = given_to(team(IOM), REFUSES, of_the_state, run)

    assert found is not None
    assert receiving(found) == {IOM}
    assert looking_further(found) == {RED_CROSS}


@pytest.mark.parametrize("concern", Concern)
def test_a_concern_goes_to_its_own_team_or_a_coordinator_and_to_no_other_queue(concern: Concern):
    """Routing 1: nor to the team of another concern."""
    told = tells(concern)

    assert given_to(team(IOM), told) is None
    assert given_to(specialist(concern, UNHCR), told) is not None
    for other in set(Concern) - {concern}:
        assert given_to(specialist(other, UNHCR), told) is None
    found = given_to(coordinator(IOM), told)
    assert found is not None
    assert found.alert


def test_each_of_several_concerns_has_its_own_team():
    """Routing 1: the coordinator may choose among them."""
    told = tells(Concern.CHILD_PROTECTION, Concern.ASYLUM)

    assert given_to(specialist(Concern.CHILD_PROTECTION, UNICEF), told) is not None
    assert given_to(specialist(Concern.ASYLUM, UNHCR), told) is not None
    assert given_to(specialist(Concern.VIOLENCE, UNHCR), told) is None


@pytest.mark.parametrize("concern", Concern)
def test_a_specialist_team_takes_no_request_without_its_concern(concern: Concern):
    """Routing 1: somebody who only asks for shelter has none."""
    assert given_to(specialist(concern, UNHCR), Told()) is None


@pytest.mark.parametrize("concern", Concern)
def test_a_specialist_that_fails_the_partner_gate_is_not_chosen(concern: Concern):
    """Routing 1, Partner gate: it counts as not registered."""
    chosen = specialist(concern, PARTNER)

    assert given_to(chosen, tells(concern)) is None
    assert given_to(chosen, tells(concern), agreement(PARTNER)) is not None


def test_a_child_alone_is_a_concern_though_only_said_of_the_age():
    """Routing 1, Children: the team for children may be chosen, an ordinary queue not."""
    child = Told(child_alone=True)

    assert given_to(specialist(Concern.CHILD_PROTECTION, UNICEF), child) is not None
    assert given_to(team(IOM), child) is None


def test_an_asylum_team_of_the_state_is_not_chosen():
    """Routing 1, Invariant 6: an asylum team never belongs to a State body."""
    assert given_to(specialist(Concern.ASYLUM, MINISTRY), tells(Concern.ASYLUM)) is None


@pytest.mark.parametrize("concern", Concern)
@pytest.mark.parametrize("organisation", [IOM, MINISTRY, UNHCR])
@pytest.mark.parametrize("refuses", [False, True])
def test_a_specialist_may_be_chosen_exactly_where_routing_finds_it(
    concern: Concern, organisation: OrganisationId, refuses: bool
):
    """Routing 1: by hand and by routing it is one rule, a State's violence team included."""
    told = Told(concerns=frozenset({concern}), refuses_authorities=refuses)
    chosen = specialist(concern, organisation)
    where = guinea(chosen)
    (shelter,) = where.services_of(CONAKRY)

    routed = route(where, shelter, told, NOW)
    found = isinstance(routed, Owner) and routed.team == chosen

    assert (given_to(chosen, told) is not None) is found


@pytest.mark.parametrize("concern", [Concern.ASYLUM, Concern.VIOLENCE])
def test_a_coordinator_of_the_state_does_not_take_asylum_or_violence(concern: Concern):
    """Coordinator, Invariant 6: passed over by hand as by routing."""
    assert given_to(coordinator(MINISTRY), tells(concern)) is None
    assert given_to(coordinator(MINISTRY), Told()) is not None


def test_a_coordinator_takes_a_case_though_its_team_names_a_concern():
    """Coordinator, Routing 5: whoever routing makes the coordinator may take back as well."""
    chosen = coordinator(IOM, concern=Concern.ASYLUM)

    assert given_to(chosen, Told()) is not None
    assert given_to(chosen, tells(Concern.VIOLENCE)) is not None
