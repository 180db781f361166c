"""Organisations of a directory file: the same name, whatever its case and blanks, is one."""

from __future__ import annotations

from casework.directory_files.names import normalised, tidy
from casework.directory_files.organisation_kinds import kind_of
from casework.directory_files.report import Findings, RemarkKind, Row
from domain.directory import Directory
from domain.organisations import Organisation, OrganisationId, OrganisationKind


class Organisations:
    """The organisations read so far; one that is known already keeps its id and its kind."""

    def __init__(self, known: Directory, findings: Findings) -> None:
        """Samples among the known do not count: they go one day."""
        real = [each for each in known.organisations if not each.sample]
        self.known_names = {normalised(each.name): each for each in real}
        self.known_ids = {each.id: each for each in real}
        self.findings = findings
        self.named: dict[str, Organisation] = {}
        self.noted: set[tuple[str, str]] = set()
        self.ids: dict[str, OrganisationId] = {}

    def add(self, key: str, name: str, row: Row) -> OrganisationId:
        """Take over an organisation, or find that it is one which is there already."""
        plain = normalised(name)
        there = self.named.get(plain)
        if there is None:
            there = self.known_ids.get(OrganisationId(key)) or self.known_names.get(plain)
            there = there or self._new(key, name, row)
            self.named[plain] = there
        if (there.id != key or there.name != tidy(name)) and (key, name) not in self.noted:
            self.noted.add((key, name))
            words = f"{tidy(name)!r}: the same organisation as {there.name!r} ({there.id})."
            self.findings.remark(RemarkKind.SAME_ORGANISATION, words, row)
        self.ids[key] = there.id
        return there.id

    def all(self) -> tuple[Organisation, ...]:
        """Give every organisation once."""
        return tuple({each.id: each for each in self.named.values()}.values())

    def _new(self, key: str, name: str, row: Row) -> Organisation:
        new = Organisation(OrganisationId(key), tidy(name), kind_of(name))
        if new.kind is not OrganisationKind.PARTNER:
            words = (
                f"{new.name} counts as {new.kind} by its name: it may receive personal data "
                "without an agreement."
            )
            self.findings.remark(RemarkKind.NOT_A_PARTNER, words, row)
        return new
