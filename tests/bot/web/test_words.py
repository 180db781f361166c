"""Messages taken apart: what can be pressed, and that nothing is lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.web.words import pieces


def pressed(text: str) -> list[tuple[str, str]]:
    return [(piece.words, piece.address) for piece in pieces(text) if piece.kind != "words"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Write /find or /exit.", [("/find", "/find"), ("/exit", "/exit")]),
        ("an/find, /nothing, /usr/find and 1/2", []),
        ("\u2068/find\u2069 للبحث", [("/find", "/find")]),
        ("https://a.example/x?y=1.", [("https://a.example/x?y=1",) * 2]),
        ("(see http://a.example)", [("http://a.example",) * 2]),
        ("javascript:alert(1) data:text/html,x ftp://a.example", []),
        ("📞 +224 620 00-00 00", [("+224 620 00-00 00", "tel:+224620000000")]),
        ("Write to +224 620 00 00 00!", [("+224 620 00 00 00", "tel:+224620000000")]),
        ("📞 Police: 117 or 442-020", [("117", "tel:117"), ("442-020", "tel:442020")]),
        ("Help in 117 places, 1.2 km, K7M-2QX4, 24/7, 2026-11-24", []),
        ("📞 \u2068117\u2069", [("117", "tel:117")]),
    ],
)
def test_what_can_be_pressed(text: str, found: list[tuple[str, str]]):
    assert pressed(text) == found


@given(st.text(alphabet="abc /+.:📞0123456789\n\u2068\u2069https"))
def test_the_pieces_are_the_message(text: str):
    assert "".join(piece.words for piece in pieces(text)) == text
