"""What somebody wants: each service surely fits, surely does not, or it is not known."""

from datetime import timedelta

import pytest

from domain.accessibility import Wheelchair
from domain.centres import Centre
from domain.hours import Opening
from domain.organisations import CentreId
from domain.people import Gender
from domain.services import Admission, Eligibility, Group, Service, ServiceId, ServiceType
from domain.wanted import (
    JUDGES,
    Filter,
    Fit,
    FreePlaces,
    Seen,
    Wanted,
    asked,
    fit_of,
    reasons_for,
)

FITS, NOT_KNOWN, DOES_NOT_FIT = Fit.FITS, Fit.NOT_KNOWN, Fit.DOES_NOT_FIT
ALL = Wanted(True, Group.WOMEN, 30, ("ar",), True, True, True, True)
ONLY_WOMEN = frozenset({Gender.WOMEN})
ONLY_MEN = frozenset({Gender.MEN})


def seen(state=Opening.UNKNOWN, free=None, centre=None, **service):
    place = Centre(CentreId("a"), "A place", "GN", "Town", "UTC", **(centre or {}))
    kind = ServiceType.SHELTER
    return Seen(
        Service(ServiceId("1"), place.id, kind, "Beds", **service),
        place,
        lambda: state,
        lambda: free,
    )


def fit(wanted, **what):
    """How surely something fits what is wanted."""
    return fit_of(asked(wanted), wanted, seen(**what))


@pytest.mark.parametrize(
    ("opening", "expected"),
    [
        (Opening.OPEN, FITS),
        (Opening.ALWAYS, FITS),
        (Opening.CLOSED, DOES_NOT_FIT),
        (Opening.UNKNOWN, NOT_KNOWN),
    ],
)
def test_open_now(opening, expected):
    assert fit(Wanted(open_now=True), state=opening) is expected


@pytest.mark.parametrize(
    ("group", "rule", "expected"),
    [
        (Group.WOMEN, Eligibility(), FITS),
        (Group.WOMEN, Eligibility(genders=ONLY_WOMEN), FITS),
        (Group.WOMEN, Eligibility(genders=ONLY_MEN), DOES_NOT_FIT),
        (Group.MEN, Eligibility(), FITS),
        (Group.MEN, Eligibility(genders=ONLY_WOMEN), DOES_NOT_FIT),
        (Group.MEN, Eligibility(genders=ONLY_WOMEN | ONLY_MEN), FITS),
        (Group.FAMILIES, Eligibility(families=True), FITS),
        (Group.FAMILIES, Eligibility(families=False), DOES_NOT_FIT),
        (Group.FAMILIES, Eligibility(), NOT_KNOWN),
        (Group.CHILDREN_ALONE, Eligibility(children_alone=True), FITS),
        (Group.CHILDREN_ALONE, Eligibility(children_alone=False), DOES_NOT_FIT),
        (Group.CHILDREN_ALONE, Eligibility(), NOT_KNOWN),
        (Group.CHILDREN_ALONE, Eligibility(minimum_age=18), DOES_NOT_FIT),
        (Group.CHILDREN_ALONE, Eligibility(minimum_age=16), NOT_KNOWN),
    ],
)
def test_whom_it_is_for(group, rule, expected):
    assert fit(Wanted(group=group), eligibility=rule) is expected


@pytest.mark.parametrize(
    ("age", "rule", "expected"),
    [
        (18, Eligibility(), FITS),
        (17, Eligibility(), NOT_KNOWN),
        (17, Eligibility(minimum_age=18), DOES_NOT_FIT),
        (18, Eligibility(minimum_age=18), FITS),
        (18, Eligibility(maximum_age=18), FITS),
        (19, Eligibility(maximum_age=18), DOES_NOT_FIT),
        (0, Eligibility(maximum_age=18), FITS),
        (0, Eligibility(minimum_age=0), FITS),
    ],
)
def test_ages(age, rule, expected):
    assert fit(Wanted(age=age), eligibility=rule) is expected


