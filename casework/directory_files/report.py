"""What a reading of directory files found: the directory, and every row refused and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from domain.cannot_go_on import CannotGoOn
from domain.directory import Directory
from domain.organisations import CentreId
from storage.directory import Undisclosed

Progress = Callable[[int, int], None]
"""Told from time to time how many rows are done, and of how many in total."""

LONGEST_VALUE = 80


def quiet(done: int, total: int) -> None:
    """Tell nobody how far the reading is."""


class RefusedReason(StrEnum):
    """Why a row was refused."""

    MISSING = "missing"
    NO_SUCH_ROW = "no_such_row"
    DUPLICATE = "duplicate"
    NOT_A_NUMBER = "not_a_number"
    OFF_THE_GLOBE = "off_the_globe"
    SWAPPED = "swapped"
    AT_ZERO = "at_zero"
    UNKNOWN_VALUE = "unknown_value"
    WRONG_SHAPE = "wrong_shape"
    OVERLAP = "overlap"
    STATE_AND_ASYLUM = "state_and_asylum"
    FORMULA = "formula"
    TOO_LONG = "too_long"
    MARKUP = "markup"
    NOT_YOURS = "not_yours"
    NO_FIT = "no_fit"


ADVICE: Mapping[RefusedReason, str] = {
    RefusedReason.MISSING: "Fill it in.",
    RefusedReason.NO_SUCH_ROW: "Add the row it names, or name one that was not refused.",
    RefusedReason.DUPLICATE: "Give every row its own id, or remove one of the two.",
    RefusedReason.NOT_A_NUMBER: "Write a number with a point, such as 32.07.",
    RefusedReason.OFF_THE_GLOBE: "Latitude is -90 to 90 degrees, longitude -180 to 180.",
    RefusedReason.SWAPPED: "Exchange latitude and longitude.",
    RefusedReason.AT_ZERO: "Write the real position, or leave both fields empty.",
    RefusedReason.UNKNOWN_VALUE: "Write one of the values that the format knows.",
    RefusedReason.WRONG_SHAPE: "Compare the row with the format's description.",
    RefusedReason.OVERLAP: "End the earlier arrangement before the later one begins.",
    RefusedReason.STATE_AND_ASYLUM: "Give the asylum team to an independent organisation.",
    RefusedReason.FORMULA: "Write its result as text, not the formula.",
    RefusedReason.TOO_LONG: "Shorten it.",
    RefusedReason.MARKUP: "Write it as plain text.",
    RefusedReason.NOT_YOURS: "Write the id of a place in your care.",
    RefusedReason.NO_FIT: "Look at its days, and whether an agreement is in force then.",
}


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A row that was not taken over.

    `row` is the line of a CSV file (header 1), else the position in the list from 1. `value` is
    cut after 80 characters. `words` say in English what is wrong, `advice` what to do.
    """

    file: str
    row: int
    field: str
    value: str
    reason: RefusedReason
    words: str

    @property
    def advice(self) -> str:
        """Say what to do about it."""
        return ADVICE[self.reason]


class RemarkKind(StrEnum):
    """What was taken over but should be looked at."""

    HOURS_REPAIRED = "hours_repaired"
    HOURS_AS_WORDS = "hours_as_words"
    SAME_ORGANISATION = "same_organisation"
    NOT_A_PARTNER = "not_a_partner"
    SAME_ID = "same_id"
    NAME_SHORTENED = "name_shortened"
    NO_WALK_THERE = "no_walk_there"
    ENDED = "ended"
    CONFIDENTIAL = "confidential"
    MIXED_VIOLENCE = "mixed_violence"
    KIND_GUESSED = "kind_guessed"
    NO_TEAM = "no_team"
    TWO_TEAMS = "two_teams"
    NO_COORDINATOR = "no_coordinator"
    NO_AUTHORITY = "no_authority"
    NO_MANAGER = "no_manager"
    MANAGEMENT_NOT_TAKEN = "management_not_taken"
    GATE_CLOSED = "gate_closed"
    MATRIX_DISAGREES = "matrix_disagrees"
    APPROVAL_MISSING = "approval_missing"
    DANGLING = "dangling"
    MARKUP = "markup"
    NOT_TAKEN = "not_taken"
    CENTRE_DIFFERS = "centre_differs"
    ATTRIBUTION = "attribution"
    KEPT = "kept"


@dataclass(frozen=True, slots=True)
class Remark:
    """A warning: taken over, but somebody should look. `row` 0: of no single row."""

    kind: RemarkKind
    words: str
    file: str = ""
    row: int = 0


@dataclass(frozen=True, slots=True)
class Read:
    """All that a reading gives: facts, undisclosed addresses, refused rows, warnings, counts.

    `seen`: rows read of each kind ("services", "locations"), refused ones included. `sources`:
    the datasets that were read; a fact of one of them that is no longer there is gone.
    `is_management`: dated facts of a table of management, about the centres `managed`; `same` of
    them are so already. With a refused row there are none.
    """

    directory: Directory
    undisclosed: Mapping[CentreId, Undisclosed] = field(default_factory=dict)
    refused: tuple[RefusedRow, ...] = ()
    warnings: tuple[Remark, ...] = ()
    seen: Mapping[str, int] = field(default_factory=dict)
    sources: frozenset[str] = frozenset()
    is_management: bool = False
    managed: tuple[CentreId, ...] = ()
    same: int = 0

    @property
    def refused_by_reason(self) -> Counter[RefusedReason]:
        """Count the refused rows by reason."""
        return Counter(each.reason for each in self.refused)

    @property
    def warnings_by_kind(self) -> Counter[RemarkKind]:
        """Count the warnings by kind."""
        return Counter(each.kind for each in self.warnings)


class FileRefused(CannotGoOn):
    """A file cannot be read at all; its text is a sentence for the person who imports."""

    def __init__(self, file: str, words: str) -> None:
        """Keep the file's name beside the sentence."""
        super().__init__(f"{file}: {words}")
        self.file = file
        self.words = words


@dataclass(frozen=True, slots=True)
class Row:
    """Where something stands: a file's name and the row in it."""

    file: str
    row: int


@dataclass
class Findings:
    """What is noted down while files are read."""

    refused: list[RefusedRow] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    seen: Counter[str] = field(default_factory=Counter)

    def refuse(self, at: Row, name: str, value: object, reason: RefusedReason, words: str) -> None:
        """Note that a row is not taken over because of the field `name`."""
        shown = "" if value is None else str(value)[:LONGEST_VALUE]
        self.refused.append(RefusedRow(at.file, at.row, name, shown, reason, words))

    def remark(self, kind: RemarkKind, words: str, at: Row | None = None) -> None:
        """Note something that was taken over and should be looked at."""
        file, row = (at.file, at.row) if at else ("", 0)
        self.remarks.append(Remark(kind, words, file, row))
