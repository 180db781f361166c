"""Writing to whoever holds one's request: words, pictures, voice, and one press as an answer."""

from __future__ import annotations

from conversations.correspondence_links import enclosed, last_reply, links, write_back
from conversations.correspondence_words import REPLIES, history
from conversations.dialogue import Farewell, ask, do, forget, look, recall, say
from conversations.flow import Start
from conversations.intents import intent_of, is_urgent
from conversations.menu import EMERGENCY, SHELTER
from conversations.messages import column, entry
from conversations.persons.my_requests import not_yours
from conversations.questions import Choice, Option, Said, WordsOrFile
from conversations.text import Marked, Verbatim, Words, lines, paragraphs, t
from conversations.vocabulary import SERVICE_SIGNS
from domain.correspondence import LONGEST_WORDS, Content, Reply
from domain.documents import FileId
from domain.referrals import By
from domain.requests import DoneOutcome
from domain.requests.corresponding import (
    Correspondence,
    CorrespondenceOf,
    Correspondent,
    MayWriteTo,
    Write,
    Written,
)

DONE = "done"
NOBODY = "nobody"
LONGEST_WISH = 6
"""In words: what somebody types for the bot, as "I need a place to sleep"."""


async def write(start: Start) -> Farewell:
    """Take message after message for the one who holds a request: write/REFERENCE."""
    reference = start.argument(0) or await which_request()
    seen: Correspondence | None = await look(CorrespondenceOf(reference)) if reference else None
    if seen is None or seen.me is not By.PERSON:
        return not_yours() if reference else no_request()
    if not seen.is_open:
        return over()
    again = bool(await recall("done:before"))
    said = await ask(question(seen, again=again))
    if said.code == DONE:
        # Translators: to a person who has written all they wanted
        return Farewell(t("All right."), menu=True)
    meant = intent_of(said.words) if again and is_short(said.words) else None
    if meant is not None and not await ask_sure(seen, said):
        return Farewell(next=entry(meant))
    written: Written = await do(message(reference, said), "send")
    if written.outcome is not DoneOutcome.DONE:
        return not_passed_on(written, reference)
    await say(passed_on(written, seen.organisation))
    await forget("message", "sure", "done:send", remember={"done:before": True})
    raise AssertionError("unreachable")


def is_short(words: str) -> bool:
    """Say whether words could be for the bot, like those on its buttons."""
    return len(words.split()) <= LONGEST_WISH


async def ask_sure(seen: Correspondence, said: Said) -> bool:
    """Ask whether words that also mean something to the bot are for who holds the request."""
    organisation = Verbatim(seen.organisation)
    options = [
        # Translators: button: pass the words on to this organisation
        Option(True, "yes", t("Yes, to {organisation}", organisation=organisation), "✉️"),
        # Translators: button: the words were not meant to be passed on
        Option(False, "no", t("No, something else")),
    ]
    # Translators: the person wrote something; it is repeated below the question
    words = paragraphs(t("Shall I pass this on?"), Verbatim(said.words))
    return await ask(Choice("sure", words, options))


async def which_request() -> str:
    """Find the request that is meant; "" if none is open."""
    mine: tuple[Correspondent, ...] = await look(MayWriteTo())
    if len(mine) < 2:
        return mine[0].reference if mine else ""
    options = [
        Option(each.reference, each.reference, name_of(each), SERVICE_SIGNS[each.service])
        for each in mine
    ]
    # Translators: question to a person with several requests who wants to write
    return await ask(Choice("which", t("About which request?"), options))


def name_of(one: Correspondent) -> Words:
    """Name a request and who has it."""
    return Verbatim(f"{one.reference} – {one.organisation}")


def message(reference: str, said: Said) -> Write:
    """Make the message of what was said."""
    file = FileId(said.file) if said.file else None
    return Write(reference, Content(words=said.words), file, urgent=is_urgent(said.words))


def question(seen: Correspondence, *, again: bool) -> WordsOrFile:
    """Ask for the message; with all that was written before, the first time."""
    if again:
        # Translators: after a message was passed on; the person may go on
        words: Words = t("You can write more here.")
        # Translators: button: the person has written all they wanted
        ready = [Option(DONE, DONE, t("That is all"), "✔️")]
        help_now = () if seen.held else column(EMERGENCY)
        return WordsOrFile("message", words, ready, LONGEST_WORDS, links=help_now)
    organisation = Verbatim(seen.organisation)
    words = paragraphs(
        history(seen),
        lines(
            # Translators: question for a message to the organisation that has the request
            t("What do you want to tell {organisation}?", organisation=organisation),
            # Translators: what can be passed on besides words
            t("In Telegram you can also send a picture, a voice message or a PDF."),
            cannot_read(organisation)
            if seen.cut_off
            else None
            if seen.held
            # Translators: nobody works on the request yet, so nobody reads at once
            else t("Nobody has taken your request yet. Whoever takes it will read this."),
        ),
    )
    private = any(each.secret for each in seen.messages)
    return WordsOrFile("message", words, (), LONGEST_WORDS, private, links(seen))


