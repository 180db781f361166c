"""Invariants 1 to 6, which hold for every model."""

from datetime import timedelta

import pytest

from domain.consent import Capacity, Recipient, covers_move_to, receivers
from domain.management import (
    GovernmentRun,
    IomRun,
    JointlyRun,
    PartnerRun,
    Party,
    Role,
    overlapping,
)
from domain.people import Concern
from domain.periods import ALWAYS
from domain.routing import Reason, Rule
from domain.services import ServiceType
from tests.domain.builders import (
    IOM,
    LABE,
    MINISTRY,
    NOW,
    PARTNER,
    POLICE,
    RED_CROSS,
    UNHCR,
    UNICEF,
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
    nobody,
    owner,
    owning,
    period,
    receiving,
    referral,
    rules,
    service,
    specialist,
    team,
)

TURN = day(2020)


def test_intervals_are_half_open_so_that_exactly_one_holds_at_the_turn():
    """Invariant 1: no instant has two owners and none falls between."""
    before, after = period(end=TURN), period(start=TURN)

    assert [before.holds(TURN), after.holds(TURN)] == [False, True]
    just_before = TURN - timedelta(microseconds=1)
    assert [before.holds(just_before), after.holds(just_before)] == [True, False]
    assert not before.overlaps(after)


@pytest.mark.parametrize(
    ("one", "other", "share"),
    [
        (ALWAYS, ALWAYS, True),
        (period(end=TURN), period(start=TURN), False),
        (period(end=TURN), period(start=TURN - timedelta(seconds=1)), True),
        (period(day(2018), day(2019)), ALWAYS, True),
        (period(day(2018), day(2019)), period(day(2019), day(2020)), False),
        (period(day(2019), day(2019)), ALWAYS, False),
        (period(day(2020), day(2019)), period(day(2015), day(2025)), False),
    ],
)
def test_two_periods_overlap_when_they_share_an_instant(one, other, share):
    """Invariant 1: a period without an instant overlaps nothing."""
    assert one.overlaps(other) is share
    assert other.overlaps(one) is share


def test_overlapping_arrangements_of_a_centre_are_found_for_the_import_to_refuse():
    """Invariant 1, Overlap or none: refused at import."""
    first = arrangement(IomRun(IOM), end=TURN)
    second = arrangement(GovernmentRun(MINISTRY), start=TURN - timedelta(days=1))
    elsewhere = arrangement(IomRun(IOM), centre=LABE)

    assert overlapping([first, second, elsewhere]) == [(first, second)]
    assert overlapping([first, arrangement(GovernmentRun(MINISTRY), start=TURN)]) == []


def test_an_arrangement_that_waits_for_its_handover_overlaps_nothing():
    """Invariant 1, Handover: until it is confirmed all stays as if nothing had been written."""
    now = arrangement(IomRun(IOM))
    written = arrangement(GovernmentRun(MINISTRY), start=TURN, provisional=True)

    assert overlapping([now, written]) == []


def test_two_cells_for_one_service_that_contradict_each_other_name_nobody():
    """Invariant 1, Routing 2: one owner for a centre and service, else the coordinator."""
    facts = (arrangement(JointlyRun(IOM, (MINISTRY,))), agreement(IOM, MINISTRY))

    assert owning(asks(guinea(*facts, cell(IOM), cell(IOM)))) == "iom"
    found = asks(guinea(*facts, cell(IOM), cell(MINISTRY)))
    assert rules(found) == [Rule.OVERLAP, Rule.COORDINATOR]
    assert owner(found).alert


def test_two_owners_of_one_complementary_service_name_nobody():
    """Invariant 1, Routing 3: one owner for a centre and service, else the coordinator."""
    extras = (complementary(each, ServiceType.SHELTER) for each in (UNICEF, UNHCR))

    found = asks(guinea(arrangement(GovernmentRun(MINISTRY), *extras)))

    assert rules(found) == [Rule.OVERLAP, Rule.COORDINATOR]


