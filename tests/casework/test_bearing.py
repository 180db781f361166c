"""Whom a name means: exactly, as part of a name, in a sentence, begun, or with a slip."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, cast

import pytest

from casework.gazetteer.folding import folded
from casework.look_up.bearing import Known, known_to
from casework.workplace import Work
from domain.access import Actor, MemberRole
from domain.directory import Directory
from domain.naming import COMMON, Bearer, Names
from domain.organisations import CentreId
from domain.services import ServiceStatus
from tests.domain import builders

HOUSE, GATE, SAFE, SHUT = map(CentreId, ("house", "gate", "safe", "shut"))
CENTRES = (
    builders.centre(HOUSE, name="Maison de la Mer", city="Zinder", aliases=("Jean Paul II",)),
    builders.centre(GATE, name="North Gate", city="Agadez"),
    builders.centre(SAFE, name="Quiet place", city="Tahoua"),
    builders.centre(SHUT, name="Old harbour", city="Arlit"),
)
DIRECTORY = Directory(
    organisations=builders.ORGANISATIONS,
    centres=CENTRES,
    services=(
        builders.service(at=HOUSE),
        builders.service(at=GATE),
        builders.service(at=SAFE, confidential=True),
        builders.service(at=SHUT, status=ServiceStatus.INACTIVE),
    ),
)


def known(actor: Actor, directory: Directory = DIRECTORY) -> Known:
    work = Work(cast(Any, None), directory, actor, builders.NOW, lambda some: next(iter(some)))
    return known_to(work)


ANYONE = Actor(builders.AMINA)


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("maison de la mer", [HOUSE]),
        ("la mer", [HOUSE]),
        ("la maison", []),
        ("north gate", [GATE]),
    ],
)
def test_a_name_or_words_of_it_are_found(said, found):
    assert known(ANYONE).named(said) == found


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("who runs north gate today", [GATE]),
        ("maison de la m", [HOUSE]),
        ("north gaet", [GATE]),
        ("maisson de la mer", [HOUSE]),
        ("jean pau", [HOUSE]),
        ("xyzzy", []),
        ("gat", []),
    ],
)
def test_a_name_in_a_sentence_begun_or_misspelled_is_found(said, found):
    assert known(ANYONE).resembling(said) == found


def test_what_does_not_exist_for_an_asker_is_found_by_nothing():
    outside = known(ANYONE)
    for said in ("quiet place", "quiet", "old harbour", "tahoua", "arlit"):
        assert not outside.named(said)
        assert not outside.resembling(said)
        assert not outside.towns(said)
    names = [key for said in ("quiet place", "old harbour") for key in outside.closest(said)]
    assert not {SAFE, SHUT} & set(names)


def test_staff_find_what_is_not_listed_but_nothing_confidential_of_others():
    staff = builders.actor(builders.member(MemberRole.STAFF, builders.UNHCR))
    directory = DIRECTORY.with_teams([builders.team(builders.UNHCR)])
    assert known(staff, directory).named("old harbour") == [SHUT]
    assert known(staff, directory).named("quiet place") == []
    other = replace(CENTRES[2], authority=builders.UNHCR)
    theirs = directory.with_changes(Directory(centres=(other,)))
    assert known(staff, theirs).named("quiet place") == [SAFE]


def test_words_that_very_many_names_have_are_still_found():
    names = [Bearer(f"c{n}", (f"transit centre {n}",)) for n in range(COMMON + 1)]
    filed = Names.of([*names, Bearer("last", (folded("Transit Centre"),))])
    assert filed.pieces.filed(" transit ") is None
    assert len(list(filed.containing("transit centre"))) == COMMON + 2
    assert list(filed.containing("centre 77")) == ["transit centre 77"]
