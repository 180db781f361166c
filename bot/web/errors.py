"""Errors: the one place where what went wrong becomes an answer, never a stack trace."""

from __future__ import annotations

import structlog
from aiohttp import hdrs, web

from bot.web.labels import PROBLEMS
from bot.web.pages import language_asked, problem_page
from bot.web.refusal import Refusal
from bot.web.security import Handler
from locales.render import speak

log = structlog.get_logger()

WORDS_BY_STATUS = {403: "not_found", 404: "not_found", 405: "not_found", 413: "too_long"}


@web.middleware
async def answer_errors(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Answer every failure in words: a page, or JSON for a script."""
    try:
        return await handler(request)
    except Refusal as refusal:
        return refused(request, refusal)
    except web.HTTPException as error:
        if error.status < 400:
            raise
        words = PROBLEMS[WORDS_BY_STATUS.get(error.status, "unreadable")]
        return refused(request, Refusal(error.status, words))
    except Exception as problem:
        # The one place where a bug or an outage is caught; the kind is logged, never the words.
        log.error("page failed", path=pattern_of(request), problem=type(problem).__name__)
        return refused(request, Refusal(500, PROBLEMS["broken"]))


def refused(request: web.Request, refusal: Refusal, language: str | None = None) -> web.Response:
    """Say a refusal the way that whoever asked can read."""
    reader = language or language_asked(request)
    if wants_json(request):
        response = web.json_response(
            {"problem": speak(refusal.words, reader)}, status=refusal.status
        )
    else:
        response = problem_page(request, refusal.status, refusal.words, reader)
    if refusal.wait:
        response.headers[hdrs.RETRY_AFTER] = str(round(refusal.wait) + 1)
    return response


def wants_json(request: web.Request) -> bool:
    """Say whether a script asks, not a page."""
    if request.path.startswith("/hsds/"):
        return True
    return "application/json" in request.headers.get(hdrs.ACCEPT, "")


def pattern_of(request: web.Request) -> str:
    """Give the pattern of the address: the address itself may hold a code or a reference."""
    resource = request.match_info.route.resource
    return resource.canonical if resource is not None else "?"
