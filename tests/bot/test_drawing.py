"""Sheets are drawn with all they say, whatever names hold, or arrive as plain text."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot import drawing
from bot.drawing import Form, Page, drawn, told_in
from bot.fonts import fonts_for
from conversations.sheets import Row, Section, Sheet
from conversations.text import Amount, Moment, Verbatim, t
from tests.bot.pdf_text import texts

NOW = datetime(2026, 12, 3, 7, tzinfo=UTC)
MARKUP = (
    "*Centre* _of_ #panic() $x^2$ `raw` <label> @ref \\ // /* [a] = Title",
    '") #read("/etc/hostname") ("',
    "#{ while true {} }",
    "https://example.org ~ -- --- ... 'quoted' - + 1. /term: x",
)


def sheet(title: str = "Management committee of Conakry") -> Sheet:
    """A small sheet."""
    return Sheet(
        Verbatim(title),
        (Verbatim("Conakry centre"),),
        (
            Section(t("Declined:"), (Row(t("Disputed"), Amount(12), 0.4),)),
            Section(None, (Row(Verbatim("Counted at"), Moment(NOW)),), (t("So-so"),)),
        ),
        (t("Only numbers stand here, nothing about a single person."),),
    )


def page(form: Form = Form.PAGE, language: str = "en", title: str | None = None) -> Page:
    """A page of it."""
    return Page(sheet(title) if title else sheet(), form, "agenda", language)


def shown(pdf: bytes, words: str) -> bool:
    """Say whether a PDF shows these words in one run of text."""
    return any(words in each for each in texts(pdf))


async def test_a_page_shows_every_row_of_its_sheet() -> None:
    found = await drawn(page(), NOW)
    assert (found.name, found.media) == ("agenda.pdf", "application/pdf")
    for words in ("Management committee", "Declined:", "Disputed", "12", "So-so", "Only numbers"):
        assert shown(found.content, words), words
    assert not shown(found.content, "Agreements that end soon")


async def test_a_page_tells_days_by_their_date() -> None:
    """It is read on another day, when "today" is wrong."""
    (_, counted) = told_in(page())["sections"]
    assert "2026" in counted["rows"][0]["value"]


@pytest.mark.parametrize("name", MARKUP)
async def test_a_name_is_shown_as_it_stands_and_never_run(name: str) -> None:
    found = await drawn(page(title=name), NOW)
    assert found.media == "application/pdf", "it was drawn"
    pieces = [each for each in name.split() if each.isalnum() or each.startswith("#")]
    for each in pieces or [name.split()[0]]:
        assert shown(found.content, each), each


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
async def test_a_picture_is_drawn_in_every_language(language: str) -> None:
    found = await drawn(page(Form.PICTURE, language), NOW)
    if language == "ar" and fonts_for("م", drawing.installed().families()) is None:
        assert (found.name, found.media) == ("agenda.txt", "text/plain")
        return
    assert (found.name, found.media) == ("agenda.png", "image/png")
    assert found.content.startswith(b"\x89PNG")


@pytest.mark.parametrize("language", ["en", "ar"])
async def test_where_it_cannot_be_drawn_the_same_comes_as_a_text(
    monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    def broken(page: Page, now: datetime) -> bytes:
        raise RuntimeError("no such thing here")

    monkeypatch.setattr(drawing, "compiled", broken)
    found = await drawn(page(language=language), NOW)
    assert (found.name, found.media) == ("agenda.txt", "text/plain")
    said = found.content.decode("utf-8-sig")
    assert "Management committee of Conakry" in said
    assert "12" in said
    if language == "en":
        assert said.startswith("I cannot draw this here, so this is the same as plain text.")


async def test_without_fonts_for_a_name_no_boxes_are_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    class Bare:
        def families(self) -> list[str]:
            return ["Libertinus Serif"]

    monkeypatch.setattr(drawing, "installed", Bare)
    found = await drawn(page(Form.PICTURE, title="មជ្ឈមណ្ឌល"), NOW)
    assert found.media == "text/plain"
    assert "មជ្ឈមណ្ឌល" in found.content.decode("utf-8-sig")


@pytest.mark.parametrize(
    ("text", "installed", "expected"),
    [
        ("Conakry é", {"Libertinus Serif"}, ("Libertinus Serif",)),
        ("مركز", {"Libertinus Serif"}, None),
        ("مركز", {"Noto Naskh Arabic", "DejaVu Sans"}, ("DejaVu Sans", "Noto Naskh Arabic")),
        ("ማዕከል", {"Noto Serif Ethiopic"}, ("Noto Serif Ethiopic",)),
        ("ߒߞߏ", {"Noto Sans NKo"}, ("Noto Sans NKo",)),
        ("中心", {"Noto Sans CJK JP"}, ("Noto Sans CJK JP",)),
        ("\U000e0001 1 ✔️", set(), ()),
    ],
)
def test_every_script_needs_a_font(
    text: str, installed: Collection[str], expected: tuple[str, ...] | None
) -> None:
    assert fonts_for(text, installed) == expected


async def test_a_page_of_many_rows_goes_on_on_the_next() -> None:
    rows = tuple(Row(Verbatim(f"row {number}"), Amount(number)) for number in range(120))
    long = replace(sheet(), sections=(Section(None, rows),))
    found = await drawn(replace(page(), sheet=long), NOW)
    assert shown(found.content, "row 119")
    assert shown(found.content, "3 / 3")
