"""Ordinary words, and the forms that Arabic grammar gives them, are known as such."""

import pytest

from casework.gazetteer.folding import key_of
from casework.gazetteer.ordinary_words import ordinary_words
from casework.gazetteer.stems import SHORTEST, stems


def test_days_are_ordinary_words_in_any_language_and_countries_in_none() -> None:
    words = ordinary_words()
    for day in ("Sunday", "dimanche", "الأحد", "воскресенье", "Pazartesi", "ሰኞ"):
        assert key_of(day) in words
    for country in ("France", "Mali", "Maroc", "مصر", "Chad", "Francia", "Россия"):
        assert key_of(country) not in words


@pytest.mark.parametrize(
    ("form", "word"),
    [("وكتابها", "كتاب"), ("بالطريق", "طريق"), ("مدرستهم", "مدرسة"), ("للمدينة", "مدينة")],
)
def test_an_arabic_form_leads_to_its_word(form: str, word: str) -> None:
    assert key_of(word) in set(stems(key_of(form)))


def test_a_stem_keeps_enough_letters_to_be_a_word() -> None:
    assert min(map(len, stems(key_of("الها")))) >= SHORTEST
