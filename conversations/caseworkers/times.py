"""A question for a time of day, as it is written anywhere: "18:00", "6 pm", "١٨:٠٠"."""

from __future__ import annotations

from dataclasses import dataclass

from conversations.dialogue import Given, Json, Problem, Speak, Typed
from conversations.messages import Message
from conversations.questions import not_this
from conversations.staff.times import digits_of, read_time
from conversations.text import Words, t

DAY = 24 * 60


@dataclass(frozen=True)
class Time:
    """A question answered by a time of day; kept as minutes after midnight."""

    key: str
    words: Words

    def asked(self) -> Message:
        """Say the question."""
        return Message(self.words)

    def parse(self, given: Given, speak: Speak) -> Json | Problem:
        """Take a time of day."""
        words = given.words if isinstance(given, Typed) and not given.forwarded else ""
        minutes = read_time(digits_of(words).casefold())
        if minutes is None or minutes >= DAY:
            # Translators: a time of day was needed
            return Problem(not_this(given) or t("Please write a time, for example 18:00."))
        return minutes

    def read(self, kept: Json) -> int:
        """Give the minutes; ValueError outside a day."""
        if not 0 <= int(kept) < DAY:
            raise ValueError(f"{kept} is no time of a day")
        return int(kept)
