"""The public API in the shape of HSDS 3.0: only to read, open to any page, without cookies."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from functools import cached_property, partial

import msgspec
from aiohttp import hdrs, web

from bot.web.hsds_answers import answer, preflight, problem, wants_json
from bot.web.hsds_openapi import HSDS, Root, document
from bot.web.hsds_operations import OPERATIONS, Operation
from bot.web.hsds_parameters import BadQuestion, asked
from bot.web.limits import Budget
from bot.web.parts import Parts
from bot.web.security import Handler, network_of
from casework.directory_export.published import Published
from domain.directory import Directory

Answer = Callable[[web.Request], Awaitable[web.Response]]

BASE = "/hsds"
PROFILE = "http://docs.openreferral.org"
READS = frozenset({hdrs.METH_GET, hdrs.METH_HEAD, hdrs.METH_OPTIONS})
QUESTIONS, A_WHILE_S = 600, 60.0
LOOK_EVERY_S = 2.0
AGES_S = 300.0
"""Who manages a centre may change without a change of the directory: an arrangement begins."""


class Library:
    """The published directory, made anew in a thread when the stored one has changed."""

    def __init__(self, parts: Parts, clock: Callable[[], float] = time.monotonic) -> None:
        self._parts = parts
        self._clock = clock
        self._lock = asyncio.Lock()
        self._from: Directory | None = None
        self._made: Published | None = None
        self._looked = self._made_at = -AGES_S

    async def published(self) -> Published:
        """Give what may be read; while it is made anew, what was there before."""
        now = self._clock()
        if self._made is not None and (now - self._looked < LOOK_EVERY_S or self._lock.locked()):
            return self._made
        async with self._lock:
            return await self._look(now)

    async def _look(self, now: float) -> Published:
        if self._made is not None and now - self._looked < LOOK_EVERY_S:
            return self._made
        directory = await self._parts.directory()
        aged = now - self._made_at >= AGES_S
        if self._made is None or directory is not self._from or aged:
            self._made = await asyncio.to_thread(Published, directory, self._parts.now())
            self._from, self._made_at = directory, now
        self._looked = now
        return self._made


class HsdsApi:
    """Answers what programs ask of the directory."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._library = Library(parts)
        self._budget = Budget(QUESTIONS, A_WHILE_S)

    def routes(self) -> list[web.RouteDef]:
        """List the addresses."""
        gets: list[tuple[str, Answer]] = [
            ("/", self.about),
            ("/openapi.json", self.openapi),
            *((each.path, partial(self.operation, each)) for each in OPERATIONS),
        ]
        return [
            web.get(BASE, self.lead_in),
            *(web.get(BASE + path, self.guarded(handler)) for path, handler in gets),
            *(web.options(BASE + path, self.preflight) for path, _ in gets),
        ]

    def guarded(self, handler: Answer) -> Answer:
        """Refuse who asks too much, or for something else than JSON."""

        async def answered(request: web.Request) -> web.Response:
            network = network_of(request)
            wait = self._budget.take(network) if network else 0
            if wait:
                words = f"Up to {QUESTIONS} in {A_WHILE_S:.0f} seconds. Wait {round(wait) + 1} s."
                return problem(429, words, wait=wait)
            if not wants_json(request):
                return problem(406, "Send Accept: application/json, or no Accept header.")
            try:
                return await handler(request)
            except BadQuestion as wrong:
                return problem(400, str(wrong))

        return answered

    async def lead_in(self, request: web.Request) -> web.Response:
        """Lead to the API's first address."""
        return web.Response(status=308, headers={hdrs.LOCATION: f"{BASE}/"})

    async def preflight(self, request: web.Request) -> web.Response:
        """Answer a browser that asks whether a page may read this."""
        return preflight()

    async def about(self, request: web.Request) -> web.Response:
        """Say what this is."""
        asked(request.query, ())
        base = self._parts.base or str(request.url.origin())
        return answer(
            request, msgspec.json.encode(Root(HSDS, PROFILE, f"{base}{BASE}/openapi.json"))
        )

    async def openapi(self, request: web.Request) -> web.Response:
        """Give the document."""
        asked(request.query, ())
        return answer(request, self._document)

    @cached_property
    def _document(self) -> bytes:
        return msgspec.json.encode(document())

    async def operation(self, each: Operation, request: web.Request) -> web.Response:
        """Give what an address of the table gives."""
        question = {**asked(request.query, each.parameters), **request.match_info}
        published = await self._library.published()

        def made() -> web.Response:
            found = each.answer(published, question)
            if found is None:
                words = f"Look for it in {BASE}{each.path.rpartition('/')[0]}; it may have gone."
                return problem(404, words)
            return answer(request, msgspec.json.encode(found))

        return await asyncio.to_thread(made)


@web.middleware
async def answer_programs(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Answer what is asked below /hsds as programs read it, whatever is wrong with it."""
    if request.path != BASE and not request.path.startswith(f"{BASE}/"):
        return await handler(request)
    if request.method not in READS:
        return problem(405, "Use GET: nothing can be changed here.")
    try:
        return await handler(request)
    except web.HTTPException as error:
        if error.status not in (404, 405):
            raise
        return problem(404, f"The addresses are listed in {BASE}/openapi.json.")
