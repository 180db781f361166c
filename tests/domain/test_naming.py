"""Names are found by words and parts of words; an edited index is as one made anew."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.centres import Centre
from domain.directory import Directory
from domain.filed import Filed
from domain.naming import Naming, Standing, standing_of
from domain.organisations import CentreId, Organisation, OrganisationId, OrganisationKind
from domain.services import Service, ServiceId, ServiceStatus
from tests.domain import builders

WORDS = st.sampled_from(("sea", "house", "sea house", "gate", "old sea gate", "north"))
KEYS = st.sampled_from(tuple("abcdef"))


@st.composite
def centres(draw: st.DrawFn) -> Centre:
    town = draw(WORDS)
    aliases = tuple(draw(st.lists(WORDS, max_size=2)))
    key = CentreId(draw(KEYS))
    return builders.centre(key, name=draw(WORDS), city=town, aliases=aliases)


@st.composite
def services(draw: st.DrawFn) -> Service:
    status = draw(st.sampled_from((ServiceStatus.ACTIVE, ServiceStatus.INACTIVE)))
    key, at = draw(KEYS), CentreId(draw(KEYS))
    return builders.service(
        at=at, id=ServiceId(key), status=status, confidential=draw(st.booleans())
    )


@st.composite
def organisations(draw: st.DrawFn) -> Organisation:
    return Organisation(OrganisationId(draw(KEYS)), draw(WORDS), OrganisationKind.PARTNER)


def by_id(facts: list) -> tuple:
    return tuple({each.id: each for each in facts}.values())


@st.composite
def directories(draw: st.DrawFn) -> Directory:
    there = by_id(draw(st.lists(centres())))
    known = {each.id for each in there}
    offered = by_id(draw(st.lists(services())))
    return Directory(
        centres=there,
        services=tuple(each for each in offered if each.centre in known),
        organisations=by_id(draw(st.lists(organisations()))),
    )


def fold(name: str) -> str:
    return name


def content(filed: Filed) -> dict[object, list[object]]:
    return {key: sorted(filed.at(key), key=repr) for key in filed}


def told(naming: Naming) -> list[dict[object, list[object]]]:
    every = (*(naming.by_standing[each] for each in Standing), naming.organisations)
    return [
        content(filed)
        for names in every
        for filed in (names.bearers, names.by_name, names.towns, names.areas, names.pieces)
    ]


@given(directories(), directories(), st.sets(KEYS))
def test_an_edited_index_is_as_one_made_anew(before, change, gone):
    before.services_of(CentreId("a"))
    before.naming(fold)
    left = {key for key in gone if key not in {each.id for each in change.centres}}
    lost = [each.id for each in before.services if each.centre in left]
    after = before.with_changes(
        replace(change, services=tuple(s for s in change.services if s.centre not in left)),
        {"centres": left, "services": lost, "organisations": gone},
    )

    assert "_naming" in after.__dict__, "it is taken over"
    anew = Directory(after.organisations, (), after.centres, after.services)
    assert told(after.naming(fold)) == told(anew.naming(fold))


def test_an_edit_that_names_nothing_else_shares_the_index():
    centre = builders.centre(CentreId("a"))
    before = Directory(centres=(centre,), services=(builders.service(at=centre.id),))
    names = before.naming(fold).by_standing[Standing.LISTED]
    after = before.with_changes(Directory(centres=(replace(centre, phone="+000 1"),)))

    assert after.naming(fold).by_standing[Standing.LISTED] is names


@pytest.mark.parametrize(
    ("offered", "standing"),
    [
        ([], Standing.UNLISTED),
        ([{"status": ServiceStatus.INACTIVE}], Standing.UNLISTED),
        ([{"confidential": True}], Standing.CONFIDENTIAL),
        ([{"confidential": True}, {"status": ServiceStatus.INACTIVE}], Standing.UNLISTED),
        ([{"confidential": True}, {}], Standing.LISTED),
    ],
)
def test_who_may_know_of_a_centre_follows_from_what_it_offers(offered, standing):
    assert standing_of([builders.service(**facts) for facts in offered]) is standing


def test_what_stands_too_often_is_not_kept_any_more():
    filed: Filed[str, int] = Filed(most=2)
    two = filed.changed((), [("a", 1), ("a", 2)])
    three = two.changed((), [("a", 3)])

    assert (two.at("a"), three.filed("a"), three.at("a")) == ((1, 2), None, ())
    assert two.changed([("a", 1), ("b", 9)], ()).at("a") == (2,)
    assert filed.at("a") == ()
