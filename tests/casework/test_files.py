"""Files by right: who may send which, whose they are, and that nothing else can be done."""

from __future__ import annotations

import asyncio
import json
import zipfile
from io import BytesIO

import pytest
from msgspec.structs import replace

from bot.documents import opened_for
from bot.incoming import Incoming, Offered
from bot.office import Office
from bot.received import examined_ahead, taken_in
from casework import import_file
from casework.directory_files import reading
from casework.directory_files.report import RefusedReason, RemarkKind
from casework.files import MOST_WAITING, cleaned
from casework.perform import perform
from conversations.dialogue import Given, SharedFile, Typed, Unreadable
from conversations.staff.import_words import FILE_PROBLEMS, REFUSED, TO_LOOK_AT
from domain.access import MemberRole, Membership, Sight
from domain.documents import LARGEST_FILE, REFUSED_ROWS, DocumentId, DocumentKind, FileId
from domain.organisations import CentreId, TeamId
from domain.people import PersonId
from domain.requests import DoneOutcome
from domain.requests.files import (
    ApplyFile,
    ApplyOutcome,
    Attach,
    DocumentById,
    DocumentsOf,
    DropFile,
    Examine,
    Examined,
    FileProblem,
    FileReceived,
    ReadersFor,
    RemoveDocument,
    Unusable,
)
from storage import directory, files, members, people, updates
from storage.people import Address
from tests.conversations.play import FILES, NOW, Player

CONAKRY = CentreId("gn-conakry")
PDF = (FILES / "sop.pdf").read_bytes()
DIRECTORY = (FILES / "conakry.json").read_bytes()
EVERYBODY = ("admin", "other", "stranger")
COORDINATION, MINISTRY = "iom-gn-coordination", "gn-social-affairs-conakry"


async def member(office: Office, name: str, role: MemberRole | None, team: str = "") -> PersonId:
    """Make somebody known, a member of a team if there is one."""
    async with office.database.transaction() as tx:
        known = await people.find_or_add(tx, Address("terminal", name), NOW)
        if role is not None:
            where = (await office.directory.current(tx)).team(TeamId(team))
            await members.enrol(tx, known.id, Membership(where.id, where.organisation, role), NOW)
    return known.id


class Channel:
    """A channel that gives out one file, and counts how often it is asked."""

    def __init__(self, content: bytes | None) -> None:
        self.content = content
        self.fetched = 0

    async def fetch(self, offered: Offered) -> bytes | None:
        self.fetched += 1
        return self.content


async def sent(
    office: Office,
    who: str,
    channel: Channel,
    update: str = "1",
    name: str = "file",
    **facts: object,
) -> Given:
    """Send a file; give what the dialogues hear of it."""
    given = facts.pop("given", Unreadable("file"))
    offered = Offered("x", name, **facts)  # type: ignore[arg-type]
    incoming = Incoming("terminal", who, update, given, file=offered)  # type: ignore[arg-type]
    return (await taken_in(office, incoming, channel.fetch)).given


async def kept(office: Office, who: str, content: bytes, name: str) -> FileId:
    """Send a file that is taken."""
    given = await sent(office, who, Channel(content), name, name)
    assert isinstance(given, SharedFile), given
    return given.id


# ---------------------------------------------------------------- who may send what


@pytest.mark.parametrize(
    ("role", "team", "pdf", "table"),
    [
        (None, "", False, False),
        (MemberRole.ADMIN, COORDINATION, True, True),
        (MemberRole.ADMIN, MINISTRY, True, True),
        (MemberRole.COORDINATOR, COORDINATION, True, False),
        (MemberRole.STAFF, COORDINATION, True, False),
        (MemberRole.STAFF, MINISTRY, True, False),
        (MemberRole.SUPERVISOR, MINISTRY, True, False),
        (MemberRole.CASEWORKER, MINISTRY, False, False),
        (MemberRole.STAFF, "unhcr-west-africa", False, False),
    ],
)
async def test_only_files_of_those_who_may_send_them_are_fetched(
    office: Office, role: MemberRole | None, team: str, pdf: bool, table: bool
) -> None:
    await member(office, "somebody", role, team)
    for number, (name, content, may) in enumerate(
        (("SOP.PDF", PDF, pdf), ("centres.json", DIRECTORY, table))
    ):
        channel = Channel(content)
        given = await sent(office, "somebody", channel, str(number), name)
        assert channel.fetched == int(may), name
        assert isinstance(given, SharedFile) == may, name
        assert may or given == Unreadable("file"), name


