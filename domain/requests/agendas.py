"""Agendas: what those who go to a committee's meeting may ask."""

from __future__ import annotations

from msgspec import Struct

from domain.agenda import Agenda
from domain.organisations import CentreId
from domain.requests import Lookup


class CommitteeSeen(Struct, frozen=True):
    """A centre whose committee's agenda the asker may see."""

    centre: CentreId
    name: str


class CommitteesSeen(Lookup, frozen=True):
    """The centres whose committee's agenda the asker may see → tuple[CommitteeSeen, ...]."""


class AgendaTold(Struct, frozen=True):
    """An agenda as it stands now, and the document by which it is fetched to print."""

    agenda: Agenda
    document: str


class AgendaOf(Lookup, frozen=True):
    """The agenda of a centre's committee → AgendaTold, or None without the right; audited."""

    centre: CentreId
