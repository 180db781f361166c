"""Figures: what may be asked about how teams answer, in aggregate."""

from __future__ import annotations

from msgspec import Struct

from domain.figures import Figures, Month
from domain.organisations import TeamId
from domain.requests import Lookup


class MeasuredTeam(Struct, frozen=True):
    """A team whose figures the asker may see, with names."""

    team: TeamId
    name: str
    organisation: str


class TeamsMeasured(Lookup, frozen=True):
    """The teams whose figures the asker may see → tuple[MeasuredTeam, ...]; one's own first."""


class TeamFigures(Struct, frozen=True):
    """The figures of one team and month.

    `table`: the document that has all months told; `picture`: the one that shows this month.
    """

    team: MeasuredTeam
    month: Month
    months: tuple[Month, ...]
    figures: Figures
    table: str
    picture: str


class FiguresOf(Lookup, frozen=True):
    """A team's figures → TeamFigures, or None if the asker may not see them; audited.

    `month`: as "2026-10"; any that is not told gives the last complete one.
    """

    team: TeamId
    month: str = ""
