"""The check of the directory names what is wrong, what to do, and how bad it is."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from bot.sample import sample_directory
from casework.directory_check import Found, Weight, check
from domain.agreements import Agreement, AgreementId, AgreementKind, ArrangementId
from domain.centres import AddressRule
from domain.directory import Directory
from domain.geography import Point
from domain.management import Arrangement, IomRun
from domain.organisations import CentreId, OrganisationId
from domain.periods import Bound, Period
from domain.services import ServiceType
from tests.domain.builders import CONAKRY, IOM, MINISTRY, ORGANISATIONS, centre, service, team
from tests.domain.builders import coordinator as coordinator_of

NOW = datetime(2026, 11, 25, 9, tzinfo=UTC)
HERE = centre(
    point=Point(9.5, -13.7), authority=MINISTRY, verified_on=date(2026, 11, 1), hours="24/7"
)
WHOLE = Directory(
    organisations=ORGANISATIONS,
    teams=(team(IOM), coordinator_of(MINISTRY)),
    centres=(HERE,),
    services=(service(),),
    arrangements=(Arrangement(ArrangementId("one"), CONAKRY, IomRun(IOM), Period()),),
)


def found(weight: Weight, words: str, **changes: Any) -> Found:
    """The one thing that is wrong after these changes, which has these words."""
    (only,) = check(replace(WHOLE, **changes), NOW)
    assert only.weight is weight
    assert words in only.wrong, only.wrong
    assert only.advice
    return only


def test_a_directory_in_order_has_nothing_to_do() -> None:
    assert check(WHOLE, NOW) == []


def test_two_arrangements_at_once() -> None:
    second = replace(WHOLE.arrangements[0], id=ArrangementId("two"))
    words = "the arrangements one and two hold at the same time"
    found(Weight.FAULT, words, arrangements=(*WHOLE.arrangements, second))


def test_a_queue_of_nobody() -> None:
    told = found(Weight.WARNING, "IOM has no team", teams=WHOLE.teams[1:])
    assert "passerelle invite --role caseworker" in told.advice


def test_a_country_without_coordinator() -> None:
    told = found(Weight.FAULT, "1 centres have no coordinator", teams=WHOLE.teams[:1])
    assert "passerelle invite --role coordinator" in told.advice


def test_hours_that_nobody_can_read() -> None:
    found(Weight.FAULT, "the hours 'soon'", centres=(replace(HERE, hours="soon"),))
    found(Weight.FAULT, "the hours 'late'", services=(service(ramadan_hours="late"),))


@pytest.mark.parametrize(
    ("rule", "which"),
    [(AddressRule.PUBLIC, "a position"), (AddressRule.AFTER_ACCEPTANCE, "a rough position")],
)
def test_a_centre_that_no_distance_finds(rule: AddressRule, which: str) -> None:
    lost = replace(HERE, point=None, address_rule=rule)
    assert which in found(Weight.WARNING, "has no position", centres=(lost,)).advice


def test_the_same_centre_twice() -> None:
    other = replace(HERE, id=CentreId("other"), name=HERE.name.upper())
    found(Weight.WARNING, "2 centres in GN at the same place", centres=(HERE, other))


def test_a_service_that_leads_nowhere() -> None:
    lost = service(ServiceType.FOOD, CentreId("gone"))
    found(Weight.FAULT, "is at no centre", services=(*WHOLE.services, lost))
    unknown = service(ServiceType.FOOD, provider=OrganisationId("gone"))
    found(Weight.FAULT, "nobody knows its provider gone", services=(unknown,))


@pytest.mark.parametrize(
    ("day", "words"),
    [(date(2026, 8, 1), "last verified over 90 days ago"), (None, "never verified")],
)
def test_entries_that_nobody_has_verified(day: date | None, words: str) -> None:
    found(Weight.WARNING, words, centres=(replace(HERE, verified_on=day),))


@pytest.mark.parametrize(("days", "words"), [(89, "ends on 2027-02-22"), (-89, "ended on")])
def test_an_agreement_at_its_end(days: int, words: str) -> None:
    until = Period(None, Bound(NOW + timedelta(days=days)))
    kind, parties = AgreementKind.COOPERATION, frozenset({IOM})
    agreement = Agreement(AgreementId("a"), "Cooperation", kind, parties, until)
    found(Weight.WARNING, words, agreements=(agreement,))


@pytest.mark.parametrize("days", [91, -91])
def test_an_agreement_far_from_its_end_is_in_order(days: int) -> None:
    until = Period(None, Bound(NOW + timedelta(days=days)))
    kind, parties = AgreementKind.COOPERATION, frozenset({IOM})
    agreement = Agreement(AgreementId("a"), "Cooperation", kind, parties, until)
    assert check(replace(WHOLE, agreements=(agreement,)), NOW) == []


def test_faults_come_first_and_the_sample_has_none() -> None:
    told = check(replace(WHOLE, teams=(), centres=(replace(HERE, verified_on=None),)), NOW)
    weights = [each.weight for each in told]
    assert weights == sorted(weights, key=lambda weight: weight is not Weight.FAULT)
    sample = check(sample_directory(NOW).directory, NOW)
    assert [each for each in sample if each.weight is Weight.FAULT] == []
