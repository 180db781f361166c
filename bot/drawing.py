"""Drawing: a sheet becomes a picture or a page to print; where that cannot be, a plain text.

The library is imported with the first sheet, and works in a thread: it takes part of a second.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec
import structlog

from bot.fonts import fonts_for
from casework.documents import Opened
from conversations.sheets import Section, Sheet, as_text
from conversations.text import Words, paragraphs, t
from locales.languages import spoken
from locales.render import speak

TEMPLATE = Path(__file__).with_name("sheet.typ")
PIXELS_PER_INCH = 160.0

log = structlog.get_logger()


class Form(StrEnum):
    """What a sheet is made into."""

    PICTURE = "png"
    PAGE = "pdf"


MEDIA = {Form.PICTURE: "image/png", Form.PAGE: "application/pdf"}


@dataclass(frozen=True, slots=True)
class Page:
    """A sheet on its way out: in which form, under which name, in whose language."""

    sheet: Sheet
    form: Form
    name: str
    language: str


async def drawn(page: Page, now: datetime) -> Opened:
    """Draw a page; if this machine cannot, give the same figures as a plain text, and say so."""
    return await asyncio.to_thread(_drawn, page, now)


def _drawn(page: Page, now: datetime) -> Opened:
    try:
        content = compiled(page, now)
    except Exception as problem:
        # Whatever fails in drawing, the figures themselves still arrive.
        log.warning("sheet not drawn", problem=type(problem).__name__)
        content = None
    if content is None:
        return as_plain_text(page, now)
    return Opened(f"{page.name}.{page.form}", MEDIA[page.form], content)


def as_plain_text(page: Page, now: datetime) -> Opened:
    """Give the figures as a text, with the reason above it."""
    # Translators: above figures: fonts or a program are missing on the machine
    words = t("I cannot draw this here, so this is the same as plain text.")
    said = speak(paragraphs(words, as_text(page.sheet)), page.language, now)
    # With the mark by which old viewers know UTF-8.
    return Opened(f"{page.name}.txt", "text/plain", said.encode("utf-8-sig"))


def compiled(page: Page, now: datetime) -> bytes | None:
    """Set a page; None if no fonts are there for its letters."""
    import typst

    told = told_in(page)
    fonts = fonts_for(" ".join(texts_of(told)), installed().families())
    if fonts is None:
        log.warning("fonts are missing to draw a sheet", language=page.language)
        return None
    told |= {"fonts": fonts}
    compiler = typst.Compiler(
        TEMPLATE.read_bytes(),
        font_paths=installed(),
        sys_inputs={"sheet": msgspec.json.encode(told).decode()},
    )
    made = compiler.compile(format=page.form.value, ppi=PIXELS_PER_INCH, timestamp=now)
    return made if isinstance(made, bytes) else None


@lru_cache(maxsize=1)
def installed() -> Any:
    """Find the fonts of this machine, once."""
    import typst

    return typst.Fonts()


def told_in(page: Page) -> dict[str, Any]:
    """Word a sheet as the template reads it; its strings are data there, whatever they hold.

    Days are told by their date: a page is read on another one.
    """

    def say(words: Words) -> str:
        return speak(words, page.language)

    def section(each: Section) -> dict[str, Any]:
        return {
            "heading": say(each.heading) if each.heading else None,
            "rows": [
                {"what": say(row.what), "value": say(row.value), "share": row.share}
                for row in each.rows
            ],
            "words": [say(words) for words in each.words],
        }

    sheet, reader = page.sheet, spoken(page.language)
    return {
        "form": page.form.value,
        "language": reader.code,
        "right_to_left": reader.right_to_left,
        "title": say(sheet.title),
        "under": [say(words) for words in sheet.under],
        "sections": [section(each) for each in sheet.sections],
        "notes": [say(words) for words in sheet.notes],
    }


def texts_of(told: Any) -> Iterator[str]:
    """Walk over every text that is shown."""
    if isinstance(told, str):
        yield told
    elif isinstance(told, dict):
        for each in told.values():
            yield from texts_of(each)
    elif isinstance(told, list):
        for each in told:
            yield from texts_of(each)
