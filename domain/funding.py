"""Funding: the budget lines of centres by year and authority, and what donors pay (C3, D6)."""

from __future__ import annotations

from dataclasses import dataclass

from domain.organisations import CentreId, OrganisationId
from domain.periods import Period


@dataclass(frozen=True, slots=True)
class BudgetLine:
    """A line in the budget of an authority for a centre in a year (C3)."""

    centre: CentreId
    year: int
    authority: OrganisationId
    line: str


@dataclass(frozen=True, slots=True)
class Funding:
    """What a donor pays for at a centre in a period; `words` say what for."""

    centre: CentreId
    donor: str
    period: Period
    words: str = ""