@pytest.mark.parametrize(
    ("role", "may"),
    [(MemberRole.COORDINATOR, True), (MemberRole.SUPERVISOR, False), (MemberRole.STAFF, False)],
)
async def test_tables_are_fetched_of_coordinators_too(
    office: Office, role: MemberRole, may: bool
) -> None:
    await member(office, "somebody", role, COORDINATION)
    for number, name in enumerate(("facts.csv", "facts.XLSX")):
        given = await sent(office, "somebody", Channel(b"fact"), str(number), name)
        assert isinstance(given, SharedFile) == may, name


async def test_a_file_of_somebody_who_never_wrote_is_not_fetched(office: Office) -> None:
    channel = Channel(PDF)
    assert await sent(office, "nobody", channel, name="sop.pdf") == Unreadable("file")
    assert channel.fetched == 0


async def test_the_same_update_is_fetched_and_kept_once(office: Office) -> None:
    await member(office, "admin", MemberRole.ADMIN, COORDINATION)
    channel = Channel(DIRECTORY)
    first = await sent(office, "admin", channel, name="a.json")
    assert await sent(office, "admin", channel, name="a.json") == first
    assert channel.fetched == 1
    async with office.database.transaction() as tx:
        await updates.claim(tx, "terminal", "1")
    await sent(office, "admin", channel, name="a.json")
    assert channel.fetched == 1, "it was answered before"


@pytest.mark.parametrize(
    ("content", "size", "name", "kind"),
    [
        (PDF, LARGEST_FILE + 1, "sop.pdf", "big_file"),
        (PDF + b" " * LARGEST_FILE, None, "sop.pdf", "big_file"),
        (None, None, "sop.pdf", "lost_file"),
        (b"", None, "sop.pdf", "lost_file"),
        (b"words", None, "sop.pdf", "no_pdf"),
        (PDF + b"/Encrypt ", None, "sop.pdf", "locked_pdf"),
        (PDF + b"/JavaScript ", None, "sop.pdf", "active_pdf"),
        (PDF + b"/JavaScript ", None, "centres.csv", "active_pdf"),
    ],
)
async def test_what_cannot_be_used_is_not_kept(
    office: Office, content: bytes | None, size: int | None, name: str, kind: str
) -> None:
    await member(office, "admin", MemberRole.ADMIN, COORDINATION)
    given = await sent(office, "admin", Channel(content), name=name, size=size)
    assert given == Unreadable(kind)
    async with office.database.transaction() as tx:
        assert await files.purge_received_before(tx, NOW.replace(year=2099), 9) == 0


@pytest.mark.parametrize(
    ("words", "taken"), [("the new list", True), ("help me now", False), ("/cancel", False)]
)
async def test_words_under_a_file_that_call_for_help_go_before_it(
    office: Office, words: str, taken: bool
) -> None:
    await member(office, "admin", MemberRole.ADMIN, COORDINATION)
    given = await sent(office, "admin", Channel(DIRECTORY), name="a.json", given=Typed(words))
    assert isinstance(given, SharedFile) == taken
    assert taken or given == Typed(words)


# ---------------------------------------------------------------- whose they are


async def test_a_file_is_its_sender_s_alone_and_for_one_use(office: Office) -> None:
    await member(office, "admin", MemberRole.ADMIN, COORDINATION)
    other = await member(office, "other", MemberRole.ADMIN, COORDINATION)
    stranger = await member(office, "stranger", None)
    table = await kept(office, "admin", DIRECTORY, "a.json")
    pdf = await kept(office, "admin", PDF, "sop.pdf")
    for who in (other, stranger):
        async with office.database.transaction() as tx:
            work = await office.work_of(tx, who)
            for file in (table, pdf):
                assert await perform(work, FileReceived(file)) is None
                assert await perform(work, Examine(file)) is None
                done = await perform(work, DropFile(file))
                assert done.outcome is DoneOutcome.NOT_FOUND
                applied = await perform(work, ApplyFile(file, "any"))
                assert applied.outcome is ApplyOutcome.REFUSED
                attach = Attach(file, CONAKRY, DocumentKind.SOP, Sight.PARTY)
                assert (await perform(work, attach)).outcome is DoneOutcome.NOT_FOUND
    report = f"{REFUSED_ROWS}{table}"
    handed = [await opened_for(office, Address("terminal", n), report) for n in EVERYBODY]
    assert [each is not None for each in handed] == [True, False, False]
    async with office.database.transaction() as tx:
        admin = await people.at(tx, Address("terminal", "admin"))
        assert admin is not None
        work = await office.work_of(tx, admin)
        assert await perform(work, Examine(pdf)) is None
        attach = Attach(table, CONAKRY, DocumentKind.SOP, Sight.PARTY)
        assert (await perform(work, attach)).outcome is DoneOutcome.NOT_FOUND


