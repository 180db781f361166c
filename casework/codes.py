"""Codes that open something once: short for people to type, long where only links carry them."""

from __future__ import annotations

import secrets

from domain.references import ALPHABET


def pick(characters: str) -> str:
    """Pick one character at random, unpredictably."""
    return secrets.choice(characters)


def invitation_code() -> str:
    """Make a code of sixteen characters (about 73 bits) in groups of four."""
    code = "".join(pick(ALPHABET) for _ in range(16))
    return "-".join(code[i : i + 4] for i in range(0, 16, 4))


def link_code() -> str:
    """Make the secret of a one-time link (256 bits)."""
    return secrets.token_urlsafe(32)
