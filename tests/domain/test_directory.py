"""A directory with changes is the same as one made anew from the same facts."""

from dataclasses import fields, replace

from hypothesis import given
from hypothesis import strategies as st

from domain.agreements import ArrangementId
from domain.centres import AddressRule, Centre, CentreStatus
from domain.changes import KEYS, index_of
from domain.directory import Directory
from domain.findable import Findable
from domain.geography import Point
from domain.management import Arrangement, IomRun, Party, Role
from domain.organisations import CentreId, OrganisationId
from domain.periods import Period
from domain.services import Service, ServiceId, ServiceStatus, ServiceType

FOOD, SHELTER = ServiceType.FOOD, ServiceType.SHELTER
HERE = Point(9.5, -13.7)

CENTRES = st.builds(
    Centre,
    id=st.sampled_from("abcdef").map(CentreId),
    name=st.sampled_from(["North", "South"]),
    country=st.sampled_from(["GN", "MA"]),
    city=st.sampled_from(["Town", "Village"]),
    zone=st.just("UTC"),
    point=st.sampled_from([None, HERE, Point(9.51, -13.71), Point(34, -6.8)]),
    address_rule=st.sampled_from([AddressRule.PUBLIC, AddressRule.NEVER]),
    status=st.sampled_from(CentreStatus),
    hours=st.sampled_from([None, "24/7"]),
)
SERVICES = st.builds(
    Service,
    id=st.sampled_from("123456").map(ServiceId),
    centre=st.sampled_from("abcdef").map(CentreId),
    type=st.sampled_from([FOOD, SHELTER]),
    name=st.just("Help"),
    status=st.sampled_from(ServiceStatus),
    confidential=st.booleans(),
    provider=st.sampled_from([None, *map(OrganisationId, "xyz")]),
)
ARRANGEMENTS = st.builds(
    Arrangement,
    id=st.sampled_from("789").map(ArrangementId),
    centre=st.sampled_from("abcdef").map(CentreId),
    period=st.just(Period()),
    model=st.sampled_from("xy").map(OrganisationId).map(IomRun),
    parties=st.sampled_from("xyz").map(OrganisationId).map(lambda o: (Party(o, Role.FUNDER),)),
)
DIRECTORIES = st.builds(
    Directory,
    centres=st.lists(CENTRES, unique_by=lambda c: c.id).map(tuple),
    services=st.lists(SERVICES, unique_by=lambda s: s.id).map(tuple),
    arrangements=st.lists(ARRANGEMENTS, unique_by=lambda a: a.id).map(tuple),
)
GONE = st.fixed_dictionaries(
    {
        "centres": st.sets(st.sampled_from("abcdef")),
        "services": st.sets(st.sampled_from("123456")),
        "arrangements": st.sets(st.sampled_from("789")),
    }
)


def facts(directory):
    return {each.name: set(getattr(directory, each.name)) for each in fields(directory)}


def found(findable: Findable):
    """All that can be asked of it."""
    asked = [(country, kind) for country in ("", "GN", "MA") for kind in (None, FOOD, SHELTER)]
    return {
        (country, kind): (
            list(findable.nearest(HERE, country, kind)),
            list(findable.named(country, kind)),
            list(findable.without_point(country, kind)),
            findable.has(country, kind),
            findable.kinds_near(HERE, country, 50_000),
            findable.kinds_without_point(country),
            findable.kinds_of(country),
        )
        for country, kind in asked
    }


def build_all(directory):
    """Build every index, so that it is patched and not made anew."""
    found(directory.findable)
    for kind in KEYS:
        index_of(directory, kind)
    directory.arrangements_of("a")
    directory.centres_with(OrganisationId("x"))


@given(DIRECTORIES, DIRECTORIES, GONE, st.booleans())
def test_changes_lead_to_the_same_directory_as_the_facts_do(before, changed, gone, built):
    if built:
        build_all(before)
    after = before.with_changes(changed, gone)
    anew = Directory(
        **{
            kind: tuple(
                {
                    **{k: f for k, f in index_of(before, kind).items() if k not in gone[kind]},
                    **index_of(changed, kind),
                }.values()
            )
            for kind in ("centres", "services", "arrangements")
        }
    )
    assert facts(after) == facts(anew)
    for key in map(CentreId, "abcdef"):
        assert set(after.services_of(key)) == set(anew.services_of(key))
    for each in map(OrganisationId, "xyz"):
        assert after.centres_with(each) == anew.centres_with(each) == with_part(anew, each)
    assert found(after.findable) == found(anew.findable)
    assert (after.same_names is before.same_names) <= (names(after) == names(before))


def with_part(directory, organisation):
    """The same by walking over all centres."""
    return [
        centre
        for centre in sorted(directory.centres, key=lambda each: each.id)
        if any(each.provider == organisation for each in directory.services_of(centre.id))
        or any(
            organisation in each.with_role(*Role) for each in directory.arrangements_of(centre.id)
        )
    ]


def test_an_edit_that_moves_nobody_shares_who_has_a_part():
    centre = Centre(CentreId("a"), "A", "GN", "Town", "UTC")
    offer = Service(ServiceId("1"), centre.id, FOOD, "Help", provider=OrganisationId("x"))
    before = Directory(centres=(centre,), services=(offer,))
    assert before.centres_with(OrganisationId("x")) == [centre]

    renamed = replace(centre, name="B")
    after = before.with_changes(Directory(centres=(renamed,)))
    assert after.__dict__["_with_part"] is before.__dict__["_with_part"]
    assert after.centres_with(OrganisationId("x")) == [renamed]


def names(directory):
    return {key: entry.names for key, entry in directory.findable.entries.items()}


@given(DIRECTORIES)
def test_an_undisclosed_point_is_nowhere_among_what_is_found(directory):
    for key, entry in directory.findable.entries.items():
        if directory.centre(key).address_rule is not AddressRule.PUBLIC:
            assert entry.spot is None


CENTRE = Centre(CentreId("a"), "North", "GN", "Town", "UTC", HERE, hours="08:00-18:00")
SERVICE = Service(ServiceId("1"), CENTRE.id, FOOD, "Help")
DIRECTORY = Directory(centres=(CENTRE,), services=(SERVICE,))


def test_a_change_of_hours_leaves_the_names_and_the_search_as_they_are():
    build_all(DIRECTORY)
    after = DIRECTORY.with_changes(Directory(centres=(replace(CENTRE, hours="24/7"),)))
    assert after.same_names is DIRECTORY
    assert after.findable is DIRECTORY.findable
    assert after.centre(CENTRE.id).hours == "24/7"
    assert after.services is DIRECTORY.services


def test_a_new_name_is_a_new_key_of_caches():
    build_all(DIRECTORY)
    after = DIRECTORY.with_changes(Directory(centres=(replace(CENTRE, name="South"),)))
    assert after.same_names is after


def test_no_change_is_the_same_directory():
    assert DIRECTORY.with_changes(Directory()) is DIRECTORY


def test_what_is_gone_without_having_been_there_does_no_harm():
    assert facts(DIRECTORY.with_changes(Directory(), {"teams": ["x"]})) == facts(DIRECTORY)


def test_a_service_that_moves_is_found_at_its_new_centre_only():
    other = replace(CENTRE, id=CentreId("b"))
    directory = Directory(centres=(CENTRE, other), services=(SERVICE,))
    build_all(directory)
    after = directory.with_changes(Directory(services=(replace(SERVICE, centre=other.id),)))
    assert after.services_of(CENTRE.id) == ()
    assert [near.key for near in after.findable.nearest(HERE, "GN", FOOD)] == ["b"]
