"""Succession: one arrangement follows another; a new fact ends the former, neither is edited.

Both stay readable: what held on a day is found by the periods (G3, Invariant 3).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from domain.agreements import Agreement, AgreementId, ArrangementId, Responsibility
from domain.directory import Directory
from domain.management import (
    Arrangement,
    Extent,
    GovernmentRun,
    IomRun,
    JointlyRun,
    Model,
    PartnerRun,
    Party,
    Role,
    parties_of,
)
from domain.organisations import CentreId, Organisation, OrganisationId, OrganisationKind
from domain.periods import Bound, Period

RUNS = (Role.MANAGER, Role.CO_MANAGER)


def model_of(
    manager: Organisation, iom: OrganisationId | None, *, joint: bool = False, part: bool = False
) -> Model | None:
    """Give the model in which `manager` runs a centre; None where it needs an IOM and has none.

    `joint`: together with `iom`. `part`: only partly, IOM the rest (B1).
    """
    if manager.kind is OrganisationKind.IOM:
        return IomRun(manager.id)
    if joint:
        return JointlyRun(iom, (manager.id,)) if iom else None
    if manager.is_state:
        return GovernmentRun(manager.id)
    extent = Extent.PART if part else Extent.WHOLE
    return PartnerRun(manager.id, iom, extent) if iom else None


def iom_of(arrangement: Arrangement | None, directory: Directory) -> OrganisationId | None:
    """Name the IOM of an arrangement, else the directory's first."""
    known = [each.id for each in directory.organisations if each.kind is OrganisationKind.IOM]
    parties = arrangement.all_parties if arrangement else ()
    named = [party.organisation for party in parties if party.organisation in known]
    return next(iter((*named, *known)), None)


def followed_by(
    former: Arrangement | None,
    centre: CentreId,
    model: Model,
    at: datetime,
    *,
    agreement: AgreementId | None = None,
    supports: OrganisationId | None = None,
) -> Arrangement:
    """Write the arrangement that begins at the aware UTC `at`.

    Those who stood beside the former managers (funders, authorities, owners of complementary
    services) stay; `supports` stays for technical support, without cases (A4).
    """
    runs = {party.organisation for party in parties_of(model)}
    beside = former.parties if former else ()
    stay = tuple(each for each in beside if each.organisation not in {*runs, supports})
    if supports is not None and supports not in runs:
        stay = (*stay, Party(supports, Role.TECHNICAL_SUPPORT))
    key = ArrangementId(f"{centre}-{at:%Y%m%dT%H%M%S}")
    return Arrangement(key, centre, model, Period(Bound(at)), stay, agreement)


def begun_with(former: Arrangement | None, new: Arrangement) -> tuple[Arrangement, ...]:
    """Confirm the new arrangement and end the former at its first instant."""
    confirmed = replace(new, provisional=False)
    if former is None:
        return (confirmed,)
    ended = replace(former, period=Period(former.period.start, new.period.start))
    return (ended, confirmed)


def in_the_way(directory: Directory, centre: CentreId, at: datetime) -> Arrangement | None:
    """Give a confirmed arrangement that begins at `at` or later: a new one would overlap it."""
    later = [
        (each.period.start.at, each)
        for each in directory.arrangements_of(centre)
        if not each.provisional and each.period.start is not None and each.period.start.at >= at
    ]
    return min(later, key=lambda pair: pair[0])[1] if later else None


def former_of(directory: Directory, centre: CentreId, at: datetime) -> Arrangement | None:
    """Give the one arrangement in force at `at`."""
    in_force = directory.arrangements_at(centre, at)
    return in_force[0] if len(in_force) == 1 else None


def renewed(
    directory: Directory, former: Arrangement, agreement: Agreement, at: datetime
) -> tuple[Arrangement, tuple[Responsibility, ...]]:
    """Let an arrangement go on under a new agreement, with the duties of the one before (D1)."""
    new = Arrangement(
        ArrangementId(f"{former.centre}-{at:%Y%m%dT%H%M%S}"),
        former.centre,
        former.model,
        Period(Bound(at)),
        former.parties,
        agreement.id,
    )
    cells = tuple(
        replace(cell, agreement=agreement.id, arrangement=new.id, period=Period(Bound(at)))
        for cell in directory.responsibilities_of(former.centre)
        if cell.arrangement == former.id
        and (cell.period.end is None or cell.period.end.at > at)
        and cell.organisation in agreement.parties
    )
    return new, cells


def managers(model: Model) -> frozenset[OrganisationId]:
    """Name who runs a centre by its model."""
    return frozenset(p.organisation for p in parties_of(model) if p.role in RUNS)
