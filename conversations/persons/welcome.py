"""The first words: what this is, honestly and shortly, and the choice of language."""

from __future__ import annotations

from conversations.dialogue import Farewell, ask, look
from conversations.flow import Start
from conversations.messages import ENTRY
from conversations.questions import Choice, Option
from conversations.text import Language, Marked, Text, Words, lines, paragraphs, t
from domain.requests.working import MemberOf, MyWork

NOTICE = lines(
    # Translators: first words of the bot; Passerelle is its name (a footbridge), not translated
    Marked("👋", t("Hello. I am Passerelle, a bot: a computer program, not a person.")),
    # Translators: first words, what the bot does
    t("I help you find a place to sleep and other help, and I carry your request to people."),
    # Translators: first words, honest about waiting
    t("People read the requests. An answer can take hours or days, and I cannot promise a place."),
    # Translators: first words, about privacy: what is kept
    Marked(
        "🔒",
        t(
            "To search, I need no name and no phone number. If you send a request, I keep it "
            "locked until it is finished. The messenger you use can see that you write to me."
        ),
    ),
    # Translators: first words; /forget and /exit are commands and stay as they are
    t("/forget deletes what I keep. /exit leaves at once and clears this chat."),
)

# Translators: question for the language; shown in all languages under one another
WHICH: Text = t("Which language do you want?")


# Translators: said in the language that was just chosen
NOW_SPOKEN: Text = t("Good, I speak English with you now.")


async def welcome(start: Start) -> Farewell:
    """Greet and show what can be done; "/start join-CODE" opens an invitation, case_REF a case."""
    payload = start.argument(0)
    if payload.startswith("case_"):
        return Farewell(next=f"{ENTRY}case/{payload.removeprefix('case_')}")
    if payload.startswith("join-"):
        return Farewell(next=f"{ENTRY}join/{payload.removeprefix('join-')}")
    # Translators: how to change the language; /language is a command and stays as it is
    change = t("Another language: /language")
    return Farewell(paragraphs(NOTICE, change), menu=True)


async def choose_language(start: Start) -> Farewell:
    """Ask for the language ("/language fr" names it), then go on to what the arguments name."""
    if start.argument(0) in start.languages:
        return Farewell(NOW_SPOKEN, language=start.argument(0), menu=True)
    options = [Option(code, code, Language(code, own=True), "🌍") for code in start.languages]
    chosen = await ask(Choice("language", Marked("🌍", WHICH), options))
    go_on = ENTRY + "/".join(start.arguments) if start.arguments else None
    if go_on is not None:
        return Farewell(language=chosen, next=go_on)
    return Farewell(NOW_SPOKEN, language=chosen, menu=True)


async def help_me(start: Start) -> Farewell:
    """Say how it works, in a few lines; to staff also what is theirs."""
    work: tuple[MemberOf, ...] = await look(MyWork())
    return Farewell(
        lines(
            for_staff() if work else None,
            # Translators: help text; how to answer
            Marked("👆", t("Press a button, or write its number, or write in your own words.")),
            # Translators: help text; commands stay as they are
            Marked("🔎", t("/find – centres and services near you. No name needed.")),
            # Translators: help text; commands stay as they are
            Marked("🏠", t("/shelter – ask for a place to sleep.")),
            # Translators: help text; commands stay as they are
            Marked("📄", t("/requests – what became of your requests.")),
            # Translators: help text; commands stay as they are
            Marked("↶", t("/back – one question back. /cancel – stop. Nothing is sent.")),
            # Translators: help text; commands stay as they are
            Marked("🌍", t("/language – another language.")),
            # Translators: help text; commands stay as they are
            Marked("🗣️", t("/complain – something went wrong with how you were treated.")),
            # Translators: help text; commands stay as they are
            Marked("🔒", t("/forget – delete what I keep. /exit – leave at once, clear the chat.")),
            # Translators: help text; the word in quotes is what the person may write
            Marked("🆘", t("In danger? Write “emergency” at any time.")),
        ),
        menu=True,
    )


def for_staff() -> Words:
    """Name the commands of those who work for an organisation."""
    return lines(
        # Translators: help text for staff; commands stay as they are
        Marked("📥", t("/queue – the requests that wait. /case – one request by its reference.")),
        # Translators: help text for staff; commands stay as they are
        Marked("ℹ️", t("/centre – facts about a centre. /duty – start and end your duty.")),
        # Translators: help text for staff; commands stay as they are
        Marked("📊", t("/stats – figures, for those who lead a team or look after an area.")),
    )
