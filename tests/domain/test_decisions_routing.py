"""Decisions on routing: the order of the steps, teams, coordinators, refusals, gaps."""

from datetime import timedelta

import pytest

from domain.agreements import AgreementKind
from domain.centres import CentreStatus
from domain.consent import same_recipients
from domain.geography import Point
from domain.management import (
    Extent,
    GovernmentRun,
    IomRun,
    JointlyRun,
    PartnerRun,
    Party,
    Role,
)
from domain.organisations import Area, CentreId
from domain.people import Concern, Told
from domain.routing import Rule
from domain.services import Admission, ServiceStatus, ServiceType
from tests.domain.builders import (
    CONAKRY,
    IOM,
    LABE,
    MINISTRY,
    NOW,
    OTHER_PARTNER,
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
    directory,
    guinea,
    looking_further,
    nobody,
    owner,
    owning,
    plan,
    receiving,
    rules,
    service,
    specialist,
    team,
)

GOVERNMENT = arrangement(GovernmentRun(MINISTRY))
BY_IOM = arrangement(IomRun(IOM))
BY_PARTNER = arrangement(PartnerRun(PARTNER, IOM))
TURN = NOW + timedelta(days=30)


# 1. Specialist


@pytest.mark.parametrize("concern", Concern)
def test_a_concern_goes_to_the_team_registered_for_it(concern):
    """Routing 1: a team may be registered for a concern and an area."""
    found = asks(guinea(BY_IOM, specialist(concern, UNICEF)), concern)

    assert owning(found) == f"unicef {concern}"
    assert rules(found) == [Rule.SPECIALIST]
    assert not owner(found).alert


def test_a_child_alone_goes_before_violence_and_violence_before_asylum():
    """Routing 1, Children: the order of concerns."""
    where = guinea(*(specialist(each, UNHCR) for each in Concern))

    assert Told(child_alone=True, concerns=frozenset(Concern)).concerns_in_order == tuple(Concern)
    alone = asks(where, Concern.ASYLUM, Concern.VIOLENCE, child_alone=True)
    assert owning(alone) == "unhcr child_protection"
    assert owning(asks(where, Concern.ASYLUM, Concern.VIOLENCE)) == "unhcr violence"


def test_without_a_team_for_the_first_concern_the_next_is_tried_and_then_the_coordinator():
    """Routing 1, Routing 5: then the coordinator, alerted."""
    asylum = specialist(Concern.ASYLUM, UNHCR)

    found = asks(guinea(BY_IOM, asylum), Concern.ASYLUM, Concern.VIOLENCE)
    assert owning(found) == "unhcr asylum"
    found = asks(guinea(BY_IOM, asylum), Concern.VIOLENCE)
    assert owning(found) == "red_cross coordinator"
    assert rules(found) == [Rule.NO_SPECIALIST, Rule.COORDINATOR]
    assert owner(found).alert


def test_a_specialist_of_another_area_is_none():
    """Routing 1: the team's area covers the centre."""
    elsewhere = specialist(Concern.VIOLENCE, UNICEF, countries=("ML",))

    assert rules(asks(guinea(elsewhere), Concern.VIOLENCE))[0] is Rule.NO_SPECIALIST


def test_two_equally_narrow_specialists_are_no_reason_to_try_the_next_concern():
    """Routing 1, Narrowest area: two equally narrow go to the coordinator, alerted."""
    where = guinea(
        *(specialist(Concern.VIOLENCE, each) for each in (UNICEF, IOM)),
        specialist(Concern.ASYLUM, UNHCR),
    )

    found = asks(where, Concern.VIOLENCE, Concern.ASYLUM)

    assert rules(found) == [Rule.NO_SPECIALIST, Rule.COORDINATOR]
    assert owner(found).alert


def test_a_specialist_that_fails_the_partner_gate_counts_as_not_registered():
    """Routing 1, Partner gate: without the clauses, as if there were no such team."""
    shelter = specialist(Concern.VIOLENCE, PARTNER)

    assert owning(asks(guinea(shelter, agreement(PARTNER)), Concern.VIOLENCE)) == shelter.name
    assert rules(asks(guinea(shelter), Concern.VIOLENCE))[0] is Rule.NO_SPECIALIST
    next_one = specialist(Concern.ASYLUM, UNHCR)
    found = asks(guinea(shelter, next_one), Concern.VIOLENCE, Concern.ASYLUM)
    assert owning(found) == "unhcr asylum"


