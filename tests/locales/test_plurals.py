"""Plural forms: CLDR's, for the languages whose rules are often written wrongly."""

from gettext import c2py

import pytest
from babel.messages.plurals import get_plural

from locales.languages import LANGUAGES
from locales.plurals import form_index, header, tags


@pytest.mark.parametrize(
    ("count", "tag"),
    [(0, "zero"), (1, "one"), (2, "two"), (3, "few"), (11, "many"), (100, "other"), (103, "few")],
)
def test_arabic_has_six_forms(count: int, tag: str) -> None:
    assert tags("ar")[form_index("ar", count)] == tag


@pytest.mark.parametrize(
    ("count", "tag"), [(0, "one"), (1, "one"), (2, "other"), (1_000_000, "many"), (-1, "one")]
)
def test_french_counts_nought_as_one_and_a_million_as_many(count: int, tag: str) -> None:
    assert tags("fr")[form_index("fr", count)] == tag


@pytest.mark.parametrize("language", [*(each.code for each in LANGUAGES), "ru", "cy", "so", "pt"])
def test_gettext_evaluates_the_header_as_cldr_does(language: str) -> None:
    number, rule = header(language).rstrip(";").split("; plural=")
    evaluated = c2py(rule)
    assert number == f"nplurals={len(tags(language))}"
    for count in (*range(0, 1200), 10**6, 10**6 + 1, 3 * 10**6):
        assert evaluated(count) == form_index(language, count)


def test_babels_own_table_is_wrong_for_arabic() -> None:
    """The reason for locales/plurals.py; if this fails, Babel was mended and it may go."""
    assert c2py(get_plural("ar").plural_expr)(11) != form_index("ar", 11)
