"""The HTTP side: calls in, answers out, or a connection that is closed."""

from __future__ import annotations

from email.utils import formatdate
from typing import Any

from aiohttp import web

from . import arrivals
from .calls import Done, NeverArrived, Outcome, Switchboard
from .faults import DropAfterExecuting, DropBeforeExecuting, Garbage, Timeout
from .refusals import Refused, Violation
from .state import Telegram

Wire = dict[str, Any]

LARGEST_BODY = 64 * 1024 * 1024


class Front:
    """Takes calls over HTTP and answers them, or fails to in the planned way.

    `errors` takes up what a test's hook, or this server, raises.
    """

    def __init__(
        self, telegram: Telegram, switchboard: Switchboard, errors: list[BaseException]
    ) -> None:
        self._telegram = telegram
        self._switchboard = switchboard
        self._errors = errors
        self._closed = False

    def application(self) -> web.Application:
        """Make what serves the calls and the files."""
        application = web.Application(client_max_size=LARGEST_BODY)
        application.router.add_route("*", "/bot{token}/{method}", self._take_call)
        application.on_response_prepare.append(self._tell_the_time)
        application.router.add_get("/file/bot{token}/files/{file_id}", self._download)
        return application

    def close(self) -> None:
        """Let nobody wait any longer: not for an update, not for a planned time-out."""
        self._closed = self._switchboard.polling.closed = True
        self._telegram.changes.tell()

    async def _tell_the_time(self, _: web.Request, response: web.StreamResponse) -> None:
        """Let the answer say what Telegram's clock shows, or nothing."""
        response.headers.popall("Date", None)
        if self._telegram.clock.is_told:
            response.headers["Date"] = formatdate(self._telegram.clock.now(), usegmt=True)

    async def _take_call(self, request: web.Request) -> web.Response:
        if request.match_info["token"] != self._telegram.token:
            return refusal(Refused(401, "Unauthorized"))
        outcome = await self._outcome(request, request.match_info["method"])
        return await self._answer(request, outcome)

    async def _outcome(self, request: web.Request, name: str) -> Outcome:
        def is_connected() -> bool:
            return request.transport is not None and not request.transport.is_closing()

        try:
            given = await arrivals.given_to(request)
        except Violation as violation:
            return self._switchboard.refuse(name, violation)
        try:
            return await self._switchboard.take(name, given, is_connected)
        except NeverArrived:
            return DropBeforeExecuting()
        except Exception as error:
            self._errors.append(error)  # a hook's, or a fault of this server: the test shall fail
            raise

    async def _download(self, request: web.Request) -> web.Response:
        file = self._telegram.files.get(request.match_info["file_id"])
        if request.match_info["token"] != self._telegram.token or file is None:
            return refusal(Refused(404, "Not Found"))
        return web.Response(body=file.content, content_type="application/octet-stream")

    async def _answer(self, request: web.Request, outcome: Outcome) -> web.Response:
        match outcome:
            case Done(result):
                return web.json_response({"ok": True, "result": result})
            case Refused():
                return refusal(outcome)
            case Garbage(body):
                return web.Response(text=body, content_type="text/html")
            case Timeout(seconds):
                await self._telegram.changes.until(lambda: self._closed, seconds)
                return _dropped(request)
            case DropBeforeExecuting() | DropAfterExecuting():
                return _dropped(request)
            case _:
                raise AssertionError(f"not an answer: {outcome}")


def refusal(refused: Refused) -> web.Response:
    """Say no."""
    body: Wire = {
        "ok": False,
        "error_code": refused.code,
        "description": refused.description,
    }
    if refused.parameters:
        body["parameters"] = refused.parameters
    return web.json_response(body, status=refused.code)


def _dropped(request: web.Request) -> web.Response:
    """Close the connection; aiohttp then has nowhere to send the response that it wants."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()
