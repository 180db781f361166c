"""Desk messages: what holder and person write to each other, in words, and from form to message."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.web.desk_view import Reader
from bot.web.forms import Form
from conversations.caseworkers.talk import label
from conversations.correspondence_words import MEETINGS, PAPERS, message_rows
from conversations.questions import cleaned
from conversations.text import Text, t
from domain.correspondence import LONGEST_WORDS, SENTENCES, Content, Meeting, Paper, Part, Sentence
from domain.referrals import By
from domain.requests import DoneOutcome
from domain.requests.corresponding import CaseMessage, Correspondence, Written

PASSED = "passed"
WAITS = "waits"
NOT_SENT = "not_sent"
OVER = "over"

# Said after a message, by the name that stands in the address of the page.
SAID: Mapping[str, Text] = {
    # Translators: to a caseworker: the message went to the person
    PASSED: t("Passed on to the person."),
    # Translators: to a caseworker: the person has blocked the bot
    WAITS: t("Kept, but the person cannot be reached by chat now."),
    # Translators: to a caseworker: a message was not taken, for example as its time is past
    NOT_SENT: t("I did not send it: the time is past, or the place must not be told now."),
    # Translators: to a caseworker: the case has ended, so nothing more can be written in it
    OVER: t("This case is over. Nothing more is passed on."),
}
NOT_DONE = (NOT_SENT, OVER)


@dataclass(frozen=True, slots=True)
class Line:
    """A message in words. `file`: the number under which its file is fetched, 0 for none."""

    mine: bool
    rows: Sequence[str]
    file: int = 0


@dataclass(frozen=True, slots=True)
class Choice:
    """A sentence to choose, with what it leaves open; `label` in words."""

    code: str
    label: str
    when: bool
    where: Sequence[tuple[str, str]]
    papers: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Talk:
    """The messages of a case and what can be written; `first`: the first day of an appointment."""

    lines: Sequence[Line]
    is_open: bool
    choices: Sequence[Choice]
    longest: int
    first: str


def talk(seen: Correspondence, reader: Reader) -> Talk:
    """Tell the correspondence of a case to its holder."""
    return Talk(
        [line(seen, each, reader) for each in seen.messages],
        seen.is_open,
        [choice(each, seen, reader) for each in seen.sentences],
        LONGEST_WORDS,
        f"{seen.today.isoformat()}T00:00",
    )


def line(seen: Correspondence, message: CaseMessage, reader: Reader) -> Line:
    """Tell one message."""
    rows = [reader.hears(row) for row in message_rows(seen, message)]
    return Line(message.by is By.HOLDER, rows, message.number if message.content.file else 0)


def choice(sentence: Sentence, seen: Correspondence, reader: Reader) -> Choice:
    """Describe a sentence to choose."""
    parts, says = SENTENCES[sentence].parts, reader.hears
    places = seen.meetings if Part.WHERE in parts else ()
    papers = Paper if Part.PAPERS in parts else ()
    return Choice(
        sentence.value,
        says(label(sentence)),
        Part.WHEN in parts,
        [(each.value, says(MEETINGS[each])) for each in places],
        [(each.value, says(PAPERS[each])) for each in papers],
    )


def content_of(form: Form, seen: Correspondence) -> Content | None:
    """Read a form; None if something is missing or does not fit."""
    code = form.get("sentence")
    if code is None:
        words = cleaned(form.get("words", ""))
        return Content(words=words) if words and len(words) <= LONGEST_WORDS else None
    if code not in list(Sentence):
        return None
    sentence = Sentence(code)
    parts = SENTENCES[sentence].parts
    where = form.get("where", "")
    content = Content(
        sentence=sentence,
        when=instant(form.get("when", ""), seen.zone) if Part.WHEN in parts else None,
        where=Meeting(where) if Part.WHERE in parts and where in list(Meeting) else None,
        papers=tuple(each for each in Paper if f"paper_{each}" in form)
        if Part.PAPERS in parts
        else (),
    )
    given = {
        Part.WHEN: content.when is not None,
        Part.WHERE: content.where is not None,
        Part.PAPERS: bool(content.papers),
    }
    return content if all(given[part] for part in parts) else None


def instant(written: str, zone: str) -> datetime | None:
    """Read day and time as a browser's field writes them, in the zone of the centre; aware."""
    try:
        at = datetime.fromisoformat(written)
    except ValueError:
        return None
    return at.replace(tzinfo=ZoneInfo(zone)) if at.tzinfo is None else None


def was_written(content: Content, seen: Correspondence) -> bool:
    """Say whether this very message is the last one already: a form that was sent twice."""
    last = seen.messages[-1] if seen.messages else None
    return last is not None and last.by is By.HOLDER and last.content == content


def said_after(written: Written) -> str:
    """Name what to say after a message."""
    if written.outcome is DoneOutcome.DONE:
        return PASSED if written.reached else WAITS
    return OVER if written.outcome is DoneOutcome.TOO_LATE else NOT_SENT
