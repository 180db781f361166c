"""Agendas: what those who go to a committee's meeting may ask."""

from __future__ import annotations

from dataclasses import dataclass

from domain.agenda import Agenda
from domain.organisations import CentreId
from domain.requests import Lookup


@dataclass(frozen=True, slots=True)
class CommitteeSeen:
    """A centre whose committee's agenda the asker may see."""

    centre: CentreId
    name: str


@dataclass(frozen=True, slots=True)
class CommitteesSeen(Lookup):
    """The centres whose committee's agenda the asker may see → tuple[CommitteeSeen, ...]."""


@dataclass(frozen=True, slots=True)
class AgendaTold:
    """An agenda as it stands now, and the document by which it is fetched to print."""

    agenda: Agenda
    document: str


@dataclass(frozen=True, slots=True)
class AgendaOf(Lookup):
    """The agenda of a centre's committee → AgendaTold, or None without the right; audited."""

    centre: CentreId
