"""A service of a directory file as the domain's: its kind, its name, its hours, who gets in."""

from __future__ import annotations

import re
from dataclasses import dataclass

from casework.directory_files.hours_text import Hours
from casework.directory_files.kinds import Kind, in_parts, kind_of, without_violence
from casework.directory_files.names import LONGEST_WORDS, cut, normalised, short_name
from casework.directory_files.report import Findings, RemarkKind, Row
from domain.organisations import CentreId, OrganisationId
from domain.people import Gender
from domain.services import Admission, Eligibility, Service, ServiceId, ServiceStatus, ServiceType


@dataclass(frozen=True, slots=True)
class Draft:
    """A service as a file has it. Ages in years, both included."""

    row: Row
    id: str
    centre: CentreId
    provider: OrganisationId | None
    category: str
    name: str
    admission: Admission
    criteria: str = ""
    hours: Hours = Hours(None)
    status: ServiceStatus = ServiceStatus.ACTIVE
    bring: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    minimum_age: int | None = None
    maximum_age: int | None = None


def service_of(draft: Draft, findings: Findings) -> Service:
    """Give the service and note what was decided about it."""
    kind = kind_of(draft.category, draft.name, draft.criteria)
    name, rest = short_name(kind.name)
    _note(draft, kind, rest, findings)
    criteria = draft.criteria if kind.confidential else without_violence(draft.criteria)
    return Service(
        id=ServiceId(draft.id),
        centre=draft.centre,
        type=kind.type,
        name=name,
        provider=draft.provider,
        hours=draft.hours.osm,
        hours_words=draft.hours.words,
        status=draft.status,
        admission=draft.admission,
        eligibility=Eligibility(
            genders=frozenset({Gender.WOMEN} if kind.type is ServiceType.WOMEN else ()),
            minimum_age=draft.minimum_age,
            maximum_age=draft.maximum_age,
            words=cut(in_parts(f"{criteria}; {rest}"), LONGEST_WORDS),
        ),
        bring=draft.bring,
        languages=draft.languages,
        confidential=kind.confidential,
    )


def admission_of(words: str) -> Admission:
    """Read how one gets in; without a word about it, by referral."""
    plain = normalised(words)
    if re.search(r"referrals? (are |is )?not accepted|no referrals?\b", plain):
        return Admission.NO_REFERRALS
    if re.search(r"not required|no referral needed|walk.?in|drop.?in|open access", plain):
        return Admission.WALK_IN
    if "appointment" in plain:
        return Admission.APPOINTMENT
    return Admission.REFERRAL


def _note(draft: Draft, kind: Kind, rest: str, findings: Findings) -> None:
    row, hours, name = draft.row, draft.hours, cut(kind.name, LONGEST_WORDS // 5)
    if hours.repaired:
        findings.remark(RemarkKind.HOURS_REPAIRED, f"Read as {hours.osm}.", row)
    if hours.doubt:
        words = f"{cut(hours.words, 80)!r} stays as words: {hours.doubt}."
        findings.remark(RemarkKind.HOURS_AS_WORDS, words, row)
    if rest:
        words = f"The name was longer; shown: {short_name(kind.name)[0]!r}."
        findings.remark(RemarkKind.NAME_SHORTENED, words, row)
    if kind.confidential:
        words = "For survivors of violence: in no search, export or API."
        findings.remark(RemarkKind.CONFIDENTIAL, words, row)
    if kind.mixed:
        words = f"{name!r}: words about help after violence were left out."
        findings.remark(RemarkKind.MIXED_VIOLENCE, words, row)
    if kind.guessed:
        words = f"{name!r} was taken for {kind.type}."
        findings.remark(RemarkKind.KIND_GUESSED, words, row)