def cannot_read(organisation: Words) -> Words:
    """Say that those who promised help read no more, and who hears of it."""
    # Translators: to the person; those in charge: the coordinators, who hear only that they wrote
    return t(
        "{organisation} can no longer read it here. Those in charge hear that you wrote.",
        organisation=organisation,
    )


def passed_on(written: Written, organisation: str) -> Words:
    """Say honestly where the message is now."""
    if written.held and not written.reached:
        # Translators: the one who looks after the request cannot be reached by the bot now
        words = t("I keep it in your request, but I cannot reach the one who looks after it now.")
        return Marked("⚠️", words)
    if written.held:
        # Translators: the person's message went to whoever holds the request
        return Marked("✉️", t("Passed on to {organisation}.", organisation=Verbatim(organisation)))
    if written.cut_off:
        # Translators: the person's message waits in the request
        kept = t("I keep it in your request.")
        # Translators: to the person, whose request is with people who cannot read it
        soon = t("If you need an answer soon, cancel this request and ask again.")
        return Marked("⚠️", lines(kept, cannot_read(Verbatim(organisation)), soon))
    # Translators: the person's message waits; nobody works on the request yet
    return Marked(
        "✉️", t("I keep it in your request. Nobody has taken it yet; whoever takes it reads this.")
    )


def not_passed_on(written: Written, reference: str) -> Farewell:
    """Say that a message was not passed on, and what can be done."""
    if written.outcome is not DoneOutcome.REFUSED:
        return over()
    if written.full:
        # Translators: the person has sent very many files already
        words = t("You have sent many files already. Please write, or show them there.")
        return Farewell(words, column(write_back(reference)))
    # Translators: something the person wrote or sent could not be passed on
    words = t("I could not pass this on. Please try again.")
    return Farewell(words, column(write_back(reference)))


def over() -> Farewell:
    """Say that nothing is passed on any more, and where help is."""
    # Translators: the person writes about a request that has ended
    words = t("This request is over, so I cannot pass anything on. You can ask for help again.")
    return Farewell(words, column(SHELTER, EMERGENCY))


def no_request() -> Farewell:
    """Say that there is nobody to write to."""
    # Translators: the person wants to write and has no open request
    return Farewell(t("You have no open request, so there is nobody I could write to."), menu=True)


async def reply(start: Start) -> Farewell:
    """Answer a sentence by one press: reply/REFERENCE/NUMBER/CODE."""
    reference, number, code = start.argument(0), start.argument(1), start.argument(2)
    seen: Correspondence | None = await look(CorrespondenceOf(reference))
    if seen is None or not number.isdecimal() or code not in list(Reply):
        return not_yours()
    content = Content(reply=Reply(code), to=int(number))
    if last_reply(seen, content.to) is content.reply:
        # Translators: the person pressed the same answer twice
        return Farewell(t("You have answered this already."), column(write_back(reference)))
    written: Written = await do(Write(reference, content), "send")
    if written.outcome is not DoneOutcome.DONE:
        return gone() if seen.is_open else over()
    words = lines(
        REPLIES[Reply(code)],
        passed_on(written, seen.organisation),
        # Translators: after the answer "Another time"
        t("If you like, write when you can come.") if code == Reply.ANOTHER_TIME else None,
    )
    return Farewell(words, column(write_back(reference)))


def gone() -> Farewell:
    """Say that a question is void."""
    # Translators: the person answers a question of an organisation that has the request no more
    return Farewell(t("This question is no longer open. Others have your request now."), menu=True)


async def heard(start: Start) -> Farewell:
    """Ask whether words that came by themselves are for those who hold one's request."""
    said = await ask(WordsOrFile("message", t("Please write it in words."), (), LONGEST_WORDS))
    mine: tuple[Correspondent, ...] = await look(MayWriteTo())
    options: list[Option[Correspondent | None]] = [
        # Translators: button: pass the words on to this organisation
        Option(each, each.reference, t("Yes, to {organisation}", organisation=name_of(each)), "✉️")
        for each in mine
    ]
    # Translators: button: the words were not meant to be passed on
    none: Option[Correspondent | None] = Option(None, NOBODY, t("No, something else"))
    # Translators: the person wrote something; it is repeated below the question
    words = paragraphs(t("Shall I pass this on?"), Verbatim(said.words))
    chosen: Correspondent | None = await ask(Choice("to", words, [*options, none]))
    if chosen is None:
        intent = intent_of(said.words)
        return Farewell(next=entry(intent)) if intent else Farewell(menu=True)
    written: Written = await do(message(chosen.reference, said), "send")
    if written.outcome is not DoneOutcome.DONE:
        return not_passed_on(written, chosen.reference)
    return Farewell(passed_on(written, chosen.organisation), column(write_back(chosen.reference)))


async def enclosure(start: Start) -> Farewell:
    """Give the file of a message, to either side: enclosure/REFERENCE/NUMBER."""
    seen: Correspondence | None = await look(CorrespondenceOf(start.argument(0)))
    for each in seen.messages if seen else ():
        if str(each.number) == start.argument(1) and each.content.file:
            # Translators: before a picture, voice message or PDF that comes next
            words = t("Here it is. Please keep it to yourself.")
            return Farewell(words, file=enclosed(each.number, each.content))
    return not_yours()
