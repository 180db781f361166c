"""What names and categories mean: kinds of help, kinds of organisations, short names."""

import pytest

from casework.directory_files import kinds
from casework.directory_files.names import LONGEST_NAME, short_name, split_name
from casework.directory_files.organisation_kinds import kind_of
from casework.directory_files.services import admission_of
from domain.organisations import OrganisationKind
from domain.services import Admission, ServiceType

MIXED = (
    "Protection Services (Legal services, Shelter for survivors of gender-based violence (GBV), "
    "Shelter for vulnerable families, Medical services for survivors of gender-based violence)"
)


@pytest.mark.parametrize(
    ("category", "name", "kind"),
    [
        ("CASH", "Financial assistance (Urgent Cash Assistance)", ServiceType.CASH),
        ("SHELTER", "Cash For Rent (Provision of cash-for-rent assistance)", ServiceType.SHELTER),
        ("WASH", "Drainage", ServiceType.WATER),
        ("PROTECTION", "Child Protection (Child-friendly spaces)", ServiceType.CHILD_PROTECTION),
        ("PROTECTION", "Women Safe Spaces (Women Safe Spaces)", ServiceType.WOMEN),
        ("PROTECTION", "Psychosocial & Mental Health", ServiceType.MENTAL_HEALTH),
        ("PROTECTION", "Protection Services (Legal services)", ServiceType.LEGAL),
        ("PROTECTION", "Community-focused Protection", ServiceType.INFORMATION),
        ("", "Hébergement d'urgence", ServiceType.SHELTER),
        ("", "Distribution de repas", ServiceType.FOOD),
        ("health", "Anything", ServiceType.HEALTH),
    ],
)
def test_kinds_of_help(category: str, name: str, kind: ServiceType) -> None:
    found = kinds.kind_of(category, name)
    assert (found.type, found.confidential, found.mixed) == (kind, False, False)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Shelter for survivors of gender-based violence (GBV)", ServiceType.SAFE_HOUSE),
        ("Safe house", ServiceType.SAFE_HOUSE),
        ("Case management for GBV", ServiceType.WOMEN),
        ("Services (Clinical management of rape - CMR)", ServiceType.WOMEN),
        ("Accueil des victimes de violences", ServiceType.WOMEN),
        ("مأوى للناجيات من العنف", ServiceType.WOMEN),
    ],
)
def test_what_is_for_survivors_is_confidential(name: str, kind: ServiceType) -> None:
    found = kinds.kind_of("PROTECTION", name)
    assert (found.type, found.confidential) == (kind, True)


def test_a_service_for_survivors_by_its_criteria_keeps_its_kind_and_is_confidential() -> None:
    found = kinds.kind_of("HEALTH", "Health Services", "SGBV")
    assert (found.type, found.confidential) == (ServiceType.HEALTH, True)
    assert not kinds.kind_of("HEALTH", "Health Services", "SGBV; Open to all").confidential
    assert kinds.without_violence("SGBV; Open to all") == "Open to all"


def test_a_mixed_service_stays_loses_those_words_and_is_no_shelter() -> None:
    found = kinds.kind_of("PROTECTION", MIXED)
    assert (found.confidential, found.mixed, found.guessed) == (False, True, True)
    assert found.type is ServiceType.INFORMATION
    assert found.name == "Protection Services (Legal services, Shelter for vulnerable families)"


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("IOM", OrganisationKind.IOM),
        ("OIM Guinée", OrganisationKind.IOM),
        ("International Organization for Migration", OrganisationKind.IOM),
        ("UNHCR", OrganisationKind.INTERNATIONAL),
        ("Un Women", OrganisationKind.INTERNATIONAL),
        (" WFP  Jordan ", OrganisationKind.INTERNATIONAL),
        ("ICRC", OrganisationKind.INTERNATIONAL),
        ("Ministry of Social Development", OrganisationKind.GOVERNMENT),
        ("Ministère de l'Action sociale", OrganisationKind.GOVERNMENT),
        ("Government of Jordan", OrganisationKind.GOVERNMENT),
        ("Friends of UNHCR", OrganisationKind.PARTNER),
        ("IOM partners", OrganisationKind.PARTNER),
        ("IOCC", OrganisationKind.PARTNER),
        ("New Ministry Church", OrganisationKind.PARTNER),
    ],
)
def test_kinds_of_organisations(name: str, kind: OrganisationKind) -> None:
    assert kind_of(name) is kind


@pytest.mark.parametrize(
    ("words", "admission"),
    [
        ("Referrals not accepted", Admission.NO_REFERRALS),
        ("Referral is not required", Admission.WALK_IN),
        ("Walk-in", Admission.WALK_IN),
        ("By appointment", Admission.APPOINTMENT),
        ("Email on a per case basis", Admission.REFERRAL),
        ("IA Form", Admission.REFERRAL),
        ("", Admission.REFERRAL),
    ],
)
def test_how_one_gets_in(words: str, admission: Admission) -> None:
    assert admission_of(words) is admission


def test_long_names_lose_their_parenthesis() -> None:
    inside = "all that does not fit into a name which somebody reads on an old telephone"
    assert short_name(f"Basic needs (NFI) ({inside})") == ("Basic needs (NFI)", inside)
    assert short_name("Basic needs (NFI)") == ("Basic needs (NFI)", "")
    name, words = short_name("word " * 100)
    assert len(name) <= LONGEST_NAME
    assert (name[-1], words) == ("…", ("word " * 100).strip())


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("A (b (c))", ("A", "b (c)")),
        ("A (b) (c)", ("A (b)", "c")),
        ("A (b", ("A (b", "")),
        ("A b)", ("A b)", "")),
        ("(b)", ("(b)", "")),
    ],
)
def test_split_names(name: str, parts: tuple[str, str]) -> None:
    assert split_name(name) == parts
