"""References: read aloud, typed in any way, and wrong ones noticed."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.references import (
    ALPHABET,
    LENGTH,
    check_character,
    new_reference,
    read_reference,
    written,
)

BODIES = st.text(ALPHABET, min_size=LENGTH, max_size=LENGTH)


def reference(body: str) -> str:
    return written(body + check_character(body))


def test_a_new_reference_is_made_of_what_was_chosen():
    chosen = iter("K7M2QX")

    made = new_reference(lambda alphabet: next(chosen))

    assert made == reference("K7M2QX")
    assert made.startswith("K7M-2QX")
    assert len(made) == LENGTH + 2


def test_a_reference_has_no_vowels_and_nothing_that_looks_like_another():
    assert not set(ALPHABET) & set("AEIOU01LNSZ5")
    assert len(set(ALPHABET)) == len(ALPHABET) == 24


@given(BODIES)
def test_every_reference_can_be_read_back(body):
    assert read_reference(reference(body)) == reference(body)


@given(BODIES)
def test_it_may_be_typed_in_any_case_and_grouping(body):
    code = reference(body).replace("-", "")

    for typed in (code.lower(), f" {code} ", " ".join(code), f"{code[:2]}.{code[2:]}", f"#{code}"):
        assert read_reference(typed) == reference(body)


@given(BODIES, st.integers(0, LENGTH), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_noticed(body, place, wrong):
    code = reference(body).replace("-", "")
    typed = code[:place] + wrong + code[place + 1 :]

    assert (read_reference(typed) is None) is (typed != code)


@given(BODIES, st.integers(0, LENGTH - 1))
def test_two_swapped_neighbours_are_noticed_unless_they_are_2_and_y(body, place):
    code = reference(body).replace("-", "")
    pair = code[place : place + 2]
    typed = code[:place] + pair[::-1] + code[place + 2 :]

    noticed = len(set(pair)) == 2 and set(pair) != {"2", "Y"}
    assert (read_reference(typed) is None) is noticed


def test_of_all_pairs_only_one_can_be_swapped_unnoticed():
    missed = {
        frozenset((a, b))
        for a, b in product(ALPHABET, repeat=2)
        if a < b and check_character("2222" + a + b) == check_character("2222" + b + a)
    }

    assert missed == {frozenset("2Y")}


@pytest.mark.parametrize(
    "text", ["", "K7M", "hello", "K7M-2QX4X", "AEI-OU10", "K7M-2QX!", "٢٣٤٦٧٨٩", "é" * 7]
)
def test_what_cannot_be_a_reference_is_none(text):
    assert read_reference(text) is None
