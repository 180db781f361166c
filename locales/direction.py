"""Direction: what is written the other way is kept apart, so that nothing jumps (Safety 13)."""

from __future__ import annotations

import re
from unicodedata import bidirectional

FIRST_STRONG_ISOLATE, POP_ISOLATE = "\u2068", "\u2069"
# Embeddings, overrides and isolates of others could undo ours; half characters cannot be sent.
CONTROLS = "\u202a-\u202e\u2066-\u2069"
_UNSAFE = re.compile(f"[{CONTROLS}\ud800-\udfff]")
_ISOLATE = re.compile(f"{FIRST_STRONG_ISOLATE}[^{CONTROLS}]*{POP_ISOLATE}")
_COMMAND = re.compile(r"(?<![\w/])/[a-z_]+\b")
# Who reads from the right goes on to the left. The sign for "play" is the same everywhere.
_TURNED = {"➡️": "⬅️", "↩️": "↪️", "↪️": "↩️", "↶": "↷"}
# Bidirectional classes that move, or are moved by, text of the other direction.
_DISTURBS_LTR = frozenset({"R", "AL", "AN"})
_DISTURBS_RTL = frozenset({"L", "EN", "AN", "ES", "ET"})


def safe(words: str) -> str:
    """Take out what could turn the text around it, or could not be sent."""
    return words if words.isascii() else _UNSAFE.sub("", words)


def isolated(words: str, *, right_to_left: bool) -> str:
    """Keep words apart if the reader's direction is not theirs; each line for itself."""
    if not right_to_left and words.isascii():
        return words
    return "\n".join(_isolated_line(line, right_to_left) for line in words.split("\n"))


def _isolated_line(line: str, right_to_left: bool) -> str:
    disturbs = _DISTURBS_RTL if right_to_left else _DISTURBS_LTR
    if any(bidirectional(c) in disturbs for c in _bare(line)):
        return f"{FIRST_STRONG_ISOLATE}{line}{POP_ISOLATE}"
    return line


def _bare(line: str) -> str:
    """Give a line without what is already kept apart in it."""
    before = ""
    while before != line:
        before, line = line, _ISOLATE.sub("", line)
    return line


def commands_kept(words: str) -> str:
    """Keep "/find" in right-to-left words from becoming "find/"."""
    return _COMMAND.sub(rf"{FIRST_STRONG_ISOLATE}\g<0>{POP_ISOLATE}", words)


def turned(sign: str) -> str:
    """Let an arrow for "go on" or "back" point as right-to-left readers go; others stay."""
    return _TURNED.get(sign, sign)
