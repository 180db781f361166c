"""Names in directory files: compared without case and blanks, and short enough to show."""

from __future__ import annotations

import unicodedata
from uuid import UUID, uuid5

LONGEST_NAME = 60
LONGEST_WORDS = 500
SPACE = UUID("6f0d2a1e-6a55-5c0b-9a86-0b7d6c3f5b1c")


def tidy(text: str) -> str:
    """Give a text without blanks around it and with single ones inside."""
    plain = " ".join(text.split())
    return text if plain == text else plain  # no second copy of each of many thousand cells


def normalised(name: str) -> str:
    """Give a name as it is compared: Unicode in one form, no case, single blanks."""
    return tidy(unicodedata.normalize("NFKC", name)).casefold()


def stable_id(kind: str, *parts: str) -> str:
    """Give the same id for the same content at every import."""
    return str(uuid5(SPACE, "\x1f".join((kind, *parts))))


def split_name(name: str) -> tuple[str, str]:
    """Split "Name (this, that (too))" into the name and the words in the last parenthesis."""
    whole = tidy(name)
    if not whole.endswith(")"):
        return whole, ""
    depth = 0
    for place in range(len(whole) - 1, 0, -1):
        depth += (whole[place] == ")") - (whole[place] == "(")
        if depth <= 0:
            break
    else:
        return whole, ""
    if depth < 0 or whole[place - 1] != " ":
        return whole, ""
    return whole[: place - 1], whole[place + 1 : -1]


def short_name(name: str) -> tuple[str, str]:
    """Give a name that can be shown, and the words that did not fit.

    A long name loses its parenthesis; one that is still long is cut at a blank and comes back
    whole as the words.
    """
    whole = tidy(name)
    if len(whole) <= LONGEST_NAME:
        return whole, ""
    head, words = split_name(whole)
    if len(head) <= LONGEST_NAME:
        return (head, words) if words else (cut(whole, LONGEST_NAME), whole)
    return cut(head, LONGEST_NAME), whole


def cut(text: str, longest: int) -> str:
    """Cut a text at a blank so that it has at most `longest` characters, with an ellipsis."""
    if len(text) <= longest:
        return text
    kept = text[: longest - 1]
    return (kept.rsplit(" ", 1)[0] if " " in kept else kept).rstrip(" ,;") + "…"
