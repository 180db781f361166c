"""Places that an installation names itself: camps, islands, quarters that no gazetteer knows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NewType

from domain.geography import Point

NamedPlaceId = NewType("NamedPlaceId", str)


@dataclass(frozen=True, slots=True)
class NamedPlace:
    """A place by the names that people write, in any script. `country`: ISO 3166-1 alpha-2."""

    id: NamedPlaceId
    name: str
    country: str
    point: Point
    aliases: tuple[str, ...] = ()
    sample: bool = False
