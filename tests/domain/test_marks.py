"""Marks leave nothing out that judging would find."""

from __future__ import annotations

from typing import Any, cast

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.accessibility import Wheelchair
from domain.centres import Centre
from domain.hours import Opening
from domain.marks import OLDEST, hits, kinds_in, marks_of, perhaps, surely
from domain.organisations import CentreId
from domain.people import Gender
from domain.services import Admission, Eligibility, Group, Service, ServiceId, ServiceType
from domain.wanted import Fit, Seen, Wanted, asked, fit_of

AGES = st.none() | st.sampled_from([0, 5, 17, 18, 19, 64, OLDEST - 1, OLDEST, OLDEST + 5])
YES_NO = st.sampled_from([True, False, None])
LANGUAGES = st.lists(st.sampled_from(["fr", "ar", "ar-SD", "FR", "sus"]), max_size=2).map(tuple)
ELIGIBILITY = st.builds(
    Eligibility,
    genders=st.sets(st.sampled_from(Gender)).map(frozenset),
    minimum_age=AGES,
    maximum_age=AGES,
    families=YES_NO,
    children_alone=YES_NO,
)
FACTS = {
    "languages": LANGUAGES,
    "interpreters": LANGUAGES,
    "wheelchair": st.none() | st.sampled_from(Wheelchair),
    "hours": st.sampled_from([None, "24/7", "Mo 08:00-09:00"]),
}
CENTRES = st.builds(
    Centre, *map(st.just, (CentreId("a"), "A place", "GN", "Town", "UTC")), **cast(Any, FACTS)
)
SERVICES = st.builds(
    Service,
    *map(st.just, (ServiceId("1"), CentreId("a"), ServiceType.FOOD, "Help")),
    admission=st.sampled_from(Admission),
    eligibility=ELIGIBILITY,
    needs_papers=YES_NO,
    **cast(Any, FACTS),
)
WANTED = st.builds(
    Wanted,
    open_now=st.booleans(),
    group=st.none() | st.sampled_from(Group),
    age=AGES,
    languages=LANGUAGES,
    wheelchair=st.booleans(),
    without_papers=st.booleans(),
    walk_in=st.booleans(),
)


@settings(deadline=None)
@given(CENTRES, SERVICES, WANTED, st.sampled_from(Opening))
def test_what_may_fit_has_the_marks_that_are_sought(centre, service, wanted, opening):
    if not (service.hours or centre.hours):
        opening = Opening.UNKNOWN  # where nobody wrote hours, nobody can know
    fit = fit_of(asked(wanted), wanted, Seen(service, centre, lambda: opening, lambda: None))
    marks = marks_of(service, centre)
    if fit is Fit.FITS:
        assert hits(marks, surely(wanted))
    if fit is not Fit.DOES_NOT_FIT:
        assert hits(marks, perhaps(wanted))


@settings(deadline=None)
@given(CENTRES, SERVICES, st.sampled_from(Group))
def test_a_sure_no_is_left_out_without_judging(centre, service, group):
    wanted = Wanted(group=group)
    fit = fit_of(asked(wanted), wanted, Seen(service, centre, cast(Any, None), cast(Any, None)))
    assert hits(marks_of(service, centre), perhaps(wanted)) == (fit is not Fit.DOES_NOT_FIT)


def test_a_kind_of_help_leaves_its_mark():
    centre = Centre(CentreId("a"), "A place", "GN", "Town", "UTC")
    for kind in ServiceType:
        marks = marks_of(Service(ServiceId("1"), centre.id, kind, "Help"), centre)
        assert kinds_in(marks) == {kind}
