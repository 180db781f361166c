"""Who may read and do what: parts in a referral, and the rights of look-up."""

from dataclasses import fields

import pytest
from msgspec.structs import replace

from domain.access import (
    PARTS_BY_ROLE,
    QUEUE_ROLES,
    SIGHT_ORDER,
    MemberRole,
    Sight,
    may_read,
    may_review,
    parts_in,
    sees,
    sight_of,
)
from domain.centres import Centre
from domain.management import GovernmentRun, IomRun, JointlyRun, PartnerRun, Party, Role
from domain.people import PersonId, Told
from domain.referrals import (
    Action,
    By,
    DeclineReason,
    Move,
    Proposal,
    Refused,
    State,
    decide,
)
from domain.requests.looking_up import CentreFacts
from domain.services import ServiceType
from tests.domain.builders import (
    AMINA,
    CASEWORKER,
    CONAKRY,
    IOM,
    MINISTRY,
    NOW,
    PARTNER,
    POLICE,
    RED_CROSS,
    UNICEF,
    actor,
    arrangement,
    centre,
    complementary,
    directory,
    member,
    referral,
)

REFUSES = Told(refuses_authorities=True)


@pytest.mark.parametrize(
    ("reader", "may"),
    [
        (actor(member(), person=PersonId("colleague")), True),
        (actor(member(MemberRole.SUPERVISOR), person=PersonId("supervisor")), True),
        (actor(member(MemberRole.STAFF), person=PersonId("staff")), False),
        (actor(member(of=MINISTRY), person=PersonId("outsider")), False),
        (actor(member(), person=CASEWORKER), False),
        (actor(member(), person=AMINA), False),
        (actor(member(), person=PersonId("barred")), False),
        (actor(member(employed_by_state=True), person=PersonId("seconded")), False),
    ],
)
def test_a_no_is_looked_at_by_a_colleague_and_nobody_looks_at_their_own(reader, may):
    """The life cycle, A queue is a team's: of the same queue, and from whom it is not hidden."""
    case = referral(
        State.CLAIMED,
        holder=CASEWORKER,
        barred=PersonId("barred"),
        objected=True,
        told=REFUSES,
        proposal=Proposal(CASEWORKER, DeclineReason.FULL, NOW),
    )

    assert may_review(reader, case) is may
    assert not may_review(reader, replace(case, proposal=None))
    own = replace(case, proposal=Proposal(reader.person, DeclineReason.FULL, NOW))
    assert not may_review(reader, own)


@pytest.mark.parametrize(
    ("role", "parts"),
    [
        (MemberRole.CASEWORKER, {By.CASEWORKER}),
        (MemberRole.SUPERVISOR, {By.CASEWORKER, By.SUPERVISOR}),
        (MemberRole.COORDINATOR, {By.CASEWORKER, By.COORDINATOR}),
        (MemberRole.STAFF, set()),
        (MemberRole.ADMIN, set()),
    ],
)
def test_the_parts_of_a_member_follow_the_role(role, parts):
    """A queue is a team's, Coordinator: staff and administrators read no case."""
    reader = actor(member(role))

    assert parts_in(reader, referral()) == parts
    assert may_read(reader, referral()) is bool(parts)
    assert reader.works_cases is bool(parts) is (role in QUEUE_ROLES)
    assert set(PARTS_BY_ROLE) == set(MemberRole)


@pytest.mark.parametrize("role", MemberRole)
def test_a_queue_is_read_by_its_own_team_alone(role):
    """A queue is a team's: IOM in Cambodia does not read IOM in Guinea."""
    elsewhere = actor(member(role, of=IOM, team="iom cambodia"))

    assert not may_read(elsewhere, referral(of=IOM))


def test_who_is_enrolled_nowhere_reads_only_their_own_request():
    """A queue is a team's: the person has a part in their own referral."""
    assert parts_in(actor(person=AMINA), referral()) == {By.PERSON}
    assert parts_in(actor(), referral()) == frozenset()
    assert not actor().is_enrolled


def test_the_holder_is_one_only_while_in_the_team_that_owns_the_case():
    """A queue is a team's: a holder who left, or a case that moved, is out of reach."""
    case = referral(State.CLAIMED, holder=CASEWORKER)

    assert By.HOLDER in parts_in(actor(member()), case)
    assert parts_in(actor(), case) == frozenset()
    assert parts_in(actor(member(of=MINISTRY)), case) == frozenset()
    assert By.HOLDER not in parts_in(actor(member(MemberRole.STAFF)), case)


def test_a_colleague_reads_a_claimed_case_but_does_not_act_on_it():
    """A queue is a team's, The life cycle: only the holder acts on a claimed case."""
    case = referral(State.CLAIMED, holder=CASEWORKER)
    parts = parts_in(actor(member(), person=AMINA), replace(case, person=CASEWORKER))

    assert parts == {By.CASEWORKER}
    assert isinstance(decide(State.CLAIMED, Action.ACCEPT, parts), Refused)