@pytest.mark.parametrize(
    "managed",
    [BY_PARTNER, GOVERNMENT, BY_IOM, arrangement(PartnerRun(PARTNER, IOM, Extent.PART))],
)
def test_the_manager_of_the_centre_is_not_named_when_a_specialist_owns(managed):
    """Routing 1: the centre's manager sees nothing, nor does its successor."""
    soon = plan(POLICE, TURN)
    where = guinea(managed, agreement(PARTNER), soon, specialist(Concern.VIOLENCE, UNICEF))

    found = asks(where, Concern.VIOLENCE)

    assert receiving(found) == {UNICEF}
    assert looking_further(found) == {RED_CROSS}


def test_a_specialist_goes_before_the_matrix_and_before_an_overlap():
    """Routing 1, Routing 2: the first step decides first."""
    violence = specialist(Concern.VIOLENCE, UNICEF)
    where = guinea(BY_IOM, GOVERNMENT, agreement(IOM), cell(MINISTRY), violence)

    assert owning(asks(where, Concern.VIOLENCE)) == violence.name


def test_an_asylum_team_never_belongs_to_a_state_body():
    """Routing 1, Invariant 6: such a registration is passed over."""
    state_team = specialist(Concern.ASYLUM, MINISTRY)

    assert rules(asks(guinea(state_team), Concern.ASYLUM))[0] is Rule.NO_SPECIALIST


@pytest.mark.parametrize("concern", [Concern.CHILD_PROTECTION, Concern.VIOLENCE])
def test_who_also_fears_to_return_does_not_come_to_the_state_by_another_concern(concern):
    """Routing 1, Invariant 6: asylum claims never go to a State body by default."""
    where = guinea(specialist(concern, MINISTRY), specialist(Concern.ASYLUM, UNHCR))

    assert owning(asks(where, concern)) == f"ministry {concern}"
    assert owning(asks(where, concern, Concern.ASYLUM)) == "unhcr asylum"


def test_a_coordinators_team_is_no_specialist_even_if_it_names_a_concern():
    """Routing 1, Coordinator: looking further is another role than a queue for a concern."""
    both = coordinator(UNICEF, concern=Concern.VIOLENCE)

    found = asks(guinea(both), Concern.VIOLENCE)

    assert rules(found) == [Rule.NO_SPECIALIST, Rule.COORDINATOR]


def test_a_specialist_team_takes_no_ordinary_request_and_a_queue_no_concern():
    """Routing 1, A queue is a team's: each kind of team has its own requests."""
    no_queue = directory(
        *(centre(), service(), BY_IOM, specialist(Concern.VIOLENCE, IOM), coordinator(RED_CROSS))
    )

    assert rules(asks(no_queue)) == [Rule.IOM_RUN, Rule.NO_TEAM, Rule.COORDINATOR]
    assert owning(asks(guinea(BY_IOM), Concern.VIOLENCE)) == "red_cross coordinator"


def test_a_coordinators_team_is_no_queue_of_its_organisation():
    """Coordinator, A queue is a team's: a request for IOM does not end with its coordinators."""
    where = directory(centre(), service(), BY_IOM, coordinator(IOM))

    assert rules(asks(where)) == [Rule.IOM_RUN, Rule.NO_TEAM, Rule.COORDINATOR]
    assert owner(asks(where)).alert


def test_a_concern_is_what_the_person_says_and_nationality_is_not_known():
    """Routing 1: never guessed; a recognised refugee who asks for food has none."""
    assert Told().concerns_in_order == ()
    assert not [name for name in Told.__struct_fields__ if "nation" in name]
    where = guinea(service(ServiceType.FOOD), BY_IOM, specialist(Concern.ASYLUM, UNHCR))
    assert owning(asks(where, kind=ServiceType.FOOD)) == "iom"


# 2. Matrix, or the provider of an imported service


