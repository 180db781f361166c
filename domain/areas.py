"""Areas: which teams and agreements there are for a centre, without walking over all of them.

Each is filed under every centre and country that its area names, or under everywhere; an edit
files anew only what it changes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, TypeVar

from domain.centres import Centre
from domain.filed import Filed
from domain.organisations import Area

Drawer = tuple[str, str]
ByArea = Filed[Drawer, str]
Fact = TypeVar("Fact")

EVERYWHERE: Drawer = ("", "")

# The area of a fact, by the field of `Directory` that holds its kind.
AREAS: dict[str, Callable[[Any], Area]] = {
    "teams": lambda team: team.area,
    "agreements": lambda agreement: agreement.covers,
}


def drawers(area: Area) -> Iterator[Drawer]:
    """Walk over what an area is filed under."""
    yield from (("centre", each) for each in area.centres)
    yield from (("country", each) for each in area.countries)
    if not area.centres and not area.countries:
        yield EVERYWHERE


def placed(kind: str, facts: Iterable[tuple[str, Any]]) -> Iterator[tuple[Drawer, str]]:
    """Pair the keys of facts with what their areas are filed under."""
    area = AREAS[kind]
    return ((drawer, key) for key, fact in facts for drawer in drawers(area(fact)))


def there(filed: ByArea, facts: Mapping[Any, Fact], centre: Centre) -> list[Fact]:
    """List the facts in whose area a centre lies, by key."""
    found = {
        *filed.at(("centre", centre.id)),
        *filed.at(("country", centre.country)),
        *filed.at(EVERYWHERE),
    }
    return [facts[key] for key in sorted(found)]
