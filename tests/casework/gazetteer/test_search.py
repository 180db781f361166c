"""Names are found by their letters, their sound and their slips, and bigger places first."""

from pathlib import Path

import pytest

from casework.gazetteer.folding import key_of
from casework.gazetteer.search import Gazetteer
from casework.gazetteer.writing import Writing, writing_of
from tests.casework.gazetteer.towns import small_gazetteer


@pytest.fixture
def gazetteer(tmp_path: Path) -> Gazetteer:
    """A few towns."""
    return small_gazetteer(tmp_path)


def closest(gazetteer: Gazetteer, text: str) -> str | None:
    """Give the name of the closest place."""
    found = gazetteer.close(key_of(text), writing_of(text))
    return found[0].name if found else None


def test_an_exact_name_means_all_its_namesakes_its_own_first(gazetteer: Gazetteer) -> None:
    found = gazetteer.exact("paris")
    assert [(each.name, each.country) for each in found] == [
        ("Paris", "FR"),
        ("Paris", "US"),
        ("Elsewhere", "US"),
    ]
    assert found[1].region == "Texas"
    assert found[0].point is not None
    assert found[0].point.latitude == pytest.approx(48.85)


def test_a_country_has_no_point_and_no_name(gazetteer: Gazetteer) -> None:
    (guinea,) = gazetteer.exact(key_of("غينيا"))
    assert (guinea.name, guinea.country, guinea.point) == ("", "GN", None)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("كوناكري", "Conakry"),  # no such name is known: by its sound
        ("Conacry", "Conakry"),
        ("Conarky", "Conakry"),
        ("Conakkry", "Conakry"),
        ("Konakry", "Conakry"),
        ("هرجيسا", "Hargeysa"),
        ("Hargesia", "Hargeysa"),
        ("ポイペト", "Poipet"),
        ("Nzerikore", "Nzérékoré"),
    ],
)
def test_other_scripts_and_slips_are_understood(gazetteer: Gazetteer, text: str, name: str) -> None:
    assert gazetteer.exact(key_of(text)) == []
    assert closest(gazetteer, text) == name


def test_a_misspelled_name_means_rather_the_town_whose_own_it_is(gazetteer: Gazetteer) -> None:
    found = gazetteer.close("paaris")
    assert [(each.name, each.country) for each in found[:2]] == [("Paris", "FR"), ("Paris", "US")]


@pytest.mark.parametrize(
    "text", ["asdfgh", "xqzt", "خخخخ", "canary", "harvest", "pope", "a", "x" * 500, "krkrkrkr"]
)
def test_what_is_too_far_from_every_name_finds_nothing(gazetteer: Gazetteer, text: str) -> None:
    assert closest(gazetteer, text) is None


def test_the_kinds_of_writing_are_told_apart() -> None:
    assert [writing_of(each) for each in ("Paris", "طنجة", "ሀርጌሳ", "Конакри", "서울")] == [
        Writing.ALPHABET,
        Writing.CONSONANTS,
        Writing.SYLLABLES,
        Writing.ALPHABET,
        Writing.SYLLABLES,
    ]