@pytest.mark.parametrize(
    "facts",
    [
        (agreement(UNICEF, end=NOW), cell(UNICEF)),
        (agreement(UNICEF, start=TURN), cell(UNICEF)),
        (cell(UNICEF),),
        (agreement(UNICEF), cell(UNICEF, end=NOW)),
        (agreement(UNICEF), cell(UNICEF, start=TURN)),
        (agreement(UNICEF), cell(UNICEF, arrangement="an earlier one")),
        (agreement(UNICEF), cell(UNICEF, centre=LABE)),
        (agreement(UNICEF), cell(UNICEF, ServiceType.FOOD)),
    ],
    ids=[
        "agreement over",
        "agreement to come",
        "no such agreement",
        "cell over",
        "cell to come",
        "made for another arrangement",
        "another centre",
        "another service",
    ],
)
def test_a_cell_holds_only_with_its_agreement_and_the_arrangement_it_was_made_for(facts):
    """Routing 2: valid only while both are in force."""
    assert owning(asks(guinea(arrangement(IomRun(IOM)), *facts))) == "iom"
    whole = guinea(arrangement(IomRun(IOM)), agreement(UNICEF), cell(UNICEF))
    assert owning(asks(whole)) == "unicef"


def test_a_cell_ends_with_its_arrangement_though_the_agreement_goes_on():
    """Routing 2: both the agreement and the arrangement."""
    where = guinea(
        arrangement(JointlyRun(IOM, (MINISTRY,)), end=TURN),
        arrangement(GovernmentRun(MINISTRY), id="next", start=TURN),
        *(agreement(IOM, MINISTRY), cell(IOM)),
    )

    assert owning(asks(where)) == "iom"
    assert rules(asks(where, at=TURN)) == [Rule.GOVERNMENT_RUN]


def test_an_imported_service_goes_to_the_organisation_that_provides_it():
    """Routing 2, Overlap or none: the place never had an arrangement."""
    found = asks(guinea(service(provider=UNICEF)))

    assert owning(found) == "unicef"
    assert rules(found) == [Rule.PROVIDER]
    assert receiving(found) == {UNICEF}


def test_the_provider_of_an_imported_service_passes_the_partner_gate_too():
    """Routing 2, Partner gate: it holds for imported services."""
    imported = service(provider=PARTNER)

    assert owning(asks(guinea(imported, agreement(PARTNER)))) == "partner"
    assert rules(asks(guinea(imported))) == [
        Rule.PROVIDER,
        Rule.PARTNER_GATE,
        Rule.COORDINATOR,
    ]


def test_once_a_place_has_had_an_arrangement_its_provider_is_asked_no_more():
    """Routing 2, Overlap or none: an expired arrangement is one that it has had."""
    over = arrangement(IomRun(IOM), end=NOW)

    found = asks(guinea(service(provider=UNICEF), over))

    assert rules(found) == [Rule.NO_ARRANGEMENT, Rule.COORDINATOR]


@pytest.mark.parametrize(
    "not_yet",
    [
        arrangement(GovernmentRun(MINISTRY), start=TURN),
        arrangement(GovernmentRun(MINISTRY), provisional=True),
    ],
    ids=["to come", "provisional"],
)
def test_an_arrangement_that_has_not_begun_leaves_the_provider_in_place(not_yet):
    """Routing 2, Handover: as if nothing had been written."""
    assert owning(asks(guinea(service(provider=UNICEF), not_yet))) == "unicef"


# 3. and 4. The complementary owner and the model's manager


@pytest.mark.parametrize(
    ("model", "name", "rule"),
    [
        (IomRun(IOM), "iom", Rule.IOM_RUN),
        (PartnerRun(UNICEF, IOM), "unicef", Rule.PARTNER_RUN),
        (PartnerRun(UNICEF, IOM, Extent.PART), "iom", Rule.PARTLY_PARTNER_RUN),
        (GovernmentRun(MINISTRY), "ministry", Rule.GOVERNMENT_RUN),
        (JointlyRun(IOM, (MINISTRY,)), "red_cross coordinator", Rule.NO_CELL),
    ],
)
def test_without_cell_and_complement_the_model_names_the_manager(model, name, rule):
    """Routing 4: the model's manager; joint goes to the coordinator."""
    found = asks(guinea(arrangement(model)))

    assert owning(found) == name
    assert rules(found)[0] is rule


