"""What an import keeps: facts that a table cannot say are not lost when it is read again.

A file of another tool knows no closures, no counts of places, no committee and no other names of an
organisation; that it is silent about them changes nothing. Nor does it make public what is
confidential or undisclosed here, and a later "still right" than its own stays.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from casework.directory_files.report import Read, Remark, RemarkKind
from domain.centres import AddressRule, Centre
from domain.directory import Directory
from domain.organisations import CentreId, Organisation, OrganisationId
from domain.services import Service
from storage.directory import Undisclosed

Verified = tuple[date | None, OrganisationId | None]


def kept(found: Read, known: Directory, name: str, source: str = "") -> Read:
    """Give what was read with what is kept of `known`, and with the dataset it comes from.

    `source` is the dataset's name also for facts that are known; without one those stay with the
    dataset that brought them, and new ones are of `name`.
    """
    hidden: dict[CentreId, Undisclosed] = {}
    remarks: list[Remark] = []
    services = []
    for service in found.directory.services:
        before = known.service(service.id) if known.has_service(service.id) else None
        services.append(_service(service, before, source or name, bool(source)))
        if services[-1].confidential and not service.confidential:
            words = f"{service.id} stays confidential, as it was."
            remarks.append(Remark(RemarkKind.KEPT, words))
    centres = []
    for centre in found.directory.centres:
        there = known.centre(centre.id) if known.has_centre(centre.id) else None
        centres.append(_centre(centre, there, source or name, bool(source)))
        if centres[-1].address_rule is not centre.address_rule:
            words = f"{centre.id}: the address stays undisclosed, as it was."
            remarks.append(Remark(RemarkKind.KEPT, words))
            if centre.address or centre.point:
                hidden[centre.id] = Undisclosed(centre.address, centre.point)
    directory = replace(
        found.directory,
        organisations=tuple(_organisation(each, known) for each in found.directory.organisations),
        centres=tuple(centres),
        services=tuple(services),
    )
    return replace(
        found,
        directory=directory,
        undisclosed={**found.undisclosed, **hidden},
        warnings=(*found.warnings, *remarks),
        sources=found.sources | {source or name},
    )


def _organisation(new: Organisation, known: Directory) -> Organisation:
    if not known.has_organisation(new.id):
        return new
    before = known.organisation(new.id)
    every, reviews = new.asked_every_days, new.reviews_declines
    return replace(
        new,
        aliases=new.aliases or before.aliases,
        asked_every_days=before.asked_every_days if every is None else every,
        limits=new.limits or before.limits,
        reviews_declines=before.reviews_declines if reviews is None else reviews,
    )


def _service(new: Service, before: Service | None, source: str, named: bool) -> Service:
    if before is None:
        return replace(new, source=source)
    verified_on, verified_by = _later(
        (new.verified_on, new.verified_by), (before.verified_on, before.verified_by)
    )
    return replace(
        new,
        source=source if named else before.source,
        capacity=new.capacity or before.capacity,
        counts_hold=before.counts_hold if new.counts_hold is None else new.counts_hold,
        closures=new.closures or before.closures,
        confidential=new.confidential or before.confidential,
        verified_on=verified_on,
        verified_by=verified_by,
    )


def _centre(new: Centre, before: Centre | None, source: str, named: bool) -> Centre:
    if before is None:
        return replace(new, source=source)
    verified_on, verified_by = _later(
        (new.verified_on, new.verified_by), (before.verified_on, before.verified_by)
    )
    joined = replace(
        new,
        source=source if named else before.source,
        authority=new.authority or before.authority,
        committee=new.committee or before.committee,
        budget_line=new.budget_line or before.budget_line,
        meeting_point=new.meeting_point or before.meeting_point,
        special_days=new.special_days or before.special_days,
        closures=new.closures or before.closures,
        verified_on=verified_on,
        verified_by=verified_by,
    )
    if new.address_rule is AddressRule.PUBLIC and before.address_rule is not AddressRule.PUBLIC:
        return replace(
            joined,
            address_rule=before.address_rule,
            address="",
            point=None,
            area_point=before.area_point,
            meeting_point=before.meeting_point,
        )
    return joined


def _later(new: Verified, before: Verified) -> Verified:
    if before[0] is None or (new[0] is not None and new[0] >= before[0]):
        return new
    return before
