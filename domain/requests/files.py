"""Files: what may be asked about a file that was sent, and about the documents of a centre."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar

from msgspec import Struct

from domain.access import Sight
from domain.centres import Centre
from domain.documents import DocumentId, DocumentKind, FileId
from domain.organisations import CentreId
from domain.requests import Command, Done, Lookup
from domain.services import ServiceType

# ---------------------------------------------------------------- a file that was sent


class FileUse(StrEnum):
    """What a file that was sent can be for."""

    IMPORT = "import"
    ATTACH = "attach"


class ReceivedFile(Struct, frozen=True):
    """A file that the asker has sent and that is kept for a while; `size` in bytes."""

    id: FileId
    name: str
    size: int
    use: FileUse
    received: datetime


class FileReceived(Lookup, frozen=True):
    """A file of one's own → ReceivedFile, or None if it is kept no longer or not for the asker."""

    file: FileId


class FileBefore(Lookup, frozen=True):
    """The latest file of one's own that came before an instant and still waits → ReceivedFile.

    None if there is none. Whoever sends several at once hears of the last one first.
    """

    received: datetime


class DropFile(Command, frozen=True):
    """Delete a file of one's own without using it → Done."""

    result: ClassVar[object] = Done
    file: FileId


# ---------------------------------------------------------------- import


class FileProblem(StrEnum):
    """Why a whole file cannot be taken into the directory."""

    UNREADABLE = "unreadable"
    TOO_LARGE = "too_large"
    TOO_MANY = "too_many"
    NOTHING = "nothing"
    ONLY_MANAGEMENT = "only_management"


class Unusable(Struct, frozen=True):
    """A file that cannot be taken in at all. `detail`: in English, for whoever made the file."""

    problem: FileProblem
    detail: str = ""


class Counted(Struct, frozen=True):
    """How many facts of a kind: centres, services and all others together."""

    centres: int = 0
    services: int = 0
    others: int = 0

    @property
    def total(self) -> int:
        """Add all kinds up."""
        return self.centres + self.services + self.others


class ChangedFact(Struct, frozen=True):
    """A fact that a file would change: its name and the fields, as the directory calls them."""

    name: str
    fields: tuple[str, ...]


class RefusedFact(Struct, frozen=True):
    """A row that is not taken over. `row`: from 1; `reason`: a code of the importer's report."""

    file: str
    row: int
    field: str
    value: str
    reason: str


class ToLookAt(Struct, frozen=True):
    """How many warnings there are of a kind, by the code of the importer's report."""

    kind: str
    count: int


class DatedKind(StrEnum):
    """What a dated fact of a table of management is about."""

    ARRANGEMENT = "arrangement"
    AGREEMENT = "agreement"
    RESPONSIBILITY = "responsibility"
    HANDOVER = "handover"


class DatedFact(Struct, frozen=True):
    """A fact that a table of management adds, or ends if `ends`; `name`: who, or which.

    `first`, `last`: its days at the centre, as far as they are known.
    """

    kind: DatedKind
    centre: str
    name: str
    first: date | None = None
    last: date | None = None
    ends: bool = False
    service: ServiceType | None = None


class Examined(Struct, frozen=True):
    """What taking a file in would do to the directory as it stands.

    `digest` stands for exactly this difference. `gone`: known facts that the file should name
    and does not. `addresses`: undisclosed ones that change. Of changed, gone and refused facts
    only the first few are listed; the counts are of all. `dated`: of a table of management, each
    of its facts; None for any other file.
    """

    digest: str
    new: Counted
    changed: Counted
    gone: Counted
    addresses: int
    unchanged: int
    refused: int
    first_changed: tuple[ChangedFact, ...] = ()
    first_gone: tuple[str, ...] = ()
    first_refused: tuple[RefusedFact, ...] = ()
    to_look_at: tuple[ToLookAt, ...] = ()
    dated: tuple[DatedFact, ...] | None = None

    @property
    def is_empty(self) -> bool:
        """Say whether taking the file in would change nothing."""
        ended = self.may_end and self.gone.total
        return not (self.new.total or self.changed.total or self.addresses or ended)

    @property
    def may_end(self) -> bool:
        """Say whether what is gone is gone for sure: it may be among the refused rows."""
        return not self.refused


class Examine(Lookup, frozen=True):
    """What a file would change → Examined, Unusable, or None.

    For administrators; of coordinators only a table of management (`may_manage` for each row).
    """

    file: FileId


class ApplyOutcome(StrEnum):
    """What became of taking a file in."""

    APPLIED = "applied"
    ANOTHER_DIFFERENCE = "another_difference"
    REFUSED = "refused"


class Applied(Struct, frozen=True):
    """The result of `ApplyFile`; counts of facts."""

    outcome: ApplyOutcome
    new: int = 0
    changed: int = 0
    unlisted: int = 0


class ApplyFile(Command, frozen=True):
    """Take a file in, all of it or nothing, if the difference is still that of `digest` → Applied.

    `unlist`: what is gone from the file stops being listed.
    """

    result: ClassVar[object] = Applied
    file: FileId
    digest: str
    unlist: bool = False


# ---------------------------------------------------------------- documents


class DocumentFact(Struct, frozen=True):
    """A document that the asker may read; `removable`: and take away."""

    id: DocumentId
    kind: DocumentKind
    name: str
    size: int
    sight: Sight
    organisation: str
    added: datetime
    removable: bool


class OneDocument(Struct, frozen=True):
    """A document with its centre."""

    document: DocumentFact
    centre: Centre


class DocumentsOf(Lookup, frozen=True):
    """The documents of a centre that the asker may read, newest first → tuple[OneDocument, ...].

    Empty also where there are some that the asker may not know of.
    """

    centre: CentreId


class DocumentById(Lookup, frozen=True):
    """One document → OneDocument, or None if there is none for the asker."""

    document: DocumentId


class ReadersFor(Lookup, frozen=True):
    """Whom the asker may let read a document of a centre → tuple[Sight, ...], narrowest first.

    Empty if the asker may attach nothing there.
    """

    centre: CentreId


class Attach(Command, frozen=True):
    """Attach a PDF that was sent to a centre → Done. It takes the place of an earlier one.

    An earlier one is of the same centre, kind and name, and the asker may remove it.
    """

    result: ClassVar[object] = Done
    file: FileId
    centre: CentreId
    kind: DocumentKind
    sight: Sight


class RemoveDocument(Command, frozen=True):
    """Take a document away → Done."""

    result: ClassVar[object] = Done
    document: DocumentId
