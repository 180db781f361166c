"""Faults: each kind of wrong translation is found, and a right one is left in peace."""

from pathlib import Path

import pytest
from babel.messages.catalog import Message

from locales.check import in_catalog
from locales.faults import faults, warnings

GREETING = "Hello {name}, write /find."
BEDS = ("{count} bed in {place}", "{count} beds in {place}")
FORMS = ("لا سرير في {place}", "سرير في {place}", "سريران في {place}", *("{count} س {place}",) * 3)


def found(message: str | tuple[str, str], said: str | tuple[str, ...], language: str = "fr") -> str:
    return "\n".join(faults(Message(message, said), language))


@pytest.mark.parametrize(
    ("message", "said", "language"),
    [
        (GREETING, "Bonjour {name}, écrivez /find.", "fr"),
        (BEDS, FORMS, "ar"),
        ("{service}: {centre}", "{service}: {centre}", "fr"),
        (GREETING, "Bonjour {name}\u00a0: écrivez /find.", "fr"),
        ("{service}: {centre}", "{service} : {centre}", "ar"),
        ("100 {{%}}", "100 {{٪}}", "ar"),
    ],
)
def test_a_right_translation_has_no_fault(
    message: str | tuple[str, str], said: str | tuple[str, ...], language: str
) -> None:
    assert found(message, said, language) == ""


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        ("", "has no translation"),
        ("Bonjour {name} : écrivez /find.", "has an ordinary blank beside"),
        ("Bonjour, écrivez /find.", "lacks {name}"),
        ("Bonjour {nom}, écrivez /find.", "has {nom}, which"),
        ("Bonjour {name} {place}, écrivez /find.", "has {place}, which"),
        ("Bonjour }name{, écrivez /find.", "brace that does not fit"),
        ("Bonjour {name, écrivez /find.", "brace that does not fit"),
        ("Bonjour {0}, écrivez /find.", "has {0}, which"),
        ("Bonjour {name!r}, écrivez /find.", "has {name!r}, which"),
        ("Bonjour {name.a}, écrivez /find.", "has {name.a}, which"),
        (" Bonjour {name}, écrivez /find.", "begins with ' ' where the message has ''"),
        ("Bonjour {name}, écrivez /find.\n", "ends with '\\n' where the message has ''"),
        ("Bonjour {name}, écrivez /trouver.", "has the commands /trouver"),
        ("Bonjour \u200f{name}, écrivez /find.", "invisible direction controls"),
        ("Bonjour \u2068{name}\u2069, écrivez /find.", "invisible direction controls"),
        ("Bonjour {name}, écrivez /find ٣.", "digits other than 0-9"),
        (GREETING, "is the English"),
    ],
)
def test_a_wrong_translation_is_found(said: str, fault: str) -> None:
    assert fault in found(GREETING, said)


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        (FORMS[:5], "has 5 plural forms, ar needs 6"),
        ((*FORMS[:5], ""), "has no translation"),
        ((*FORMS[:5], "{count} سرير"), "lacks {place}"),
        ((*FORMS[:5], "{عدد} {count} {place}"), "has {عدد}, which"),
    ],
)
def test_plural_forms_may_leave_out_the_count_only(said: tuple[str, ...], fault: str) -> None:
    assert fault in found(BEDS, said, "ar")


def test_words_that_are_the_same_in_both_languages_are_allowed() -> None:
    message = Message("Transport", "Transport")
    assert list(faults(message, "fr", frozenset({"Transport"}))) == []


def test_what_is_fuzzy_is_no_translation() -> None:
    assert any("fuzzy" in fault for fault in faults(Message("Yes", "Oui", flags=["fuzzy"]), "fr"))


@pytest.mark.parametrize(
    ("message", "said", "warned"),
    [
        ("Where?", "أين؟", False),
        ("Where?", "أين", True),
        ("Yes.", "Oui.", False),
        ("Yes", "Oui.", True),
        ("Wait…", "Attendez…", False),
    ],
)
def test_another_ending_is_a_warning_only(message: str, said: str, warned: bool) -> None:
    assert bool(list(warnings(Message(message, said), "fr"))) == warned


def test_the_faults_of_a_real_catalog_are_found(repository: Path) -> None:
    path = repository / "tests" / "data" / "serviceinfo_locale" / "ar-django.po"
    serious = [str(fault) for fault in in_catalog(path, "ar") if fault.serious]
    values = [line for line in serious if "{name!r}" in line]
    assert any("lacks {list1!r}" in line for line in values)
    assert any("has {الاسم! ص}" in line for line in values)
    assert any("brace that does not fit" in line for line in values)
    assert all(":596:" in line for line in values)  # the line of the message in the file
    assert any("is the English" in line for line in serious)
    assert any("begins with" in line or "ends with" in line for line in serious)


def test_the_other_real_catalog_names_values_that_its_messages_have_not(repository: Path) -> None:
    path = repository / "tests" / "data" / "serviceinfo_locale" / "ar-frontend.po"
    assert any("{theCount}, which" in str(fault) for fault in in_catalog(path, "ar"))
