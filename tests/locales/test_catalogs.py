"""Catalogs: each text has its translation, or its English; never nothing."""

from pathlib import Path

import pytest

from conversations.text import t, tn
from locales.catalogs import Catalogs, load
from tests.locales.builders import loaded

BEDS = ("{count} bed", "{count} beds")
ARABIC_BEDS = ("لا أسرّة", "سرير واحد", "سريران", "{count} أسرّة", "{count} سريرًا", "{count} سرير")


@pytest.mark.parametrize(
    ("count", "form"), [(0, 0), (1, 1), (2, 2), (3, 3), (10, 3), (11, 4), (99, 4), (100, 5)]
)
def test_arabic_says_each_number_in_its_form(tmp_path: Path, count: int, form: int) -> None:
    catalogs = loaded(tmp_path, "ar", {BEDS: ARABIC_BEDS})
    assert catalogs.translated(tn(*BEDS, count), "ar") == ARABIC_BEDS[form]


@pytest.mark.parametrize(("count", "form"), [(0, 0), (1, 0), (2, 2), (1_000_000, 1)])
def test_french_says_each_number_in_its_form(tmp_path: Path, count: int, form: int) -> None:
    french = ("{count} lit", "{count} de lits", "{count} lits")
    catalogs = loaded(tmp_path, "fr", {BEDS: french})
    assert catalogs.translated(tn(*BEDS, count), "fr") == french[form]


@pytest.mark.parametrize(("count", "said"), [(0, BEDS[1]), (1, BEDS[0]), (2, BEDS[1])])
def test_without_any_catalog_the_english_is_said(count: int, said: str) -> None:
    empty = Catalogs({})
    assert empty.translated(t("Hello"), "ar") == "Hello"
    assert empty.translated(tn(*BEDS, count), "ar") == said


def test_a_gap_gives_the_english_and_is_known(tmp_path: Path) -> None:
    catalogs = loaded(tmp_path, "fr", {"Yes": "Oui", "No": "", BEDS: ("{count} lit", "", "")})
    assert catalogs.translated(t("Yes"), "fr") == "Oui"
    assert catalogs.translated(t("No"), "fr") == "No"
    assert catalogs.translated(tn(*BEDS, 1), "fr") == "{count} bed"
    assert catalogs.missing("fr") == {"No", "{count} bed"}
    assert catalogs.missing("pt") == {"Yes", "No", "{count} bed"}


@pytest.mark.parametrize("broken", ["Bonjour {nom}", "Bonjour {name", "Bonjour }name{", "Bonjour"])
def test_a_broken_translation_counts_as_none(tmp_path: Path, broken: str) -> None:
    catalogs = loaded(tmp_path, "fr", {"Hello {name}": broken})
    assert catalogs.translated(t("Hello {name}", name="A"), "fr") == "Hello {name}"
    assert catalogs.missing("fr") == {"Hello {name}"}


def test_a_text_without_plural_in_the_catalog_does_not_serve_one_with(tmp_path: Path) -> None:
    catalogs = loaded(tmp_path, "ar", {"{count} bed": "سرير {count}"})
    assert catalogs.translated(tn(*BEDS, 5), "ar") == "{count} beds"


def test_an_empty_folder_has_no_messages(tmp_path: Path) -> None:
    assert load(tmp_path).translations == {}
