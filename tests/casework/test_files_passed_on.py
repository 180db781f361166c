"""Files for the other side of a case, as they come in: whose are fetched, and cleaned first."""

from __future__ import annotations

import asyncio
import struct
import threading

import pytest
from msgspec.structs import replace
from structlog.testing import capture_logs

from bot import received
from bot.incoming import Incoming, Offered
from bot.office import Office
from bot.received import taken_in
from casework.cleaning.kinds import FileProblem
from casework.correspondence import MOST
from casework.perform import perform
from conversations.dialogue import Given, SharedFile, Typed, Unreadable
from domain.correspondence import Content
from domain.documents import LARGEST_FILE
from domain.referrals import By, State
from domain.requests import DoneOutcome
from domain.requests.corresponding import Write, Written
from storage import correspondence, files, updates
from tests.casework.made_files import SECRET, jpeg, pdf
from tests.casework.test_files import Channel
from tests.casework.test_rights import REFERENCE, Cast, cast, request_in, stored
from tests.storage import builders

UNSEEN = Unreadable("photo")
PHOTO = Offered("x", "Zeinabou.jpg", "image/jpeg", is_media=True)


async def open_case(office: Office, state: State = State.CLAIMED) -> Cast:
    """Let a person have a request in a state."""
    async with office.database.transaction() as tx:
        who = await cast(tx)
        await stored(tx, who, request_in(state, who))
    return who


async def sent(
    office: Office,
    who: str,
    channel: Channel,
    given: Given = UNSEEN,
    offered: Offered = PHOTO,
    update: str = "1",
) -> Given:
    """Send a file; give what the dialogues hear of it."""
    incoming = Incoming("terminal", who, update, given, file=offered)
    return (await taken_in(office, incoming, channel.fetch)).given


async def test_a_person_with_an_open_request_may_send_a_photo_and_only_the_clean_one_is_kept(
    office: Office,
) -> None:
    await open_case(office)
    channel = Channel(jpeg())
    heard = await sent(office, "person", channel, Typed(" my arm "))
    assert isinstance(heard, SharedFile)
    assert (heard.name, heard.words, heard.passed_on) == ("photo.jpg", " my arm ", True)
    async with office.database.transaction() as tx:
        kept = await files.find(tx, heard.id)
        content = await files.content_of(tx, heard.id)
    assert kept is not None
    assert content is not None
    assert SECRET.encode() not in content
    assert "Zeinabou" not in kept.name
    assert await sent(office, "person", channel, Typed(" my arm ")) == heard
    assert channel.fetched == 1, "the same update again fetches nothing"


@pytest.mark.parametrize(
    "who", ["stranger", "holder", "caseworker", "supervisor", "admin", "nobody has written yet"]
)
async def test_nothing_of_anybody_else_is_fetched_unasked(office: Office, who: str) -> None:
    await open_case(office)
    channel = Channel(jpeg())
    assert await sent(office, who, channel) == Unreadable("photo")
    assert channel.fetched == 0


@pytest.mark.parametrize("state", [State.DECLINED, State.DONE, State.CLOSED])
async def test_nothing_is_fetched_once_the_request_is_over(office: Office, state: State) -> None:
    await open_case(office, state)
    channel = Channel(jpeg())
    assert await sent(office, "person", channel) == Unreadable("photo")
    assert channel.fetched == 0


async def test_nothing_is_fetched_for_an_update_that_was_handled(office: Office) -> None:
    await open_case(office)
    async with office.database.transaction() as tx:
        await updates.claim(tx, "terminal", "1")
        await updates.keep_reply(tx, "terminal", "1", None, b"{}", builders.NOW)
    channel = Channel(jpeg())
    assert await sent(office, "person", channel) == Unreadable("photo")
    assert channel.fetched == 0


