"""Fitting: which services within reach may fit what is wanted, and in which order.

Marks (domain/marks.py) say where to look at all; what is left is judged, cheap things first. What
surely fits is walked over to its end before anything of which that is not known.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby
from typing import NamedTuple

from casework.reach import Reached, Way, ways
from casework.workplace import Work
from domain.capacity import Places
from domain.centres import Centre
from domain.directory import is_listed
from domain.freshness import today_in, verified
from domain.hours import opening_now
from domain.marks import ANYTHING, perhaps, surely
from domain.ranking import band
from domain.requests.finding import Nearest
from domain.services import Service, ServiceId, ServiceType
from domain.vacancies import NOT_ASKED, Vacancies
from domain.wanted import Filter, Fit, FreePlaces, Reason, Seen, asked, fit_of, reasons_for


class Candidate(NamedTuple):
    """A service that may be shown: nothing is read of it yet that is dear."""

    service: Service
    centre: Centre
    metres: float | None


@dataclass(frozen=True)
class Search:
    """One search. `vacancies`: what is known of free places, if they are asked for.

    `judged`: how surely services fit: what surely fits comes by again with the rest.
    """

    work: Work
    request: Nearest
    vacancies: Vacancies = NOT_ASKED
    judged: dict[ServiceId, Fit] = field(default_factory=dict)

    def ranked(self) -> Iterator[Candidate]:
        """Walk over what may fit: the nearest first, the stale behind the comparably far.

        What is not known to fit comes behind all that surely does.
        """
        findable, asked = self.work.directory.findable, self.request
        fits = (Fit.FITS, Fit.NOT_KNOWN) if self.filters else (Fit.FITS,)
        for way in ways(findable, asked.place, asked.service):
            any_there = False
            for fit in fits:
                for each in self.in_order(fit, way):
                    any_there = True
                    yield each
            if any_there or next(way(findable, ANYTHING), None) is not None:
                return

    def in_order(self, fit: Fit, way: Way) -> Iterator[Candidate]:
        """Walk over what fits so surely, the stale behind others of comparable distance."""
        for _, alike in groupby(self.candidates(fit, way), key=lambda each: band(each.metres)):
            yield from sorted(alike, key=self.is_stale)

    def candidates(self, fit: Fit, way: Way) -> Iterator[Candidate]:
        """Walk over every service on a way that fits so surely, nearest first."""
        wanted = self.request.wanted
        sure = fit is Fit.FITS
        free = sure and wanted.free_places
        among = self.vacancies.findable if free else self.work.directory.findable
        sought = surely(wanted) if sure else perhaps(wanted)
        for each in way(among, sought):
            yield from self.fitting(each, fit)

    def fitting(self, reached: Reached, fit: Fit) -> list[Candidate]:
        """List the services of a centre that fit so surely; one at most where one is asked for."""
        centre, one = self.work.directory.centre(reached.centre), self.request.one_per_centre
        found = []
        for service in offered(self.work, centre, self.request.service):
            judged = self.judge(service, centre)
            if one and judged is Fit.FITS:
                return [Candidate(service, centre, reached.metres)] if judged is fit else []
            if judged is fit:
                found.append(Candidate(service, centre, reached.metres))
        return found[:1] if one else found

    @cached_property
    def filters(self) -> tuple[Filter, ...]:
        """List what is asked for at all."""
        return asked(self.request.wanted)

    def judge(self, service: Service, centre: Centre) -> Fit:
        """Say how surely a service fits what is wanted; each is judged once."""
        if not self.filters:
            return Fit.FITS
        fit = self.judged.get(service.id)
        if fit is None:
            fit = fit_of(self.filters, self.request.wanted, self.seen(service, centre))
            self.judged[service.id] = fit
        return fit

    def reasons(self, each: Candidate) -> tuple[Reason, ...]:
        """Tell why a candidate fits."""
        return reasons_for(self.request.wanted, self.seen(each.service, each.centre))

    def seen(self, service: Service, centre: Centre) -> Seen:
        """See a service as it stands now; its hours and places only when they are asked for."""
        return Seen(
            service,
            centre,
            lambda: opening_now(centre, service, self.work.now),
            lambda: free_places(self.work, self.vacancies.places(service, self.work.now)),
        )

    def is_stale(self, each: Candidate) -> bool:
        """Say whether nobody has checked it for too long."""
        return is_stale(self.work, each.centre, each.service)


def offered(work: Work, centre: Centre, kind: ServiceType | None) -> list[Service]:
    """List the services of a centre that anyone may find, by id."""
    there = work.directory.services_of(centre.id)
    fit = [each for each in there if (kind is None or each.type is kind) and is_listed(each)]
    return fit if len(fit) < 2 else sorted(fit, key=lambda each: each.id)


def free_places(work: Work, places: Places | None) -> FreePlaces | None:
    """Say whether places are free, if the count is still worth telling; numbers to staff alone."""
    if places is None or places.some_free is None:
        return None
    numbers = places.numbers if work.actor.is_enrolled else None
    free = numbers.free if numbers else None
    return FreePlaces(places.some_free, free, work.now - places.updated)


def is_stale(work: Work, centre: Centre, service: Service) -> bool:
    """Say whether nobody has checked an entry for too long, or ever as far as is known."""
    return verified(centre, service).is_stale(today_in(centre.zone, work.now))
