"""A question for a day, past or to come, written in any of the ways people write one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from conversations.dialogue import Given, Json, Problem, Speak
from conversations.messages import Message
from conversations.questions import FreeText, Option, folded
from conversations.staff.question_dates import date_among, date_in
from conversations.staff.times import read_day
from conversations.text import Words, t


@dataclass(frozen=True)
class DayAsked:
    """A day from `first` to `last`; `extra` buttons answer instead and are read as None."""

    key: str
    words: Words
    today: date
    first: date = field(default=date(1950, 1, 1))
    last: date = field(default=date(2100, 12, 31))
    extra: Sequence[Option[str]] = ()

    def asked(self) -> Message:
        """Say the question with the buttons."""
        return self._text().asked()

    def _text(self) -> FreeText:
        return FreeText(self.key, self.words, self.extra, longest=60)

    def parse(self, given: Given, speak: Speak) -> Json | Problem:
        """Take a button, or one day: a month or a year alone is none."""
        said = self._text().parse(given, speak)
        if isinstance(said, Problem) or "code" in said:
            return said
        day = one_day(said["words"], self.today)
        if day is not None and self.first <= day <= self.last:
            return {"words": day.isoformat()}
        if day is not None and day < self.first:
            # Translators: a day was needed that comes later
            return Problem(t("That is too early. Please write a later day."))
        # Translators: one day was needed, in figures or with the name of the month
        return Problem(t("Please write one day, like 01.03.2027 or 1 March 2027."))

    def read(self, kept: Json) -> date | None:
        """Give the day, or None for a button."""
        said = self._text().read(kept)
        return None if said.code else date.fromisoformat(said.words)


def one_day(words: str, today: date) -> date | None:
    """Read "01.03.2027", "1/3", "2027-03-01", "1 mars 2027"; None for what is not one day."""
    when, _ = date_in(words)
    if when is None:
        when, _ = date_among(folded(words).split())
    if when is not None:
        return when.first if when.first == when.last else None
    return read_day(words, today)
