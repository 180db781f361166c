"""Refusals: what is not done, with a status and words for whoever asked."""

from __future__ import annotations

from dataclasses import dataclass

from conversations.text import Text


@dataclass(frozen=True)
class Refusal(Exception):
    """A request is not followed. `wait`: seconds after which it may be tried again, if any."""

    status: int
    words: Text
    wait: float = 0
