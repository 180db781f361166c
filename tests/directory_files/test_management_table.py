"""A table of management: each row a dated fact, judged as by message; all of it or nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import cache, partial
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from bot.sample import sample_directory
from casework.directory_files.documents import Document
from casework.directory_files.empty_template import empty_template
from casework.directory_files.management_columns import COLUMNS
from casework.directory_files.reading import read
from casework.directory_files.report import FileRefused, Read, RefusedReason
from domain.access import Actor, MemberRole, Membership, may_manage
from domain.agreements import AgreementKind
from domain.directory import Directory
from domain.entering import entered
from domain.management import Role
from domain.organisations import CentreId, OrganisationId, TeamId
from domain.people import PersonId
from domain.periods import start_of_day
from domain.requests.managing import Shape, WriteArrangement
from storage.directory_records import rows_of
from tests.directory_files.making import NOW, Rows, as_csv, as_xlsx

TANGER, CASABLANCA = CentreId("ma-tanger"), "Africa/Casablanca"
Cells = dict[str, object]
RUNS: Cells = {
    "fact": "arrangement", "centre": "ma-tanger", "organisation": "ma-accueil",
    "first day": "2027-01-01",
}  # fmt: skip
PROMISE: Cells = RUNS | {
    "fact": "agreement", "kind": "partner_contract", "last day": "2027-12-31",
    "clauses": "confidentiality, data_protection",
}  # fmt: skip
END: Cells = {
    "fact": "end of agreement", "centre": "ma-tanger", "organisation": "ma-toit",
    "kind": "partner_contract", "last day": "2026-12-31", "reason": "together",
}  # fmt: skip
ANSWERS: Cells = RUNS | {
    "fact": "responsibility", "organisation": "iom", "service": "food", "first day": "2027-02-01",
}  # fmt: skip
PLAN: Cells = RUNS | {
    "fact": "handover",
    "centre": "gn-conakry",
    "organisation": "gn-social-affairs",
}
EVERY = [ANSWERS, PLAN, RUNS, PROMISE, END]


@cache
def known() -> Directory:
    """The sample directory."""
    return sample_directory(NOW).directory


def reading(rows: Rows, where: Directory | None = None) -> Read:
    """Read a table into a directory."""
    return read([as_csv(rows)], where or known(), NOW)


def rows(directory: Directory) -> list[dict[str, str]]:
    """Give the facts as they are stored, to be compared."""
    return list(rows_of(directory))


def after(found: Read) -> Directory:
    """Give the directory with what was read."""
    return known().with_changes(found.directory)


def test_rows_build_on_each_other_in_any_order_and_what_held_before_stays() -> None:
    """G3, Invariant 3: the former ends at the instant at which the new one begins."""
    found = reading(EVERY)
    assert found.refused == ()
    then = after(found)
    start = start_of_day(date(2027, 1, 1), CASABLANCA)
    [before] = then.arrangements_at(TANGER, start - timedelta(seconds=1))
    [since] = then.arrangements_at(TANGER, start)
    assert before.with_role(Role.MANAGER) == {"ma-toit"}
    assert since.with_role(Role.MANAGER) == {"ma-accueil"}
    assert since.agreement is not None
    promise = then.agreement(since.agreement)
    assert promise is not None
    assert promise.opens_gate_for(OrganisationId("ma-accueil"))
    assert [c.organisation for c in then.responsibilities if c.arrangement == since.id] == ["iom"]
    [plan] = [each for each in then.handovers if each not in known().handovers]
    assert plan.centre == "gn-conakry"
    old = [a for a in then.agreements if a.kind is AgreementKind.PARTNER_CONTRACT]
    assert [a.id for a in old if a.period.end and a.period.end.at == start] == ["ma-contract-toit"]


@pytest.mark.parametrize("make", [as_csv, as_xlsx])
def test_reading_it_again_changes_nothing(make: Callable[[Rows], Document]) -> None:
    document = make(EVERY)
    first = read([document], known(), NOW)
    again = read([document], after(first), NOW)
    assert (again.refused, again.same, rows(again.directory)) == ((), len(EVERY), [])


def test_a_row_is_what_the_same_fact_is_by_message() -> None:
    by_message = WriteArrangement(
        TANGER, OrganisationId("ma-accueil"), Shape.WHOLE, date(2027, 1, 1)
    )
    expected = entered(known(), by_message, NOW)
    assert isinstance(expected, Directory)
    assert rows(reading([RUNS]).directory) == rows(expected) != []


@pytest.mark.parametrize(
    ("row", "field", "reason"),
    [
        (RUNS | {"first day": "01/02/2027"}, "first day", RefusedReason.WRONG_SHAPE),
        (RUNS | {"first day": ""}, "first day", RefusedReason.MISSING),
        (RUNS | {"centre": "nowhere"}, "centre", RefusedReason.NOT_YOURS),
        (RUNS | {"organisation": "nobody"}, "organisation", RefusedReason.NO_SUCH_ROW),
        (RUNS | {"organisation": "=A1"}, "organisation", RefusedReason.FORMULA),
        (RUNS | {"how": "somehow"}, "how", RefusedReason.UNKNOWN_VALUE),
        (RUNS | {"fact": "rumour"}, "fact", RefusedReason.UNKNOWN_VALUE),
        (PROMISE | {"kind": ""}, "kind", RefusedReason.MISSING),
        (PROMISE | {"clauses": "secrecy"}, "clauses", RefusedReason.UNKNOWN_VALUE),
        (PROMISE | {"last day": "2026-12-31"}, "last day", RefusedReason.WRONG_SHAPE),
        (ANSWERS | {"service": "gold"}, "service", RefusedReason.UNKNOWN_VALUE),
        (ANSWERS | {"first day": "2035-01-01"}, "first day", RefusedReason.NO_FIT),
        (PLAN | {"first day": "2020-01-01"}, "first day", RefusedReason.NO_FIT),
        (END | {"last day": "2026-11-01"}, "last day", RefusedReason.NO_FIT),
        (END | {"organisation": "ma-accueil"}, "organisation", RefusedReason.NO_SUCH_ROW),
        (END | {"reason": "mood"}, "reason", RefusedReason.UNKNOWN_VALUE),
    ],
)
def test_a_row_that_is_wrong_is_named_and_keeps_back_all(
    row: Cells, field: str, reason: RefusedReason
) -> None:
    good = RUNS | {"centre": "ma-rabat", "organisation": "iom"}
    found = reading([good, row])
    assert [(r.row, r.field, r.reason) for r in found.refused] == [(3, field, reason)]
    assert rows(found.directory) == []
    assert found.managed == ()


def test_two_at_a_time_are_refused() -> None:
    """Overlap or none: refused, and said with what."""
    later = after(reading([RUNS]))
    earlier = RUNS | {"organisation": "iom", "first day": "2026-12-15"}
    [row] = reading([earlier], later).refused
    assert (row.field, row.reason) == ("first day", RefusedReason.OVERLAP)
    assert "2027-01-01" in row.words


def test_a_place_of_others_is_refused_as_one_that_is_not_there() -> None:
    team = known().team(TeamId("iom-gn-coordination"))
    membership = Membership(team.id, team.organisation, MemberRole.COORDINATOR)
    may = partial(may_manage, Actor(PersonId("somebody"), (membership,)))
    table = [RUNS, RUNS | {"centre": "nowhere"}, RUNS | {"centre": "Tanger flats (sample)"}]
    refused = read([as_csv(table)], known(), NOW, may=may).refused
    assert {(r.field, r.reason, r.words) for r in refused} == {
        ("centre", RefusedReason.NOT_YOURS, refused[0].words)
    }
    assert len(refused) == len(table)
    assert read([as_csv([PLAN])], known(), NOW, may=may).refused == ()


def test_an_agreement_about_places_of_others_is_not_ended_by_a_table() -> None:
    """The data-sharing protocol of child protection covers all of Morocco."""
    row = END | {"kind": "data_sharing_protocol", "organisation": "ma-enfance"}

    def only_tanger(_: Directory, centre: CentreId) -> bool:
        return centre == TANGER

    [refused] = read([as_csv([row])], known(), NOW, may=only_tanger).refused
    assert refused.reason is RefusedReason.NOT_YOURS
    assert reading([row]).refused == ()


@pytest.mark.parametrize(
    ("header", "words"),
    [
        ({"fact": "arrangement", "centre": "ma-tanger"}, "lacks the columns: organisation"),
        (RUNS | {"lieu": "x"}, "two columns say the same: centre"),
    ],
)
def test_a_header_that_cannot_be_read_is_refused(header: Cells, words: str) -> None:
    with pytest.raises(FileRefused, match=words):
        reading([header])


def test_the_document_describes_every_column_and_the_empty_table_has_them(
    repository: Path,
) -> None:
    text = (repository / "docs" / "management-table.md").read_text(encoding="utf-8")
    for column in COLUMNS:
        assert f"| {column.name} | {column.words} | {', '.join(column.others)} |" in text
    names = [column.name for column in COLUMNS]
    written = empty_template("t.csv", management=True).decode("utf-8-sig")
    assert written.strip().split(",") == names
    book = load_workbook(BytesIO(empty_template("t.xlsx", management=True)))
    assert [[cell.value for cell in row] for row in book.worksheets[0].iter_rows()] == [names]
