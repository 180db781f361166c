"""Files of Telegram: fetched within time and size, only when asked; documents sent by right."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest
from aiohttp import web
from msgspec.structs import replace
from structlog.testing import capture_logs

from bot.documents import OpenDocument
from bot.incoming import Incoming, Offered, Sent
from bot.received import Fetch
from bot.telegram import files as telegram_files
from bot.telegram.channel import TelegramChannel, no_documents
from bot.telegram.client import make_bot
from bot.telegram.files import TelegramFiles
from bot.telegram.render import calls
from bot.telegram.request import AiohttpRequest
from bot.telegram.service import TelegramService
from casework.documents import Opened
from conversations.dialogue import Typed, Unreadable
from conversations.staff.documents import GONE as NO_DOCUMENT
from domain.documents import PDF
from locales.render import Rendered, RenderedFile, speak
from tests.bot.telegram.conftest import Make
from tests.bot.telegram.office import Office
from tests.bot.telegram.scripted import answers, scripted_server
from tests.telegram_server import DropBeforeExecuting, Person, ServerError, TelegramServer

CONTENT = b"%PDF-1.4 " + bytes(range(256))
SOP = Rendered("SOP.pdf", private=True, file=RenderedFile("d0c", "SOP.pdf"))


@pytest.fixture(autouse=True)
def _no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(telegram_files, "PAUSE_S", 0)


@pytest.fixture
async def fetching(telegram: TelegramServer) -> AsyncIterator[TelegramFiles]:
    async with AiohttpRequest() as request:
        yield TelegramFiles(make_bot(telegram.token, telegram.base, request, request), request)


async def offered_by(telegram: TelegramServer, content: bytes = CONTENT) -> Offered:
    """Let somebody send a file; give what the bot knows of it."""
    await telegram.person().sends_document("a.csv", content, wait=False)
    document = telegram.updates[-1].wire["message"]["document"]
    return Offered(document["file_id"], "a.csv")


# ---------------------------------------------------------------- fetching


async def test_a_file_is_fetched(telegram: TelegramServer, fetching: TelegramFiles) -> None:
    assert await fetching.fetch(await offered_by(telegram)) == CONTENT


async def test_a_file_over_the_limit_is_not_read_to_its_end(
    telegram: TelegramServer, fetching: TelegramFiles, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(telegram_files, "LARGEST_FILE", len(CONTENT))
    assert await fetching.fetch(await offered_by(telegram)) == CONTENT
    monkeypatch.setattr(telegram_files, "LARGEST_FILE", len(CONTENT) - 1)
    assert await fetching.fetch(await offered_by(telegram)) is None


async def test_a_file_that_telegram_does_not_know_is_asked_for_once(
    telegram: TelegramServer, fetching: TelegramFiles
) -> None:
    assert await fetching.fetch(Offered("nothing", "a.csv")) is None
    assert len(telegram.calls_of("getFile")) == 1


async def test_a_connection_that_breaks_is_tried_again(
    telegram: TelegramServer, fetching: TelegramFiles
) -> None:
    telegram.faults.respond("getFile", with_=DropBeforeExecuting())
    assert await fetching.fetch(await offered_by(telegram)) == CONTENT


async def test_a_telegram_that_is_down_is_not_waited_for_and_no_token_is_told(
    telegram: TelegramServer, fetching: TelegramFiles
) -> None:
    telegram.faults.respond("getFile", with_=ServerError(), times=telegram_files.ATTEMPTS)
    offered = await offered_by(telegram)
    with capture_logs() as logs:
        assert await fetching.fetch(offered) is None
    assert len(logs) == telegram_files.ATTEMPTS
    assert telegram.token.partition(":")[2] not in str(logs)


@pytest.mark.parametrize("body", [{"ok": True, "result": {}}, {"ok": True, "result": []}])
async def test_an_answer_without_a_path_gives_no_file(body: object) -> None:
    async with scripted_server() as server, AiohttpRequest() as request:
        server.handler = answers(200, body)
        bot = make_bot("1:x", server.address, request, request)
        assert await TelegramFiles(bot, request).fetch(Offered("x", "")) is None


async def test_a_path_that_is_not_there_gives_no_file() -> None:
    async def handler(request: web.Request) -> web.StreamResponse:
        if "getFile" in request.path:
            return web.json_response({"ok": True, "result": {"file_path": "a/../b c.csv"}})
        return web.Response(status=404)

    async with scripted_server() as server, AiohttpRequest() as request:
        server.handler = handler
        bot = make_bot("1:x", server.address, request, request)
        assert await TelegramFiles(bot, request).fetch(Offered("x", "")) is None


# ---------------------------------------------------------------- in the service


@asynccontextmanager
async def polling(service: TelegramService) -> AsyncIterator[None]:
    """Let a service fetch updates."""
    stop = asyncio.Event()
    await service.start()
    running = asyncio.create_task(service.run_polling(stop))
    yield
    stop.set()
    await running


async def test_a_file_is_fetched_before_the_turn_if_whoever_takes_it_in_wants_it(
    telegram: TelegramServer, office: Office, make: Make
) -> None:
    taken: list[bytes | None] = []

    async def take_in(incoming: Incoming, fetch: Fetch) -> Incoming:
        assert incoming.file is not None
        if incoming.file.name == "a.csv":
            taken.append(await fetch(incoming.file))
        return replace(incoming, given=Typed(f"took {incoming.file}"))

    async with polling(make(take_in=take_in)):
        amina = telegram.person()
        for name in ("a.csv", "b.pdf"):
            await amina.sends_document(name, CONTENT, "under it")
            await amina.sees(f"heard took .*{name}.*{len(CONTENT)}")
    assert taken == [CONTENT]
    assert len(telegram.calls_of("getFile")) == 1


async def test_a_file_that_takes_long_holds_up_no_other_chat(
    telegram: TelegramServer, office: Office, make: Make
) -> None:
    go_on = asyncio.Event()

    async def take_in(incoming: Incoming, fetch: Fetch) -> Incoming:
        await go_on.wait()
        return replace(incoming, given=Typed("the file"))

    async with polling(make(take_in=take_in)):
        slow, quick = telegram.person(), telegram.person()
        await slow.sends_document("a.csv", CONTENT)
        await quick.says("hello")
        await quick.sees("heard hello")
        go_on.set()
        await slow.sees("heard the file")


async def test_without_anybody_who_takes_files_in_none_is_fetched(
    telegram: TelegramServer, office: Office, make: Make
) -> None:
    async with polling(make()):
        amina = telegram.person()
        await amina.sends_document("a.csv", CONTENT)
        await amina.sees("heard")
    assert [each.given for each in office.heard] == [Unreadable("file")]
    assert not telegram.calls_of("getFile")


# ---------------------------------------------------------------- documents


@pytest.fixture
async def amina(telegram: TelegramServer) -> Person:
    """Somebody who has written to the bot."""
    person = telegram.person(language_code="fr")
    await person.says("/start", wait=False)
    return person


Sending = Callable[[OpenDocument], TelegramChannel]


@pytest.fixture
async def sending(telegram: TelegramServer) -> AsyncIterator[Sending]:
    async with AiohttpRequest() as request:
        bot = make_bot(telegram.token, telegram.base, request, request)
        yield lambda open_document: TelegramChannel(bot, open_document)


async def test_a_document_is_read_when_it_goes_out_and_cannot_be_forwarded(
    amina: Person, sending: Sending
) -> None:
    asked: list[tuple[str, str]] = []

    async def open_document(address: str, document: str) -> Opened:
        asked.append((address, document))
        return Opened("SOP é.pdf", PDF, CONTENT)

    sent = await sending(open_document).send(str(amina.id), SOP, None)
    assert isinstance(sent, Sent)
    shown = await amina.sees("SOP")
    assert shown.file is not None
    assert (shown.file.name, shown.file.content) == ("SOP é.pdf", CONTENT)
    assert shown.protect_content
    assert asked == [(str(amina.id), "d0c")]


async def test_who_may_not_read_it_by_now_is_told_that_there_is_none(
    amina: Person, sending: Sending
) -> None:
    sent = await sending(no_documents).send(str(amina.id), replace(SOP, language="fr"), None)
    assert isinstance(sent, Sent)
    (shown,) = amina.new
    assert shown.file is None
    assert shown.text == speak(NO_DOCUMENT, "fr")


async def test_a_document_takes_nothing_s_place_and_rides_in_no_answer_to_a_webhook(
    amina: Person,
) -> None:
    (step,) = calls(str(amina.id), SOP, replaces="5")
    assert (step.method, step.file) == ("sendDocument", SOP.file)
    assert step.payload == {"chat_id": amina.id, "protect_content": True}


async def test_a_picture_is_shown_in_the_chat_and_what_could_not_be_drawn_is_a_file(
    amina: Person, sending: Sending
) -> None:
    async def drawn(address: str, document: str) -> Opened:
        return Opened("figures.png", "image/png", b"\x89PNG")

    async def written(address: str, document: str) -> Opened:
        return Opened("figures.txt", "text/plain", b"the same as text")

    for open_document in (drawn, written):
        assert isinstance(await sending(open_document).send(str(amina.id), SOP, None), Sent)
    picture, text = amina.new
    assert picture.file is not None
    assert (picture.file.name, picture.file.content) == ("figures.png", b"\x89PNG")
    assert picture.protect_content
    assert text.file is not None
    assert text.file.name == "figures.txt"


async def test_words_too_long_for_a_caption_come_before_the_file_and_none_is_cut(
    amina: Person,
) -> None:
    *said, last = calls(str(amina.id), replace(SOP, text="Words\n" * 400))
    assert "\n".join(step.payload["text"] for step in said) == ("Words\n" * 400).strip()
    assert all(step.payload["protect_content"] for step in (*said, last))
    assert (last.file, "caption" in last.payload) == (SOP.file, False)
    (one,) = calls(str(amina.id), replace(SOP, text="w" * 1024))
    assert one.payload["caption"] == "w" * 1024
