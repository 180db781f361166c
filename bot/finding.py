"""A finding of `passerelle doctor`."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """What was looked at, whether it is well, and what to do; nothing of it is personal."""

    what: str
    well: bool
    words: str
