"""Correspondence in words: sentences, replies and files, each side in its own language."""

from __future__ import annotations

from conversations.text import Listed, Marked, Moment, Text, Verbatim, Words, lines, t
from domain.correspondence import Content, Enclosed, Meeting, Paper, Reply, Sentence
from domain.referrals import By
from domain.requests.corresponding import CaseMessage, Correspondence

SHOWN = 6
"""How many of the last messages are shown."""

SENTENCES: dict[Sentence, Text] = {
    # Translators: a caseworker asks the person, by a button; {when} like "today at 18:00"
    Sentence.CAN_YOU_COME: t("Can you come at this time? {when}"),
    # Translators: a caseworker asks the person, by a button; {place} is a name or an address
    Sentence.COME_TO: t("Please come to this place: {place}"),
    # Translators: a caseworker asks the person, by a button; {papers} is a list of papers
    Sentence.BRING: t("Please bring: {papers}"),
    # Translators: a caseworker asks the person, by a button
    Sentence.PHONE_RIGHT: t("Is your phone number still right?"),
    # Translators: a caseworker asks the person, by a button
    Sentence.STILL_NEEDED: t("Do you still need this help?"),
    # Translators: a caseworker tells the person, by a button
    Sentence.ON_OUR_WAY: t("We are on our way to you."),
    # Translators: a caseworker tells the person, by a button; no promise
    Sentence.STILL_LOOKING: t("We are still looking for a way to help. We have not forgotten you."),
}

# What a caseworker chooses from, where the sentence is not whole yet.
CHOICES: dict[Sentence, Text] = {
    # Translators: button of a caseworker: ask the person to come; the time is chosen next
    Sentence.CAN_YOU_COME: t("Can you come at …?"),
    # Translators: button of a caseworker: ask the person to come; place and time are chosen next
    Sentence.COME_TO: t("Please come to …"),
    # Translators: button of a caseworker: ask the person to bring papers, chosen next
    Sentence.BRING: t("Please bring …"),
}

REPLIES: dict[Reply, Marked] = {
    # Translators: button and answer to a caseworker's question
    Reply.YES: Marked("✅", t("Yes")),
    # Translators: button and answer to a caseworker's question
    Reply.NO: Marked("✖", t("No")),
    # Translators: button and answer to "Can you come at this time?"
    Reply.ANOTHER_TIME: Marked("🕑", t("Another time")),
}

PAPERS: dict[Paper, Text] = {
    # Translators: what somebody is asked to bring
    Paper.IDENTITY: t("passport or identity card, if you have one"),
    # Translators: what somebody is asked to bring: card or paper of an office for migrants
    Paper.REGISTRATION: t("registration card"),
    # Translators: what somebody is asked to bring: birth or marriage certificates
    Paper.FAMILY: t("papers of your family"),
    # Translators: what somebody is asked to bring
    Paper.MEDICAL: t("medical papers and your medicine"),
    # Translators: what somebody is asked to bring
    Paper.LETTERS: t("letters from offices or courts"),
}

ENCLOSED: dict[Enclosed, Marked] = {
    # Translators: what came with a message
    Enclosed.PICTURE: Marked("🖼️", t("a picture")),
    # Translators: what came with a message
    Enclosed.VOICE: Marked("🎤", t("a voice message")),
    # Translators: what came with a message
    Enclosed.DOCUMENT: Marked("📄", t("a PDF")),
}

MEETINGS: dict[Meeting, Text] = {
    # Translators: button of a caseworker: where the person should come
    Meeting.CENTRE: t("The centre"),
    # Translators: button of a caseworker: where the person should come
    Meeting.MEETING_POINT: t("The meeting point"),
    # Translators: button of a caseworker: where the person should come; the address is secret
    Meeting.UNDISCLOSED: t("The address that is not public"),
}

# Translators: under words that a person or caseworker wrote; nobody has translated them
NOT_TRANSLATED = t("(in their own words, not translated)")


def sentence_words(content: Content, place: str, zone: str) -> Words | None:
    """Say a sentence with its values; `place` "" is one that may not be told now."""
    if content.sentence is None:
        return None
    # Translators: in the place of an address that is not told any more
    where: Words = Verbatim(place) if place else t("no longer shown")
    when = Moment(content.when, zone) if content.when else None
    values: tuple[tuple[str, Words], ...] = (
        ("place", where),
        ("papers", Listed(tuple(PAPERS[paper] for paper in content.papers))),
        *((("when", when),) if when else ()),
    )
    said = Text(SENTENCES[content.sentence].message, values)
    if content.sentence is not Sentence.COME_TO or when is None:
        return said
    # Translators: follows "Please come to this place"; {when} like "today at 18:00"
    return lines(said, t("Time: {when}", when=when))


def content_words(content: Content, place: str, zone: str) -> Words:
    """Say what one message says."""
    return lines(
        sentence_words(content, place, zone),
        REPLIES[content.reply] if content.reply else None,
        ENCLOSED[content.file] if content.file else None,
        Verbatim(content.words) if content.words else None,
    )


def history(seen: Correspondence) -> Words | None:
    """Tell the last messages, each with the time and whose it is."""
    last = seen.messages[-SHOWN:]
    return lines(*(row for each in last for row in message_rows(seen, each))) if last else None


def message_rows(seen: Correspondence, message: CaseMessage) -> tuple[Words, ...]:
    """Tell one message; a reply with what it answers."""
    content = message.content
    when = Moment(message.at, seen.zone)
    asked = next((each for each in seen.messages if content.to == each.number), None)
    quoted = sentence_words(asked.content, asked.place, seen.zone) if asked else None
    return (
        # Translators: above a message or note: when and by whom, like "24 Nov 08:00, supervisor:"
        Marked("💬", t("{when}, {author}:", when=when, author=author(seen, message.by))),
        *((Marked("↪️", quoted),) if quoted else ()),
        content_words(content, message.place, seen.zone),
    )


def author(seen: Correspondence, by: By) -> Words:
    """Say whose message it is; neither side is told a name."""
    if by is By.HOLDER:
        return Verbatim(seen.organisation)
    if seen.me is By.PERSON:
        # Translators: whose message it is: the reader's own
        return t("you")
    # Translators: whose message it is, for a caseworker: that of the one who asked for help
    return t("the person")
