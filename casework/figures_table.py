"""The figures of a team as a table: a row a figure and month, harmless in a spreadsheet."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import StringIO

from casework.directory_export.as_text import harmless
from casework.documents import Opened, key_of
from casework.figures import count, seen_teams
from casework.workplace import Work
from domain.figures import Figures, months_told
from domain.quality import Part, Untold

CSV = "text/csv"
HEADER = ("month", "organisation", "team", "figure", "value", "unit")
FEW = "<5"
UNTOLD = {Untold.FEW: FEW, Untold.HIDDEN: "not shown"}

Row = tuple[str, str, str]


async def figures_table(work: Work, key: str) -> Opened | None:
    """Write what is told of a team over the last six complete months; None for others; audited."""
    team = next((each for each in seen_teams(work) if key_of(each.id) == key), None)
    await work.note("export figures", team.id if team else "", allowed=team is not None)
    if team is None:
        return None
    organisation = work.organisation_of(team.id).name
    written = StringIO()
    writer = csv.writer(written)
    writer.writerow(HEADER)
    for month in reversed(months_told(work.now)):
        for row in rows(await count(work, team, month)):
            cells = (str(month), organisation, team.name, *row)
            writer.writerow([harmless(cell) for cell in cells])
    return Opened("figures.csv", CSV, written.getvalue().encode("utf-8-sig"))


def rows(told: Figures) -> Iterator[Row]:
    """Give each figure with its value and unit, exactly as it is told elsewhere."""
    if told.received is None:
        yield ("received", FEW, "requests")
        return
    yield ("received", str(told.received), "requests")
    yield from (row(f"answer: {each.value}", part) for each, part in told.answers.items())
    if told.share_without_answer is not None:
        yield ("share without an answer in time", str(told.share_without_answer), "%")
    yield row("unroutable", told.unroutable)
    yield from (row(f"declined: {each.value}", part) for each, part in told.declines.items())
    yield row("disputed", told.disputed)
    yield from (row(f"help came: {each.value}", part) for each, part in told.outcomes.items())
    for asked, said in told.feedback.items():
        yield from (row(f"{asked.value}: {each.value}", part) for each, part in said.items())
    yield from (row(f"language: {code}", part) for code, part in told.languages.items())
    for span, spread in told.times.items():
        for name, value in (("median", spread.median), ("90 of 100", spread.tail)):
            if value is not None:
                hours = int(value.total_seconds() // 3600)
                yield (f"time until {span.value}: {name}", str(hours), "hours")


def row(figure: str, part: Part) -> Row:
    """Give a count, or why it is not told."""
    return (figure, UNTOLD[part] if isinstance(part, Untold) else str(part), "requests")
