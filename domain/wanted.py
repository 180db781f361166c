"""Wanted: what somebody looks for in a place, and how surely a service fits, with reasons.

Nothing is guessed: what the directory does not say is "not known", which is never left out
silently and never counted as a yes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from domain.accessibility import Wheelchair
from domain.centres import Centre
from domain.hours import Opening
from domain.people import Gender
from domain.services import Admission, Eligibility, Group, Service

ADULT = 18


class Filter(StrEnum):
    """What can be asked of a place, in the order in which it is judged: what is dear comes last."""

    GROUP = "group"
    AGE = "age"
    LANGUAGE = "language"
    WHEELCHAIR = "wheelchair"
    WITHOUT_PAPERS = "without_papers"
    WALK_IN = "walk_in"
    FREE_PLACES = "free_places"
    OPEN_NOW = "open_now"


class Fit(StrEnum):
    """How surely something fits."""

    FITS = "fits"
    NOT_KNOWN = "not known"
    DOES_NOT_FIT = "does not fit"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for; nothing at all by default.

    `age` in years. `languages`: BCP 47, any one of them is enough, spoken or by an interpreter.
    """

    open_now: bool = False
    group: Group | None = None
    age: int | None = None
    languages: tuple[str, ...] = ()
    wheelchair: bool = False
    without_papers: bool = False
    walk_in: bool = False
    free_places: bool = False


