"""Agreements: dates, parties, clauses and what each gives to whom, for parties of a centre."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from casework.look_up.seen import sight_on
from casework.refer import name
from casework.workplace import Work
from domain.access import Sight, sees
from domain.agreements import Agreement
from domain.centres import Centre
from domain.requests.looking_up import AgreementFact, DutyFact


def of_centre(work: Work, centre: Centre) -> tuple[AgreementFact, ...]:
    """List the agreements that cover a centre, the one that ends first before the others."""
    return _facts(work, [centre])


def of_many(work: Work, centres: Sequence[Centre]) -> tuple[AgreementFact, ...]:
    """List the agreements over those of the centres to which the asker is a party."""
    seen = [each for each in centres if sees(sight_on(work, each), Sight.PARTY)]
    return _facts(work, seen)


def _facts(work: Work, centres: Sequence[Centre]) -> tuple[AgreementFact, ...]:
    covering = dict.fromkeys(
        each for centre in centres for each in work.directory.agreements_at(centre)
    )
    found = [agreement(work, each, centres) for each in covering]
    found.sort(key=lambda each: (not each.in_force, each.end is None, each.end, each.name))
    return tuple(found)


def agreement(work: Work, each: Agreement, centres: Iterable[Centre]) -> AgreementFact:
    """Describe an agreement, with its duties at the centres asked about."""
    start, end = each.period.start, each.period.end
    names = {centre.id: centre.name for centre in centres}
    in_force = each.period.holds(work.now)
    return AgreementFact(
        each.name,
        each.kind.value,
        start.at if start else None,
        end.at if end else None,
        tuple(sorted(name(work, party) for party in each.parties)),
        tuple(sorted(clause.value for clause in each.clauses)),
        in_force,
        end.only_year if end else None,
        (end.at - work.now).days if end and in_force else None,
        tuple(
            DutyFact(names[cell.centre], cell.service, name(work, cell.organisation))
            for centre in centres
            for cell in work.directory.responsibilities_of(centre.id)
            if cell.agreement == each.id
        ),
    )
