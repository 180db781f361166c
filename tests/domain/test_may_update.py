"""Who may change the facts of a centre, by role, part and area."""

import pytest

from domain.access import MemberRole, may_update
from domain.management import GovernmentRun, IomRun, JointlyRun, PartnerRun, Party, Role
from domain.organisations import Area
from domain.people import Concern
from domain.services import ServiceType
from tests.domain.builders import (
    CONAKRY,
    CONTRACT,
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
    cell,
    centre,
    complementary,
    day,
    directory,
    guinea,
    member,
    service,
    specialist,
    team,
)

SHELTER = service()
HEALTH = service(ServiceType.HEALTH)
MEMBERS = tuple(role for role in MemberRole if role is not MemberRole.ADMIN)


def may(who, where, of=None, at=NOW):
    return may_update(actor(*who), where, CONAKRY, of, at)


@pytest.mark.parametrize("role", MemberRole)
def test_members_of_whoever_runs_the_centre_may_change_it_whatever_their_role(role):
    where = guinea(arrangement(PartnerRun(PARTNER, IOM)))

    assert may([member(role, of=PARTNER)], where)
    assert may([member(role, of=PARTNER)], where, SHELTER)


@pytest.mark.parametrize("role", [MemberRole.CASEWORKER, MemberRole.SUPERVISOR, MemberRole.STAFF])
def test_who_has_another_part_may_not(role):
    """Invariant 5: manager, funder, technical support, oversight and authority differ."""
    others = [
        Party(UNICEF, part)
        for part in (Role.FUNDER, Role.TECHNICAL_SUPPORT, Role.OVERSIGHT, Role.AUTHORITY)
    ]
    where = guinea(arrangement(GovernmentRun(MINISTRY), *others))

    assert not may([member(role, of=UNICEF)], where)
    assert not may([member(role, of=UNICEF)], where, SHELTER)


def test_a_competent_authority_that_does_not_manage_may_not():
    where = guinea(centre(authority=MINISTRY), arrangement(IomRun(IOM)))

    assert not may([member(of=MINISTRY)], where)
    assert may([member(of=IOM)], where)


def test_both_that_run_a_joint_centre_may():
    where = guinea(arrangement(JointlyRun(IOM, (MINISTRY,))))

    assert may([member(of=IOM)], where)
    assert may([member(of=MINISTRY)], where)


def test_who_provides_one_service_may_change_that_one_alone():
    owned = guinea(
        HEALTH, arrangement(GovernmentRun(MINISTRY), complementary(UNICEF, ServiceType.HEALTH))
    )
    by_matrix = guinea(
        HEALTH,
        agreement(UNICEF),
        arrangement(GovernmentRun(MINISTRY), agreement=CONTRACT),
        cell(UNICEF, ServiceType.HEALTH),
    )

    for where in (owned, by_matrix):
        assert may([member(of=UNICEF)], where, HEALTH)
        assert not may([member(of=UNICEF)], where, SHELTER)
        assert not may([member(of=UNICEF)], where)


def test_the_right_ends_with_the_day_on_which_another_takes_over():
    where = guinea(
        arrangement(IomRun(IOM), end=day(2026, 6)),
        arrangement(GovernmentRun(MINISTRY), start=day(2026, 6)),
    )

    assert may([member(of=IOM)], where, at=day(2026, 5))
    assert not may([member(of=IOM)], where, at=day(2026, 6))
    assert may([member(of=MINISTRY)], where, at=day(2026, 6))


def test_a_team_changes_what_lies_in_its_area():
    """A queue is a team's: IOM elsewhere does not change what IOM runs here."""
    where = guinea(centre(LABE), team(IOM, LABE, name="iom labe"), arrangement(IomRun(IOM)))

    assert not may([member(of=IOM, team="iom labe")], where)


def test_the_coordinator_of_the_area_may_and_one_of_elsewhere_may_not():
    elsewhere = team(RED_CROSS, name="red cross niger", area=Area(countries=frozenset({"NE"})))
    where = guinea(elsewhere, arrangement(IomRun(IOM)))
    here = member(MemberRole.COORDINATOR, of=RED_CROSS, team="red_cross coordinator")
    there = member(MemberRole.COORDINATOR, of=RED_CROSS, team="red cross niger")

    assert may([here], where)
    assert not may([there], where)


def test_an_administrator_may_everywhere():
    elsewhere = team(RED_CROSS, name="red cross niger", area=Area(countries=frozenset({"NE"})))
    where = guinea(elsewhere, arrangement(IomRun(IOM)))

    assert may([member(MemberRole.ADMIN, of=RED_CROSS, team="red cross niger")], where)


@pytest.mark.parametrize("role", [MemberRole.COORDINATOR, MemberRole.ADMIN])
def test_what_is_confidential_is_changed_only_by_who_provides_it(role):
    """Address: services marked confidential are nobody else's to see."""
    hidden = service(confidential=True)
    where = guinea(
        hidden,
        team(PARTNER, CONAKRY, name="the house"),
        specialist(Concern.VIOLENCE, PARTNER),
        arrangement(PartnerRun(PARTNER, IOM)),
    )
    wide, close = member(of=PARTNER), member(of=PARTNER, team="the house")
    specialists = member(of=PARTNER, team="partner violence")

    assert not may([member(role, of=RED_CROSS)], where, hidden)
    assert not may([wide], where, hidden)
    assert may([close], where, hidden)
    assert may([specialists], where, hidden)


@pytest.mark.parametrize("role", MEMBERS)
def test_without_one_arrangement_in_force_only_those_who_look_further_may(role):
    """Overlap or none: nobody is taken for the manager by guess."""
    ended = guinea(arrangement(IomRun(IOM), end=day(2026, 6)))
    twice = guinea(arrangement(IomRun(IOM)), arrangement(GovernmentRun(MINISTRY)))

    for where in (ended, twice):
        assert may([member(role, of=IOM)], where) is (role is MemberRole.COORDINATOR)


def test_where_nobody_ever_had_an_arrangement_the_one_provider_runs_it():
    """Routing 2: a service imported from a directory belongs to who provides it."""
    alone = directory(centre(), service(provider=UNICEF), team(UNICEF), team(PARTNER))
    shared = directory(
        centre(),
        service(provider=UNICEF),
        service(ServiceType.FOOD, provider=PARTNER),
        team(UNICEF),
        team(PARTNER),
    )

    assert may([member(of=UNICEF)], alone)
    assert not may([member(of=UNICEF)], shared)
    assert may([member(of=UNICEF)], shared, service(provider=UNICEF))
    assert not may([member(of=PARTNER)], shared, service(provider=UNICEF))


def test_who_is_enrolled_nowhere_may_change_nothing():
    assert not may([], guinea(arrangement(IomRun(IOM))))
