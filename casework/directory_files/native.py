"""Passerelle's own directory format: everything the directory can express, as readable JSON.

The fields stand in `native_records`. Several files are read as one directory.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime

from msgspec import Struct

from casework.directory_files import native_facts as facts
from casework.directory_files import native_records as records
from casework.directory_files.checks import remarks_on
from casework.directory_files.documents import Document
from casework.directory_files.json_text import decoded
from casework.directory_files.native_items import Item, ItemReader
from casework.directory_files.report import (
    FileRefused,
    Progress,
    Read,
    RefusedReason,
    Row,
    quiet,
)
from casework.directory_files.text import utf8_of
from domain.agreements import Agreement, ArrangementId, Responsibility, SalaryDerogation
from domain.centres import AddressRule, Centre
from domain.directory import Directory
from domain.funding import BudgetLine, Funding
from domain.handover import Handover
from domain.management import Arrangement, overlapping
from domain.organisations import CentreId, Organisation, Team
from domain.people import Concern
from domain.places import NamedPlace
from domain.services import Service
from domain.staffing import Staffing
from storage.directory import Undisclosed

FORMAT = "Passerelle's directory format"


def read_native(
    documents: Sequence[Document],
    now: datetime,
    known: Directory | None = None,
    progress: Progress = quiet,
) -> Read:
    """Read files of Passerelle's own format; they may name facts of `known`.

    `now` is an aware instant, for dates that are written relative to the reading. Raises
    FileRefused for a file that is not of this format.
    """
    files = [(each.name, _file_record(each)) for each in documents]
    reading = _Reading(known or Directory(), now)
    steps: tuple[tuple[str, Callable[[Item], None]], ...] = (
        ("organisations", reading.organisation),
        ("centres", reading.centre),
        ("agreements", reading.agreement),
        ("teams", reading.team),
        ("places", reading.place),
    )
    total = sum(len(getattr(record, section)) for _, record in files for section, _ in steps)
    done = 0
    for section, take in steps:
        for item in _items(files, section):
            reading.findings.seen[section] += 1
            take(item)
            done += 1
        progress(done, total)
    reading.management_of_centres()
    return reading.result()


def _file_record(document: Document) -> records.FileRecord:
    content = utf8_of(document.name, document.content)
    record = decoded(document.name, content, records.FileRecord, FORMAT)
    if record.passerelle != 1:
        words = f"it is of version {record.passerelle} of the format; this program knows 1."
        raise FileRefused(document.name, words)
    return record


def _items(files: Iterable[tuple[str, records.FileRecord]], section: str) -> Iterator[Item]:
    for name, record in files:
        for number, raw in enumerate(getattr(record, section), 1):
            yield Item(raw, Row(name, number), section, record.sample)


class _Reading(ItemReader):
    """One reading: the facts so far, by id, and what was noted on the way."""

    def __init__(self, known: Directory, now: datetime) -> None:
        super().__init__(known)
        self.known = known
        self.now = now
        self.organisations: dict[str, Organisation] = {}
        self.teams: dict[str, Team] = {}
        self.centres: dict[str, Centre] = {}
        self.services: dict[str, Service] = {}
        self.agreements: dict[str, Agreement] = {}
        self.arrangements: dict[str, Arrangement] = {}
        self.arrangements_here: dict[CentreId, dict[ArrangementId, Arrangement]] = {}
        self.arrangements_written: dict[str, set[object]] = {}
        self.responsibilities: list[Responsibility] = []
        self.handovers: list[Handover] = []
        self.derogations: list[SalaryDerogation] = []
        self.places: dict[str, NamedPlace] = {}
        self.budgets: list[BudgetLine] = []
        self.funding: list[Funding] = []
        self.staffing: list[Staffing] = []
        self.undisclosed: dict[CentreId, Undisclosed] = {}
        self.state = {each.id for each in known.organisations if each.is_state}
        self.managed: list[tuple[Item, records.CentreRecord]] = []

    def organisation(self, item: Item) -> None:
        record = self.record(item, records.OrganisationRecord)
        if record and self.is_new(item, record.id, self.organisations):
            self.named["organisation"].add(record.id)
            self.organisations[record.id] = facts.organisation(record, item.sample)

    def centre(self, item: Item) -> None:
        written = self.record(item, records.CentreRecord)
        if written is None or not self.is_new(item, written.id, self.centres):
            return
        record = self.fact(item, lambda: facts.located(written))
        if record is None:
            return
        if not self.has_named(item, record, "authority", "verified_by"):
            return
        centre = self.fact(item, lambda: facts.centre(record, item.sample, self.now))
        if centre is None:
            return
        self.named["centre"].add(record.id)
        self.centres[record.id] = centre
        if record.address_rule is not AddressRule.PUBLIC:
            exact = facts.point(record.point)
            self.undisclosed[centre.id] = Undisclosed(record.address, exact)
        for each in self.inside(item, "services", record.services):
            self.service(each, record)
        self.managed.append((item, record))

    def has_named(self, item: Item, record: Struct, *names: str) -> bool:
        """Say whether the organisations named in these fields exist; refuse the item when not."""
        written = {name: getattr(record, name) for name in names}
        return all(
            self.has(item, name, "organisation", key) for name, key in written.items() if key
        )

    def service(self, item: Item, at: records.CentreRecord) -> None:
        self.findings.seen["services"] += 1
        record = self.record(item, records.ServiceRecord)
        if record is None or not self.is_new(item, record.id, self.services):
            return
        if not self.has_named(item, record, "provider", "verified_by"):
            return
        sample = item.sample or at.sample
        service = self.fact(item, lambda: facts.service(record, at, sample, self.now))
        if service:
            self.services[record.id] = service

    def agreement(self, item: Item) -> None:
        record = self.record(item, records.AgreementRecord)
        if record is None or not self.is_new(item, record.id, self.agreements):
            return
        named = self.has(item, "parties", "organisation", *record.parties)
        if named and self.has(item, "centres", "centre", *record.centres):
            agreement = self.fact(item, lambda: facts.agreement(record, item.sample))
            if agreement:
                self.named["agreement"].add(record.id)
                self.agreements[record.id] = agreement

    def team(self, item: Item) -> None:
        record = self.record(item, records.TeamRecord)
        if record is None or not self.is_new(item, record.id, self.teams):
            return
        named = self.has(item, "organisation", "organisation", record.organisation)
        if not named or not self.has(item, "centres", "centre", *record.centres):
            return
        if record.concern is Concern.ASYLUM and self.is_state(record.organisation):
            words = "An asylum team never belongs to a State body (domain.md, Routing 1)."
            reason = RefusedReason.STATE_AND_ASYLUM
            self.refuse(item, "organisation", record.organisation, reason, words)
        else:
            self.teams[record.id] = facts.team(record, item.sample)

    def place(self, item: Item) -> None:
        record = self.record(item, records.PlaceRecord)
        if record and self.is_new(item, record.id, self.places):
            place = self.fact(item, lambda: facts.place(record, item.sample))
            if place:
                self.places[record.id] = place

    def management_of_centres(self) -> None:
        """Read who runs the centres, once all organisations and agreements are known."""
        for item, record in self.managed:
            self.arrangements_written[record.id] = {
                each.get("id") for each in record.arrangements if isinstance(each, dict)
            }
            for each in self.inside(item, "arrangements", record.arrangements):
                self.arrangement(each, record)
            if record.handover is not None:
                self.handover(self.part(item, "handover", record.handover), record)
            if record.derogation is not None:
                self.derogation(self.part(item, "derogation", None), record)
            for each in self.inside(item, "budgets", record.budgets):
                self.budget(each, record)
            for each in self.inside(item, "funding", record.funding):
                self.paid(each, record)
            for each in self.inside(item, "staffing", record.staffing):
                self.staff(each, record)

    def arrangement(self, item: Item, at: records.CentreRecord) -> None:
        record = self.record(item, records.ArrangementRecord)
        if record is None or not self.is_new(item, record.id, self.arrangements):
            return
        agreements = [record.agreement] if record.agreement else []
        if not self.has(item, "agreement", "agreement", *agreements):
            return
        arrangement = self.fact(item, lambda: facts.arrangement(record, at))
        if arrangement is None:
            return
        parties = {str(party.organisation) for party in arrangement.all_parties}
        if self.has(item, "parties", "organisation", *parties) and self.fits(item, arrangement):
            self.arrangements[record.id] = arrangement
            for each in self.inside(item, "matrix", record.matrix):
                self.cell(each, record, at)

    def fits(self, item: Item, new: Arrangement) -> bool:
        """Refuse an arrangement that holds at the same time as another of its centre."""
        read = self.arrangements_here.setdefault(new.centre, {})
        written = self.arrangements_written[new.centre]
        before = [a for a in self.known.arrangements_of(new.centre) if a.id not in written]
        others = (*before, *read.values())
        confirmed = [each for each in others if not each.provisional]
        clashes = [] if new.provisional else overlapping([*confirmed, new])
        for old, late in clashes:
            if late is new:
                words = f"The arrangement {new.id} holds at the same time as {old.id}."
                self.refuse(item, "from", new.id, RefusedReason.OVERLAP, words)
                return False
        read[new.id] = new
        return True

    def cell(self, item: Item, of: records.ArrangementRecord, at: records.CentreRecord) -> None:
        record = self.record(item, records.CellRecord)
        if record is None or not self.has(
            item, "organisation", "organisation", record.organisation
        ):
            return
        if record.agreement and not self.has(item, "agreement", "agreement", record.agreement):
            return
        cell = self.fact(item, lambda: facts.responsibility(record, of, at))
        if cell is None:
            return
        for old in self.responsibilities:
            same = (old.arrangement, old.service) == (cell.arrangement, cell.service)
            if same and old.period.overlaps(cell.period):
                words = f"Two cells answer for {cell.service} at the same time."
                self.refuse(item, "service", cell.service, RefusedReason.OVERLAP, words)
                return
        self.responsibilities.append(cell)

    def handover(self, item: Item, at: records.CentreRecord) -> None:
        record = self.record(item, records.HandoverRecord)
        if record and self.has(item, "successor", "organisation", record.successor):
            plan = self.fact(item, lambda: facts.handover(record, at))
            if plan:
                self.handovers.append(plan)

    def derogation(self, item: Item, at: records.CentreRecord) -> None:
        written = at.derogation
        if written is not None:
            found = self.fact(item, lambda: facts.derogation(written, at))
            if found:
                self.derogations.append(found)

    def budget(self, item: Item, at: records.CentreRecord) -> None:
        record = self.record(item, records.BudgetRecord)
        if record and self.has(item, "authority", "organisation", record.authority):
            self.budgets.append(facts.budget(record, at))

    def paid(self, item: Item, at: records.CentreRecord) -> None:
        record = self.record(item, records.FundingRecord)
        found = self.fact(item, lambda: facts.funding(record, at)) if record else None
        if found:
            self.funding.append(found)

    def staff(self, item: Item, at: records.CentreRecord) -> None:
        record = self.record(item, records.StaffingRecord)
        if record and self.has(item, "employer", "organisation", record.employer):
            found = self.fact(item, lambda: facts.staffing(record, at))
            if found:
                self.staffing.append(found)

    def is_state(self, key: str) -> bool:
        return key in self.state or (key in self.organisations and self.organisations[key].is_state)

    def result(self) -> Read:
        directory = Directory(
            organisations=tuple(self.organisations.values()),
            teams=tuple(self.teams.values()),
            centres=tuple(self.centres.values()),
            services=tuple(self.services.values()),
            arrangements=tuple(self.arrangements.values()),
            agreements=tuple(self.agreements.values()),
            responsibilities=tuple(self.responsibilities),
            handovers=tuple(self.handovers),
            derogations=tuple(self.derogations),
            places=tuple(self.places.values()),
            budgets=tuple(self.budgets),
            funding=tuple(self.funding),
            staffing=tuple(self.staffing),
        )
        remarks = (*self.findings.remarks, *remarks_on(directory, self.known, self.now))
        refused = tuple(self.findings.refused)
        return Read(directory, self.undisclosed, refused, remarks, dict(self.findings.seen))