class FreePlaces(NamedTuple):
    """Whether places are free, and how long ago they were counted: not too long to tell.

    `number`: how many, for staff alone (Rights of look-up).
    """

    some: bool
    number: int | None
    ago: timedelta


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a service fits, or what is not known of it.

    Beside the filter stands what its words need: the group, the age asked for, the language that
    fits and whether it takes an interpreter, the count; `partly`: the wheelchair gets in with
    difficulty.
    """

    filter: Filter
    fit: Fit
    group: Group | None = None
    age: int | None = None
    language: str = ""
    interpreter: bool = False
    free: FreePlaces | None = None
    partly: bool = False


class Seen(NamedTuple):
    """A service as it stands at the moment of the search; hours and count only if asked for."""

    service: Service
    centre: Centre
    state: Callable[[], Opening]
    free: Callable[[], FreePlaces | None]


def fit_of(filters: Iterable[Filter], wanted: Wanted, seen: Seen) -> Fit:
    """Judge a service by some of the things wanted: as the worst of them says."""
    found = Fit.FITS
    for each in filters:
        fit = JUDGES[each](wanted, seen)
        if fit is Fit.DOES_NOT_FIT:
            return fit
        if fit is Fit.NOT_KNOWN:
            found = fit
    return found


def reasons_for(wanted: Wanted, seen: Seen) -> tuple[Reason, ...]:
    """Tell of each thing wanted how surely it fits, with what its words need."""
    return tuple(_reason(each, wanted, seen) for each in asked(wanted))


def _reason(what: Filter, wanted: Wanted, seen: Seen) -> Reason:
    told = Reason(what, JUDGES[what](wanted, seen))
    match what:
        case Filter.GROUP:
            return replace(told, group=wanted.group)
        case Filter.AGE:
            return replace(told, age=wanted.age)
        case Filter.LANGUAGE:
            language, interpreter = _shared(wanted, seen) or (wanted.languages[0], False)
            return replace(told, language=language, interpreter=interpreter)
        case Filter.WHEELCHAIR:
            return replace(told, partly=_wheelchair_access(seen) is Wheelchair.LIMITED)
        case Filter.FREE_PLACES:
            return replace(told, free=seen.free())
        case Filter.OPEN_NOW | Filter.WITHOUT_PAPERS | Filter.WALK_IN:
            return told


@lru_cache(maxsize=1_000)
def asked(wanted: Wanted) -> tuple[Filter, ...]:
    """List what is asked for at all, in the order of `Filter`."""
    on = (
        (Filter.GROUP, wanted.group is not None),
        (Filter.AGE, wanted.age is not None),
        (Filter.LANGUAGE, wanted.languages),
        (Filter.WHEELCHAIR, wanted.wheelchair),
        (Filter.WITHOUT_PAPERS, wanted.without_papers),
        (Filter.WALK_IN, wanted.walk_in),
        (Filter.FREE_PLACES, wanted.free_places),
        (Filter.OPEN_NOW, wanted.open_now),
    )
    return tuple(each for each, is_on in on if is_on)


# ---------------------------------------------------------------- one thing wanted


def _open_now(wanted: Wanted, seen: Seen) -> Fit:
    opening = seen.state()
    return _fit(None if opening is Opening.UNKNOWN else opening is not Opening.CLOSED)


def _group(wanted: Wanted, seen: Seen) -> Fit:
    return _fit(takes_group(seen.service.eligibility, wanted.group) if wanted.group else True)


def takes_group(rule: Eligibility, group: Group) -> bool | None:
    """Say whether a group is taken in; None if that is not said. No gender named means all."""
    match group:
        case Group.WOMEN:
            return not rule.genders or Gender.WOMEN in rule.genders
        case Group.MEN:
            return not rule.genders or Gender.MEN in rule.genders
        case Group.FAMILIES:
            return rule.families
        case Group.CHILDREN_ALONE:
            for_adults = rule.minimum_age is not None and rule.minimum_age >= ADULT
            return False if for_adults else rule.children_alone


def _age(wanted: Wanted, seen: Seen) -> Fit:
    age = wanted.age if wanted.age is not None else ADULT
    return _fit(takes_age(seen.service.eligibility, age))


def takes_age(rule: Eligibility, age: int) -> bool | None:
    """Say whether an age is taken in; who names no ages takes adults, of children one asks."""
    if rule.minimum_age is None and rule.maximum_age is None:
        return True if age >= ADULT else None
    least = rule.minimum_age if rule.minimum_age is not None else 0
    return least <= age and (rule.maximum_age is None or age <= rule.maximum_age)


def _language(wanted: Wanted, seen: Seen) -> Fit:
    if _shared(wanted, seen):
        return Fit.FITS
    return _fit(False if seen.service.languages or seen.centre.languages else None)


def _shared(wanted: Wanted, seen: Seen) -> tuple[str, bool] | None:
    """Give the first language that fits, spoken or else through an interpreter."""
    spoken = seen.service.languages or seen.centre.languages
    by_interpreter = seen.service.interpreters or seen.centre.interpreters
    for known, interpreter in ((spoken, False), (by_interpreter, True)):
        there = languages_of(known)
        for code in wanted.languages:
            if language_of(code) in there:
                return code, interpreter
    return None


@lru_cache(maxsize=10_000)
def languages_of(tags: tuple[str, ...]) -> frozenset[str]:
    """Give the languages of tags, wherever they are spoken."""
    return frozenset(map(language_of, tags))


@lru_cache(maxsize=1_000)
def language_of(tag: str) -> str:
    """Give the language of a tag, wherever it is spoken."""
    return tag.partition("-")[0].casefold()


def _wheelchair(wanted: Wanted, seen: Seen) -> Fit:
    access = _wheelchair_access(seen)
    unknown = access is None or access is Wheelchair.LIMITED
    return _fit(None if unknown else access is Wheelchair.YES)


def _wheelchair_access(seen: Seen) -> Wheelchair | None:
    return seen.service.wheelchair or seen.centre.wheelchair


def _papers(wanted: Wanted, seen: Seen) -> Fit:
    needed = seen.service.needs_papers
    return _fit(None if needed is None else not needed)


def _walk_in(wanted: Wanted, seen: Seen) -> Fit:
    return _fit(seen.service.admission is Admission.WALK_IN)


def _free_places(wanted: Wanted, seen: Seen) -> Fit:
    free = seen.free()
    return _fit(free.some if free else None)


def _fit(yes: bool | None) -> Fit:
    if yes is None:
        return Fit.NOT_KNOWN
    return Fit.FITS if yes else Fit.DOES_NOT_FIT


JUDGES: dict[Filter, Callable[[Wanted, Seen], Fit]] = {
    Filter.OPEN_NOW: _open_now,
    Filter.GROUP: _group,
    Filter.AGE: _age,
    Filter.LANGUAGE: _language,
    Filter.WHEELCHAIR: _wheelchair,
    Filter.WITHOUT_PAPERS: _papers,
    Filter.WALK_IN: _walk_in,
    Filter.FREE_PLACES: _free_places,
}