@pytest.mark.parametrize(
    ("content", "offered", "kind"),
    [
        (b"PK\x03\x04", PHOTO, "unknown_kind"),
        (jpeg()[:90], PHOTO, "broken_file"),
        (pdf(add=lambda w: w.encrypt("word")), PHOTO, "locked_pdf"),
        (None, PHOTO, "lost_file"),
        (jpeg(), replace(PHOTO, size=LARGEST_FILE + 1), "big_file"),
        (bytes(LARGEST_FILE + 1), PHOTO, "big_file"),
    ],
)
async def test_what_cannot_be_passed_on_is_told_and_not_kept(
    office: Office, content: bytes | None, offered: Offered, kind: str
) -> None:
    who = await open_case(office)
    assert await sent(office, "person", Channel(content), offered=offered) == Unreadable(kind)
    async with office.database.transaction() as tx:
        assert await files.latest_before(tx, who.person, builders.NOW.replace(year=2030)) is None


async def test_a_cry_for_help_under_a_file_is_heard_whatever_becomes_of_the_file(
    office: Office,
) -> None:
    await open_case(office)
    cry = Typed("help me now")
    assert await sent(office, "person", Channel(b"PK\x03\x04"), cry) == cry
    heard = await sent(office, "person", Channel(jpeg()), cry, update="2")
    assert isinstance(heard, SharedFile)
    assert heard.words == cry.words


async def test_a_command_under_a_file_goes_before_it(office: Office) -> None:
    await open_case(office)
    channel = Channel(jpeg())
    assert await sent(office, "person", channel, Typed("/exit")) == Typed("/exit")
    assert channel.fetched == 0


async def test_one_side_of_a_case_sends_so_many_files_and_no_more(office: Office) -> None:
    who = await open_case(office)
    heard = await sent(office, "person", Channel(jpeg()))
    assert isinstance(heard, SharedFile)
    async with office.database.transaction() as tx:
        known = await perform(await office.work_of(tx, who.person), Write(REFERENCE, Content("hi")))
        message = await correspondence.find(tx, known.number)
        assert message is not None
        full = correspondence.StoredMessage(
            message.referral, By.PERSON, builders.NOW, Content(), media="image/jpeg"
        )
        for _ in range(MOST):
            await correspondence.add(tx, full, b"x")
        refused: Written = await perform(
            await office.work_of(tx, who.person), Write(REFERENCE, Content(), heard.id)
        )
        assert (refused.outcome, refused.full) == (DoneOutcome.REFUSED, True)
        assert await files.find(tx, heard.id) is None


async def test_a_file_of_another_person_is_not_passed_on(office: Office) -> None:
    who = await open_case(office)
    heard = await sent(office, "person", Channel(jpeg()))
    assert isinstance(heard, SharedFile)
    async with office.database.transaction() as tx:
        stolen: Written = await perform(
            await office.work_of(tx, who.holder), Write(REFERENCE, Content(), heard.id)
        )
        assert stolen.outcome is DoneOutcome.REFUSED
        assert await files.find(tx, heard.id) is not None


async def test_files_are_cleaned_one_after_the_other(monkeypatch: pytest.MonkeyPatch) -> None:
    workers: set[int] = set()

    def noted(content: bytes) -> FileProblem:
        workers.add(threading.get_ident())
        return FileProblem.BROKEN

    monkeypatch.setattr(received, "clean", noted)
    await asyncio.gather(*(received.cleaned_alone(b"file") for _ in range(20)))
    assert len(workers) == 1
    assert threading.get_ident() not in workers


async def test_a_photo_whose_camera_wrote_nonsense_is_answered(office: Office) -> None:
    """Pillow raises struct.error for it; nobody's messages may wait behind such a file."""
    maker, colours = b"\x01\x0f\x00\x02", b"\x01\x06\x00\x02"
    photo = jpeg(turned=True)
    assert photo.count(maker) == 1
    await open_case(office)
    assert await sent(office, "person", Channel(photo.replace(maker, colours))) == Unreadable(
        "broken_file"
    )


@pytest.mark.parametrize("problem", [struct.error, MemoryError, ZeroDivisionError, OverflowError])
async def test_a_file_that_a_library_stumbles_over_is_broken_and_blocks_nobody(
    office: Office, monkeypatch: pytest.MonkeyPatch, problem: type[Exception]
) -> None:
    def stumbles(content: bytes) -> FileProblem:
        raise problem("Zeinabou.jpg")

    await open_case(office)
    monkeypatch.setattr(received, "clean", stumbles)
    with capture_logs() as logs:
        assert await sent(office, "person", Channel(jpeg())) == Unreadable("broken_file")
    assert "Zeinabou" not in repr(logs)
