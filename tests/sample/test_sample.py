"""The sample directory says what it is, holds the four models, and routes as the rules ask."""

import dataclasses
import re
from datetime import UTC, date, datetime

import pytest

from bot.sample import sample_directory
from casework.directory_files.report import Read, RemarkKind
from domain.capacity import holds, imported
from domain.centres import AddressRule, Centre
from domain.emergency import numbers_for
from domain.management import overlapping
from domain.organisations import CentreId, Team
from domain.people import Concern, Gender, Told
from domain.routing import NoSafeOwner, Owner, Route, Rule, route
from domain.services import Service, ServiceId, ServiceType
from tests.directory_files.facts import facts_of

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
LATER = datetime(2029, 6, 1, 9, tzinfo=UTC)

TEAM_FOR_SHELTER = {
    "ba-bihac": "ba-foreigners-bihac",
    "dj-obock": "iom-dj-obock",
    "gn-conakry": "gn-social-affairs-conakry",
    "gr-athens": "gr-stegi-athens",
    "jo-amman": "jo-bayt-amman",
    "kh-poipet": "kh-social-affairs-poipet",
    "ma-oujda": "iom-ma-assistance",
    "ma-rabat": "iom-ma-assistance",
    "ma-tanger": "ma-toit-tanger",
    "ma-tetouan": "ma-toit-tetouan",
    "ne-agadez": "ne-interior-agadez",
    "ne-niamey": "iom-ne-niamey",
    "tn-medenine": "iom-tn-assistance",
}
WITHOUT_BEDS = ("ma-tanger-hcr", "ne-zinder")
AN_ISO_DATE = re.compile(r"\b\d{4}-\d\d-\d\d\b")
A_TELEPHONE_NUMBER = re.compile(r"\+?\d(?:[\s().-]?\d){5,}")


@pytest.fixture(scope="module")
def sample() -> Read:
    return sample_directory(NOW)


def asked(sample: Read, service: str, at: datetime = NOW, told: Told | None = None) -> Route:
    found = sample.directory.service(ServiceId(service))
    return route(sample.directory, found, told or Told(), at)


def owner(sample: Read, service: str, at: datetime = NOW, told: Told | None = None) -> Owner:
    found = asked(sample, service, at, told)
    assert isinstance(found, Owner)
    return found


def test_nothing_is_refused_and_the_one_warning_is_the_contract_without_its_clause(
    sample: Read,
) -> None:
    assert not sample.refused
    assert [each.kind for each in sample.warnings] == [RemarkKind.GATE_CLOSED]
    assert sample.warnings[0].words.startswith("Accueil Rabat")


def test_d6_conakry_is_in_the_national_budget_of_2020_under_its_ministry(sample: Read) -> None:
    """D6, C3: the line names year and authority."""
    (line,) = (each for each in sample.directory.budgets if each.centre == "gn-conakry")
    assert (line.year, line.authority) == (2020, "gn-social-affairs")
    assert "Ministry of Social Affairs" in line.line


def test_there_are_fifteen_centres_in_nine_countries(sample: Read) -> None:
    directory = sample.directory
    assert {str(each.id) for each in directory.centres} == {*TEAM_FOR_SHELTER, *WITHOUT_BEDS}
    assert len({each.country for each in directory.centres}) == 9
    assert sample.seen["services"] == len(directory.services) == 58
    assert not overlapping(directory.arrangements)


@pytest.mark.parametrize("kind", ["organisations", "teams", "centres", "services", "agreements"])
def test_everything_is_marked_as_a_sample(sample: Read, kind: str) -> None:
    assert all(each.sample for each in getattr(sample.directory, kind))


def test_every_name_of_a_centre_says_that_it_is_a_sample(sample: Read) -> None:
    assert all(each.name.endswith("(sample)") for each in sample.directory.centres)


def test_no_text_holds_digits_that_look_like_a_telephone_number(sample: Read) -> None:
    assert not any(each.phone for each in sample.directory.centres)
    directory = sample.directory
    every: tuple[Centre | Service | Team, ...] = (
        *directory.centres,
        *directory.services,
        *directory.teams,
    )
    for facts in every:
        for text in map(str, dataclasses.asdict(facts).values()):
            if not text.startswith(("{'latitude'", "{'places'")):
                assert not A_TELEPHONE_NUMBER.search(AN_ISO_DATE.sub("", text)), text
    for place in sample.undisclosed.values():
        assert not A_TELEPHONE_NUMBER.search(place.address)


@pytest.mark.parametrize(("centre", "team"), TEAM_FOR_SHELTER.items())
@pytest.mark.parametrize("at", [NOW, LATER])
def test_shelter_goes_to_the_team_of_the_model(
    sample: Read, centre: str, team: str, at: datetime
) -> None:
    found = owner(sample, f"{centre}-shelter", at)
    assert (found.team.id, found.may_share, found.alert) == (team, True, False)