def test_a_complementary_owner_goes_before_the_model_and_only_for_its_service():
    """Routing 3, Routing 4: the third step before the fourth."""
    where = guinea(
        service(ServiceType.FOOD),
        arrangement(IomRun(IOM), complementary(UNICEF, ServiceType.FOOD)),
    )

    assert owning(asks(where, kind=ServiceType.FOOD)) == "unicef"
    assert owning(asks(where)) == "iom"


def test_a_complementary_owner_without_a_service_owns_none():
    """Routing 3: which service it is must be said."""
    where = guinea(arrangement(IomRun(IOM), Party(UNICEF, Role.COMPLEMENTARY)))

    assert owning(asks(where)) == "iom"


# Teams and areas


def test_the_team_with_the_narrowest_area_is_found():
    """Narrowest area: one centre before several, centres before countries, these before all."""
    wide = [
        team(IOM, CONAKRY, name="one centre"),
        team(IOM, CONAKRY, LABE, name="two centres"),
        team(IOM, countries=("GN",), name="one country"),
        team(IOM, countries=("GN", "ML"), name="two countries"),
        team(IOM, area=Area(), name="everywhere"),
    ]
    while wide:
        found = asks(directory(centre(), service(), BY_IOM, *reversed(wide)))
        assert owning(found) == wide.pop(0).name


def test_a_country_is_narrower_than_the_same_country_and_a_centre_abroad():
    """Narrowest area: what lies inside another area is the narrower one."""
    abroad = team(IOM, LABE, countries=("GN",), name="with one abroad")
    where = directory(centre(), service(), BY_IOM, abroad, team(IOM, name="country"))

    assert owning(asks(where)) == "country"


def test_two_equally_narrow_teams_go_to_the_coordinator_alerted():
    """Narrowest area, Routing 5: none, or two equally narrow."""
    where = guinea(BY_IOM, team(IOM, name="a second one"))

    found = asks(where)

    assert rules(found) == [Rule.IOM_RUN, Rule.TWO_TEAMS, Rule.COORDINATOR]
    assert owner(found).alert


def test_an_organisation_without_a_team_here_goes_to_the_coordinator_alerted():
    """Narrowest area, A queue is a team's: IOM in another country does not receive."""
    abroad = team(IOM, countries=("KH",))
    where = directory(centre(), service(), BY_IOM, abroad, coordinator(RED_CROSS))

    found = asks(where)

    assert rules(found) == [Rule.IOM_RUN, Rule.NO_TEAM, Rule.COORDINATOR]
    assert owner(found).alert


# Coordinators


def test_the_coordinator_is_named_as_one_who_looks_further():
    """Coordinator: if nobody answers in time, another looks for a way."""
    found = asks(guinea(BY_IOM))

    assert receiving(found) == {IOM}
    assert looking_further(found) == {RED_CROSS}


def test_an_organisation_that_receives_is_not_named_a_second_time():
    """Coordinator, Invariant 4: receiving is the wider capacity."""
    where = directory(centre(), service(), BY_IOM, team(IOM), coordinator(IOM))

    assert receiving(asks(where)) == {IOM}
    assert looking_further(asks(where)) == set()


def test_the_coordinator_of_the_narrowest_area_looks_and_of_two_always_the_same():
    """Coordinator, Narrowest area: somebody is always found."""
    national, local = coordinator(UNICEF, name="a"), coordinator(UNHCR, name="local")
    twin = coordinator(RED_CROSS)

    where = directory(centre(), service(), national, team(UNHCR, CONAKRY, coordinates=True))
    assert owning(asks(where)) == "unhcr"
    both = [directory(centre(), service(), *each) for each in ((twin, local), (local, twin))]
    assert owning(asks(both[0])) == owning(asks(both[1])) == "local"


@pytest.mark.parametrize("concern", [Concern.ASYLUM, Concern.VIOLENCE])
def test_a_coordinator_of_the_state_is_passed_over_for_asylum_and_violence(concern):
    """Coordinator, Invariant 6: also where it would only look further."""
    nearest = team(MINISTRY, CONAKRY, name="of the State", coordinates=True)
    facts = (centre(), service(), nearest, coordinator(RED_CROSS))

    assert owning(asks(directory(*facts))) == "of the State"
    assert owning(asks(directory(*facts), concern)) == "red_cross coordinator"
    with_team = asks(directory(*facts, specialist(concern, UNHCR)), concern)
    assert looking_further(with_team) == {RED_CROSS}
    only_the_state = directory(*facts[:3], specialist(concern, UNHCR))
    assert looking_further(asks(only_the_state, concern)) == set()


