"""Words in an export for readers who do not know Passerelle's codes, in English as HSDS is."""

from __future__ import annotations

from collections.abc import Mapping

from domain.accessibility import Wheelchair
from domain.centres import AddressRule
from domain.organisations import OrganisationKind
from domain.services import Admission, ServiceType

KINDS: Mapping[ServiceType, str] = {
    ServiceType.SHELTER: "Shelter",
    ServiceType.FOOD: "Food",
    ServiceType.ITEMS: "Clothes, blankets and other items",
    ServiceType.WATER: "Water, toilets and hygiene",
    ServiceType.HEALTH: "Health",
    ServiceType.MENTAL_HEALTH: "Mental health and psychosocial support",
    ServiceType.CASH: "Cash assistance",
    ServiceType.LEGAL: "Legal help and documents",
    ServiceType.REGISTRATION: "Registration",
    ServiceType.CONSULAR: "Contact with a consulate",
    ServiceType.CHILD_PROTECTION: "Child protection",
    ServiceType.FAMILY_TRACING: "Search for family",
    ServiceType.WOMEN: "Services for women",
    ServiceType.SAFE_HOUSE: "Safe house",
    ServiceType.DISABILITY: "Support with a disability",
    ServiceType.EDUCATION: "Education",
    ServiceType.LIVELIHOODS: "Work and training",
    ServiceType.RETURN: "Voluntary return and reintegration",
    ServiceType.INFORMATION: "Information",
    ServiceType.TRANSPORT: "Transport",
    ServiceType.INTERPRETATION: "Interpretation",
}
WAYS_IN: Mapping[Admission, str] = {
    Admission.WALK_IN: "No referral needed: walk in.",
    Admission.REFERRAL: "By referral.",
    Admission.APPOINTMENT: "By appointment.",
    Admission.NO_REFERRALS: "Referrals not accepted.",
}
ORGANISATIONS: Mapping[OrganisationKind, str] = {
    OrganisationKind.IOM: "International Organization for Migration",
    OrganisationKind.INTERNATIONAL: "International or independent organisation",
    OrganisationKind.PARTNER: "Non-governmental organisation",
    OrganisationKind.GOVERNMENT: "Government authority",
}
WHEELCHAIRS: Mapping[Wheelchair, str] = {
    Wheelchair.YES: "One gets in with a wheelchair.",
    Wheelchair.LIMITED: "One gets in with a wheelchair in part.",
    Wheelchair.NO: "One does not get in with a wheelchair.",
}
PLACES: Mapping[AddressRule, str] = {
    AddressRule.PUBLIC: "",
    AddressRule.AFTER_ACCEPTANCE: "The address is told to people who were accepted.",
    AddressRule.NEVER: "The address is not told.",
}