@pytest.mark.parametrize(
    ("at", "team", "rule"),
    [
        (datetime(2018, 5, 1, tzinfo=UTC), "iom-kh-poipet", Rule.IOM_RUN),
        (datetime(2019, 7, 1, tzinfo=UTC), "iom-kh-poipet", Rule.IOM_RUN),
        (datetime(2020, 1, 1, tzinfo=UTC), "kh-social-affairs-poipet", Rule.GOVERNMENT_RUN),
    ],
)
def test_poi_pet_is_ioms_until_the_handover_known_by_its_year(
    sample: Read, at: datetime, team: str, rule: Rule
) -> None:
    found = owner(sample, "kh-poipet-shelter", at)
    assert (found.team.id, found.why[0].rule) == (team, rule)


def test_in_rabat_the_contract_lacks_a_clause_so_iom_owns(sample: Read) -> None:
    rules = [each.rule for each in owner(sample, "ma-rabat-shelter").why]
    assert rules == [Rule.PARTNER_RUN, Rule.PARTNER_GATE]


def test_in_oujda_the_partner_runs_what_the_matrix_gives_it(sample: Read) -> None:
    assert owner(sample, "ma-oujda-food").team.id == "ma-oriental-oujda"
    assert owner(sample, "ma-oujda-shelter").why[0].rule is Rule.PARTLY_PARTNER_RUN


def test_the_addresses_of_flats_are_not_in_the_directory(sample: Read) -> None:
    hidden = {
        each.id: each
        for each in sample.directory.centres
        if each.address_rule is not AddressRule.PUBLIC
    }
    assert set(hidden) == set(sample.undisclosed) == {"ma-tanger", "ma-tetouan", "ma-rabat"}
    for key, centre in hidden.items():
        assert (centre.address, centre.point) == ("", None)
        assert centre.area_point is not None
        assert sample.undisclosed[key].address
        assert sample.undisclosed[key].point is not None


def test_in_conakry_the_matrix_decides_and_its_empty_cell_alerts_the_coordinator(
    sample: Read,
) -> None:
    assert owner(sample, "gn-conakry-health").team.id == "iom-gn-conakry"
    empty = owner(sample, "gn-conakry-tracing")
    assert (empty.team.id, empty.alert) == ("iom-gn-coordination", True)
    assert [each.rule for each in empty.why] == [Rule.NO_CELL, Rule.COORDINATOR]


def test_the_committee_of_conakry_meets_every_month(sample: Read) -> None:
    committee = sample.directory.centre(CentreId("gn-conakry")).committee
    assert committee is not None
    assert committee.next_from(NOW.date()) == date(2026, 12, 8)


def test_in_agadez_health_is_ioms_and_shelter_the_governments(sample: Read) -> None:
    assert owner(sample, "ne-agadez-health").team.organisation == "iom"
    assert owner(sample, "ne-agadez-legal").why[0].rule is Rule.COMPLEMENTARY
    assert owner(sample, "ne-agadez-shelter").team.organisation == "ne-interior"


def test_who_refuses_the_authorities_in_agadez_is_offered_niamey(sample: Read) -> None:
    found = asked(sample, "ne-agadez-shelter", told=Told(refuses_authorities=True))
    assert isinstance(found, NoSafeOwner)
    assert [each.id for each in found.alternatives] == ["ne-niamey-shelter"]


@pytest.mark.parametrize("concern", list(Concern))
def test_every_centre_has_a_specialist_for_every_concern(sample: Read, concern: Concern) -> None:
    told = Told(
        child_alone=concern is Concern.CHILD_PROTECTION,
        concerns=frozenset() if concern is Concern.CHILD_PROTECTION else frozenset({concern}),
    )
    for centre in TEAM_FOR_SHELTER:
        found = owner(sample, f"{centre}-shelter", told=told)
        assert found.team.concern is concern
        organisation = sample.directory.organisation(found.team.organisation)
        assert concern is not Concern.ASYLUM or not organisation.is_state


def test_every_country_has_a_place_that_is_open_day_and_night(sample: Read) -> None:
    always = {each.country for each in sample.directory.centres if each.hours == "24/7"}
    assert always == {each.country for each in sample.directory.centres}


def test_the_flat_for_women_is_strict_and_the_safe_house_is_in_no_search(sample: Read) -> None:
    rule = sample.directory.service(ServiceId("ma-tetouan-shelter")).eligibility
    assert (rule.genders, rule.strict) == (frozenset({Gender.WOMEN}), True)
    assert sample.directory.service(ServiceId("tn-medenine-safe")).confidential
    assert not list(sample.directory.open_services(ServiceType.SAFE_HOUSE))


def test_free_places_were_counted_within_the_day(sample: Read) -> None:
    counts = [
        imported(each.capacity, holds(each)) for each in sample.directory.services if each.capacity
    ]
    assert len(counts) == 13
    assert all(each.known_at(NOW) for each in counts)


def test_the_sample_is_the_same_at_every_reading(sample: Read) -> None:
    again = sample_directory(NOW)
    assert facts_of(again.directory) == facts_of(sample.directory)
    assert (again.undisclosed, again.seen) == (sample.undisclosed, sample.seen)


def test_every_country_of_the_sample_has_emergency_numbers(sample: Read) -> None:
    assert all(numbers_for(each.country).sure for each in sample.directory.centres)
