"""Tables of management (docs/management-table.md): a row, a dated fact, judged as one by message.

Rows build on each other: agreements first, then who runs a centre, then what goes by both. All of
a table is taken or, with one row refused, nothing. What a fact changes, domain/entering.py says.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import TypeVar

from casework.directory_files.csv_tables import Line, line_of
from casework.directory_files.management_columns import column_of
from casework.directory_files.names import normalised, tidy
from casework.directory_files.report import (
    FileRefused,
    Findings,
    Read,
    RefusedReason,
    RemarkKind,
    Row,
)
from casework.directory_files.template_values import listed
from casework.directory_files.xlsx_tables import Cells
from domain.agreements import AgreementKind, Clause
from domain.centres import Centre
from domain.directory import Directory
from domain.entering import Fact, entered, may_end_early
from domain.organisations import CentreId, Organisation
from domain.requests.managing import (
    EndAgreement,
    EndReason,
    Managed,
    ManageOutcome,
    PlanHandover,
    Shape,
    WriteAgreement,
    WriteArrangement,
    WriteDuty,
)
from domain.services import ServiceType

May = Callable[[Directory, CentreId], bool]
"""Say whether a centre's management is to be entered by whoever brings the table."""
Code = TypeVar("Code", bound=StrEnum)
Named = TypeVar("Named", Centre, Organisation)
NOT_YOURS = "The place is not yours to enter, or not in the directory."
NEEDED = ("fact", "centre", "organisation")


class Sort(StrEnum):
    """What a row tells, in the order in which rows are judged."""

    END = "end of agreement"
    AGREEMENT = "agreement"
    ARRANGEMENT = "arrangement"
    RESPONSIBILITY = "responsibility"
    HANDOVER = "handover"


ORDER: Mapping[Sort, int] = {each: at for at, each in enumerate(Sort)}


class Wrong(Exception):
    """A cell cannot be taken: its column, and why."""

    def __init__(self, column: str, reason: RefusedReason, words: str) -> None:
        """Keep what the report says of it."""
        super().__init__(words)
        self.column = column
        self.reason = reason
        self.words = words


def anybody(known: Directory, centre: CentreId) -> bool:
    """Let every centre be entered: whoever runs the installation may."""
    return True


def read_management(
    name: str,
    header: Cells,
    rows: Iterator[Cells],
    findings: Findings,
    now: datetime,
    known: Directory,
    may: May = anybody,
) -> Read:
    """Read a table of management: what its facts add and end, or nothing if a row is refused.

    `now`: an aware instant. Raises FileRefused for a header without what is needed.
    """
    after, changed, same, centres = known, Directory(), 0, []
    lines = [*_lines(name, header, rows, findings)]
    for sort, line in sorted(_sorted(lines, findings), key=_place):
        try:
            fact = _fact(sort, line, after, now, may)
            found = entered(after, fact, now)
            _refuse_outcome(sort, found)
        except Wrong as wrong:
            shown = line[wrong.column]
            findings.refuse(line.row, wrong.column, shown, wrong.reason, wrong.words)
            continue
        if not isinstance(found, Directory):
            same += 1
            continue
        after = after.with_changes(found)
        changed = changed.with_changes(found)
        centres.append(fact.centre)
    taken = not findings.refused
    return Read(
        changed if taken else Directory(),
        refused=tuple(sorted(findings.refused, key=lambda each: each.row)),
        warnings=tuple(findings.remarks),
        seen=dict(findings.seen),
        managed=tuple(dict.fromkeys(centres)) if taken else (),
        is_management=True,
        same=same if taken else 0,
    )


def _lines(name: str, header: Cells, rows: Iterator[Cells], findings: Findings) -> Iterator[Line]:
    columns = [column_of(each) for each in header[1]]
    missing = [each for each in NEEDED if each not in columns]
    if missing:
        raise FileRefused(name, f"the first line lacks the columns: {', '.join(missing)}.")
    twice = sorted({each for each in columns if each and columns.count(each) > 1})
    if twice:
        raise FileRefused(name, f"two columns say the same: {', '.join(twice)}.")
    for written, column in zip(header[1], columns, strict=True):
        if written.strip() and not column:
            words = f"The column {tidy(written)[:60]!r} is not known; it was not read."
            findings.remark(RemarkKind.NOT_TAKEN, words, Row(name, header[0]))
    for number, cells in rows:
        findings.seen["fact"] += 1
        line = line_of(Row(name, number), columns, cells, findings, ("centre", "organisation"))
        if line is not None:
            yield line


def _sorted(lines: list[Line], findings: Findings) -> Iterator[tuple[Sort, Line]]:
    for line in lines:
        try:
            yield _one(Sort, "fact", line), line
        except Wrong as wrong:
            findings.refuse(line.row, wrong.column, line["fact"], wrong.reason, wrong.words)


def _place(pair: tuple[Sort, Line]) -> tuple[int, str, int]:
    """Judge facts of one sort by their first days, as each begins where the former ends."""
    sort, line = pair
    return ORDER[sort], line["first day"], line.row.row


# ---------------------------------------------------------------- one row