@pytest.mark.parametrize("concerns", [(), (Concern.VIOLENCE,)])
def test_what_cannot_be_routed_has_a_coordinator_who_is_alerted(concerns):
    """Invariant 2, Routing 5: never dropped."""
    found = asks(guinea(), *concerns)

    assert owning(found) == "red_cross coordinator"
    assert owner(found).alert


def test_without_a_coordinator_nobody_owns_and_the_answer_says_why():
    """Invariant 2, Coordinator: behind the coordinator stands the administrator."""
    found = asks(directory(centre(), service()))

    assert rules(nobody(found)) == [Rule.NO_ARRANGEMENT, Rule.NO_COORDINATOR]


def test_a_later_handover_does_not_change_what_was_decided_before_it():
    """Invariant 3: the decision keeps its rule and date."""
    before = guinea(arrangement(IomRun(IOM)))
    after = guinea(
        arrangement(IomRun(IOM), end=TURN), arrangement(GovernmentRun(MINISTRY), start=TURN)
    )
    then = TURN - timedelta(days=1)

    assert asks(after, at=then) == asks(before, at=then)
    assert owning(asks(after)) == "ministry"


def test_a_referral_keeps_its_reasons_and_instant_and_cannot_be_rewritten():
    """Invariant 3: stored with the rule and the date."""
    case = referral()

    assert case.why == (Reason(Rule.IOM_RUN, IOM),)
    assert case.submitted == NOW
    with pytest.raises(AttributeError, match="immutable"):
        case.why = ()  # type: ignore[misc]


def test_only_an_organisation_named_as_one_who_receives_is_covered_by_the_yes():
    """Invariant 4, Coordinator: consent is per organisation and capacity."""
    agreed = (Recipient(IOM, Capacity.RECEIVES), Recipient(RED_CROSS, Capacity.LOOKS_FURTHER))

    assert receivers(agreed) == {IOM}
    assert covers_move_to(agreed, IOM)
    assert not covers_move_to(agreed, RED_CROSS)
    assert not covers_move_to(agreed, MINISTRY)


@pytest.mark.parametrize(
    "role", sorted(set(Role) - {Role.MANAGER, Role.CO_MANAGER, Role.COMPLEMENTARY})
)
def test_only_the_owner_receives_whatever_other_relations_there_are(role):
    """Invariant 5: manager, funder, technical support, oversight are different relations."""
    parties = (Party(UNICEF, role), Party(POLICE, role, ServiceType.SHELTER))

    found = asks(guinea(arrangement(IomRun(IOM), *parties)))

    assert owning(found) == "iom"
    assert receiving(found) == {IOM}
    assert looking_further(found) == {RED_CROSS}


@pytest.mark.parametrize(
    "model",
    [
        IomRun(IOM),
        PartnerRun(PARTNER, IOM),
        GovernmentRun(MINISTRY),
        JointlyRun(IOM, (MINISTRY,)),
    ],
)
def test_it_is_always_said_who_receives(model):
    """Invariant 6: the owner is named, whichever model."""
    found = owner(asks(guinea(arrangement(model))))

    assert Recipient(found.team.organisation, Capacity.RECEIVES) in found.recipients


def test_a_claim_for_asylum_never_goes_to_the_manager_of_the_centre():
    """Invariant 6: neither with a specialist nor without one."""
    facts = (arrangement(GovernmentRun(MINISTRY)), coordinator(MINISTRY))
    unhcr = specialist(Concern.ASYLUM, UNHCR)

    assert owning(asks(guinea(*facts, unhcr), Concern.ASYLUM)) == "unhcr asylum"
    assert owning(asks(guinea(*facts), Concern.ASYLUM)) == "red_cross coordinator"
    nobody(asks(directory(centre(), service(), team(MINISTRY), *facts), Concern.ASYLUM))