async def test_who_is_no_administrator_any_more_takes_nothing_in(office: Office) -> None:
    admin = await member(office, "admin", MemberRole.ADMIN, COORDINATION)
    file = await kept(office, "admin", DIRECTORY, "a.json")
    async with office.database.transaction() as tx:
        shown = await perform(await office.work_of(tx, admin), Examine(file))
        assert isinstance(shown, Examined)
        before = await directory.version(tx)
        await members.revoke(tx, admin, TeamId(COORDINATION), NOW)
        work = await office.work_of(tx, admin)
        assert await perform(work, Examine(file)) is None
        done = await perform(work, ApplyFile(file, shown.digest))
        assert done.outcome is ApplyOutcome.REFUSED
        assert await directory.version(tx) == before


async def test_documents_are_attached_read_and_removed_by_right(office: Office) -> None:
    iom = await member(office, "iom", MemberRole.STAFF, "iom-gn-conakry")
    ministry = await member(office, "ministry", MemberRole.STAFF, MINISTRY)
    outsider = await member(office, "outsider", MemberRole.STAFF, "unhcr-west-africa")
    file = await kept(office, "ministry", PDF, "sop.pdf")
    internal = Attach(file, CONAKRY, DocumentKind.SOP, Sight.FULL)
    async with office.database.transaction() as tx:
        work = await office.work_of(tx, ministry)
        assert (await perform(work, internal)).outcome is DoneOutcome.REFUSED
        elsewhere = replace(internal, centre=CentreId("kh-poipet"), sight=Sight.PARTY)
        assert (await perform(work, elsewhere)).outcome is DoneOutcome.REFUSED
        assert await perform(work, ReadersFor(CentreId("nowhere"))) == ()
        shared = replace(internal, sight=Sight.PARTY)
        assert (await perform(work, shared)).outcome is DoneOutcome.DONE
        (one,) = await perform(work, DocumentsOf(CONAKRY))
        key: DocumentId = one.document.id
        for who, sees in ((iom, True), (ministry, True), (outsider, False)):
            work = await office.work_of(tx, who)
            assert bool(await perform(work, DocumentsOf(CONAKRY))) == sees
            assert (await perform(work, DocumentById(key)) is not None) == sees
        remove = RemoveDocument(key)
        found = await perform(await office.work_of(tx, outsider), remove)
        assert found.outcome is DoneOutcome.NOT_FOUND
        found = await perform(await office.work_of(tx, iom), remove)
        assert found.outcome is DoneOutcome.REFUSED
    for name, sees in (("iom", True), ("outsider", False), ("nobody", False)):
        handed = await opened_for(office, Address("terminal", name), key)
        assert (handed is not None) == sees, name
        assert handed is None or handed.content == PDF
    async with office.database.transaction() as tx:
        found = await perform(await office.work_of(tx, ministry), remove)
        assert found.outcome is DoneOutcome.DONE
    assert await opened_for(office, Address("terminal", "iom"), key) is None


# ---------------------------------------------------------------- taking a file in


