"""Rows as a page shows them: replacements in their place, the present question marked."""

from __future__ import annotations

from bot.web.parts import ChatMessage
from bot.web.transcript import language_of, rows_of
from locales.render import Rendered, RenderedButton, RenderedPin

BUTTONS = ((RenderedButton("Yes", "1.yes"),),)


def said(number: int, words: str) -> ChatMessage:
    return ChatMessage(number, words, None, None)


def told(number: int, text: str, replaces: int | None = None, buttons: bool = False) -> ChatMessage:
    return ChatMessage(number, None, Rendered(text, BUTTONS if buttons else ()), replaces)


def test_a_replacement_takes_the_place_also_of_a_replacement():
    rows = rows_of([told(1, "a"), told(2, "b"), told(3, "a2", 1), said(4, "c"), told(5, "a3", 3)])
    assert [row.text for row in rows] == ["a3", "b", "c"]
    again = rows_of([told(1, "a"), told(2, "b"), told(3, "a2", 1), told(4, "a3", 1)])
    assert [row.text for row in again] == ["a3", "b"]


def test_a_replacement_of_what_is_gone_stands_at_its_own_place():
    assert [row.text for row in rows_of([told(7, "a"), told(8, "b", 3)])] == ["a", "b"]


def test_the_last_row_with_buttons_is_the_present_question():
    rows = rows_of([told(1, "a", buttons=True), told(2, "b", buttons=True), told(3, "c")])
    assert [row.latest for row in rows] == [False, True, False]
    assert not any(row.latest for row in rows_of([said(1, "a")]))


def test_a_place_is_named_once():
    pin = RenderedPin(9.5, -13.7, "The house", "")
    alone, with_words = Rendered("The house", pin=pin), Rendered("Go there", pin=pin)
    rows = rows_of([ChatMessage(1, None, alone, None), ChatMessage(2, None, with_words, None)])
    assert [row.text for row in rows] == ["", "Go there"]


def test_the_language_is_the_one_spoken_last():
    spoken = [
        ChatMessage(n, None, Rendered("", language=code), None)
        for n, code in ((1, "en"), (2, "ar"))
    ]
    assert language_of([*spoken, said(3, "hello")]) == "ar"
    assert language_of([said(1, "hello")]) is None
