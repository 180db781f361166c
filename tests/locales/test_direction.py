"""Direction: values do not jump, and English and French stay clean."""

import pytest

from locales.direction import commands_kept, isolated, safe, turned

OPEN, CLOSE = "\u2068", "\u2069"


@pytest.mark.parametrize("value", ["Conakry", "+224 620 00 00 00", "10", "18:00", "A-3 (nord)"])
def test_latin_names_and_numbers_are_kept_apart_in_arabic_only(value: str) -> None:
    assert isolated(value, right_to_left=True) == f"{OPEN}{value}{CLOSE}"
    assert isolated(value, right_to_left=False) == value


@pytest.mark.parametrize("value", ["عمّان", "مركز الهلال (شمال)", "خانه"])
def test_arabic_names_are_kept_apart_in_french_only(value: str) -> None:
    assert isolated(value, right_to_left=True) == value
    assert isolated(value, right_to_left=False) == f"{OPEN}{value}{CLOSE}"


def test_french_accents_need_nothing() -> None:
    assert isolated("Hôtel de l’Océan", right_to_left=False) == "Hôtel de l’Océan"


def test_what_is_kept_apart_inside_does_not_count_again() -> None:
    inside = f"مركز {OPEN}IOM{CLOSE}"
    assert isolated(inside, right_to_left=True) == inside
    assert isolated(f"{inside} 24", right_to_left=True) == f"{OPEN}{inside} 24{CLOSE}"


def test_each_line_is_kept_apart_for_itself() -> None:
    assert isolated("A\nب", right_to_left=True) == f"{OPEN}A{CLOSE}\nب"


def test_controls_of_others_and_half_characters_are_taken_out() -> None:
    assert safe("a\u202eb\u2069c\ud800d\u2067") == "abcd"
    assert safe("\u200dمی\u200cشود") == "\u200dمی\u200cشود"  # joiners are spelling


def test_a_command_does_not_turn_round() -> None:
    assert commands_kept("اكتب /find الآن") == f"اكتب {OPEN}/find{CLOSE} الآن"
    assert commands_kept("a/b https://a.org/b 24/7") == "a/b https://a.org/b 24/7"


def test_arrows_point_where_the_reader_goes_and_other_signs_stay() -> None:
    assert [turned(each) for each in ("➡️", "↩️", "↪️", "↶")] == ["⬅️", "↪️", "↩️", "↷"]
    assert [turned(each) for each in ("▶️", "✅", "🏠")] == ["▶️", "✅", "🏠"]
