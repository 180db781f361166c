"""A data-sharing protocol: one agreement, many parties, that opens the partner gate (B3)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from casework.directory_files.names import normalised, stable_id, tidy
from casework.directory_files.places import main_zone
from domain.agreements import GATE_CLAUSES, Agreement, AgreementId, AgreementKind
from domain.organisations import Area, Organisation
from domain.periods import whole_days


def protocol(
    name: str,
    until: date,
    organisations: Iterable[Organisation],
    country: str,
    first: date | None = None,
) -> Agreement:
    """Give a protocol with both clauses among all `organisations` for a country, until a day.

    Whole days in the country's zone, both included; without a `first` day it held always. The id
    comes from the name and the country, so recording it again replaces it.
    """
    return Agreement(
        id=AgreementId(stable_id("protocol", normalised(name), country)),
        name=tidy(name),
        kind=AgreementKind.DATA_PROTOCOL,
        parties=frozenset(each.id for each in organisations),
        period=whole_days(first, until, main_zone(country)),
        clauses=GATE_CLAUSES,
        covers=Area(countries=frozenset({country})),
    )
