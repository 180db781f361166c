"""Decisions on children: a child alone goes to those who help children, with the least data."""

from dataclasses import fields
from datetime import timedelta

import pytest

from domain.consent import Basis, Consent
from domain.management import GovernmentRun, IomRun, PartnerRun
from domain.people import AgeBand, Company, Concern, Told, Who
from domain.routing import Rule
from tests.domain.builders import (
    AMINA,
    CASEWORKER,
    IOM,
    MINISTRY,
    NOW,
    PARTNER,
    RED_CROSS,
    UNICEF,
    agreement,
    arrangement,
    asks,
    guinea,
    looking_further,
    owner,
    owning,
    plan,
    receiving,
    rules,
    specialist,
)

FOR_CHILDREN = specialist(Concern.CHILD_PROTECTION, UNICEF)
SOON = NOW + timedelta(days=9)


@pytest.mark.parametrize("model", [IomRun(IOM), PartnerRun(PARTNER, IOM), GovernmentRun(MINISTRY)])
def test_a_child_alone_goes_to_those_who_help_children_and_not_to_the_manager(model):
    """Children, Routing 1: a specialist with the least data, so with the fewest recipients."""
    where = guinea(arrangement(model), agreement(PARTNER), plan(MINISTRY, SOON), FOR_CHILDREN)

    found = asks(where, child_alone=True)

    assert owning(found) == "unicef child_protection"
    assert receiving(found) == {UNICEF}
    assert looking_further(found) == {RED_CROSS}


def test_a_child_alone_without_a_specialist_goes_to_the_coordinator_and_not_to_the_manager():
    """Children, Routing 1: then the coordinator, alerted."""
    found = asks(guinea(arrangement(IomRun(IOM))), child_alone=True)

    assert rules(found) == [Rule.NO_SPECIALIST, Rule.COORDINATOR]
    assert receiving(found) == {RED_CROSS}
    assert owner(found).alert


@pytest.mark.parametrize("age", AgeBand)
def test_a_child_with_others_goes_where_the_others_go(age):
    """Children: routing's child concern is for those alone."""
    assert Told(age=age).concerns_in_order == ()
    assert owning(asks(guinea(arrangement(IomRun(IOM)), FOR_CHILDREN), age=age)) == "iom"


def test_a_child_alone_may_have_other_concerns_too():
    """Children, Routing 1: a child alone goes first."""
    told = Told(child_alone=True, concerns=frozenset({Concern.ASYLUM}))

    assert told.concerns_in_order == (Concern.CHILD_PROTECTION, Concern.ASYLUM)


def test_the_yes_of_a_child_is_recorded_as_assent():
    """Children: no adult's consent and no caregiver is asked for."""
    yes = Consent(AMINA, (), Basis.ASSENT, "fr", NOW)

    assert set(Basis) == {"consent", "assent"}
    assert yes.basis is Basis.ASSENT
    assert not [each.name for each in fields(Consent) if each.name in ("caregiver", "guardian")]
    assert yes.person != CASEWORKER


def test_a_child_alone_is_counted_among_those_who_come():
    """Children, Before acceptance: the number and composition of people are shown."""
    child = Company(Who.CHILD_ALONE, adults=0, children=1)

    assert child.people == 1
    assert Company(Who.FAMILY, adults=2, children=3).people == 5
