"""The chat: the second channel, for people without Telegram; every page works without a script."""

from __future__ import annotations

import asyncio
import re
from typing import Any

import structlog
from aiohttp import web

from bot.incoming import Incoming
from bot.rounds import Overloaded
from bot.web.errors import refused, wants_json
from bot.web.forms import Form, read_form
from bot.web.given import FIELDS, echo_of, given_in, update_id
from bot.web.labels import CHAT, PROBLEMS
from bot.web.limits import Budget
from bot.web.live import Live
from bot.web.pages import (
    Site,
    language_asked,
    language_wanted,
    languages_of_browser,
    own_name,
    page,
    see,
)
from bot.web.parts import CHANNEL
from bot.web.refusal import Refusal
from bot.web.security import is_from_here, network_of
from bot.web.sessions import new_address, new_form
from bot.web.transcript import language_of, rows_of
from conversations.dialogue import Given, Typed
from conversations.intents import is_urgent
from conversations.persons.emergency import while_broken
from locales.render import speak

log = structlog.get_logger()

MESSAGES_A_MINUTE = 30
NEW_CHATS, NEW_CHATS_IN_S = 120, 600.0
ERASE_WITHIN_S = 3.0
BLANK = "/blank"
LATEST = "/chat#latest"
EMPTY_PAGE = (
    '<!doctype html><html lang="en"><head><meta charset="utf-8">'
    '<meta name="viewport" content="width=device-width"><title>–</title></head>'
    "<body></body></html>"
)


INVITATION = re.compile(r"[0-9A-Za-z-]{16,24}")


def invitation_in(request: web.Request) -> str:
    """Write the code of an invitation's link into the field; whoever opened it sends it.

    So the preview of a link uses nothing up.
    """
    code = request.query.get("join", "")
    return f"/join {code}" if INVITATION.fullmatch(code) else ""