def test_a_coordinator_of_the_state_may_look_for_a_child_without_such_a_concern():
    """Coordinator, Children: passed over for asylum, violence and refusal alone."""
    where = directory(centre(), service(), coordinator(MINISTRY))

    assert owning(asks(where, child_alone=True)) == "ministry coordinator"


@pytest.mark.parametrize("open_gate", [True, False])
def test_a_coordinator_of_a_partner_learns_who_it_is_only_through_the_gate(open_gate):
    """Coordinator, Partner gate: may_share says whether the gate is open."""
    facts = (agreement(PARTNER),) if open_gate else ()
    found = asks(directory(centre(), service(), coordinator(PARTNER), *facts))

    assert owning(found) == "partner coordinator"
    assert owner(found).may_share is open_gate


# Who refuses authorities


def near_conakry(*facts: object):
    """Conakry run by the ministry, and Labé, which IOM runs."""
    return guinea(
        centre(point=Point(9.5, -13.7)),
        centre(LABE, point=Point(11.3, -12.3)),
        service(at=LABE),
        GOVERNMENT,
        arrangement(IomRun(IOM), id="labe", centre=LABE),
        *facts,
    )


def test_who_refuses_authorities_is_offered_owners_that_are_not_of_the_state():
    """Refuses authorities: the owner would be of the State."""
    where = near_conakry()

    found = nobody(asks(where, refuses_authorities=True))

    assert found.alternatives == where.services_of(LABE)
    assert rules(found) == [Rule.GOVERNMENT_RUN, Rule.REFUSES_AUTHORITIES]
    assert owning(asks(where)) == "ministry"


def test_the_nearest_owners_are_offered_first_and_three_at_most():
    """Refuses authorities: a short list that one can choose from."""
    towns = {f"town {n}": Point(9.5 + n, -13.7) for n in (5, 2, 4, 3)}
    places = [centre(CentreId(key), point=point) for key, point in towns.items()]
    run = [arrangement(IomRun(IOM), id=each.name, centre=each.id) for each in places]
    somewhere = (service(at=each.id) for each in places)
    here = centre(point=Point(9.5, -13.7))

    found = asks(guinea(here, GOVERNMENT, *places, *run, *somewhere), refuses_authorities=True)

    offered = [each.centre for each in nobody(found).alternatives]
    assert offered == ["town 2", "town 3", "town 4"]


@pytest.mark.parametrize(
    "facts",
    [
        (service(at=LABE, confidential=True),),
        (service(at=LABE, status=ServiceStatus.CLOSED_FOR_NOW),),
        (service(at=LABE, admission=Admission.NO_REFERRALS),),
        (centre(LABE, status=CentreStatus.WINDING_DOWN),),
        (centre(LABE, country="ML"), team(IOM, countries=("GN", "ML"))),
        (arrangement(GovernmentRun(POLICE), id="labe again", centre=LABE),),
        (service(ServiceType.FOOD, at=LABE, id=service(at=LABE).id),),
    ],
    ids=[
        "confidential",
        "closed for now",
        "takes no referrals",
        "winding down",
        "another country",
        "cannot be routed",
        "another kind of help",
    ],
)
def test_only_a_place_that_may_receive_is_offered_else_the_coordinator(facts):
    """Refuses authorities, Closed centre, Address: else the coordinator, if not of the State."""
    found = asks(near_conakry(*facts), refuses_authorities=True)

    assert owning(found) == "red_cross coordinator"


def test_another_place_run_by_the_state_is_no_alternative():
    """Refuses authorities: owners that are not of the State."""
    of_the_police = arrangement(GovernmentRun(POLICE), centre=LABE)
    where = guinea(GOVERNMENT, centre(LABE), service(at=LABE), of_the_police)

    assert owning(asks(where, refuses_authorities=True)) == "red_cross coordinator"


