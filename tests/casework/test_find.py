"""Finding: what is within reach, in which order, and with which reasons."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casework import find, fitting
from casework.find import nearest, open_door
from casework.fitting import Search, is_stale, offered
from casework.reach import WITHIN_REACH_M, kinds_within_reach, within_reach
from casework.workplace import Work
from domain.access import Actor
from domain.accessibility import Wheelchair
from domain.capacity import Count, Known
from domain.centres import AddressRule, Centre
from domain.closures import Closure
from domain.directory import Directory
from domain.geography import Place, Point, distance_m
from domain.hours import Opening
from domain.organisations import CentreId
from domain.people import PersonId
from domain.ranking import band
from domain.requests.finding import LanguagesNear, Nearest
from domain.services import Admission, Capacity, Eligibility, Group, Service, ServiceId, ServiceType
from domain.vacancies import Vacancies, vacancies_in
from domain.wanted import Filter, Fit, Seen, Wanted, fit_of
from storage import capacity as stored_counts

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
FOOD, SHELTER, HEALTH = ServiceType.FOOD, ServiceType.SHELTER, ServiceType.HEALTH
HERE = Point(9.5, -13.7)
CHECKED = NOW.date()
DAY = timedelta(days=1)


def north(metres: float) -> Point:
    """A point that far north of here."""
    return Point(HERE.latitude + metres / 111_195, HERE.longitude)


def centre(key: str, point: Point | None = HERE, **given: Any) -> Centre:
    facts = {"name": key, "country": "GN", "city": "Town", "zone": "UTC", "hours": "24/7"}
    return Centre(CentreId(key), **{**facts, "point": point, "verified_on": CHECKED, **given})


def service(of: Centre, kind: ServiceType = FOOD, **given: Any) -> Service:
    return Service(ServiceId(f"{of.id}-{kind}"), of.id, kind, "Help", **given)


def directory(*facts: Centre | Service) -> Directory:
    """A directory; a centre without a service of its own offers food."""
    centres = tuple(each for each in facts if isinstance(each, Centre))
    services = tuple(each for each in facts if isinstance(each, Service))
    bare = {each.id for each in centres} - {each.centre for each in services}
    food = tuple(service(each) for each in centres if each.id in bare)
    return Directory(centres=centres, services=(*services, *food))


def work_on(known: Directory) -> Work:
    """A workplace whose transaction is not used."""
    return Work(cast(Any, None), known, Actor(PersonId("somebody"), ()), NOW, lambda among: among)


def order(known: Directory, **asked: Any) -> list[str]:
    """The keys of the centres found, in their order."""
    request = Nearest(**{"place": Place("", "GN", HERE), **asked})
    return [str(each.centre.id) for each in Search(work_on(known), request).ranked()]


# ---------------------------------------------------------------- reach

POINTS = st.sampled_from(
    [None, HERE, north(900), north(200_000), north(299_000), north(301_000), Point(48, 2)]
)
CENTRES = st.lists(
    st.builds(
        centre,
        st.sampled_from("abcdefgh"),
        POINTS,
        country=st.sampled_from(["GN", "SN", "FR"]),
        address_rule=st.sampled_from([AddressRule.PUBLIC, AddressRule.NEVER]),
        city=st.sampled_from(["Town", "Village"]),
    ),
    unique_by=lambda each: each.id,
)
PLACES = st.builds(
    Place, st.sampled_from(["", "Town"]), st.sampled_from(["GN", "FR", "ML"]), POINTS
)


def by_measuring_all(known: Directory, place: Place) -> list[str]:
    """The rule as it is said, applied to every centre."""
    if place.point is None:
        there = [each for each in known.centres if each.country == place.country]
        there.sort(key=lambda each: (each.city != place.name, each.name, each.id))
        return [each.id for each in there]

    def metres(each: Centre) -> float | None:
        point = each.shown_point
        return distance_m(place.point, point) if place.point and point else None

    def rank(each: Centre) -> tuple[Any, ...]:
        far = metres(each)
        return (True, each.country, each.name) if far is None else (False, far, each.name)

    ranked = sorted(known.centres, key=rank)
    here = [each for each in ranked if each.country == place.country]
    near = [each for each in here if (metres(each) or 0) <= WITHIN_REACH_M]
    return [each.id for each in near or here or ranked]


@settings(deadline=None)
@given(CENTRES, PLACES)
def test_within_reach_is_what_measuring_every_centre_gives(centres, place):
    known = directory(*centres)
    found = [str(each.centre) for each in within_reach(known.findable, place)]
    assert found == by_measuring_all(known, place)


@settings(deadline=None)
@given(CENTRES, PLACES)
def test_the_kinds_of_help_are_those_within_reach(centres, place):
    kinds = dict(zip(centres, [FOOD, SHELTER, HEALTH] * 3, strict=False))
    known = directory(*centres, *(service(each, kind) for each, kind in kinds.items()))
    there = {known.services_of(each.centre)[0].type for each in within_reach(known.findable, place)}
    assert kinds_within_reach(known.findable, place) == there


def test_a_shared_position_reaches_over_a_border():
    near, far = centre("near", north(5_000), country="SN"), centre("far", north(50_000))
    assert order(directory(far, near), place=Place("", "", HERE)) == ["near", "far"]


def test_what_has_no_point_is_found_in_the_country_of_a_shared_position():
    unmeasured = centre("unmeasured", None)
    abroad = centre("abroad", None, country="MA")
    known = directory(abroad, unmeasured, centre("near"))
    assert order(known, place=Place("", "", HERE)) == ["near", "unmeasured"]


# ---------------------------------------------------------------- order


def test_the_nearest_comes_first():
    known = directory(centre("b", north(9_000)), centre("a", north(90_000)), centre("c"))
    assert order(known) == ["c", "b", "a"]


def test_a_stale_entry_yields_to_one_that_is_comparably_far():
    old = CHECKED - timedelta(days=91)
    stale = centre("stale", north(100), verified_on=old)
    known = directory(stale, centre("fresh", north(900)), centre("further", north(1_500)))
    assert order(known) == ["fresh", "stale", "further"]


def test_one_service_each_of_a_centre_for_who_looks_for_anything():
    town, village = centre("town"), centre("village", north(2_000))
    known = directory(
        town, village, *(service(each, kind) for each in (town, village) for kind in (FOOD, HEALTH))
    )
    assert order(known) == ["town", "town", "village", "village"]
    assert order(known, one_per_centre=True) == ["town", "village"]


def test_of_a_centre_the_service_that_surely_fits_is_shown():
    town = centre("town")
    known = directory(
        town, service(town, FOOD), service(town, SHELTER, eligibility=Eligibility(families=True))
    )
    asked = Nearest(Place("", "GN", HERE), one_per_centre=True, wanted=Wanted(group=Group.FAMILIES))
    [found] = Search(work_on(known), asked).ranked()
    assert found.service.type is SHELTER


def test_what_surely_fits_comes_first_then_what_is_not_known_and_a_no_is_left_out():
    takes = {"a": None, "b": True, "c": False, "d": None, "e": True}
    facts: list[Centre | Service] = []
    for number, (key, families) in enumerate(takes.items()):
        place = centre(key, north(number * 20_000))
        facts += [place, service(place, eligibility=Eligibility(families=families))]
    assert order(directory(*facts), wanted=Wanted(group=Group.FAMILIES)) == ["b", "e", "a", "d"]


def test_hours_are_not_read_of_what_is_not_shown(monkeypatch):
    known = directory(*(centre(f"{number}", north(number * 500)) for number in range(50)))
    read: list[str] = []
    monkeypatch.setattr(find, "hours_of", lambda work, service, centre: read.append(centre.id))
    search = Search(work_on(known), Nearest(Place("", "GN", HERE)))
    assert len(list(islice(search.ranked(), 5))) == 5
    assert read == []


FITTING = st.fixed_dictionaries(
    {
        "eligibility": st.builds(
            Eligibility,
            families=st.sampled_from([True, False, None]),
            minimum_age=st.sampled_from([None, 18]),
        ),
        "languages": st.sampled_from([(), ("fr",), ("ar",)]),
        "wheelchair": st.sampled_from([None, *Wheelchair]),
        "admission": st.sampled_from([Admission.WALK_IN, Admission.REFERRAL]),
        "hours": st.sampled_from([None, "24/7", "Mo 08:00-09:00"]),
        "verified_on": st.sampled_from([CHECKED, None]),
    }
)
WANTED = st.builds(
    Wanted,
    open_now=st.booleans(),
    group=st.sampled_from([None, Group.FAMILIES]),
    age=st.sampled_from([None, 17]),
    languages=st.sampled_from([(), ("fr",), ("ar", "fr")]),
    wheelchair=st.booleans(),
    walk_in=st.booleans(),
    free_places=st.booleans(),
)


def by_judging_all(work: Work, request: Nearest, counted: Vacancies) -> list[str]:
    """The rule as it is said, applied to every service of every centre within reach."""
    search = Search(work, request, counted)
    judged: dict[Fit, list[tuple[int, bool, str]]] = {fit: [] for fit in Fit}
    for reached in within_reach(work.directory.findable, request.place, request.service):
        place = work.directory.centre(reached.centre)
        here = [(search.judge(each, place), each) for each in offered(work, place, request.service)]
        here = [(fit, each) for fit, each in here if fit is not Fit.DOES_NOT_FIT]
        if request.one_per_centre:
            here = sorted(here, key=lambda each: each[0] is not Fit.FITS)[:1]
        for fit, each in here:
            judged[fit].append((band(reached.metres), is_stale(work, place, each), each.id))
    sure, unsure = (sorted(judged[fit], key=lambda x: x[:2]) for fit in (Fit.FITS, Fit.NOT_KNOWN))
    return [key for _, _, key in (*sure, *unsure)]


@settings(deadline=None)
@given(
    CENTRES,
    st.lists(st.tuples(st.sampled_from([FOOD, SHELTER]), FITTING), min_size=16, max_size=16),
    st.lists(
        st.sampled_from([(3, DAY), (0, DAY), (3, timedelta()), None]), min_size=16, max_size=16
    ),
    st.builds(
        Nearest,
        PLACES,
        st.sampled_from([None, FOOD, SHELTER]),
        one_per_centre=st.booleans(),
        wanted=WANTED,
    ),
)
def test_a_search_finds_what_judging_every_service_finds(centres, offers, free, request):
    pairs = zip([*centres, *centres], offers, strict=False)
    services = [
        replace(service(each, kind), id=ServiceId(f"{number}"), **facts)
        for number, (each, (kind, facts)) in enumerate(pairs)
    ]
    known = {
        each.id: Known({None: Count(9, some[0], NOW - DAY, NOW + some[1])})
        for each, some in zip(services, free, strict=False)
        if some is not None
    }
    work = work_on(directory(*centres, *services))
    counted = vacancies_in(work.directory, known, NOW)
    found = [str(each.service.id) for each in Search(work, request, counted).ranked()]
    assert found == by_judging_all(work, request, counted)


def test_of_what_cannot_fit_nothing_is_judged(monkeypatch):
    steps = [centre(f"{n:03}", north(n * 900), wheelchair=Wheelchair.NO) for n in range(200)]

    def never(*_: object) -> Fit:
        raise AssertionError("judged without need")

    monkeypatch.setattr(fitting, "fit_of", never)
    assert order(directory(*steps), wanted=Wanted(wheelchair=True)) == []


def test_what_comes_by_twice_is_judged_once(monkeypatch):
    steps = [
        centre(f"{n:03}", north(n * 900), wheelchair=access)
        for n, access in enumerate((Wheelchair.YES, None, Wheelchair.YES))
    ]
    judged: list[str] = []

    def noted(filters: Any, wanted: Wanted, seen: Seen) -> Fit:
        judged.append(seen.centre.id)
        return fit_of(filters, wanted, seen)

    monkeypatch.setattr(fitting, "fit_of", noted)
    assert order(directory(*steps), wanted=Wanted(wheelchair=True)) == ["000", "002", "001"]
    assert sorted(judged) == ["000", "001", "002"]


# ---------------------------------------------------------------- what is shown


async def results(
    known: Directory, monkeypatch: pytest.MonkeyPatch, now: datetime = NOW, **asked: Any
):
    async def forget_it(*_: object) -> None:
        return None

    async def nothing(*_: object) -> dict[str, object]:
        return {}

    monkeypatch.setattr(find, "remember_place", forget_it)

    async def nothing_counted(work: Work) -> Vacancies:
        return vacancies_in(work.directory, {}, now)

    monkeypatch.setattr(find, "vacancies", nothing_counted)
    monkeypatch.setattr(stored_counts, "shown_of", asked.pop("counted", nothing))
    work = replace(work_on(known), now=now)
    return await nearest(work, Nearest(**{"place": Place("", "GN", HERE), **asked}))


async def test_pages_follow_one_another(monkeypatch):
    known = directory(*(centre(f"{number}", north(number * 3_000)) for number in range(9)))
    first = await results(known, monkeypatch, limit=4)
    second = await results(known, monkeypatch, limit=4, skip=4)
    assert [each.centre.id for each in (*first, *second)] == [str(each) for each in range(8)]


async def test_a_door_that_closes_is_told_at_its_minute(monkeypatch):
    known = directory(centre("town", hours="Mo-Su 08:00-09:30"))
    half_past = NOW + timedelta(minutes=30)
    told = [
        await results(known, monkeypatch, now=half_past - timedelta(seconds=s)) for s in (59, 0)
    ]
    assert [found.open.opening for [found] in told] == [Opening.OPEN, Opening.CLOSED]


async def test_a_closure_is_told_from_the_moment_it_is_entered(monkeypatch):
    town = centre("town")
    before = await results(directory(town), monkeypatch)
    now = NOW + timedelta(seconds=20)
    shut = replace(town, closures=(Closure(now),))
    after = await results(directory(shut), monkeypatch, now=now)
    assert [found.open.opening for found in (*before, *after)] == [Opening.ALWAYS, Opening.CLOSED]


async def test_places_are_told_as_they_stand_also_within_a_minute(monkeypatch):
    town = centre("town")
    known = directory(town, service(town, SHELTER))
    counted: dict[ServiceId, Known] = {}

    async def known_of(*_: object) -> Any:
        return counted

    for free in (3, 0):
        counted[ServiceId(f"town-{SHELTER}")] = Known({None: Count(9, free, NOW, NOW + DAY)})
        found = await results(known, monkeypatch, counted=known_of)
        assert found[0].places is not None
        assert found[0].places.some_free is (free > 0)


async def test_reasons_tell_why_and_how_old_a_count_is(monkeypatch):
    town = centre("town")
    beds = service(town, SHELTER, capacity=Capacity(9, 5, NOW - timedelta(hours=2)))
    wanted = Wanted(free_places=True, walk_in=True)
    [found] = await results(directory(town, beds), monkeypatch, wanted=wanted)
    walk_in, free = found.why
    assert (walk_in.filter, walk_in.fit) == (Filter.WALK_IN, Fit.FITS)
    assert free.free is not None
    assert (free.free.some, free.free.ago) == (True, timedelta(hours=2))
    assert free.free.number is None, "numbers are for staff"


async def test_a_count_that_is_too_old_is_not_known(monkeypatch):
    town = centre("town")
    beds = service(town, SHELTER, capacity=Capacity(9, 5, NOW - timedelta(hours=25)))
    [found] = await results(directory(town, beds), monkeypatch, wanted=Wanted(free_places=True))
    assert found.why[0].fit is Fit.NOT_KNOWN


async def test_a_stale_entry_says_so(monkeypatch):
    old = centre("old", verified_on=CHECKED - timedelta(days=200))
    [found] = await results(directory(old), monkeypatch)
    assert found.stale
    [found] = await results(directory(replace(old, verified_on=CHECKED)), monkeypatch)
    assert not found.stale


async def test_no_distance_is_told_in_the_town_that_was_named(monkeypatch):
    [found] = await results(directory(centre("a")), monkeypatch, place=Place("Town", "GN", HERE))
    assert found.metres is None


def test_the_open_door_is_the_nearest_shelter_that_never_closes():
    closes, open_far = centre("closes", hours="08:00-18:00"), centre("far", north(70_000))
    abroad = centre("abroad", north(9_000), country="SN")
    known = directory(*(f for c in (closes, open_far, abroad) for f in (c, service(c, SHELTER))))
    found = open_door(work_on(known), Place("", "GN", HERE))
    assert found is not None
    assert found.centre.id == "abroad", "an emergency knows no border"
    assert open_door(work_on(directory(closes, service(closes, SHELTER))), Place("", "GN")) is None


async def test_languages_are_those_of_the_places_nearby_the_most_frequent_first():
    a, b = (
        centre("a", languages=("fr", "sus")),
        centre("b", languages=("fr",), interpreters=("ar",)),
    )
    far = centre("far", Point(48, 2), country="FR", languages=("de",))
    work = work_on(directory(a, b, far))
    found = await find.languages_near(work, LanguagesNear(Place("", "GN", HERE)))
    assert found == ("fr", "ar", "sus")
