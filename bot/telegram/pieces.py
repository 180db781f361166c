"""A long text in pieces that Telegram takes, cut where a reader would pause."""

from __future__ import annotations

LONGEST = 4096
PAUSES = ("\n\n", "\n", " ")


def units(text: str) -> int:
    """Count as Telegram does: in UTF-16, where most emoji count two."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def fits(text: str, limit: int) -> bool:
    """Say whether a text is within `limit` units; none takes more than two for a character."""
    return 2 * len(text) <= limit or units(text) <= limit


def shortened(text: str, limit: int) -> str:
    """Keep a text within `limit` units, with … where something is left out."""
    if fits(text, limit):
        return text
    return _beginning(text, limit - 1).rstrip() + "…"


def pieces(text: str, limit: int = LONGEST) -> list[str]:
    """Cut at paragraphs, else at lines, else at blanks, else anywhere; at least one piece."""
    found: list[str] = []
    rest = text.strip()
    while not fits(rest, limit):
        head = _beginning(rest, limit)
        cut = next((at for pause in PAUSES if (at := head.rfind(pause)) > 0), len(head))
        found.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    return [*found, rest]


def _beginning(text: str, limit: int) -> str:
    head = text[:limit]
    while (over := units(head) - limit) > 0:
        head = head[: -((over + 1) // 2)]
    return head
