"""What an Arabic word is without what grammar joins to it: "and", "the", "for", "its", "their"."""

from __future__ import annotations

from collections.abc import Iterator

BEFORE = (
    "",
    "w",
    "f",
    "b",
    "k",
    "l",
    "s",
    "al",
    "wal",
    "fal",
    "bal",
    "kal",
    "ll",
    "wll",
    "wb",
    "wl",
)
BEHIND = ("", "h", "ha", "hm", "hma", "km", "na", "y", "k", "a", "an", "at", "wn", "yn")
SHORTEST = 3
"""Letters of a stem: with fewer, every name would be a word."""


def stems(key: str) -> Iterator[str]:
    """Give what a folded Arabic word may be a form of, itself first."""
    for before in BEFORE:
        for behind in BEHIND:
            if key.startswith(before) and key.endswith(behind):
                stem = key[len(before) : len(key) - len(behind)]
                if len(stem) >= SHORTEST:
                    yield stem
                    if behind:
                        yield f"{stem.removesuffix('t')}h"  # the ending that is a t before others
