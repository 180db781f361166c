"""Sheets: figures in sections, worded once for a message, a picture and a printed page."""

from __future__ import annotations

from dataclasses import dataclass

from conversations.text import Marked, Verbatim, Words, lines, paragraphs, t

BAR = 10


@dataclass(frozen=True, slots=True)
class Row:
    """A figure and its value; `share` of its whole, 0 to 1, where a bar may be drawn."""

    what: Words
    value: Words
    share: float | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """Rows that belong together, perhaps under a heading; `words` beneath stand by themselves."""

    heading: Words | None = None
    rows: tuple[Row, ...] = ()
    words: tuple[Words, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page: its title with what stands under it, its sections, and what is to be known of it."""

    title: Words
    under: tuple[Words, ...]
    sections: tuple[Section, ...]
    notes: tuple[Words, ...] = ()


def as_text(sheet: Sheet, sign: str = "📊") -> Words:
    """Say a sheet in a message."""
    head = lines(Marked(sign, sheet.title), *sheet.under)
    return paragraphs(head, *(said(each) for each in sheet.sections), lines(*sheet.notes))


def said(section: Section) -> Words:
    """Say a section."""
    return lines(section.heading, *(line(row) for row in section.rows), *section.words)


def line(row: Row) -> Words:
    """Say a figure with a bar, if one can be drawn."""
    if row.share is None:
        # Translators: a figure and its number, or "<5"
        return t("{what}: {count}", what=row.what, count=row.value)
    bar = Verbatim("▮" * round(BAR * row.share))
    # Translators: a figure, its number and a bar as long as the number is large
    return t("{what}: {count} {bar}", what=row.what, count=row.value, bar=bar)