def test_without_alternatives_and_with_a_coordinator_of_the_state_there_is_information_only():
    """Refuses authorities: the State's coordinator is passed over."""
    where = directory(centre(), service(), GOVERNMENT, team(MINISTRY), coordinator(MINISTRY))

    found = nobody(asks(where, refuses_authorities=True))

    assert found.alternatives == ()
    assert Rule.REFUSES_AUTHORITIES in rules(found)


def test_where_only_a_coordinator_of_the_state_would_own_alternatives_are_offered_too():
    """Refuses authorities, Invariant 6: offer an alternative or information only."""
    where = directory(
        *(centre(), service(), coordinator(MINISTRY)),
        *(centre(LABE), service(at=LABE), team(IOM)),
        arrangement(IomRun(IOM), centre=LABE),
    )

    found = nobody(asks(where, refuses_authorities=True))

    assert found.alternatives == where.services_of(LABE)


def test_nothing_changes_for_who_refuses_authorities_where_the_owner_is_not_the_state():
    """Refuses authorities: the owner is IOM already."""
    assert owning(asks(guinea(BY_IOM), refuses_authorities=True)) == "iom"


def test_no_authority_is_named_to_who_refuses_them_not_even_as_successor_or_coordinator():
    """Refuses authorities, Invariant 6: neither as one who receives nor as one who looks."""
    soon = plan(MINISTRY, TURN)
    where = directory(centre(), service(), BY_IOM, soon, team(IOM), coordinator(MINISTRY))

    refuses = asks(where, refuses_authorities=True)

    assert receiving(asks(where)) == {IOM, MINISTRY}
    assert receiving(refuses) == {IOM}
    assert looking_further(refuses) == set()


@pytest.mark.parametrize(("hides", "is_safe"), [(True, True), (False, False)])
def test_a_team_that_cannot_hide_a_case_from_seconded_state_staff_counts_as_of_the_state(
    hides, is_safe
):
    """Refuses authorities: seconded State staff do not see these cases."""
    queue = team(IOM, state_staff_seconded=True, hides_from_state=hides)

    found = asks(guinea(BY_IOM, queue), refuses_authorities=True)

    assert owning(found) == ("iom" if is_safe else "red_cross coordinator")


def test_a_team_without_state_staff_has_nothing_to_hide():
    """Refuses authorities: only seconded staff make a team count as of the State."""
    queue = team(IOM, hides_from_state=False)

    assert owning(asks(guinea(BY_IOM, queue), refuses_authorities=True)) == "iom"


def test_a_specialist_of_the_state_is_passed_over_for_who_refuses_authorities():
    """Refuses authorities, Routing 1: specialists too."""
    where = guinea(specialist(Concern.VIOLENCE, MINISTRY))

    assert owning(asks(where, Concern.VIOLENCE)) == "ministry violence"
    refuses = asks(where, Concern.VIOLENCE, refuses_authorities=True)
    assert owning(refuses) == "red_cross coordinator"


# Route twice


def test_the_same_question_has_the_same_answer_and_names_the_same_recipients():
    """Route twice: nothing changed, so nothing is asked again."""
    first, again = (owner(asks(guinea(BY_PARTNER, agreement(PARTNER)))) for _ in range(2))

    assert first == again
    assert same_recipients(first.recipients, reversed(again.recipients))


def test_a_handover_between_the_two_routes_gives_other_recipients():
    """Route twice: different recipients, so nothing is submitted."""
    where = guinea(
        arrangement(IomRun(IOM), end=TURN), arrangement(GovernmentRun(MINISTRY), start=TURN)
    )

    chosen, submitted = (owner(asks(where, at=at)) for at in (NOW, TURN))

    assert not same_recipients(chosen.recipients, submitted.recipients)


def test_another_capacity_makes_another_recipient():
    """Route twice, Coordinator: who only looked further has not been named as receiving."""
    facts = (centre(), service(), BY_IOM, coordinator(RED_CROSS), team(RED_CROSS))
    routed = owner(asks(directory(*facts, team(IOM))))
    not_routed = owner(asks(directory(*facts)))

    assert not same_recipients(routed.recipients, not_routed.recipients)


# Overlap of arrangements or none


def test_arrangements_that_overlap_go_to_the_coordinator_alerted():
    """Overlap or none: at run time."""
    found = asks(guinea(BY_IOM, GOVERNMENT))

    assert rules(found) == [Rule.OVERLAP, Rule.COORDINATOR]
    assert owner(found).alert


