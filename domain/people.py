"""People: what a person tells of themselves, and what the rules draw from it."""

from __future__ import annotations

from enum import StrEnum
from typing import NewType

from msgspec import Struct

PersonId = NewType("PersonId", str)


class Who(StrEnum):
    """For whom help is asked."""

    ALONE = "alone"
    FAMILY = "family"
    CHILD_ALONE = "child_alone"
    SOMEONE_ELSE = "someone_else"


class AgeBand(StrEnum):
    """How old the person who writes is, by what they say; asked when a request starts."""

    CHILD = "under_18"
    ADULT = "adult"
    ELDERLY = "over_60"


class Need(StrEnum):
    """A need that decides which place fits; shown in the queue before acceptance."""

    PREGNANT = "pregnant"
    WHEELCHAIR = "wheelchair"
    ILL_OR_INJURED = "ill_or_injured"


class Concern(StrEnum):
    """What calls for a specialist, in the order in which teams are tried (Routing 1)."""

    CHILD_PROTECTION = "child_protection"
    VIOLENCE = "violence"
    ASYLUM = "asylum"


class Urgency(StrEnum):
    """How soon help is needed: 24 hours, 72 hours, two weeks (domain.md, Vocabularies)."""

    EMERGENCY = "emergency"
    URGENT = "urgent"
    NORMAL = "normal"


class Gender(StrEnum):
    """Who a place takes in; asked only where a place is for women or men alone."""

    WOMEN = "women"
    MEN = "men"


class Company(Struct, frozen=True):
    """Who comes: the people who need help, counted."""

    who: Who
    adults: int = 1
    children: int = 0
    needs: frozenset[Need] = frozenset()

    @property
    def people(self) -> int:
        """Count everybody."""
        return self.adults + self.children


class Told(Struct, frozen=True):
    """What the person told that bears on routing; never guessed from nationality (Routing 1)."""

    age: AgeBand = AgeBand.ADULT
    child_alone: bool = False
    concerns: frozenset[Concern] = frozenset()
    refuses_authorities: bool = False

    @property
    def concerns_in_order(self) -> tuple[Concern, ...]:
        """Give the concerns, a child alone first, violence before asylum (Routing 1)."""
        mine = self.concerns | ({Concern.CHILD_PROTECTION} if self.child_alone else set())
        return tuple(concern for concern in Concern if concern in mine)
