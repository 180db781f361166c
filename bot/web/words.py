"""Words: a message taken apart, so that addresses, numbers and commands can be pressed."""

from __future__ import annotations

import re
from dataclasses import dataclass

from conversations.always import COMMANDS

_ISOLATES = "\u2066-\u2069"
_FOUND = re.compile(
    rf"(?P<link>https?://[^\s<>\"{_ISOLATES}]+)"
    r"|(?<![\w/.])(?P<command>/[a-z]+)\b(?!/|\.\w)"
    r"|(?P<phone>(?<![\w.+-])\+\d(?:[ ().-]{0,2}\d){6,14})(?![\w-])"
)
_CALL_LINE = re.compile(r"^.{0,3}📞")
_NUMBER = re.compile(r"(?<![\d.])\d(?:[ -]?\d){1,14}(?![\d.])")
_AFTER_A_LINK = ".,;:!?)'”»"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a message. `kind`: "words", "link", "phone" or "command"."""

    kind: str
    words: str
    address: str = ""


def pieces(text: str) -> list[Piece]:
    """Take a message apart; the pieces together are the message."""
    found: list[Piece] = []
    for line in text.splitlines(keepends=True):
        found += _line(line)
    return found


def _line(line: str) -> list[Piece]:
    found: list[Piece] = []
    at = 0
    for match in _FOUND.finditer(line):
        piece = _piece(match)
        if piece is None:
            continue
        found += _words(line[at : match.start()], line)
        found.append(piece)
        at = match.start() + len(piece.words)
    return found + _words(line[at:], line)


def _piece(match: re.Match[str]) -> Piece | None:
    if link := match["link"]:
        link = link.rstrip(_AFTER_A_LINK)
        return Piece("link", link, link)
    if phone := match["phone"]:
        return _phone(phone)
    command = match["command"]
    return Piece("command", command, command) if command[1:] in COMMANDS else None


def _phone(number: str) -> Piece:
    return Piece("phone", number, "tel:" + re.sub(r"[^\d+]", "", number))


def _words(words: str, line: str) -> list[Piece]:
    """Give plain words; numbers can be called where the line is about calling."""
    if not words or not _CALL_LINE.match(line):
        return [Piece("words", words)] if words else []
    found: list[Piece] = []
    at = 0
    for match in _NUMBER.finditer(words):
        found.append(Piece("words", words[at : match.start()]))
        found.append(_phone(match[0]))
        at = match.end()
    found.append(Piece("words", words[at:]))
    return [piece for piece in found if piece.words]
