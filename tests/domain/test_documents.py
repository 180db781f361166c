"""Documents: who attaches, reads and removes them, and which PDF is taken (Rights of look-up)."""

from dataclasses import replace

import pytest

from domain.access import MemberRole, Sight
from domain.documents import (
    PDF,
    Document,
    DocumentId,
    DocumentKind,
    PdfProblem,
    attaches_as,
    attaches_somewhere,
    may_import,
    may_read,
    may_remove,
    pdf_problem,
    sights_for,
)
from domain.management import GovernmentRun
from domain.organisations import CentreId
from tests.domain.builders import (
    CONAKRY,
    IOM,
    LABE,
    MINISTRY,
    NOW,
    PARTNER,
    UNHCR,
    actor,
    arrangement,
    centre,
    day,
    guinea,
    member,
)

WHERE = guinea(
    centre(LABE),
    arrangement(GovernmentRun(MINISTRY), start=day(2020)),
    arrangement(GovernmentRun(PARTNER), end=day(2020)),
)
STRANGER = actor()
DOCUMENT = Document(
    DocumentId("1"), CONAKRY, DocumentKind.SOP, "sop.pdf", PDF, 9, Sight.FULL, MINISTRY, NOW
)


@pytest.mark.parametrize(
    ("role", "of", "here", "elsewhere"),
    [
        (MemberRole.CASEWORKER, IOM, True, True),
        (MemberRole.STAFF, IOM, True, True),
        (MemberRole.COORDINATOR, UNHCR, True, True),
        (MemberRole.ADMIN, UNHCR, True, True),
        (MemberRole.STAFF, MINISTRY, True, False),
        (MemberRole.SUPERVISOR, MINISTRY, True, False),
        (MemberRole.CASEWORKER, MINISTRY, False, False),
        (MemberRole.STAFF, UNHCR, False, False),
        (MemberRole.SUPERVISOR, PARTNER, False, False),
    ],
)
def test_who_attaches_documents_where(role, of, here, elsewhere):
    """The staff of whoever manages a centre now attach there alone."""
    one = actor(member(role, of))

    assert (attaches_as(one, WHERE, CONAKRY, NOW) is not None) == here
    assert (attaches_as(one, WHERE, LABE, NOW) is not None) == elsewhere
    assert attaches_somewhere(one, WHERE, NOW) == (here or elsewhere)
    assert bool(sights_for(one, WHERE, CONAKRY, NOW)) == here


def test_a_stranger_attaches_reads_and_removes_nothing():
    assert attaches_as(STRANGER, WHERE, CONAKRY, NOW) is None
    assert not attaches_somewhere(STRANGER, WHERE, NOW)
    assert not may_read(STRANGER, WHERE, replace(DOCUMENT, sight=Sight.PARTY), NOW)
    assert not may_remove(STRANGER, WHERE, DOCUMENT, NOW)


def test_nobody_attaches_what_they_could_not_read():
    ministry = actor(member(MemberRole.STAFF, MINISTRY))

    assert sights_for(ministry, WHERE, CONAKRY, NOW) == (Sight.PARTY,)
    assert sights_for(actor(member()), WHERE, CONAKRY, NOW) == (Sight.FULL, Sight.PARTY)


@pytest.mark.parametrize(
    ("role", "of", "full", "party"),
    [
        (MemberRole.CASEWORKER, IOM, True, True),
        (MemberRole.COORDINATOR, UNHCR, True, True),
        (MemberRole.ADMIN, UNHCR, True, True),
        (MemberRole.CASEWORKER, MINISTRY, False, True),
        (MemberRole.SUPERVISOR, UNHCR, False, False),
        (MemberRole.SUPERVISOR, PARTNER, False, False),
    ],
)
def test_who_reads_a_document(role, of, full, party):
    reader = actor(member(role, of))

    assert may_read(reader, WHERE, DOCUMENT, NOW) == full
    assert may_read(reader, WHERE, replace(DOCUMENT, sight=Sight.PARTY), NOW) == party


def test_a_document_of_a_centre_that_is_not_there_is_read_by_nobody():
    lost = replace(DOCUMENT, centre=CentreId("nowhere"))

    assert not may_read(actor(member()), WHERE, lost, NOW)


@pytest.mark.parametrize(
    ("role", "of", "removes"),
    [
        (MemberRole.ADMIN, UNHCR, True),
        (MemberRole.STAFF, MINISTRY, True),
        (MemberRole.CASEWORKER, MINISTRY, False),
        (MemberRole.COORDINATOR, UNHCR, False),
        (MemberRole.STAFF, IOM, False),
    ],
)
def test_a_document_is_removed_by_its_organisation_or_an_administrator(role, of, removes):
    document = replace(DOCUMENT, sight=Sight.PARTY)

    assert may_remove(actor(member(role, of)), WHERE, document, NOW) == removes


@pytest.mark.parametrize("role", MemberRole)
def test_only_an_administrator_imports(role):
    assert may_import(actor(member(role))) == (role is MemberRole.ADMIN)


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"%PDF-1.7\n<< /Root 1 0 R >>", None),
        (b"%PDF-1.7\n(a word /EncryptedNot and /JavaScripting)", None),
        (b"", PdfProblem.NO_PDF),
        (b" %PDF-1.7", PdfProblem.NO_PDF),
        (b"PK\x03\x04", PdfProblem.NO_PDF),
        (b"%PDF-1.7\n<< /Encrypt 5 0 R >>", PdfProblem.LOCKED),
        (b"%PDF-1.7\n<< /S /JavaScript /JS (x) >>", PdfProblem.ACTIVE),
        (b"%PDF-1.7\n<< /S /Launch >>", PdfProblem.ACTIVE),
        (b"%PDF-1.7\n<< /EmbeddedFiles 3 0 R >>", PdfProblem.ACTIVE),
    ],
)
def test_which_pdf_is_taken(content, problem):
    assert pdf_problem(content) is problem
