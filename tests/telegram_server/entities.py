"""Marked-up text to plain text and its entities, as Telegram reads its subset of HTML.

Stricter than Telegram where its documentation is: a bare `&` or `>` is refused too.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from typing import Any

Entity = dict[str, Any]

KINDS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "a": "text_link",
    "tg-emoji": "custom_emoji",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "tg-time": "date_time",
}
ATTRIBUTE = r"""\s+([^\s=<>"'/]+)(?:\s*=\s*("[^"]*"|'[^']*'|[\w.-]+))?"""
START = re.compile(rf"<([^\s<>/]+)((?:{ATTRIBUTE})*)\s*>")
END = re.compile(r"</([^\s<>]*)\s*>")
REFERENCE = re.compile(r"&(?:lt|gt|amp|quot|#\d{1,7}|#[xX][0-9a-fA-F]{1,6});")
PLAIN = re.compile(r"[^<>&]+")
COMMAND = re.compile(r"(?<!\S)/[A-Za-z0-9_]{1,32}(?:@\w+)?", re.ASCII)
LINK = re.compile(r"(?:https?://|tg://|mailto:|tel:)?[^\s/]*[.?@:][^\s]+")


class CannotParse(Exception):
    """The text is not in Telegram's subset of HTML."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A tag that waits for its end; `offset` in UTF-16 code units of the plain text."""

    tag: str
    attributes: dict[str, str]
    offset: int


def units(text: str) -> int:
    """Count the UTF-16 code units of a text."""
    return len(text.encode("utf-16-le")) // 2


def parsed(text: str, parse_mode: str | None, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """Give the text as people see it, without blanks at its ends, and its entities.

    :raises CannotParse: if the text breaks the rules of its mark-up.
    """
    if parse_mode is None:
        _check_places(text, entities)
    elif parse_mode.lower() == "html":
        text, entities = Html(text).parsed()
    else:
        raise CannotParse(f"this server reads HTML, not {parse_mode}")
    return _trimmed(text, entities)


def commands_in(text: str) -> list[Entity]:
    """Find the commands in what a person typed, as Telegram marks them."""
    return [
        {"type": "bot_command", "offset": units(text[: found.start()]), "length": units(found[0])}
        for found in COMMAND.finditer(text)
    ]


class Html:
    """One text on its way through the parser."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._at = 0
        self._text = ""
        self._open: list[Opened] = []
        self._entities: list[Entity] = []

    def parsed(self) -> tuple[str, list[Entity]]:
        """Parse the whole text.

        :raises CannotParse: with Telegram's words for what is wrong.
        """
        while self._at < len(self._source):
            self._step()
        if self._open:
            tag = self._open[-1].tag
            raise CannotParse(f'Can\'t find end tag corresponding to start tag "{tag}"')
        self._entities.sort(key=lambda entity: (entity["offset"], -entity["length"]))
        return self._text, self._entities

    def _step(self) -> None:
        if plain := PLAIN.match(self._source, self._at):
            self._text += plain[0]
            self._at = plain.end()
        elif reference := REFERENCE.match(self._source, self._at):
            self._text += html.unescape(reference[0])
            self._at = reference.end()
        elif self._source.startswith("</", self._at):
            self._end()
        elif self._source[self._at] == "<":
            self._start()
        else:
            raise CannotParse(f"Unescaped {self._source[self._at]!r} {self._place()}")

    def _start(self) -> None:
        found = START.match(self._source, self._at)
        if found is None:
            raise CannotParse(self._why_no_start_tag())
        tag = found[1].lower()
        attributes = {
            name.lower(): html.unescape(value.strip("\"'"))
            for name, value in re.findall(ATTRIBUTE, found[2])
        }
        if tag not in KINDS:
            raise CannotParse(f'Unsupported start tag "{tag}" {self._place()}')
        if tag == "span" and attributes.get("class") != "tg-spoiler":
            raise CannotParse(f'Tag "span" must have class "tg-spoiler" {self._place()}')
        self._open.append(Opened(tag, attributes, units(self._text)))
        self._at = found.end()

    def _why_no_start_tag(self) -> str:
        name = re.match(r"<([^\s<>/]*)", self._source[self._at :])
        tag = name[1].lower() if name else ""
        if tag not in KINDS:
            return f'Unsupported start tag "{tag}" {self._place()}'
        return f'Unclosed start tag "{tag}" {self._place()}'

    def _end(self) -> None:
        found = END.match(self._source, self._at)
        if found is None:
            raise CannotParse(f"Unclosed end tag {self._place()}")
        if not self._open:
            raise CannotParse(f"Unexpected end tag {self._place()}")
        opened = self._open.pop()
        if found[1] and found[1].lower() != opened.tag:
            raise CannotParse(
                f'Unmatched end tag {self._place()}, expected "</{opened.tag}>", found "{found[0]}"'
            )
        self._close(opened)
        self._at = found.end()

    def _close(self, opened: Opened) -> None:
        length = units(self._text) - opened.offset
        more = _of_its_own(opened)
        if length and more is not None:
            entity = {"type": KINDS[opened.tag], "offset": opened.offset, "length": length}
            self._entities.append(entity | more)

    def _place(self) -> str:
        return f"at byte offset {len(self._source[: self._at].encode())}"


def _of_its_own(opened: Opened) -> Entity | None:
    """Give the fields that only this kind of entity has; None if Telegram drops the entity."""
    attributes = opened.attributes
    match opened.tag:
        case "a":
            url = attributes.get("href", "")
            return {"url": url} if LINK.fullmatch(url) else None
        case "tg-emoji":
            if not attributes.get("emoji-id", "").isdecimal():
                raise CannotParse("Invalid custom emoji identifier specified")
            return {"custom_emoji_id": attributes["emoji-id"]}
        case "blockquote" if "expandable" in attributes:
            return {"type": "expandable_blockquote"}
        case "tg-time":
            if not attributes.get("unix", "").isdecimal():
                raise CannotParse("Invalid Unix time specified")
            return {"unix_time": int(attributes["unix"])}
        case _:
            return {}


def _check_places(text: str, entities: list[Entity]) -> None:
    for entity in entities:
        inside = entity["offset"] >= 0 and entity["length"] > 0
        if not inside or entity["offset"] + entity["length"] > units(text):
            raise CannotParse(f"entity beyond the end of the text: {entity}")


def _trimmed(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    kept = text.strip()
    before = units(text[: len(text) - len(text.lstrip())])
    moved = []
    for entity in entities:
        start = max(entity["offset"] - before, 0)
        end = min(entity["offset"] + entity["length"] - before, units(kept))
        if end > start:
            moved.append(entity | {"offset": start, "length": end - start})
    return kept, moved
