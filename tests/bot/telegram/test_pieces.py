"""Long texts are cut where a reader would pause, and nothing is lost."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.telegram.pieces import pieces, shortened, units


def test_units_are_those_of_utf_16() -> None:
    assert [units(text) for text in ("", "é", "ش", "🏠", "a🏠")] == [0, 1, 1, 2, 3]


@pytest.mark.parametrize(
    ("text", "limit", "cut"),
    [
        ("short", 10, ["short"]),
        ("one\ntwo\n\nthree four", 12, ["one\ntwo", "three four"]),
        ("one\ntwo three", 9, ["one", "two three"]),
        ("one two three", 8, ["one two", "three"]),
        ("abcdefgh", 3, ["abc", "def", "gh"]),
        ("🏠🏠🏠", 5, ["🏠🏠", "🏠"]),
        ("🏠🏠", 3, ["🏠", "🏠"]),
        ("a\n\n\n\nb", 3, ["a", "b"]),
        ("x" * 4096, 4096, ["x" * 4096]),
        ("", 10, [""]),
    ],
)
def test_where_it_is_cut(text: str, limit: int, cut: list[str]) -> None:
    assert pieces(text, limit) == cut


@settings(deadline=None)
@given(st.text(alphabet="ab🏠ش\n ", max_size=200), st.integers(2, 30))
def test_every_piece_fits_and_no_word_is_lost(text: str, limit: int) -> None:
    cut = pieces(text, limit)
    assert all(units(piece) <= limit for piece in cut)
    assert all(piece for piece in cut) or cut == [""]
    assert "".join("".join(cut).split()) == "".join(text.split())


@pytest.mark.parametrize(
    ("text", "limit", "short"),
    [("abc", 3, "abc"), ("abcd", 3, "ab…"), ("a bcd", 3, "a…"), ("🏠🏠🏠", 4, "🏠…")],
)
def test_shortening(text: str, limit: int, short: str) -> None:
    assert shortened(text, limit) == short
