"""Who manages a centre, and by which model: of governance, what anyone may know.

A file tells it to outside readers; an import never takes it. Whoever manages a centre receives the
requests of people, so it is entered by those who may (`may_manage` in domain/access.py) or with
Passerelle's own format, by whoever runs the installation. Agreements, their clauses and their
parties are for staff of a party (domain.md, Rights of look-up): they are in no such file at all.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import assert_never

from domain.directory import Directory
from domain.management import (
    Arrangement,
    GovernmentRun,
    IomRun,
    JointlyRun,
    Model,
    PartnerRun,
    parties_of,
)
from domain.organisations import CentreId, OrganisationId

CODES = ("manager", "model", "managed_since")


def managers(arrangement: Arrangement) -> tuple[OrganisationId, ...]:
    """Name those that the model itself makes managers."""
    model = arrangement.model
    if isinstance(model, PartnerRun):
        return (model.partner,)
    return tuple(party.organisation for party in parties_of(model))


def model_code(model: Model) -> str:
    """Give the code of a management model."""
    match model:
        case IomRun():
            return "iom_run"
        case PartnerRun():
            return "partner_run"
        case GovernmentRun():
            return "government_run"
        case JointlyRun():
            return "jointly_run"
        case _:
            assert_never(model)


def management_told(
    arrangement: Arrangement, names: Mapping[OrganisationId, str]
) -> Iterator[tuple[str, str]]:
    """Tell who manages a centre, by which model and since when: attributes' codes and values."""
    for each in managers(arrangement):
        if each in names:
            yield "manager", names[each]
    yield "model", model_code(arrangement.model)
    start = arrangement.period.start
    if start is not None:
        yield "managed_since", str(start.only_year or start.at.date())


def not_taken(
    told: Mapping[str, Sequence[str]], key: CentreId, known: Directory, now: datetime
) -> str | None:
    """Say what a file tells of a centre's management that is not on record; None if nothing."""
    said = {code: list(told[code]) for code in CODES if told.get(code)}
    if not said:
        return None
    in_force = known.arrangements_at(key, now)
    names = {each.id: each.name for each in known.organisations}
    here: dict[str, list[str]] = {}
    for code, text in management_told(in_force[0], names) if len(in_force) == 1 else ():
        here.setdefault(code, []).append(text)
    if said == here:
        return None
    words = "; ".join(f"{code} {', '.join(values)}" for code, values in said.items())
    return (
        f"The file tells who manages it ({words}). That is not taken from such a file: whoever "
        "manages receives people's requests. A coordinator enters it, or Passerelle's own format."
    )
