"""Inline queries: answered on the side, in the way of nobody's messages, and never tried again.

Telegram asks anew at every few letters; only a person's newest question is worth an answer.
"""

from __future__ import annotations

import hashlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from bot.inline import InlineAnswer, InlineAsked, InlineResult
from bot.telegram.client import Bot, call

LONGEST_LINE = 120
LONGEST_TEXT = 4096
MOST_REMEMBERED = 1000

Answer = Callable[[InlineAsked], Awaitable[InlineAnswer]]


@dataclass(frozen=True, slots=True)
class InlineQuestion:
    """An inline query, under Telegram's id of it."""

    query_id: str
    asked: InlineAsked


class InlineAnswers:
    """Answers inline queries; `answer` reads, and keeps nothing."""

    def __init__(self, bot: Bot, answer: Answer) -> None:
        self._bot = bot
        self._answer = answer
        self._newest: dict[str, str] = {}

    def note(self, question: InlineQuestion) -> None:
        """Remember what somebody asked last."""
        who = question.asked.address.address
        self._newest.pop(who, None)
        self._newest[who] = question.query_id
        if len(self._newest) > MOST_REMEMBERED:
            del self._newest[next(iter(self._newest))]

    async def answer(self, question: InlineQuestion) -> None:
        """Answer a query, unless the same person has typed on since.

        :raises TelegramError: Telegram was not reached, or the query is too old.
        """
        if self._is_old(question):
            return
        answer = await self._answer(question.asked)
        if not self._is_old(question):
            await call(self._bot, "answerInlineQuery", payload(question.query_id, answer))

    def _is_old(self, question: InlineQuestion) -> bool:
        newest = self._newest.get(question.asked.address.address, question.query_id)
        return newest != question.query_id


def payload(query_id: str, answer: InlineAnswer) -> dict[str, Any]:
    """Put an answer as Telegram takes it: for this person alone, and never from a cache."""
    body: dict[str, Any] = {
        "inline_query_id": query_id,
        "results": [article(each) for each in answer.results],
        "cache_time": 0,
        "is_personal": True,
    }
    if not answer.results:
        body["button"] = {"text": answer.open_chat[:64], "start_parameter": "inline"}
    return body


def article(result: InlineResult) -> dict[str, Any]:
    """Make one answer to choose."""
    return {
        "type": "article",
        "id": hashlib.sha256(result.key.encode()).hexdigest()[:16],
        "title": cut(result.title, LONGEST_LINE),
        "description": cut(" · ".join(result.line.split("\n")), LONGEST_LINE),
        "input_message_content": {
            "message_text": cut(result.text, LONGEST_TEXT),
            "link_preview_options": {"is_disabled": True},
        },
    }


def cut(text: str, longest: int) -> str:
    """Cut a text that is too long."""
    return text if len(text) <= longest else text[: longest - 1] + "…"