def test_a_place_without_arrangement_or_provider_goes_to_the_coordinator_alerted():
    """Overlap or none: nobody knows who runs it."""
    found = asks(guinea())

    assert rules(found) == [Rule.NO_ARRANGEMENT, Rule.COORDINATOR]
    assert owner(found).alert


# Handover and the end of agreements


@pytest.mark.parametrize("days", [1, 90])
def test_a_successor_within_ninety_days_is_named_as_one_who_receives(days):
    """Open referrals, Handover: so that the case may move without asking again."""
    near = plan(MINISTRY, NOW + timedelta(days=days))

    assert receiving(asks(guinea(BY_IOM, near))) == {IOM, MINISTRY}


@pytest.mark.parametrize(
    "other",
    [
        plan(MINISTRY, NOW + timedelta(days=90, microseconds=1)),
        plan(MINISTRY, NOW),
        plan(MINISTRY, NOW - timedelta(days=1)),
        plan(MINISTRY, NOW + timedelta(days=10), stage="completed"),
        plan(MINISTRY, NOW + timedelta(days=10), centre=LABE),
    ],
    ids=["later", "now", "past", "completed", "another centre"],
)
def test_no_other_plan_names_a_successor(other):
    """Open referrals, Handover: whoever runs it is no name."""
    assert receiving(asks(guinea(BY_IOM, other))) == {IOM}


def test_a_successor_is_named_also_where_the_coordinator_must_look_now():
    """Open referrals, Handover: a joint centre with an empty cell that becomes the State's."""
    joint = arrangement(JointlyRun(IOM, (MINISTRY,)))

    found = asks(guinea(joint, plan(MINISTRY, TURN)))

    assert owner(found).alert
    assert receiving(found) == {RED_CROSS, MINISTRY}


def test_a_provisional_arrangement_decides_nothing():
    """Handover: routing stays as if nothing had been written until it is confirmed."""
    written = arrangement(GovernmentRun(MINISTRY), start=NOW, provisional=True)

    assert owning(asks(guinea(BY_IOM, written))) == "iom"


def test_the_cells_of_a_joint_centre_go_to_the_coordinator_when_the_agreement_ends():
    """After an agreement ends: joint goes to the coordinator, alerted."""
    joint = arrangement(JointlyRun(IOM, (MINISTRY,)))
    where = guinea(joint, agreement(IOM, MINISTRY, end=TURN), cell(MINISTRY))

    assert owning(asks(where)) == "ministry"
    after = asks(where, at=TURN)
    assert rules(after) == [Rule.NO_CELL, Rule.COORDINATOR]
    assert owner(after).alert


def test_a_partner_whose_contract_has_ended_receives_nothing_new_though_a_protocol_goes_on():
    """After an agreement ends, B6: new referrals go to IOM."""
    where = guinea(
        arrangement(PartnerRun(PARTNER, IOM), agreement="contract"),
        agreement(PARTNER, IOM, end=TURN),
        agreement(PARTNER, UNHCR, id="protocol", kind=AgreementKind.DATA_PROTOCOL),
    )

    assert owning(asks(where)) == "partner"
    assert owning(asks(where, at=TURN)) == "iom"
    assert rules(asks(where, at=TURN)) == [Rule.PARTNER_RUN, Rule.PARTNER_GATE]


# Centres that take no request


@pytest.mark.parametrize("status", CentreStatus)
def test_a_closed_or_winding_down_centre_takes_no_request(status):
    """Closed centre: it is found by nobody who looks for help."""
    where = guinea(centre(status=status), BY_IOM)

    takes = where.centre(CONAKRY).takes_requests

    assert takes is (status is CentreStatus.OPEN)
    assert bool(list(where.open_services())) is takes


def test_a_referral_that_is_open_when_a_centre_winds_down_still_has_an_owner():
    """Closed centre, Invariant 2: only new requests are refused."""
    assert owning(asks(guinea(centre(status=CentreStatus.WINDING_DOWN), BY_IOM))) == "iom"


def test_the_gate_of_one_partner_does_not_open_for_another():
    """Partner gate: the partner itself is a party."""
    other = agreement(OTHER_PARTNER, IOM)

    assert owning(asks(guinea(BY_PARTNER, other))) == "iom"
