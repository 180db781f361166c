"""Questions: what people give, in any script and shape, becomes the typed answer or kind words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.dialogue import (
    Farewell,
    Pressed,
    Problem,
    SharedPhone,
    SharedPlace,
    Typed,
    Unreadable,
    ask,
)
from conversations.questions import (
    Choice,
    FreeText,
    Number,
    Option,
    PhoneNumber,
    Where,
    cleaned,
    digits,
    spoken_number,
)
from conversations.replay import play
from conversations.text import t
from domain.geography import Point
from locales.render import speak


def said(words):
    return speak(words, "en")


CHOICE = Choice("who", t("Who?"), [Option(1, "me", t("Only me")), Option(2, "all", t("All of us"))])
GIVEN = st.one_of(
    st.builds(Typed, st.text(max_size=40), st.booleans()),
    st.builds(Pressed, st.text(max_size=20)),
    st.builds(SharedPhone, st.text(max_size=20), st.booleans()),
    st.builds(Unreadable, st.text(max_size=10)),
    st.just(SharedPlace(Point(1.5, 2.5))),
)
QUESTIONS = [
    CHOICE,
    FreeText("f", t("F?"), (Option("none", "none", t("None")),)),
    Number("n", t("N?")),
    Where("w", t("W?"), (Option("list", "list", t("List")),)),
    PhoneNumber("p", t("P?"), (Option("none", "none", t("None")),)),
]


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("3", 3),
        (" 3. ", 3),
        ("3)", 3),
        ("٣", 3),
        ("۳", 3),
        ("３", 3),
        ("3️⃣", 3),
        ("three", 3),
        ("Trois", 3),
        ("ثلاثة", 3),
        ("zéro", 0),
        ("three days", None),
        ("", None),
        ("-3", None),
        ("99999999999999999999", None),
    ],
)
def test_numbers_are_read_in_any_script_and_as_words(words, number):
    assert spoken_number(words) == number


@pytest.mark.parametrize("words", ["2", "٢", "two", "all of us", "ALL OF US!", " All  of us "])
def test_a_choice_is_made_by_number_or_by_its_words(words):
    assert CHOICE.read(CHOICE.parse(Typed(words), said)) == 2


@pytest.mark.parametrize("given", [Typed("3"), Typed("perhaps"), Pressed("nobody"), Typed("")])
def test_what_is_no_option_gets_kind_words(given):
    assert isinstance(CHOICE.parse(given, said), Problem)


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("+000 12 34 56 78", "+00012345678"),
        ("٠٧٩ ١٢٣ ٤٥٦", "079123456"),
        ("(079) 12-34-56", "079123456"),
        ("call me", ""),
    ],
)
def test_phone_numbers_are_read_in_any_script(words, number):
    assert digits(words) == number


def test_a_forwarded_text_is_not_taken_as_ones_own_answer():
    problem = FreeText("f", t("F?")).parse(Typed("my name", forwarded=True), said)
    assert isinstance(problem, Problem)
    assert "forwarded" in said(problem.words)


def test_too_long_words_are_refused_with_the_limit():
    problem = FreeText("f", t("F?"), longest=80).parse(Typed("x" * 81), said)
    assert isinstance(problem, Problem)
    assert "80" in said(problem.words)


def test_control_characters_do_not_survive():
    assert cleaned("  a\u202eb\x00c\n d  ") == "abc\n d"


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda q: type(q).__name__)
@given(something=GIVEN)
def test_whatever_is_given_is_an_answer_that_can_be_read_again_or_kind_words(question, something):
    kept = question.parse(something, said)
    if isinstance(kept, Problem):
        assert said(kept.words)
    else:
        question.read(kept)


async def test_words_that_are_not_said_again_are_not_made_again():
    made = []

    async def dialogue():
        def words():
            made.append(True)
            return t("Who?")

        await ask(Choice("who", words, CHOICE.options))
        await ask(Choice("then", t("Then?"), CHOICE.options))
        return Farewell()

    async def perform(_):
        raise AssertionError

    first = await play(dialogue, {}, None, perform, said)
    assert first.question is not None
    assert (first.question.asked().words, len(made)) == (t("Who?"), 1)
    second = await play(dialogue, first.answers, Pressed("me"), perform, said, "who")
    assert second.question is not None
    assert (second.question.key, len(made)) == ("then", 1)
