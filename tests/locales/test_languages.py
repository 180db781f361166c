"""Languages: what is offered is what is wanted and complete."""

from pathlib import Path

import pytest

from locales import languages
from locales.catalogs import Catalogs
from locales.languages import BY_CODE, ENGLISH, LANGUAGES, best_match, offered, spoken
from tests.locales.builders import loaded


@pytest.fixture
def french_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Catalogs in which French is complete and Arabic has nothing."""
    catalogs = loaded(tmp_path, "fr", {"Yes": "Oui"})
    monkeypatch.setattr(languages, "catalogs", lambda: catalogs)


@pytest.mark.usefixtures("french_only")
def test_all_complete_languages_are_offered_where_nothing_is_configured() -> None:
    assert [each.code for each in offered()] == ["en", "fr"]


@pytest.mark.usefixtures("french_only")
@pytest.mark.parametrize(
    ("wanted", "codes"),
    [
        (["fr"], ["en", "fr"]),
        (["fr", "en"], ["fr", "en"]),
        (["FR ", "fr"], ["en", "fr"]),
        ([], ["en"]),
    ],
)
def test_the_configured_order_is_kept_and_english_always_there(
    wanted: list[str], codes: list[str]
) -> None:
    assert [each.code for each in offered(wanted)] == codes


@pytest.mark.usefixtures("french_only")
def test_all_problems_are_told_at_once() -> None:
    with pytest.raises(ValueError, match=r"'ar' is not complete: 1 of 1 .*'pt' is not a language"):
        offered(["fr", "ar", "pt"])


def test_catalogs_that_were_never_built_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(languages, "catalogs", lambda: Catalogs({}))
    assert offered() == (ENGLISH,)
    with pytest.raises(ValueError, match="make catalogs"):
        offered(["fr"])


@pytest.mark.parametrize(
    ("hint", "code"),
    [
        ("fr", "fr"),
        ("fr-CA", "fr"),
        ("ar_EG", "ar"),
        ("AR", "ar"),
        ("en-GB-oxendict", "en"),
        ("pt", None),
        ("frr", None),
        ("", None),
        (None, None),
        ("-", None),
    ],
)
def test_a_hint_finds_its_language(hint: str | None, code: str | None) -> None:
    assert best_match(hint, LANGUAGES) == code


def test_a_hint_finds_only_what_is_offered() -> None:
    assert best_match("fr-CA", (ENGLISH, BY_CODE["ar"])) is None


def test_a_language_that_is_not_known_is_spoken_in_english() -> None:
    assert spoken("xx") is ENGLISH
