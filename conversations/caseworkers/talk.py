"""Writing to the person of a case: own words, a file, or a sentence that they read in theirs."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from conversations.caseworkers.case import not_found
from conversations.caseworkers.times import Time
from conversations.correspondence_links import links
from conversations.correspondence_words import CHOICES, MEETINGS, PAPERS, SENTENCES, history
from conversations.dialogue import Farewell, ask, do, look
from conversations.flow import Start
from conversations.messages import Button, column, entry
from conversations.questions import Choice, Option, WordsOrFile
from conversations.text import Day, Language, Marked, Words, lines, paragraphs, t
from domain.correspondence import (
    LONGEST_WORDS,
    Content,
    Meeting,
    Paper,
    Part,
    Sentence,
)
from domain.correspondence import (
    SENTENCES as FORMS,
)
from domain.documents import FileId
from domain.referrals import By
from domain.requests import DoneOutcome
from domain.requests.corresponding import Correspondence, CorrespondenceOf, Write, Written

DAYS_OFFERED = 7
ENOUGH = "enough"


async def talk(start: Start) -> Farewell:
    """Show what was written in a case and take a message for the person: talk/REFERENCE."""
    reference = start.argument(0)
    seen: Correspondence | None = await look(CorrespondenceOf(reference))
    if seen is None or seen.me is not By.HOLDER:
        return not_found()
    if not seen.is_open:
        # Translators: to a caseworker: the case has ended, so nothing more can be written in it
        ended = t("This case is over. Nothing more is passed on.")
        return Farewell(paragraphs(history(seen), ended), links(seen))
    said = await ask(question(seen))
    chosen = Sentence(said.code) if said.code else None
    content = await whole(chosen, seen) if chosen else Content(words=said.words)
    file = FileId(said.file) if said.file else None
    written: Written = await do(Write(reference, content, file), "send")
    return after(written, seen)


def question(seen: Correspondence) -> WordsOrFile:
    """Ask for a message: own words, a file, or one of the sentences."""
    words = paragraphs(
        history(seen),
        lines(
            # Translators: question to a caseworker; buttons with ready sentences follow
            t("Write to the person, send a file, or choose a sentence."),
            # Translators: to a caseworker who writes to a person
            t(
                "They read the sentences in {language}. Your own words are not translated.",
                language=Language(seen.language),
            ),
            None
            if seen.safe_to_write
            # Translators: others may read or hear messages to the person
            else Marked("⚠️", t("Not safe: others may read or hear it. Use neutral words.")),
        ),
    )
    options = [Option(each.value, each.value, label(each)) for each in seen.sentences]
    private = any(each.secret for each in seen.messages)
    return WordsOrFile("message", words, options, LONGEST_WORDS, private, links(seen))


def label(sentence: Sentence) -> Words:
    """Name a sentence to choose."""
    return CHOICES.get(sentence, SENTENCES[sentence])


async def whole(sentence: Sentence, seen: Correspondence) -> Content:
    """Ask for what a sentence leaves open."""
    parts = FORMS[sentence].parts
    return Content(
        sentence=sentence,
        where=await ask_where(seen) if Part.WHERE in parts else None,
        when=await ask_when(seen) if Part.WHEN in parts else None,
        papers=await ask_papers() if Part.PAPERS in parts else (),
    )


async def ask_where(seen: Correspondence) -> Meeting:
    """Ask for the place, where there are several."""
    if len(seen.meetings) == 1:
        return seen.meetings[0]
    options = [
        Option(each, each.value, MEETINGS[each], "🔒" if each is Meeting.UNDISCLOSED else "📍")
        for each in seen.meetings
    ]
    # Translators: question to a caseworker; a place marked 🔒 cannot be forwarded by the person
    return await ask(Choice("where", t("Where should they come? 🔒 cannot be forwarded."), options))


async def ask_when(seen: Correspondence) -> datetime:
    """Ask for day and time in the zone of the centre; aware."""
    days = [seen.today + timedelta(days=number) for number in range(DAYS_OFFERED)]
    options = [Option(day, day.isoformat(), Day(day)) for day in days]
    # Translators: question to a caseworker: the day of an appointment
    day = await ask(Choice("day", t("On which day?"), options))
    # Translators: question to a caseworker: the time of an appointment
    minutes = await ask(Time("time", t("At what time? For example 18:00")))
    at = datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(seen.zone))
    return at.replace(hour=minutes // 60, minute=minutes % 60)


async def ask_papers() -> tuple[Paper, ...]:
    """Ask for papers, one after the other, until there are enough."""
    chosen: list[Paper] = []
    while len(chosen) < len(Paper):
        options: list[Option[Paper | None]] = [
            Option(each, each.value, PAPERS[each]) for each in Paper if each not in chosen
        ]
        if chosen:
            # Translators: button: no other paper has to be brought
            options.append(Option(None, ENOUGH, t("That is all"), "✔️"))
        # Translators: question to a caseworker: which papers the person should bring
        first, more = t("What should they bring?"), t("Anything else?")
        paper = await ask(Choice(f"paper:{len(chosen)}", more if chosen else first, options))
        if paper is None:
            break
        chosen.append(paper)
    return tuple(chosen)


def after(written: Written, seen: Correspondence) -> Farewell:
    """Say what became of a message."""
    if written.outcome is DoneOutcome.NOT_FOUND:
        return not_found()
    if written.outcome is DoneOutcome.TOO_LATE:
        # Translators: to a caseworker: the case has ended, so nothing more can be written in it
        return Farewell(t("This case is over. Nothing more is passed on."))
    # Translators: button of a caseworker: write one more message to the person
    more = Button(Marked("💬", t("Write again")), entry("talk", seen.reference))
    # Translators: button of a caseworker: see the case
    look_at = Button(Marked("👁", t("Look at it")), entry("case", seen.reference))
    if written.full:
        # Translators: to a caseworker: no more files are taken in this case
        words: Words = t("There are many files in this case already. Please write instead.")
    elif written.outcome is DoneOutcome.REFUSED:
        # Translators: to a caseworker: a message was not taken, for example as its time is past
        words = t("I did not send it: the time is past, or the place must not be told now.")
    elif not written.reached:
        # Translators: to a caseworker: the person has blocked the bot
        words = t("Kept, but the person cannot be reached by chat now.")
    elif not seen.safe_to_write:
        # Translators: to a caseworker: the person has asked for neutral messages
        words = t("Passed on. They are told only that there is news, and read it when alone.")
    else:
        # Translators: to a caseworker: the message went to the person
        words = Marked("✉️", t("Passed on to the person."))
    return Farewell(words, column(more, look_at))
