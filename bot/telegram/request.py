"""Calls of the Bot API over aiohttp, in the place of python-telegram-bot's own HTTP client."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

import aiohttp
import msgspec
from telegram._utils.defaultvalue import DefaultValue
from telegram._utils.types import ODVInput
from telegram.error import NetworkError, RetryAfter, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData

CONNECTIONS = 200  # the outbox's own and those of replies, both at their most
READ_S = 10.0
WRITE_S = 5.0
WRITE_FILES_S = 30.0
CONNECT_S = 5.0
POOL_S = 5.0
JSON = {"Content-Type": "application/json"}


class Flooded(RetryAfter):
    """Telegram asks to wait so many `seconds` (429).

    The library's own constructor warns of a change to come each time it is called, and warnings
    are errors here; so it is passed by.
    """

    __slots__ = ("seconds",)

    def __init__(self, seconds: float) -> None:
        TelegramError.__init__(self, f"Flood control exceeded. Retry in {seconds} seconds")
        self.seconds = seconds
        self._retry_after = timedelta(seconds=seconds)


class AiohttpRequest(BaseRequest):
    """One pool of connections that are kept open.

    Time limits are in seconds, None is none. `pool`: for a free connection; `connect`: to reach
    the server; `write`: to send; `read`: between two pieces of the answer. All four together are
    the limit of the whole call, which is also how the sending is limited: aiohttp has no limit of
    its own for that. Nothing that is raised holds an address (it has the bot's token) or content.
    `told`: hears what the server's clock shows with its answers, aware UTC, to the second.
    """

    __slots__ = ("_connections", "_date", "_session", "_told", "floods")

    def __init__(
        self, connections: int = CONNECTIONS, told: Callable[[datetime], object] | None = None
    ) -> None:
        self._connections = connections
        self._told = told
        self._date: str | None = None
        self.floods = 0  # how often Telegram told to wait
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float | None:
        """Give the limit for reading when a call names none."""
        return READ_S

    async def initialize(self) -> None:
        """Open the pool, if it is not open; needs the running event loop."""
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=self._connections),
                cookie_jar=aiohttp.DummyCookieJar(),
                headers={"User-Agent": self.USER_AGENT},
            )

    async def shutdown(self) -> None:
        """Close every connection; the pool can be opened again."""
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        write_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        connect_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        pool_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Call, and give the status and the body.

        :raises TimedOut: a limit was reached; what was asked may have been done.
        :raises NetworkError: the server was not reached, or did not answer to the end.
        :raises Flooded: Telegram told how long to wait.
        """
        if self._session is None:
            raise NetworkError("the connections are closed")
        files = request_data is not None and request_data.contains_files
        limits = _limits(
            _or(read_timeout, READ_S),
            _or(write_timeout, WRITE_FILES_S if files else WRITE_S),
            _or(connect_timeout, CONNECT_S),
            _or(pool_timeout, POOL_S),
        )
        try:
            async with self._session.request(
                method, url, timeout=limits, **_body(request_data)
            ) as response:
                status, body = response.status, await response.read()
                self._tell_the_time(response)
        except TimeoutError as error:
            raise TimedOut(f"no answer in time ({type(error).__name__})") from None
        except (aiohttp.ClientError, OSError) as error:
            raise NetworkError(f"no connection ({_why(error)})") from None
        if status == 429:
            self.floods += 1
            _tell_to_wait(body)
        return status, body

    def _tell_the_time(self, response: aiohttp.ClientResponse) -> None:
        date = response.headers.get("Date")
        if self._told is None or response.status != 200 or date in (None, self._date):
            return
        self._date = date
        with suppress(ValueError):
            shown = parsedate_to_datetime(date)
            if shown.tzinfo is not None:
                self._told(shown)

    async def download(self, url: str, largest: int, seconds: float) -> bytes | None:
        """Fetch what is at an address; None if it is not there, or over `largest` bytes.

        `seconds`: for all of it. Raises what `do_request` raises, but for Flooded.
        """
        if self._session is None:
            raise NetworkError("the connections are closed")
        limit = aiohttp.ClientTimeout(total=seconds, sock_connect=CONNECT_S, sock_read=READ_S)
        try:
            async with self._session.get(url, timeout=limit) as response:
                return await _body_within(response, largest) if response.status == 200 else None
        except TimeoutError as error:
            raise TimedOut(f"no answer in time ({type(error).__name__})") from None
        except (aiohttp.ClientError, OSError) as error:
            raise NetworkError(f"no connection ({_why(error)})") from None

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """Read Telegram's answer; what is none is told without its content."""
        try:
            answer = msgspec.json.decode(payload, type=dict[str, Any])
        except (msgspec.DecodeError, UnicodeDecodeError):
            raise NetworkError("the answer is no JSON") from None
        if answer.keys().isdisjoint(("result", "description")):
            raise NetworkError("the answer holds no result")
        return answer


def _why(error: Exception) -> str:
    """Say in words what somebody can mend, and of all else the kind; an address stands in none."""
    if isinstance(error, aiohttp.ClientConnectorDNSError):
        return "no server is found under the name"
    if isinstance(error, aiohttp.ClientConnectorCertificateError):
        return "the server's certificate is not trusted"
    return type(error).__name__


async def _body_within(response: aiohttp.ClientResponse, largest: int) -> bytes | None:
    """Read no more than `largest` bytes, whatever the headers say."""
    body = bytearray()
    async for piece in response.content.iter_any():
        body += piece
        if len(body) > largest:
            return None
    return bytes(body)


def _or(given: ODVInput[float], default: float) -> float | None:
    """Take the default where the library says that nobody asked for anything else."""
    return default if isinstance(given, DefaultValue) else given


def _limits(
    read: float | None, write: float | None, connect: float | None, pool: float | None
) -> aiohttp.ClientTimeout:
    known = [limit for limit in (read, write, connect, pool) if limit is not None]
    reach = None if connect is None or pool is None else connect + pool
    return aiohttp.ClientTimeout(
        total=sum(known) if len(known) == 4 else None,
        connect=reach,
        sock_connect=connect,
        sock_read=read,
    )


def _body(data: RequestData | None) -> dict[str, Any]:
    """Give the parameters as JSON, or as a form when there are files."""
    if data is None:
        return {}
    if not data.contains_files:
        return {
            "data": msgspec.json.encode(data.parameters),
            "headers": JSON,
        }
    # Telegram shows a name as it comes, so a quoted one would be shown as "SOP%20…".
    form = aiohttp.FormData(quote_fields=False)
    for name, value in data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, kind) in data.multipart_data.items():
        form.add_field(name, content, filename=filename, content_type=kind)
    return {"data": form}


class _Parameters(msgspec.Struct):
    retry_after: float = 0


class _Refusal(msgspec.Struct):
    parameters: _Parameters = msgspec.field(default_factory=_Parameters)


def _tell_to_wait(body: bytes) -> None:
    try:
        seconds = msgspec.json.decode(body, type=_Refusal).parameters.retry_after
    except (msgspec.DecodeError, UnicodeDecodeError):
        seconds = 0
    raise Flooded(max(seconds, 1))