def _fact(sort: Sort, line: Line, known: Directory, now: datetime, may: May) -> Fact:
    """Give what a row asks for; Wrong for a cell that cannot be taken."""
    centre = _centre(line, known)
    if not may(known, centre.id):
        raise Wrong("centre", RefusedReason.NOT_YOURS, NOT_YOURS)
    organisation = _organisation(line, known)
    match sort:
        case Sort.ARRANGEMENT:
            shape = _one(Shape, "how", line) if line["how"] else Shape.WHOLE
            return WriteArrangement(centre.id, organisation.id, shape, _day("first day", line))
        case Sort.AGREEMENT:
            return WriteAgreement(
                centre.id,
                _one(AgreementKind, "kind", line),
                organisation.id,
                _day("first day", line),
                _last_day(line),
                _clauses(line),
            )
        case Sort.END:
            return _end(line, known, centre, organisation, now, may)
        case Sort.RESPONSIBILITY:
            service = _one(ServiceType, "service", line)
            return WriteDuty(centre.id, service, organisation.id, _day("first day", line))
        case Sort.HANDOVER:
            day = _day("first day", line) if line["first day"] else None
            return PlanHandover(centre.id, organisation.id, day)


def _end(
    line: Line, known: Directory, centre: Centre, other: Organisation, now: datetime, may: May
) -> EndAgreement:
    """Find the one agreement of a kind with an organisation that is to end early."""
    kind = _one(AgreementKind, "kind", line)
    last = _day("last day", line)
    found = [
        each
        for each in may_end_early(known, centre, now)
        if each.kind is kind and other.id in each.parties
    ]
    if len(found) != 1:
        words = f"There are {len(found)} such agreements of the place that are not over."
        raise Wrong("organisation", RefusedReason.NO_SUCH_ROW, words)
    covered = [c.id for c in known.centres if found[0].covers.covers(c.id, c.country)]
    if not all(may(known, each) for each in covered):
        words = "The agreement is about places of others, too."
        raise Wrong("centre", RefusedReason.NOT_YOURS, words)
    return EndAgreement(centre.id, found[0].id, last, _one(EndReason, "reason", line))


def _refuse_outcome(sort: Sort, found: Directory | Managed) -> None:
    """Raise Wrong for what may not be kept; what is so already is no fault."""
    if isinstance(found, Directory) or found.outcome is ManageOutcome.SAME:
        return
    if found.outcome is ManageOutcome.OVERLAP:
        words = f"{found.managers} is entered already from {found.from_day or 'before'} on."
        raise Wrong("first day", RefusedReason.OVERLAP, words)
    words = (
        "The fact does not fit what holds on that day: its days are over or the wrong way round, "
        "or no agreement is in force for it."
    )
    raise Wrong("last day" if sort is Sort.END else "first day", RefusedReason.NO_FIT, words)


# ---------------------------------------------------------------- one cell


def _centre(line: Line, known: Directory) -> Centre:
    key = _needed("centre", line)
    if known.has_centre(key):
        return known.centre(CentreId(key))
    return _named(known.centres, "centre", line)


def _organisation(line: Line, known: Directory) -> Organisation:
    key = _needed("organisation", line)
    by_id = [each for each in known.organisations if each.id == key]
    return by_id[0] if by_id else _named(known.organisations, "organisation", line)


def _named(facts: Iterable[Named], column: str, line: Line) -> Named:
    """Give the one fact of a name; Wrong for none and for several."""
    found = [each for each in facts if normalised(each.name) == normalised(line[column])]
    if len(found) != 1:
        if column == "centre":  # nobody learns here which places there are elsewhere
            raise Wrong(column, RefusedReason.NOT_YOURS, NOT_YOURS)
        words = f"There are {len(found)} in the directory; write its id."
        raise Wrong(column, RefusedReason.NO_SUCH_ROW, words)
    return found[0]


def _needed(column: str, line: Line) -> str:
    if not line[column]:
        raise Wrong(column, RefusedReason.MISSING, f"{column} is empty.")
    return line[column]


def _day(column: str, line: Line) -> date:
    written = _needed(column, line)
    try:
        return date.fromisoformat(written)
    except ValueError:
        words = "It is no day; write it like 2027-01-31."
        raise Wrong(column, RefusedReason.WRONG_SHAPE, words) from None


def _last_day(line: Line) -> date | None:
    last = _day("last day", line) if line["last day"] else None
    if last is not None and last < _day("first day", line):
        words = "The last day comes before the first."
        raise Wrong("last day", RefusedReason.WRONG_SHAPE, words)
    return last


def _clauses(line: Line) -> tuple[Clause, ...]:
    try:
        return tuple(sorted({Clause(normalised(each)) for each in listed(line["clauses"])}))
    except ValueError:
        words = f"It is none of {', '.join(Clause)}."
        raise Wrong("clauses", RefusedReason.UNKNOWN_VALUE, words) from None


def _one(kind: type[Code], column: str, line: Line) -> Code:
    written = _needed(column, line)
    try:
        return kind(normalised(written))
    except ValueError:
        words = f"It is none of {', '.join(kind)}."
        raise Wrong(column, RefusedReason.UNKNOWN_VALUE, words) from None
