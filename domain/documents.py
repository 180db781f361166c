"""Documents of a centre: what may be attached, by whom, and who may read it (Rights of look-up)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType

from domain.access import Actor, MemberRole, Membership, Sight, sees, sight_of
from domain.directory import Directory
from domain.management import Role
from domain.organisations import CentreId, OrganisationId, OrganisationKind

DocumentId = NewType("DocumentId", str)
FileId = NewType("FileId", str)

FIGURES = "figures-"
"""Before the key of a team: the table of its figures, handed out as documents are."""
PICTURES = "picture-"
"""Before the key of a team and the digits of a month: its figures as a picture."""
AGENDAS = "agenda-"
"""Before the key of a centre: the agenda of its committee, as a page to print."""
REFUSED_ROWS = "refused-"
"""Before a file's id: the table of its refused rows, handed out as documents are."""
PDF = "application/pdf"
MEGABYTE = 1024 * 1024
LARGEST_FILE = 10 * MEGABYTE
"""In bytes: what is taken of a file that somebody sends."""


class DocumentKind(StrEnum):
    """What a document is."""

    SOP = "sop"
    TERMS_OF_REFERENCE = "terms_of_reference"
    AGREEMENT = "agreement"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Document:
    """A PDF of a centre, without its content. `size` in bytes, `added` aware UTC.

    `sight`: who may read it. `organisation`: whose member attached it; who that was is in no
    record but the audit.
    """

    id: DocumentId
    centre: CentreId
    kind: DocumentKind
    name: str
    media: str
    size: int
    sight: Sight
    organisation: OrganisationId
    added: datetime


class PdfProblem(StrEnum):
    """Why a file is not taken as a document."""

    NO_PDF = "no_pdf"
    LOCKED = "locked"
    ACTIVE = "active"


LOCKED = re.compile(rb"/Encrypt\b")
ACTIVE = re.compile(rb"/(?:JavaScript|Launch|EmbeddedFiles?)\b")


def is_pdf(content: bytes) -> bool:
    """Say whether a file begins as a PDF does, whatever it is called."""
    return content.startswith(b"%PDF-")


def pdf_problem(content: bytes) -> PdfProblem | None:
    """Look for what a reader's device should not be given: a password, programs, other files.

    Only what stands in the file in plain view is seen, not what is packed.
    """
    if not is_pdf(content):
        return PdfProblem.NO_PDF
    if LOCKED.search(content):
        return PdfProblem.LOCKED
    return PdfProblem.ACTIVE if ACTIVE.search(content) else None


# ---------------------------------------------------------------- rights

WIDE_ROLES = frozenset({MemberRole.COORDINATOR, MemberRole.ADMIN})
ROLES_OF_MANAGERS = frozenset({MemberRole.SUPERVISOR, MemberRole.STAFF})
# What an attacher may choose for readers: nobody attaches what they could not read.
SIGHTS = (Sight.FULL, Sight.PARTY)


def attaches_as(
    actor: Actor, directory: Directory, centre: CentreId, at: datetime
) -> Membership | None:
    """Give the membership by which an actor may attach documents to a centre, or None.

    IOM's own, coordinators and administrators everywhere; supervisors and staff of whoever
    manages the centre at `at` there.
    """
    everywhere = [m for m in actor.memberships if _is_wide(m, directory)]
    if everywhere:
        return everywhere[0]
    managers = {
        organisation
        for arrangement in directory.arrangements_at(centre, at)
        for organisation in arrangement.with_role(Role.MANAGER, Role.CO_MANAGER)
    }
    of_managers = [m for m in _in_charge(actor) if m.organisation in managers]
    return of_managers[0] if of_managers else None


def attaches_somewhere(actor: Actor, directory: Directory, at: datetime) -> bool:
    """Say whether there is any centre to which an actor may attach documents at `at`."""
    if any(_is_wide(m, directory) for m in actor.memberships):
        return True
    mine = {m.organisation for m in _in_charge(actor)}
    return bool(mine) and any(
        mine & arrangement.with_role(Role.MANAGER, Role.CO_MANAGER)
        for arrangement in directory.arrangements
        if not arrangement.provisional and arrangement.period.holds(at)
    )


def sights_for(
    actor: Actor, directory: Directory, centre: CentreId, at: datetime
) -> tuple[Sight, ...]:
    """List whom an attacher may choose as readers, the narrowest first; empty without the right."""
    if attaches_as(actor, directory, centre, at) is None:
        return ()
    own = sight_of(actor, directory, centre, directory.arrangements_at(centre, at))
    return tuple(sight for sight in SIGHTS if sees(own, sight))


def may_read(actor: Actor, directory: Directory, document: Document, at: datetime) -> bool:
    """Say whether an actor may know of a document and read it."""
    if not directory.has_centre(document.centre):
        return False
    arrangements = directory.arrangements_at(document.centre, at)
    return sees(sight_of(actor, directory, document.centre, arrangements), document.sight)


def may_remove(actor: Actor, directory: Directory, document: Document, at: datetime) -> bool:
    """Say whether an actor may take a document away: an administrator, or its organisation."""
    if not may_read(actor, directory, document, at):
        return False
    if may_import(actor):
        return True
    by = attaches_as(actor, directory, document.centre, at)
    return by is not None and any(
        m.organisation == document.organisation for m in actor.memberships
    )


def may_import(actor: Actor) -> bool:
    """Say whether an actor may take a file into the directory: an administrator only."""
    return any(m.role is MemberRole.ADMIN for m in actor.memberships)


def may_send_facts(actor: Actor) -> bool:
    """Say whether an actor may send a table of management; for which centres, `may_manage` says."""
    roles = (MemberRole.ADMIN, MemberRole.COORDINATOR)
    return any(m.role in roles for m in actor.memberships)


def _is_wide(membership: Membership, directory: Directory) -> bool:
    organisation = directory.organisation(membership.organisation)
    return membership.role in WIDE_ROLES or organisation.kind is OrganisationKind.IOM


def _in_charge(actor: Actor) -> list[Membership]:
    return [m for m in actor.memberships if m.role in ROLES_OF_MANAGERS]