async def test_a_file_is_read_before_the_turn_and_not_again(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    admin = await member(office, "admin", MemberRole.ADMIN, COORDINATION)
    given = await sent(office, "admin", Channel(DIRECTORY), name="a.json")
    await examined_ahead(office, Incoming("terminal", "admin", "1", given))
    assert isinstance(given, SharedFile)
    monkeypatch.setattr(reading, "read", None)
    async with office.database.transaction() as tx:
        work = await office.work_of(tx, admin)
        assert isinstance(await perform(work, Examine(given.id)), Examined)


async def test_two_administrators_apply_at_once_and_one_of_them_is_asked_again(
    player: Player,
) -> None:
    """On PostgreSQL both begin with the same directory; the second sees what the first did."""
    office = player.office
    shown = []
    for name in ("one", "two"):
        who = await member(office, name, MemberRole.ADMIN, COORDINATION)
        file = await kept(office, name, DIRECTORY, f"{name}.json")
        async with office.database.transaction() as tx:
            found = await perform(await office.work_of(tx, who), Examine(file))
        shown.append((who, ApplyFile(file, found.digest)))
    done = await asyncio.gather(*(office.perform_for(who, apply) for who, apply in shown))
    outcomes = sorted(each.outcome for each in done)
    assert outcomes == [ApplyOutcome.ANOTHER_DIFFERENCE, ApplyOutcome.APPLIED]
    async with office.database.transaction() as tx:
        loser = next(who for (who, _), each in zip(shown, done, strict=True) if not each.new)
        left = next(apply for who, apply in shown if who == loser)
        again = await perform(await office.work_of(tx, loser), Examine(left.file))
    assert isinstance(again, Examined)
    assert (again.new.total, again.changed.total) == (0, 0)


async def test_an_undisclosed_address_alone_is_a_change(office: Office) -> None:
    admin = await member(office, "admin", MemberRole.ADMIN, COORDINATION)
    changes: list[tuple[int, int, int]] = []
    for address in ("Quiet street 1", "Quiet street 1", "Quiet street 2"):
        name = f"{len(changes)}.json"
        file = await kept(office, "admin", safe_place(address), name)
        async with office.database.transaction() as tx:
            work = await office.work_of(tx, admin)
            found = await perform(work, Examine(file))
            changes.append((found.new.total, found.changed.total, found.addresses))
            if not found.is_empty:
                done = await perform(work, ApplyFile(file, found.digest))
                assert done.outcome is ApplyOutcome.APPLIED
            hidden = await directory.undisclosed_address(tx, CentreId("safe"))
            assert hidden is not None
            assert hidden.address == address
    assert changes == [(1, 0, 1), (0, 0, 0), (0, 0, 1)]


def safe_place(address: str) -> bytes:
    """A file with one place whose address nobody may know."""
    facts = {
        "id": "safe",
        "name": "A quiet place",
        "country": "GN",
        "city": "Conakry",
        "zone": "Africa/Conakry",
        "address": address,
        "address_rule": "after_acceptance",
        "area_point": [9.5, -13.7],
    }
    return json.dumps({"passerelle": 1, "sample": True, "centres": [facts]}).encode()


async def test_of_one_person_only_some_files_wait(office: Office) -> None:
    await member(office, "admin", MemberRole.ADMIN, COORDINATION)
    sent_files = [await kept(office, "admin", DIRECTORY, f"{n}.json") for n in range(7)]
    async with office.database.transaction() as tx:
        found = [await files.find(tx, each) for each in sent_files]
    assert sum(each is not None for each in found) == MOST_WAITING


@pytest.mark.parametrize("problem", ["too large", "too many", "nothing", "zip"])
async def test_what_cannot_be_taken_in_by_message(
    office: Office, monkeypatch: pytest.MonkeyPatch, problem: str
) -> None:
    content, expected = {
        "too large": (DIRECTORY, FileProblem.TOO_LARGE),
        "too many": (DIRECTORY, FileProblem.TOO_MANY),
        "nothing": (b'{"passerelle": 1}', FileProblem.NOTHING),
        "zip": (zipped(b"not a table"), FileProblem.UNREADABLE),
    }[problem]
    if problem == "too large":
        monkeypatch.setattr(import_file, "LARGEST_IMPORT", len(DIRECTORY) - 1)
    if problem == "too many":
        monkeypatch.setattr(import_file, "MOST_SERVICES", 2)
    admin = await member(office, "admin", MemberRole.ADMIN, COORDINATION)
    file = await kept(office, "admin", content, "a.zip" if problem == "zip" else "a.json")
    async with office.database.transaction() as tx:
        found = await perform(await office.work_of(tx, admin), Examine(file))
        assert isinstance(found, Unusable)
        assert found.problem is expected


def zipped(content: bytes) -> bytes:
    """Pack one file that no directory has."""
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as package:
        package.writestr("readme.txt", content)
    return packed.getvalue()


def test_all_that_the_importer_reports_can_be_said_in_every_language() -> None:
    assert {reason.value for reason in RefusedReason} <= set(REFUSED)
    assert {kind.value for kind in RemarkKind} <= set(TO_LOOK_AT)
    assert set(FILE_PROBLEMS) == set(FileProblem)


@pytest.mark.parametrize(
    ("name", "kept_as"),
    [
        ("centres.csv", "centres.csv"),
        ("C:\\Users\\me\\centres.csv", "centres.csv"),
        ("../../etc/passwd", "passwd"),
        ("\u202egpj.csv\x00", "gpj.csv"),
        ("..", "file"),
        ("", "file"),
        ("x" * 300 + ".csv", "x" * 96 + ".csv"),
        ("كوناكري.csv", "كوناكري.csv"),
    ],
)
def test_a_file_keeps_its_own_name_and_no_more(name: str, kept_as: str) -> None:
    assert cleaned(name) == kept_as