def test_a_coordinator_takes_what_could_not_be_routed():
    """Coordinator: identity only after taking the case, which is a listed move."""
    parts = parts_in(
        actor(member(MemberRole.COORDINATOR, of=RED_CROSS)),
        referral(State.UNROUTABLE, of=RED_CROSS),
    )

    assert isinstance(decide(State.UNROUTABLE, Action.CLAIM, parts), Move)
    caseworker = parts_in(actor(member(of=RED_CROSS)), referral(of=RED_CROSS))
    assert isinstance(decide(State.UNROUTABLE, Action.CLAIM, caseworker), Refused)


@pytest.mark.parametrize("role", sorted(QUEUE_ROLES))
def test_seconded_state_staff_do_not_see_the_cases_of_those_who_refuse_authorities(role):
    """Refuses authorities: not even as holder, supervisor or coordinator."""
    case = referral(State.CLAIMED, told=REFUSES, holder=CASEWORKER)
    seconded = actor(member(role, employed_by_state=True))

    assert not may_read(seconded, case)
    assert may_read(seconded, replace(case, told=Told()))
    assert may_read(actor(member(role)), case)


def test_state_staff_are_that_in_each_of_their_teams():
    """Refuses authorities: a second enrolment does not make somebody less of the State."""
    both = actor(member(of=MINISTRY, employed_by_state=True), member(of=IOM))

    assert not may_read(both, referral(of=IOM, told=REFUSES))
    assert may_read(both, referral(of=IOM))


def test_somebody_of_the_state_who_asks_for_help_sees_their_own_request():
    """Refuses authorities: the person is no recipient."""
    own = actor(member(employed_by_state=True), person=AMINA)

    assert parts_in(own, referral(told=REFUSES)) == {By.PERSON}


# Rights of look-up


def sight(membership, *parties, model=IomRun(IOM), authority=None):  # noqa: B008
    where = directory(centre(authority=authority))
    return sight_of(actor(membership), where, CONAKRY, [arrangement(model, *parties)])


def test_each_sight_includes_the_one_before():
    """Rights of look-up: anyone, staff, staff of a party, IOM and coordinators."""
    assert SIGHT_ORDER == (Sight.PUBLIC, Sight.STAFF, Sight.PARTY, Sight.FULL)
    assert [sees(Sight.PARTY, each) for each in SIGHT_ORDER] == [True, True, True, False]


def test_anyone_sees_the_public_facts():
    """Rights of look-up: without enrolment."""
    assert sight_of(actor(), directory(centre()), CONAKRY, []) is Sight.PUBLIC


@pytest.mark.parametrize("role", MemberRole)
def test_staff_of_any_organisation_see_what_staff_see(role):
    """Rights of look-up: coordinators and administrators see all."""
    wide = role in {MemberRole.COORDINATOR, MemberRole.ADMIN}

    assert sight(member(role, of=UNICEF)) is (Sight.FULL if wide else Sight.STAFF)


@pytest.mark.parametrize("role", MemberRole)
def test_staff_of_iom_see_all(role):
    """Rights of look-up: IOM staff."""
    assert sight(member(role, of=IOM), model=GovernmentRun(MINISTRY)) is Sight.FULL


@pytest.mark.parametrize(
    ("membership", "facts"),
    [
        (member(of=MINISTRY), {"model": GovernmentRun(MINISTRY)}),
        (member(of=PARTNER), {"model": PartnerRun(PARTNER, IOM)}),
        (member(of=MINISTRY), {"model": JointlyRun(IOM, (POLICE, MINISTRY))}),
        (member(of=MINISTRY), {"authority": MINISTRY}),
    ],
    ids=["manager", "partner", "co-manager", "competent authority"],
)
def test_staff_of_a_party_see_its_agreements(membership, facts):
    """Rights of look-up: manager, co-manager, competent authority."""
    assert sight(membership, **facts) is Sight.PARTY


def test_staff_of_a_complementary_owner_see_its_agreements():
    """Rights of look-up: complementary owner."""
    assert sight(member(of=UNICEF), complementary(UNICEF, ServiceType.FOOD)) is Sight.PARTY


@pytest.mark.parametrize("role", [Role.FUNDER, Role.TECHNICAL_SUPPORT, Role.OVERSIGHT])
def test_funders_supporters_and_overseers_are_no_party(role):
    """Rights of look-up, Invariant 5: they see what any staff sees."""
    assert sight(member(of=UNICEF), Party(UNICEF, role)) is Sight.STAFF


def test_nothing_that_can_be_looked_up_says_why_a_partner_was_chosen():
    """Rights of look-up, B2: shown to nobody."""
    names = {each.name for each in fields(Centre)} | set(CentreFacts.__struct_fields__)

    assert not [name for name in names if "reason" in name or "security" in name]
