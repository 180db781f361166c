"""PDFs, put together anew from their pages."""

from __future__ import annotations

from casework.cleaning.kinds import Cleaned, FileProblem, made
from casework.cleaning.pages import LockedPdf, NotCleanable, TooManyPages, pages_anew
from domain.documents import PDF, PdfProblem, pdf_problem


def pdf(content: bytes) -> Cleaned | FileProblem:
    """Put the pages together anew, if nothing in them is locked or does something by itself."""
    problem = pdf_problem(content)
    if problem is not None:
        return FileProblem.LOCKED if problem is PdfProblem.LOCKED else FileProblem.ACTIVE
    try:
        return made(PDF, pages_anew(content))
    except LockedPdf:
        return FileProblem.LOCKED
    except TooManyPages:
        return FileProblem.TOO_MANY_PAGES
    except NotCleanable:
        return FileProblem.BROKEN