@pytest.mark.parametrize(
    ("what", "expected"),
    [
        ({"languages": ("fr", "ar-SD")}, FITS),
        ({"languages": ("fr",)}, DOES_NOT_FIT),
        ({"languages": ("fr",), "interpreters": ("ar",)}, FITS),
        ({"interpreters": ("fr",)}, NOT_KNOWN),
        ({}, NOT_KNOWN),
        ({"centre": {"languages": ("ar",)}}, FITS),
        ({"languages": ("fr",), "centre": {"languages": ("ar",)}}, DOES_NOT_FIT),
        ({"languages": ("fr",), "centre": {"interpreters": ("ar",)}}, FITS),
    ],
)
def test_languages(what, expected):
    assert fit(Wanted(languages=("ar",)), **what) is expected


def test_one_of_several_languages_is_enough_and_the_reason_tells_which():
    wanted = Wanted(languages=("prs", "fr"))
    [spoken] = reasons_for(wanted, seen(languages=("fr",)))
    assert (spoken.language, spoken.interpreter) == ("fr", False)
    [interpreted] = reasons_for(wanted, seen(languages=("en",), interpreters=("prs",)))
    assert (interpreted.language, interpreted.interpreter) == ("prs", True)


@pytest.mark.parametrize(
    ("own", "of_centre", "expected"),
    [
        (None, None, NOT_KNOWN),
        (Wheelchair.YES, Wheelchair.NO, FITS),
        (Wheelchair.NO, Wheelchair.YES, DOES_NOT_FIT),
        (None, Wheelchair.YES, FITS),
        (Wheelchair.LIMITED, None, NOT_KNOWN),
    ],
)
def test_wheelchairs(own, of_centre, expected):
    what = {"wheelchair": own, "centre": {"wheelchair": of_centre}}
    assert fit(Wanted(wheelchair=True), **what) is expected


def test_a_hard_way_in_with_a_wheelchair_is_told():
    [reason] = reasons_for(Wanted(wheelchair=True), seen(wheelchair=Wheelchair.LIMITED))
    assert reason.partly


@pytest.mark.parametrize(
    ("needed", "expected"), [(False, FITS), (True, DOES_NOT_FIT), (None, NOT_KNOWN)]
)
def test_papers(needed, expected):
    assert fit(Wanted(without_papers=True), needs_papers=needed) is expected


@pytest.mark.parametrize("admission", Admission)
def test_going_without_asking(admission):
    expected = FITS if admission is Admission.WALK_IN else DOES_NOT_FIT
    assert fit(Wanted(walk_in=True), admission=admission) is expected


@pytest.mark.parametrize(("free", "expected"), [(1, FITS), (0, DOES_NOT_FIT), (None, NOT_KNOWN)])
def test_free_places(free, expected):
    counted = None if free is None else FreePlaces(free > 0, free, timedelta(hours=2))
    assert fit(Wanted(free_places=True), free=counted) is expected


def test_nothing_wanted_is_fitted_by_all_and_needs_no_reason():
    assert fit(Wanted()) is FITS
    assert reasons_for(Wanted(), seen()) == ()


def test_one_no_is_enough():
    assert fit(ALL, eligibility=Eligibility(genders=ONLY_MEN)) is DOES_NOT_FIT


def test_one_not_known_makes_it_unsure():
    wanted = Wanted(walk_in=True, wheelchair=True)
    assert fit(wanted) is NOT_KNOWN
    assert [each.fit for each in reasons_for(wanted, seen())] == [NOT_KNOWN, FITS]


def test_the_first_no_ends_the_judging():
    def never():
        raise AssertionError("read without need")

    service, centre = seen(admission=Admission.REFERRAL).service, seen().centre
    wanted = Wanted(walk_in=True, open_now=True, free_places=True)
    assert fit_of(asked(wanted), wanted, Seen(service, centre, never, never)) is DOES_NOT_FIT


def test_hours_and_counts_are_only_read_where_they_are_asked_for():
    def never():
        raise AssertionError("read without need")

    service, centre = seen().service, seen().centre
    assert reasons_for(Wanted(walk_in=True), Seen(service, centre, never, never))


def test_every_filter_has_its_judge_and_can_be_asked():
    assert set(JUDGES) == set(Filter) == set(asked(ALL))
