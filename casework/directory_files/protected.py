"""Places that must not be found: a safe house's name and address are taken out of the open facts.

A directory file says nothing of who may learn an address. A place is protected when its name
tells of help after violence, or when all that it offers is confidential (safety requirement 6).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from casework.directory_files.kinds import is_of_violence
from casework.directory_files.report import Findings, RemarkKind
from domain.centres import AddressRule, Centre
from domain.geography import Point
from domain.organisations import CentreId
from domain.services import Service
from storage.directory import Undisclosed

PROTECTED_NAME = "Protected place"
Protected = dict[CentreId, Undisclosed]


def protect(
    centres: Iterable[Centre], services: Iterable[Service], findings: Findings
) -> tuple[tuple[Centre, ...], tuple[Service, ...], Protected]:
    """Give centres and services as anyone may know them, and what was taken out of them.

    Everything at a protected place is confidential. Its area is told to a tenth of a degree.
    """
    offered = tuple(services)
    listed = {each.centre for each in offered if not each.confidential}
    confidential = {each.centre for each in offered} - listed
    hidden: Protected = {}
    protected: set[CentreId] = set()
    shown = []
    for centre in centres:
        if centre.id in confidential or is_of_violence(centre.name):
            protected.add(centre.id)
            words = "The place is protected: its address and position are shown to nobody."
            findings.remark(RemarkKind.CONFIDENTIAL, words)
            shown.append(_without_address(centre))
        elif centre.address_rule is not AddressRule.PUBLIC:
            shown.append(_undisclosed(centre))
        else:
            shown.append(centre)
            continue
        if centre.address or centre.point:
            hidden[centre.id] = Undisclosed(centre.address, centre.point)
    if not protected:
        return tuple(shown), offered, hidden
    closed = (replace(s, confidential=s.confidential or s.centre in protected) for s in offered)
    return tuple(shown), tuple(closed), hidden


def _undisclosed(centre: Centre) -> Centre:
    """Give a centre whose own rule keeps its address back; its area stays known."""
    area = centre.area_point
    if centre.point and area is None and centre.address_rule is AddressRule.AFTER_ACCEPTANCE:
        area = _area(centre.point)
    return replace(centre, point=None, address="", area_point=area)


def _without_address(centre: Centre) -> Centre:
    city = "" if is_of_violence(centre.city) else centre.city
    return replace(
        centre,
        name=city or PROTECTED_NAME if is_of_violence(centre.name) else centre.name,
        city=city or PROTECTED_NAME,
        point=None,
        area_point=_area(centre.point) if centre.point else None,
        address="",
        address_rule=AddressRule.AFTER_ACCEPTANCE,
        phone="",
        aliases=(),
    )


def _area(point: Point) -> Point:
    return Point(round(point.latitude, 1), round(point.longitude, 1))