class Chat:
    """Shows a chat and takes what the person gives."""

    def __init__(self, site: Site, live: Live) -> None:
        self.parts = site.parts
        self.sessions = site.sessions
        self.live = live
        self.pace = Budget(MESSAGES_A_MINUTE, 60)
        self.newcomers = Budget(NEW_CHATS, NEW_CHATS_IN_S)
        self.erasing: set[asyncio.Task[Any]] = set()

    def routes(self) -> list[web.RouteDef]:
        """List the addresses."""
        return [
            web.get("/chat", self.show, allow_head=False),
            web.post("/chat/send", self.send),
            web.post("/chat/exit", self.exit),
            web.get(BLANK, blank),
        ]

    # ------------------------------------------------------------ the page

    async def show(self, request: web.Request) -> web.StreamResponse:
        """Show the chat; the first visit begins one, so that the first page already greets."""
        address = self.sessions.chat(request)
        if address is None:
            return await self.begin(request)
        wanted = language_wanted(request)
        if wanted is not None and is_from_here(request):
            await self.change_language(request, address, wanted)
            return see(LATEST)
        response = await self.shown(request, address, draft=invitation_in(request))
        self.sessions.keep_chat(response, address)
        return response

    async def begin(self, request: web.Request) -> web.StreamResponse:
        """Begin a chat, unless a browser only looks ahead or keeps no cookies."""
        if "again" in request.query:
            raise Refusal(400, PROBLEMS["cookies"])
        if "prefetch" in request.headers.get("Sec-Purpose", request.headers.get("Purpose", "")):
            return web.Response(status=503)
        address = self.new_chat(request)
        await self.hear(request, address, Typed("/start"), {"form": "the-first"}, echo="")
        response = await self.shown(request, address, draft=invitation_in(request))
        self.sessions.keep_chat(response, address)
        return response

    def new_chat(self, request: web.Request) -> str:
        """Make a new address; refused where very many come from one network."""
        network = network_of(request)
        if network is not None and (wait := self.newcomers.take(network)):
            raise Refusal(429, PROBLEMS["too_many"], wait)
        return new_address()

    async def shown(
        self,
        request: web.Request,
        address: str,
        status: int = 200,
        notice: str = "",
        draft: str = "",
    ) -> web.Response:
        """Fill the page with the whole chat; `draft`: what was typed and not taken."""
        messages = await self.parts.chat_messages(address, 0)
        return page(
            request,
            "chat.html",
            language_of(messages) or language_asked(request),
            CHAT,
            status,
            rows=rows_of(messages),
            after=messages[-1].id if messages else 0,
            notice=notice,
            draft=draft,
        )

    async def change_language(self, request: web.Request, address: str, language: str) -> None:
        """Speak another language from now on: said in the chat, as anybody could."""
        messages = await self.parts.chat_messages(address, 0)
        if language_of(messages) == language:
            return
        for words in ("/language", own_name(language)):
            await self.hear(request, address, Typed(words), {"form": new_form()}, words)

    # ------------------------------------------------------------ what the person gives

    async def send(self, request: web.Request) -> web.StreamResponse:
        """Take what the person gave; a page without a script goes back to the chat."""
        form = await read_form(request)
        address = self.sessions.chat(request)
        known = address is not None
        address = address or self.new_chat(request)
        try:
            left = await self.take(request, address, form)
        except Refusal as refusal:
            return await self.not_taken(request, address, form, refusal)
        except Overloaded:
            return self.not_sent(request, form, "busy")
        except Exception as problem:
            # Whatever broke, the page gives the words back with a way to send them again.
            log.error("message not taken", problem=type(problem).__name__)
            return self.not_sent(request, form, "broken")
        if left:
            return self.left(request, address)
        response = answer(request, {"ok": True}, LATEST if known else "/chat?again#latest")
        self.sessions.keep_chat(response, address)
        return response

    async def take(self, request: web.Request, address: str, form: Form) -> bool:
        """Hand a message to the dialogues; say whether it was the quick exit."""
        given = given_in(form)
        if given is None:
            return False
        if wait := self.pace.take(address):
            raise Refusal(429, PROBLEMS["too_fast"], wait)
        messages = await self.parts.chat_messages(address, 0)
        return await self.hear(request, address, given, form, echo_of(given, messages))

    async def hear(
        self, request: web.Request, address: str, given: Given, form: Form, echo: str
    ) -> bool:
        """Let the service answer; say whether it was the quick exit."""
        hint = language_wanted(request) or next(iter(languages_of_browser(request)), None)
        incoming = Incoming(CHANNEL, address, update_id(address, form), given, hint, echo)
        return (await self.parts.handle(incoming)).erase_history

    async def not_taken(
        self, request: web.Request, address: str, form: Form, refusal: Refusal
    ) -> web.Response:
        """Say why a message was not taken, with what was typed still in the field."""
        language = language_of(await self.parts.chat_messages(address, 0))
        if wants_json(request):
            return refused(request, refusal, language)
        reader = language or language_asked(request)
        notice = speak(refusal.words, reader)
        return await self.shown(request, address, refusal.status, notice, form.get("text", ""))

    def not_sent(self, request: web.Request, form: Form, why: str) -> web.Response:
        """Say why nothing was taken, with the message in a form that sends it again.

        Who cries for help is told the emergency numbers.
        """
        urgent = is_urgent(form.get("text", ""))
        reader = language_asked(request)
        if wants_json(request):
            words = while_broken() if urgent else PROBLEMS[why]
            problem = {"problem": speak(words, reader), "urgent": urgent}
            return web.json_response(problem, status=503)
        kept = {name: form[name] for name in ("form", *FIELDS) if name in form}
        numbers = speak(while_broken(), reader) if urgent else ""
        return page(
            request,
            "not_sent.html",
            reader,
            PROBLEMS,
            status=503,
            kept=kept,
            why=why,
            numbers=numbers,
        )

    # ------------------------------------------------------------ the quick exit

    async def exit(self, request: web.Request) -> web.StreamResponse:
        """Leave at once; the page is blank even where erasing is slow or fails."""
        address = self.sessions.chat(request)
        if address is not None:
            erase = asyncio.create_task(self.erase(request, address))
            self.erasing.add(erase)
            erase.add_done_callback(self.erasing.discard)
            await asyncio.wait({erase}, timeout=ERASE_WITHIN_S)
        return self.left(request, address)

    async def erase(self, request: web.Request, address: str) -> None:
        """Have the conversation ended and the chat deleted."""
        try:
            await self.hear(request, address, Typed("/exit"), {"form": new_form()}, echo="")
        except Exception as problem:
            # Nothing may keep the person on the page; the address is lost with the cookie.
            log.error("exit not finished", problem=type(problem).__name__)

    def left(self, request: web.Request, address: str | None) -> web.Response:
        """Forget the chat in the browser and show an empty page, in its other windows too."""
        if address is not None:
            self.live.leave(address)
        response = answer(request, {"left": True}, BLANK)
        self.sessions.end_chat(response)
        return response


def answer(request: web.Request, for_script: dict[str, bool], for_page: str) -> web.Response:
    """Answer a form: JSON for a script, the way on for a page."""
    if wants_json(request):
        return web.json_response(for_script)
    return see(for_page)


async def blank(request: web.Request) -> web.Response:
    """Show nothing at all."""
    return web.Response(text=EMPTY_PAGE, content_type="text/html")
