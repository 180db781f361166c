"""Rendering: the message as its reader gets it, whatever was said."""

from datetime import UTC, datetime
from pathlib import Path
from typing import get_args

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.messages import Asks, Button, Message, Pin
from conversations.text import (
    Amount,
    Clock,
    Country,
    Day,
    Far,
    Language,
    Lines,
    Listed,
    Marked,
    Moment,
    Text,
    Verbatim,
    Words,
    lines,
    paragraphs,
    t,
    tn,
)
from domain.geography import Point
from locales import render as rendering
from locales.languages import LANGUAGES
from locales.render import Rendered, RenderedButton, RenderedPin, render, speak
from tests.locales.builders import Translations, loaded

HELLO, DAYS = (
    "Hello {name}, this is {place}.",
    ("{count} day in {place}", "{count} days in {place}"),
)
ARABIC: Translations = {
    HELLO: "مرحبًا {name}، هنا {place}.",
    DAYS: tuple(f"{{count}} {form} في {{place}}" for form in "abcdef"),
    "Write /find": "اكتب /find",
    "the centre": "المركز",
    "Broken {name}": "مكسور {الاسم}",
}


@pytest.fixture
def arabic(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A small Arabic catalog, one of whose translations is broken."""
    catalogs = loaded(tmp_path, "ar", ARABIC)
    monkeypatch.setattr(rendering, "catalogs", lambda: catalogs)


@pytest.mark.usefixtures("arabic")
def test_values_are_kept_apart_in_arabic() -> None:
    words = t(HELLO, name=Verbatim("Aïcha"), place=t("the centre"))
    assert speak(words, "ar") == "مرحبًا \u2068Aïcha\u2069، هنا المركز."
    assert speak(words, "en") == "Hello Aïcha, this is the centre."


@pytest.mark.usefixtures("arabic")
def test_a_number_and_a_phone_number_are_kept_apart_in_arabic() -> None:
    days = tn(*DAYS, 3, place="+224 620")
    assert speak(days, "ar") == "\u20683\u2069 d في \u2068+224 620\u2069"


@pytest.mark.usefixtures("arabic")
def test_an_arabic_name_is_kept_apart_in_english() -> None:
    assert speak(t(HELLO, name=Verbatim("عائشة"), place="Conakry"), "en") == (
        "Hello \u2068عائشة\u2069, this is Conakry."
    )


@pytest.mark.usefixtures("arabic")
def test_a_command_stays_readable_in_arabic() -> None:
    assert speak(t("Write /find"), "ar") == "اكتب \u2068/find\u2069"
    assert speak(t("Write /find"), "en") == "Write /find"


@pytest.mark.usefixtures("arabic")
def test_a_broken_translation_gives_the_english() -> None:
    assert speak(t("Broken {name}", name=Verbatim("A")), "ar") == "Broken \u2068A\u2069"


def test_a_value_that_is_missing_or_a_broken_message_does_not_silence() -> None:
    assert speak(t("Hello {name}"), "en") == "Hello {name}"
    assert speak(t("100 % {sure"), "en") == "100 % {sure"


def test_lines_leave_out_what_says_nothing() -> None:
    assert speak(lines(t("a"), Verbatim(""), None, t("b")), "en") == "a\nb"
    assert speak(paragraphs(t("a"), Lines(()), t("b")), "en") == "a\n\nb"


def test_a_sign_stands_before_the_words() -> None:
    assert speak(Marked("🔒", t("Closed")), "en") == "🔒 Closed"
    assert speak(Marked("🔒", Verbatim("")), "en") == "🔒"


@pytest.mark.usefixtures("arabic")
def test_an_arrow_points_to_the_left_for_those_who_read_that_way() -> None:
    assert speak(Marked("➡️", t("the centre")), "ar") == "⬅️ المركز"
    assert speak(Marked("➡️", t("the centre")), "en") == "➡️ the centre"


def test_nothing_is_escaped() -> None:
    assert speak(t("{a} & <b>", a=Verbatim("<i>")), "en") == "<i> & <b>"


def test_a_value_cannot_take_the_place_of_another() -> None:
    assert speak(t("{a} {b}", a=Verbatim("{b}"), b=1), "en") == "{b} 1"


MESSAGE = Message(
    t("Where?"),
    ((Button(t("Here"), "here", Asks.LOCATION), Button(Verbatim("Là"), "there")),),
    Pin(Point(9.5, -13.7), "Cen\u202etre", "Rue 1"),
    private=True,
)


def test_a_message_keeps_its_buttons_pin_and_privacy() -> None:
    assert render(MESSAGE, "en") == Rendered(
        text="Where?",
        buttons=((RenderedButton("Here", "here", Asks.LOCATION), RenderedButton("Là", "there")),),
        pin=RenderedPin(9.5, -13.7, "Centre", "Rue 1"),
        private=True,
    )


@pytest.mark.parametrize(
    ("asked", "language", "right_to_left"),
    [("ar", "ar", True), ("fr", "fr", False), ("xx", "en", False)],
)
def test_a_message_says_its_language_and_direction(
    asked: str, language: str, right_to_left: bool
) -> None:
    rendered = render(MESSAGE, asked)
    assert (rendered.language, rendered.right_to_left) == (language, right_to_left)


any_text = st.text(st.characters(exclude_categories=()), max_size=30)
moments = st.builds(
    Moment, st.datetimes(timezones=st.none() | st.just(UTC)), any_text, st.sampled_from(Clock)
)
leaves: st.SearchStrategy[Words] = st.one_of(
    st.builds(Verbatim, any_text),
    moments,
    st.builds(Moment, st.datetimes(timezones=st.timezones()), st.timezone_keys()),
    st.builds(Day, st.dates()),
    st.builds(Far, st.floats()),
    st.builds(Country, any_text | st.sampled_from(["GN", "KH", "gb"])),
    st.builds(Language, any_text | st.sampled_from(["fr", "zh-Hant"]), st.booleans()),
    st.builds(Amount, st.integers()),
)
messages = st.text(max_size=30) | st.sampled_from([HELLO, *DAYS, "{a} {b}", "{", "}{", "{0}", "{}"])


def _compound(words: st.SearchStrategy[Words]) -> st.SearchStrategy[Words]:
    parts = st.lists(words, max_size=4).map(tuple)
    names = st.sampled_from(["a", "b", "name", "place", "count"])
    values = st.tuples(names, words | any_text | st.integers())
    return st.one_of(
        st.builds(Lines, parts, st.booleans()),
        st.builds(Listed, parts, st.booleans()),
        st.builds(Marked, any_text, words),
        st.builds(
            Text,
            messages,
            st.lists(values, max_size=3).map(tuple),
            st.none() | messages,
            st.integers(),
        ),
    )


@given(
    st.recursive(leaves, _compound, max_leaves=12),
    st.sampled_from([*(each.code for each in LANGUAGES), "xx"]),
    st.none() | st.datetimes(timezones=st.none() | st.timezones()),
)
def test_whatever_is_said_can_be_rendered_kept_and_sent(
    words: Words, language: str, now: datetime | None
) -> None:
    rendered = render(Message(words), language, now)
    assert rendered.text == speak(words, language, now)
    assert msgspec.json.decode(msgspec.json.encode(rendered), type=Rendered) == rendered


@given(st.lists(any_text, min_size=1, max_size=4), st.sampled_from(["en", "ar"]))
def test_what_is_opened_is_closed_on_the_same_line(values: list[str], language: str) -> None:
    text = Text(
        "".join(f"{{v{i}}} " for i in range(len(values))),
        tuple((f"v{i}", value) for i, value in enumerate(values)),
    )
    for line in speak(text, language).split("\n"):
        assert line.count("\u2068") == line.count("\u2069")


def test_a_rendered_message_survives_its_storage() -> None:
    rendered = render(MESSAGE, "ar")
    assert msgspec.json.decode(msgspec.json.encode(rendered), type=Rendered) == rendered


def test_all_words_there_are_can_be_said() -> None:
    kinds = set(get_args(Words))
    assert set(rendering.HOW) == kinds
