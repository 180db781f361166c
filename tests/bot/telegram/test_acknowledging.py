"""Acknowledging: pressed buttons stop turning, over few connections, whatever goes wrong."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import msgspec
import pytest

from bot.telegram import acknowledging
from bot.telegram.acknowledging import Acknowledgements
from tests.certificates import self_signed

OK = b'HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\n{"ok":true}'
PATH = "/bot1:x/answerCallbackQuery"


class Telegram:
    """Reads calls and answers each with `answer`; None is silence, b"" hangs up."""

    def __init__(self, answer: bytes | None = OK) -> None:
        self.answer = answer
        self.told: list[str] = []
        self.connections = 0
        self._heard = asyncio.Condition()

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode()
                assert head.startswith(f"POST {PATH} HTTP/1.1\r\nHost: 127.0.0.1:")
                length = int(head.partition("Content-Length: ")[2].partition("\r\n")[0])
                content = msgspec.json.decode(await reader.readexactly(length))
                self.told.append(content["callback_query_id"])
                async with self._heard:
                    self._heard.notify_all()
                if self.answer == b"":
                    return
                if self.answer is not None:
                    writer.write(self.answer)
        except (asyncio.IncompleteReadError, ConnectionError):
            return
        finally:
            writer.close()

    async def has_heard(self, count: int) -> None:
        async with asyncio.timeout(10), self._heard:
            await self._heard.wait_for(lambda: len(self.told) >= count)


@asynccontextmanager
async def serving(
    telegram: Telegram, port: int = 0, tls: ssl.SSLContext | None = None
) -> AsyncIterator[int]:
    server = await asyncio.start_server(telegram.talk, "127.0.0.1", port, ssl=tls)
    async with server:
        yield server.sockets[0].getsockname()[1]


@pytest.fixture
async def calling() -> AsyncIterator[Callable[..., Acknowledgements]]:
    made: list[Acknowledgements] = []

    def call(port: int, scheme: str = "http") -> Acknowledgements:
        made.append(Acknowledgements(f"{scheme}://127.0.0.1:{port}/bot1:x"))
        return made[-1]

    yield call
    for each in made:
        await each.close()


Calling = Callable[..., Acknowledgements]


async def test_presses_one_after_another_share_a_connection(calling: Calling) -> None:
    telegram = Telegram()
    async with serving(telegram) as port:
        mine = calling(port)
        for number in range(5):
            mine.acknowledge(str(number))
            await telegram.has_heard(number + 1)
            await asyncio.sleep(0.01)
        assert (telegram.told, telegram.connections) == (list("01234"), 1)


async def test_presses_at_once_share_a_few_connections(calling: Calling) -> None:
    telegram = Telegram()
    async with serving(telegram) as port:
        mine = calling(port)
        for number in range(80):
            mine.acknowledge(str(number))
        await telegram.has_heard(80)
        assert sorted(telegram.told, key=int) == [str(number) for number in range(80)]
        assert telegram.connections <= acknowledging.CONNECTIONS


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 429 Too Many Requests\r\nContent-Length: 2\r\n\r\n{}",
        b"HTTP/1.1 502 Bad Gateway\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}",
        b"what?\r\n\r\n",
        b"",
    ],
)
async def test_whatever_is_answered_the_next_press_is_told(calling: Calling, answer: bytes) -> None:
    telegram = Telegram(answer)
    async with serving(telegram) as port:
        mine = calling(port)
        for number in range(3):
            mine.acknowledge(str(number))
            await telegram.has_heard(number + 1)
            await asyncio.sleep(0.01)
        assert telegram.told == ["0", "1", "2"]


async def test_a_connection_that_was_closed_meanwhile_costs_nothing(calling: Calling) -> None:
    telegram = Telegram()
    async with serving(telegram) as port:
        mine = calling(port)
        mine.acknowledge("first")
        await telegram.has_heard(1)
        await asyncio.sleep(0.01)
        telegram.answer = b""
        mine.acknowledge("second")
        await telegram.has_heard(2)
        telegram.answer = OK
        await telegram.has_heard(3)
        assert telegram.told == ["first", "second", "second"]


async def test_where_nobody_listens_it_is_given_up_and_tried_at_the_next_press(
    calling: Calling,
) -> None:
    telegram = Telegram()
    async with serving(telegram) as port:
        pass
    mine = calling(port)
    mine.acknowledge("lost")
    await asyncio.sleep(0.05)
    async with serving(telegram, port):
        mine.acknowledge("told")
        await telegram.has_heard(1)
        assert telegram.told == ["told"]


async def test_a_telegram_that_says_nothing_fills_no_memory_and_is_left(
    calling: Calling, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(acknowledging, "ANSWER_S", 0.05)
    monkeypatch.setattr(acknowledging, "LAST_WAIT_S", 0.05)
    telegram = Telegram(answer=None)
    most = acknowledging.CONNECTIONS + acknowledging.MOST_WAITING
    async with serving(telegram) as port:
        mine = calling(port)
        for number in range(most):
            mine.acknowledge(str(number))
            await telegram.has_heard(min(number + 1, acknowledging.CONNECTIONS))
        for _ in range(acknowledging.CONNECTIONS):
            mine.acknowledge("too many")
        telegram.answer = OK
        await asyncio.sleep(0.1)
        mine.acknowledge("hangs up those who are silent")
        await telegram.has_heard(most)
        assert not {"too many", "hangs up those who are silent"} & set(telegram.told)
        mine.acknowledge("last")
        await telegram.has_heard(most + 1)


async def test_what_is_in_hand_at_the_end_is_waited_for(calling: Calling) -> None:
    telegram = Telegram()
    async with serving(telegram) as port:
        mine = calling(port)
        for number in range(20):
            mine.acknowledge(str(number))
        await mine.close()
        assert len(telegram.told) == 20


@pytest.mark.parametrize("known", [True, False])
async def test_a_certificate_is_checked(
    calling: Calling, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, known: bool
) -> None:
    certificate, key = self_signed(tmp_path)
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    tls.load_cert_chain(certificate, key)
    if known:
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    telegram = Telegram()
    async with serving(telegram, tls=tls) as port:
        mine = calling(port, "https")
        mine.acknowledge("secret")
        await mine.close()
        assert telegram.told == (["secret"] if known else [])
