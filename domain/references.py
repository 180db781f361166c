"""References: short names of referrals that can be read aloud, with a check character."""

from __future__ import annotations

from collections.abc import Callable

ALPHABET = "2346789BCDFGHJKMPQRTVWXY"
LENGTH = 6


def new_reference(choose: Callable[[str], str]) -> str:
    """Make a reference like K7M-2QX4; `choose` picks one character of a string at random.

    Six random characters (24**6, about 190 million) and a check character. No vowels, so no
    words; no characters that look or sound like another.
    """
    body = "".join(choose(ALPHABET) for _ in range(LENGTH))
    return written(body + check_character(body))


def check_character(body: str) -> str:
    """Give the character that makes one wrong or two swapped neighbours visible (Luhn mod N).

    Of swapped neighbours one pair stays unnoticed: 2 and Y, the first and last of the alphabet.
    """
    factor, total, size = 2, 0, len(ALPHABET)
    for character in reversed(body):
        product = factor * ALPHABET.index(character)
        total += product // size + product % size
        factor = 3 - factor
    return ALPHABET[-total % size]


def written(code: str) -> str:
    """Write the seven characters in two groups."""
    return f"{code[:3]}-{code[3:]}"


def read_reference(text: str) -> str | None:
    """Read a reference as people type it, in any case and grouping; None if it cannot be one."""
    code = "".join(c for c in text.upper() if c.isalnum())
    if len(code) != LENGTH + 1 or any(c not in ALPHABET for c in code):
        return None
    return written(code) if check_character(code[:-1]) == code[-1] else None
