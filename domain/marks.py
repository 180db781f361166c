"""Marks: what of a service can be told before anybody asks, so that a search opens less.

A mark is a bit. It may be there without reason (languages share marks), but where something
surely fits, or is not known, the mark of that is never missing: a search that looks at marks
first and judges (domain/wanted.py) what is left finds the same as one that judges all.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple
from zlib import crc32

from domain.accessibility import Wheelchair
from domain.centres import Centre
from domain.services import Admission, Eligibility, Group, Service, ServiceType
from domain.wanted import ADULT, Wanted, language_of, takes_age, takes_group


class Sought(NamedTuple):
    """Marks that must all be there, and others of which one must be, if any are named."""

    every: int = 0
    one_of: int = 0


ANYTHING = Sought()
OLDEST = 100
YEARS = 5  # grown-ups share a mark with those of about their age
LANGUAGES = 32

_marks = iter(1 << number for number in range(1000))
KINDS = {kind: next(_marks) for kind in ServiceType}
TAKES = {group: next(_marks) for group in Group}
MAY_TAKE = {group: next(_marks) for group in Group}
WHEELCHAIR, MAYBE_WHEELCHAIR = next(_marks), next(_marks)
WITHOUT_PAPERS, MAYBE_WITHOUT_PAPERS = next(_marks), next(_marks)
WALK_IN, HAS_HOURS = next(_marks), next(_marks)
CHILD = tuple(next(_marks) for _ in range(ADULT))
MAYBE_CHILD = tuple(next(_marks) for _ in range(ADULT))
GROWN = tuple(next(_marks) for _ in range(ADULT, OLDEST + 1, YEARS))
SPEAKS = tuple(next(_marks) for _ in range(LANGUAGES))
MAY_SPEAK = tuple(next(_marks) for _ in range(LANGUAGES))


def hits(marks: int, sought: Sought) -> bool:
    """Say whether marks are what is sought."""
    every, one_of = sought
    return marks & every == every and (not one_of or marks & one_of != 0)


def all_of(marks: Iterable[int]) -> int:
    """Join marks."""
    found = 0
    for each in marks:
        found |= each
    return found


def kinds_in(marks: int) -> frozenset[ServiceType]:
    """Give the kinds of help that have left their marks."""
    return frozenset(kind for kind, mark in KINDS.items() if marks & mark)


# ---------------------------------------------------------------- what is offered


def marks_of(service: Service, centre: Centre) -> int:
    """Give the marks of a service."""
    return _of(
        service.type,
        service.eligibility,
        service.languages or centre.languages,
        service.interpreters or centre.interpreters,
        service.wheelchair or centre.wheelchair,
        service.needs_papers,
        service.admission is Admission.WALK_IN,
        _may_be_open(service, centre),
    )


def _may_be_open(service: Service, centre: Centre) -> bool:
    return bool(
        service.hours
        or service.ramadan_hours
        or centre.hours
        or centre.ramadan_hours
        or centre.special_days
    )


@lru_cache(maxsize=100_000)
def _of(
    kind: ServiceType,
    rule: Eligibility,
    spoken: tuple[str, ...],
    by_interpreter: tuple[str, ...],
    wheelchair: Wheelchair | None,
    needs_papers: bool | None,
    walk_in: bool,
    has_hours: bool,
) -> int:
    marks = KINDS[kind] | _groups(rule) | _ages(rule.minimum_age, rule.maximum_age)
    marks |= _languages(spoken, by_interpreter)
    if wheelchair is not Wheelchair.NO:
        marks |= MAYBE_WHEELCHAIR | (WHEELCHAIR if wheelchair is Wheelchair.YES else 0)
    if not needs_papers:
        marks |= MAYBE_WITHOUT_PAPERS | (WITHOUT_PAPERS if needs_papers is False else 0)
    return marks | (WALK_IN if walk_in else 0) | (HAS_HOURS if has_hours else 0)


def _groups(rule: Eligibility) -> int:
    takes = {group: takes_group(rule, group) for group in Group}
    surely = all_of(TAKES[group] for group, taken in takes.items() if taken)
    return surely | all_of(MAY_TAKE[group] for group, taken in takes.items() if taken is not False)


@lru_cache(maxsize=1_000)
def _ages(least: int | None, most: int | None) -> int:
    rule = Eligibility(minimum_age=least, maximum_age=most)
    marks = 0 if most is not None and most < OLDEST else GROWN[-1]  # the oldest, however old
    for age in range(OLDEST):
        taken = takes_age(rule, age)
        marks |= _age(age) if taken else 0
        marks |= _maybe_age(age) if taken is not False else 0
    return marks


def _age(age: int) -> int:
    return CHILD[max(age, 0)] if age < ADULT else GROWN[(min(age, OLDEST) - ADULT) // YEARS]


def _maybe_age(age: int) -> int:
    return MAYBE_CHILD[max(age, 0)] if age < ADULT else _age(age)


def _languages(spoken: tuple[str, ...], by_interpreter: tuple[str, ...]) -> int:
    """Give the marks of languages; who names none that is spoken may speak any."""
    numbers = [_number(code) for code in (*spoken, *by_interpreter)]
    maybe = numbers if spoken else range(LANGUAGES)
    return all_of(SPEAKS[each] for each in numbers) | all_of(MAY_SPEAK[each] for each in maybe)


def _number(code: str) -> int:
    """Give the number of a language, wherever it is spoken; others may have the same."""
    return crc32(language_of(code).encode()) % LANGUAGES


# ---------------------------------------------------------------- what is wanted


@lru_cache(maxsize=1_000)
def surely(wanted: Wanted) -> Sought:
    """Give the marks of all that surely fits."""
    every = TAKES[wanted.group] if wanted.group is not None else 0
    every |= _age(wanted.age) if wanted.age is not None else 0
    every |= WHEELCHAIR if wanted.wheelchair else 0
    every |= WITHOUT_PAPERS if wanted.without_papers else 0
    every |= WALK_IN if wanted.walk_in else 0
    every |= HAS_HOURS if wanted.open_now else 0
    languages = all_of(SPEAKS[_number(code)] for code in wanted.languages)
    if languages.bit_count() == 1:
        every, languages = every | languages, 0
    return Sought(every, languages)


@lru_cache(maxsize=1_000)
def perhaps(wanted: Wanted) -> Sought:
    """Give the marks of all that does not surely fail."""
    every = MAY_TAKE[wanted.group] if wanted.group is not None else 0
    every |= _maybe_age(wanted.age) if wanted.age is not None else 0
    every |= MAYBE_WHEELCHAIR if wanted.wheelchair else 0
    every |= MAYBE_WITHOUT_PAPERS if wanted.without_papers else 0
    every |= WALK_IN if wanted.walk_in else 0
    return Sought(every, all_of(MAY_SPEAK[_number(code)] for code in wanted.languages))
