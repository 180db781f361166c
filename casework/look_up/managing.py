"""Managing: who runs a centre today, ran it before, and ran it on the days asked about."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from casework.refer import managers_of, model_name, name
from casework.workplace import Work
from domain.access import Sight, sees
from domain.centres import Centre
from domain.management import Arrangement, Party, parties_of
from domain.periods import Period, start_of_day
from domain.questions import When
from domain.requests.looking_up import ArrangementFact, PartyFact

EARLIEST = datetime.min.replace(tzinfo=UTC)


def fact(work: Work, arrangement: Arrangement, sight: Sight) -> ArrangementFact:
    """Name an arrangement's model, managers, dates; for staff its parties; to parties its paper."""
    start, end = arrangement.period.start, arrangement.period.end
    staff = sees(sight, Sight.STAFF)
    known = work.directory.agreement(arrangement.agreement) if arrangement.agreement else None
    return ArrangementFact(
        model_name(arrangement),
        managers_of(work, arrangement),
        start.at if start else None,
        end.at if end else None,
        start.only_year if start else None,
        end.only_year if end else None,
        named(work, arrangement.parties) if staff else (),
        known.name if known and sees(sight, Sight.PARTY) else "",
        named(work, parties_of(arrangement.model)) if staff else (),
    )


def named(work: Work, parties: Iterable[Party]) -> tuple[PartyFact, ...]:
    """Name parties with their roles."""
    return tuple(PartyFact(name(work, p.organisation), p.role.value, p.service) for p in parties)


def past(work: Work, centre: Centre, sight: Sight) -> tuple[ArrangementFact, ...]:
    """List the earlier arrangements, latest first."""
    ended = [a for a in confirmed(work, centre) if a.period.end is not None and _end(a) <= work.now]
    ended.sort(key=_end, reverse=True)
    return tuple(fact(work, a, sight) for a in ended)


def during(work: Work, centre: Centre, when: When, sight: Sight) -> tuple[ArrangementFact, ...]:
    """List the arrangements of the days asked about, first to last.

    A change of which only the year is known counts after that year (Dates); so whoever asks for
    a day of that year is shown both sides of it.
    """
    found = [a for a in confirmed(work, centre) if _touches(a.period, when, centre.zone)]
    found.sort(key=lambda a: a.period.start.at if a.period.start else EARLIEST)
    return tuple(fact(work, a, sight) for a in found)


def confirmed(work: Work, centre: Centre) -> list[Arrangement]:
    """List the arrangements that are not only planned."""
    return [a for a in work.directory.arrangements_of(centre.id) if not a.provisional]


def _touches(period: Period, when: When, zone: str) -> bool:
    start = start_of_day(when.first, zone)
    end = start_of_day(when.last + timedelta(days=1), zone)
    begins = period.start is None or period.start.at < end
    if period.start is not None and period.start.only_year is not None:
        begins = period.start.only_year <= when.last.year
    return begins and (period.end is None or start < period.end.at)


def _end(arrangement: Arrangement) -> datetime:
    return arrangement.period.end.at if arrangement.period.end else EARLIEST
