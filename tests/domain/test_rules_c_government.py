"""Rules C1 to C5: run by the government, from the start or after a hand-over."""

import pytest

from domain.access import Sight, sees, sight_of
from domain.agreements import Approval, SalaryDerogation
from domain.management import GovernmentRun, IomRun, PartnerRun, Party, Role, missing_approvals
from domain.routing import Rule
from domain.services import ServiceType
from tests.domain.builders import (
    CONAKRY,
    IOM,
    MINISTRY,
    PARTNER,
    POLICE,
    RED_CROSS,
    actor,
    arrangement,
    asks,
    centre,
    complementary,
    directory,
    guinea,
    looking_further,
    member,
    owner,
    owning,
    receiving,
    rules,
    service,
)

GOVERNMENT = GovernmentRun(MINISTRY)
SALARIES = {each: SalaryDerogation(CONAKRY, frozenset({each})) for each in Approval}


def test_c1_a_centre_inside_the_structures_of_the_state_routes_to_its_agency():
    found = asks(guinea(arrangement(GOVERNMENT)))

    assert owning(found) == "ministry"
    assert rules(found) == [Rule.GOVERNMENT_RUN]
    assert receiving(found) == {MINISTRY}


def test_c1_an_authority_needs_no_agreement():
    """C1, No gate by default: authorities are always named."""
    assert owner(asks(guinea(arrangement(GOVERNMENT)))).may_share


def test_c2a_complementary_services_go_to_iom_and_the_rest_to_the_government():
    """C2a, Routing 3: the owner of a complementary service."""
    where = guinea(
        service(ServiceType.MENTAL_HEALTH),
        arrangement(GOVERNMENT, complementary(IOM, ServiceType.MENTAL_HEALTH)),
    )

    extra = asks(where, kind=ServiceType.MENTAL_HEALTH)

    assert owning(extra) == "iom"
    assert rules(extra) == [Rule.COMPLEMENTARY]
    assert MINISTRY not in receiving(extra)
    assert owning(asks(where)) == "ministry"


@pytest.mark.parametrize("role", [Role.FUNDER, Role.TECHNICAL_SUPPORT, Role.OVERSIGHT])
@pytest.mark.parametrize("kind", [None, ServiceType.SHELTER])
def test_c2b_all_goes_to_the_agency_when_iom_gives_money_and_technique(role, kind):
    """C2b, Invariant 5: a funder or supporter receives no case."""
    found = asks(guinea(arrangement(GOVERNMENT, Party(IOM, role, kind))))

    assert owning(found) == "ministry"
    assert receiving(found) == {MINISTRY}
    assert looking_further(found) == {RED_CROSS}


def test_c3_the_budget_line_is_a_fact_of_the_centre_that_iom_may_look_up():
    """C3, Rights of look-up: budget and funding are for IOM, coordinators, administrators."""
    where = directory(centre(budget_line="2020, Ministry of Social Affairs", authority=MINISTRY))

    assert where.centre(CONAKRY).budget_line == "2020, Ministry of Social Affairs"
    assert sees(sight_of(actor(member(of=IOM)), where, CONAKRY, []), Sight.FULL)
    assert not sees(sight_of(actor(member(of=POLICE)), where, CONAKRY, []), Sight.PARTY)


@pytest.mark.parametrize("model", [GOVERNMENT, IomRun(IOM), PartnerRun(PARTNER, IOM)])
def test_c5_a_salary_derogation_needs_both_leg_and_the_donor(model):
    """C5, IN 92: in models A and B too, where government staff are paid."""
    both = SalaryDerogation(CONAKRY, frozenset(Approval))

    assert missing_approvals(model, both) == frozenset()
    assert missing_approvals(model, SALARIES[Approval.LEG]) == {Approval.DONOR}
    assert missing_approvals(model, SALARIES[Approval.DONOR]) == {Approval.LEG}
    assert missing_approvals(model, SalaryDerogation(CONAKRY, frozenset())) == set(Approval)
