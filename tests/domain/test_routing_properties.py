"""What holds for every directory, whatever is told and whenever: routing is total and safe."""

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from domain.consent import Capacity, Recipient, receivers, same_recipients
from domain.organisations import OrganisationKind
from domain.people import Concern
from domain.routing import NoSafeOwner, Owner, Route, Rule, counts_as_state, gate_open, route
from tests.domain.builders import IOM
from tests.domain.situations import (
    Situation,
    partner_run,
    refusing,
    seeking_asylum,
    situations,
    without_concern,
)

EXAMPLES = 60
whenever = settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow],
)


def owner_of(situation: Situation) -> Owner:
    found = situation.route()
    assume(isinstance(found, Owner))
    assert isinstance(found, Owner)
    return found


def kind_of(situation: Situation, team) -> OrganisationKind:
    return situation.directory.organisation(team.organisation).kind


@whenever
@given(situations)
def test_there_is_always_an_owner_or_a_reason_why_nobody_is_safe(situation):
    """Invariant 2, Routing 5: total, and never nothing."""
    found = situation.route()

    assert isinstance(found, Owner | NoSafeOwner)
    assert found.why


@whenever
@given(situations, st.integers())
def test_the_answer_does_not_depend_on_the_order_in_which_the_facts_are_told(situation, seed):
    """Route twice: deterministic."""
    first, again = situation.route(), situation.shuffled(seed).route()

    assert situation.route() == first
    assert type(first) is type(again)
    assert first.why == again.why
    if isinstance(first, Owner) and isinstance(again, Owner):
        assert (first.team, first.may_share, first.alert) == (
            again.team,
            again.may_share,
            again.alert,
        )
        assert same_recipients(first.recipients, again.recipients)
    elif isinstance(first, NoSafeOwner) and isinstance(again, NoSafeOwner):
        assert first.alternatives == again.alternatives


@whenever
@given(situations)
def test_the_owner_is_a_team_whose_area_covers_the_centre(situation):
    """Narrowest area: a team of the directory that works here."""
    team = owner_of(situation).team
    centre = situation.directory.centre(situation.service.centre)

    assert team in situation.directory.teams
    assert team.area.covers(centre.id, centre.country)


@whenever
@given(situations)
def test_no_partner_owns_without_the_gate_except_to_look_further_without_identity(situation):
    """Partner gate, B3: may_share is true exactly where the gate is open."""
    found = owner_of(situation)
    organisation = situation.directory.organisation(found.team.organisation)
    centre = situation.directory.centre(situation.service.centre)

    open_gate = gate_open(situation.directory, organisation, centre, situation.at)
    assert found.may_share is open_gate
    assert open_gate or (found.alert and found.team.coordinates)


@whenever
@given(seeking_asylum)
def test_a_claim_for_asylum_never_comes_to_a_team_of_the_state(situation):
    """Invariant 6, Routing 1: neither as owner nor as one who looks further."""
    found = owner_of(situation)

    assert not counts_as_state(situation.directory, found.team)
    assert not states_named(situation, found)


@whenever
@given(refusing)
def test_who_refuses_authorities_never_comes_to_a_team_of_the_state(situation):
    """Refuses authorities: neither the owner, nor a recipient, nor an alternative."""
    for found in (situation.route(), *routes_of_alternatives(situation)):
        if isinstance(found, Owner):
            assert not counts_as_state(situation.directory, found.team)
            assert not states_named(situation, found)


@whenever
@given(refusing)
def test_alternatives_are_other_open_services_of_the_same_kind_that_have_an_owner(situation):
    """Refuses authorities, Closed centre: what is offered can be asked for."""
    found = situation.route()
    assume(isinstance(found, NoSafeOwner))
    assert isinstance(found, NoSafeOwner)

    assert situation.service not in found.alternatives
    for each in found.alternatives:
        assert each.type is situation.service.type
        assert situation.directory.centre(each.centre).takes_requests
    for offered in routes_of_alternatives(situation):
        assert isinstance(offered, Owner)
        assert not offered.alert


@whenever
@given(situations)
def test_the_owner_is_named_as_one_who_receives_and_nobody_is_named_twice(situation):
    """Invariant 4, Invariant 6: it is always said who receives."""
    found = owner_of(situation)
    named = [each.organisation for each in found.recipients]

    assert found.recipients[0] == Recipient(found.team.organisation, Capacity.RECEIVES)
    assert len(set(named)) == len(named)


@whenever
@given(seeking_asylum | situations)
def test_a_concern_comes_to_its_specialists_or_to_a_coordinator_and_to_nobody_else(situation):
    """Routing 1, Children: the centre's manager neither receives nor is named."""
    concerns = situation.told.concerns_in_order
    assume(concerns)
    found = owner_of(situation)

    assert found.team.coordinates or found.team.concern in concerns
    assert found.alert is found.team.coordinates
    assert receivers(found.recipients) == {found.team.organisation}


@whenever
@given(without_concern)
def test_without_a_concern_no_specialist_is_troubled(situation):
    """A queue is a team's, Coordinator: a queue takes it, else a coordinator, alerted."""
    found = owner_of(situation)

    assert found.team.coordinates or found.team.concern is None
    assert found.alert is found.team.coordinates
    assert (Rule.COORDINATOR in {each.rule for each in found.why}) is found.alert


@whenever
@given(partner_run)
def test_consent_for_a_partner_run_centre_always_names_iom(situation):
    """B5, Partner gate: so that a hand-back to IOM needs no second consent."""
    assert IOM in receivers(owner_of(situation).recipients)


@whenever
@given(situations)
def test_nobody_owns_only_where_no_coordinator_may_look_or_authorities_are_refused(situation):
    """Invariant 2, Coordinator: never dropped while somebody could look."""
    found = situation.route()
    assume(isinstance(found, NoSafeOwner))
    centre = situation.directory.centre(situation.service.centre)
    looking = [
        team
        for team in situation.directory.teams
        if team.coordinates and team.area.covers(centre.id, centre.country)
    ]

    avoids = situation.told.refuses_authorities or situation.told.concerns & {
        Concern.ASYLUM,
        Concern.VIOLENCE,
    }
    if not avoids:
        assert not looking
    elif not situation.told.refuses_authorities:
        assert all(counts_as_state(situation.directory, team) for team in looking)


def states_named(situation: Situation, found: Owner) -> list[Recipient]:
    return [
        each
        for each in found.recipients
        if situation.directory.organisation(each.organisation).is_state
    ]


def routes_of_alternatives(situation: Situation) -> list[Route]:
    found = situation.route()
    offered = found.alternatives if isinstance(found, NoSafeOwner) else ()
    return [route(situation.directory, each, situation.told, situation.at) for each in offered]


@pytest.mark.parametrize("outcome", [Owner, NoSafeOwner])
def test_the_situations_bring_forth_both_outcomes(outcome):
    """Route twice: the properties above are not empty."""
    seen = set()

    @settings(whenever, max_examples=100)
    @given(situations)
    def look(situation):
        seen.add(type(situation.route()))

    look()
    assert outcome in seen
