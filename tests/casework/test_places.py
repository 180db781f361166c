"""Places in words, as people write them, with the sample directory and all of the gazetteer."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sample import sample_directory
from casework.gazetteer.country_names import LANGUAGES as KNOWN_LANGUAGES
from casework.gazetteer.country_names import names_in_all_languages
from casework.gazetteer.opening import open_gazetteer
from casework.places import MOST, PlaceIndex, index_of
from domain.directory import Directory
from domain.geography import Place, Point, distance_m
from domain.places import NamedPlace, NamedPlaceId
from locales.languages import LANGUAGES
from tests.conversations.play import NOW

REFERENCE = {
    "كوناكري": ("GN", 9.54, -13.68),
    "Конакри": ("GN", 9.54, -13.68),
    "Poi Pet": ("KH", 13.66, 102.56),
    "ប៉ោយប៉ែត": ("KH", 13.66, 102.56),
    "ポイペト": ("KH", 13.66, 102.56),
    "N'Zérékoré": ("GN", 7.76, -8.82),
    "Nzerekore": ("GN", 7.76, -8.82),
    "أغاديس": ("NE", 16.97, 7.99),
    "أغاديز": ("NE", 16.97, 7.99),
    "هرجيسا": ("SO", 9.56, 44.06),
    "ሀርጌሳ": ("SO", 9.56, 44.06),
    "Bossaso": ("SO", 11.28, 49.18),
    "Lesvos": ("GR", 39.17, 26.33),
    "Zaatari": ("JO", 32.29, 36.33),
    "طنجة": ("MA", 35.77, -5.8),
    "አዲስ አበባ": ("ET", 9.02, 38.75),
}
SENTENCES = {
    "I am in Agadez": "Agadez",
    "je suis à Tanger": "Tanger",
    "أنا في طنجة": "Tanger",
    "near Nzerekore, Guinea": "Nzérékoré",
    "I need a bed in Conakry tonight please": "Conakry",
    "مخيم الزعتري": "Zaatari",
    "Guinea, Conakry": "Conakry",
    "🏠 Conakry 🏠": "Conakry",
    "I am in Nice": "Nice",
    "je suis à Tours": "Tours",
    "je viens d’Agadez": "Agadez",
    "La Ciotat, France": "La Ciotat",
    "La Ciotatt, France": "La Ciotat",
}
NONSENSE = (
    *(
        "asdfgh",
        "hello",
        "xqzt",
        "خخخخ",
        "qqqq",
        "no",
        "merci",
        "شكرا",
        "help me please",
        "😀😀",
        "…",
    ),
    *("<script>alert(1)</script>", "=1+1", "12345", "x" * 200, "ab " * 66, "ا" * 200, "\x00", " "),
    *("I lost my passport yesterday", "j'ai perdu mon passeport hier", "لا أفهم السؤال"),
)
WITH_WORDS_OF_SENTENCES = {
    "Kansas City, United States": "Kansas City",
    "je viens de La Paz": "La Paz",
    "near El Jadida please": "El Jadida",
    "près de Bari svp": "Bari",  # not "de Bari", which is Debar
}
WORDS = (
    # A slip away from Sendai, Péronnes, Al Qarārah, Saaba, Septemvri, Az̧ Z̧ulayl, Trinidad.
    *("Sunday", "personnes", "القرار", "حسابها", "septembre", "لنبحث", "trained"),
    # Towns of some thousand people are called Time, List, On, Men, Enter, Changé, Liré and Lead.
    *("No answer in time", "choose from a list", "from now on", "for men", "where do I enter"),
    *("Ce dossier a changé.", "Le lire", "De l’aide ?", "jusqu'à la fin de l'aide", "✅"),
)


@cache
def nothing_known() -> PlaceIndex:
    """Only the gazetteer."""
    return index_of(Directory(), open_gazetteer())


@cache
def sample() -> PlaceIndex:
    """The sample directory with the gazetteer."""
    return index_of(sample_directory(NOW).directory, open_gazetteer())


@pytest.mark.parametrize("text", REFERENCE)
@pytest.mark.parametrize("index", [nothing_known, sample])
def test_the_reference_places_are_found(text: str, index: object) -> None:
    country, latitude, longitude = REFERENCE[text]
    best = index().named(text)[0]  # type: ignore[operator]
    assert best.country == country
    assert best.point is not None
    assert distance_m(best.point, Point(latitude, longitude)) < 30_000


@pytest.mark.parametrize(("text", "town"), SENTENCES.items())
def test_a_place_in_a_sentence_is_found_alone(text: str, town: str) -> None:
    assert [place.name for place in sample().named(text)] == [town]


@pytest.mark.parametrize("text", NONSENSE)
def test_nonsense_finds_nothing(text: str) -> None:
    assert sample().named(text) == ()


@pytest.mark.parametrize(("text", "town"), WITH_WORDS_OF_SENTENCES.items())
def test_words_of_sentences_may_belong_to_a_name(text: str, town: str) -> None:
    assert nothing_known().named(text)[0].name == town


@pytest.mark.parametrize("text", WORDS)
def test_an_ordinary_word_is_no_misspelled_place(text: str) -> None:
    assert sample().named(text) == ()


@pytest.mark.parametrize(("text", "country"), [("Time", "NO"), ("Changé", "FR"), ("Mali", "ML")])
def test_a_place_may_have_the_name_of_an_ordinary_word(text: str, country: str) -> None:
    assert nothing_known().named(text)[0].country == country


@given(st.text(max_size=300))
def test_no_text_is_too_strange(text: str) -> None:
    assert len(sample().named(text)) <= MOST


@pytest.mark.parametrize("code", [language.code for language in LANGUAGES])
def test_countries_are_known_in_every_offered_language(code: str) -> None:
    assert code in KNOWN_LANGUAGES


@pytest.mark.parametrize(
    ("text", "country"),
    [("Niger", "NE"), ("Maroc", "MA"), ("المغرب", "MA"), ("Марокко", "MA"), ("Ivory Coast", "CI")]
    + [("DRC", "CD"), ("la Guinée", "GN"), ("Bosnia", "BA"), ("كمبوديا", "KH"), ("Cambodge", "KH")],
)
def test_a_country_is_a_place_without_a_town(text: str, country: str) -> None:
    assert sample().named(text) == (Place("", country),)


def test_every_country_has_names_and_none_is_its_code() -> None:
    assert "Myanmar" in names_in_all_languages("MM")
    assert "Burma" in names_in_all_languages("MM")
    assert "MM" not in names_in_all_languages("MM")


def test_namesakes_are_given_likeliest_first_with_their_regions() -> None:
    assert [place.country for place in nothing_known().named("Tripoli")] == ["LY", "LB", "GR"]
    paris = nothing_known().named("Paris")
    assert [(place.country, place.region) for place in paris] == [("FR", ""), ("US", "Texas")]


@pytest.mark.parametrize("text", ["Agadez", "Berlin", "Kabul", "Conakry", "Casablanca", "Djibouti"])
def test_a_clear_name_means_one_place(text: str) -> None:
    assert len(nothing_known().named(text)) == 1


def test_a_country_or_region_behind_the_name_decides() -> None:
    assert [p.country for p in nothing_known().named("Tripoli, Lebanon")] == ["LB"]
    assert [p.country for p in nothing_known().named("طرابلس لبنان")] == ["LB"]
    assert [p.region for p in nothing_known().named("Paris Texas")] == ["Texas"]
    assert [p.name for p in nothing_known().named("Konakrri, Guinée")] == ["Conakry"]


def test_a_city_with_the_name_of_its_country_is_offered_too() -> None:
    assert nothing_known().named("تونس")[0] == Place("", "TN")
    assert [place.name for place in nothing_known().named("تونس")] == ["", "Tunis"]


def test_a_country_with_centres_comes_first() -> None:
    assert [place.country for place in sample().named("Tripoli")][1] == "GR"


def test_our_own_name_of_a_town_stands_for_the_gazetteers() -> None:
    assert [place.name for place in sample().named("Tangier")] == ["Tanger"]


def test_words_of_a_centre_mean_its_town() -> None:
    assert sample().named("Migrant Resource and Response Centre")[0].name == "Conakry"


def camp(**given: object) -> Directory:
    """A directory with a camp that no gazetteer knows."""
    place = NamedPlace(
        NamedPlaceId("q"), "Qadimbo", "TD", Point(13.5, 21.5), ("قاديمبو", "Camp Nine")
    )
    return Directory(places=(replace(place, **given),))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text", ["Qadimbo", "qadimbo camp", "Qadimbbo", "قاديمبو", "camp nine", "I am in Qadimbo"]
)
def test_an_installation_adds_places_with_aliases(text: str) -> None:
    found = index_of(camp(), open_gazetteer()).named(text)
    assert found == (Place("Qadimbo", "TD", Point(13.5, 21.5)),)
    assert found not in [nothing_known().named(text)]


DISTRICTS = {
    **{"Zaatari Camp (all district)": (32.3008, 36.3207), "Zaatari District 3": (32.3007, 36.3247)},
    **{"Zaatari District 5": (32.3005, 36.3312), "Zaatari District 9": (32.2865, 36.3313)},
}
BLOCKS = {"Qadimbo Block 3": (13.5, 21.5), "Qadimbo Block 5": (13.51, 21.52)}


def parts(country: str, points: dict[str, tuple[float, float]]) -> PlaceIndex:
    """A directory whose places are parts of one, as imports bring them."""
    named = (
        NamedPlace(NamedPlaceId(name), name, country, Point(*at)) for name, at in points.items()
    )
    return index_of(Directory(places=tuple(named)), open_gazetteer())


@pytest.mark.parametrize("text", ["Zaatari", "Za'atari", "zaatari camp", "الزعتري", "مخيم الزعتري"])
def test_the_districts_of_a_camp_are_the_camp(text: str) -> None:
    assert [place.name for place in parts("JO", DISTRICTS).named(text)] == ["Zaatari"]


def test_a_district_by_its_own_name_is_the_district() -> None:
    found = parts("JO", DISTRICTS).named("Zaatari District 9")
    assert [place.name for place in found] == ["Zaatari District 9"]


def test_blocks_of_a_camp_that_nobody_knows_are_the_camp() -> None:
    assert [place.name for place in parts("TD", BLOCKS).named("qadimbo")] == ["Qadimbo"]


def test_places_far_apart_are_not_parts_of_one() -> None:
    apart = BLOCKS | {"Qadimbo Block 5": (14.5, 21.5)}
    assert len(parts("TD", apart).named("Qadimbo")) == len(apart)


def test_without_a_gazetteer_the_directory_is_searched_alone() -> None:
    index = index_of(sample_directory(NOW).directory)
    assert [place.name for place in index.named("Konakri")] == ["Conakry"]
    assert index.named("Maroc") == (Place("", "MA"),)
    assert index.named("Reykjavik") == ()
