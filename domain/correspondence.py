"""Correspondence: what a person and the one who holds their case write to each other.

Structured sentences are codes with values, so each side reads them in its own language; to add
one is a row in `SENTENCES` here and its words in `conversations/correspondence_words.py`.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from domain.centres import AddressRule, Centre
from domain.referrals import CONTACT_RELEASED, By, Referral

PASSED_ON = "passed-"
"""Before the number of a message: its file, handed out as documents are."""
LONGEST_WORDS = 2000
"""In characters: what one side writes in one message."""
FURTHEST = timedelta(days=366)
"""How far ahead a time may lie; a slip of the hand in a year is no appointment."""


class Part(StrEnum):
    """What a sentence leaves open."""

    WHEN = "when"
    WHERE = "where"
    PAPERS = "papers"


class Reply(StrEnum):
    """What answers a sentence with one press."""

    YES = "yes"
    NO = "no"
    ANOTHER_TIME = "another_time"


class Sentence(StrEnum):
    """What a caseworker can say without writing it."""

    CAN_YOU_COME = "can_you_come"
    COME_TO = "come_to"
    BRING = "bring"
    PHONE_RIGHT = "phone_right"
    STILL_NEEDED = "still_needed"
    ON_OUR_WAY = "on_our_way"
    STILL_LOOKING = "still_looking"


@dataclass(frozen=True, slots=True)
class Form:
    """What a sentence needs to be whole, and how it can be answered."""

    parts: tuple[Part, ...] = ()
    replies: tuple[Reply, ...] = ()


_YES_NO = (Reply.YES, Reply.NO)
_AT_A_TIME = (*_YES_NO, Reply.ANOTHER_TIME)

SENTENCES: dict[Sentence, Form] = {
    Sentence.CAN_YOU_COME: Form((Part.WHEN,), _AT_A_TIME),
    Sentence.COME_TO: Form((Part.WHERE, Part.WHEN), _AT_A_TIME),
    Sentence.BRING: Form((Part.PAPERS,), _YES_NO),
    Sentence.PHONE_RIGHT: Form((), _YES_NO),
    Sentence.STILL_NEEDED: Form((), _YES_NO),
    Sentence.ON_OUR_WAY: Form(),
    Sentence.STILL_LOOKING: Form(),
}


class Meeting(StrEnum):
    """A place that a sentence can name; which one it is, the directory says when it is read."""

    CENTRE = "centre"
    MEETING_POINT = "meeting_point"
    UNDISCLOSED = "undisclosed"


class Paper(StrEnum):
    """What somebody can be asked to bring."""

    IDENTITY = "identity"
    REGISTRATION = "registration"
    FAMILY = "family"
    MEDICAL = "medical"
    LETTERS = "letters"


class Enclosed(StrEnum):
    """What kind of file goes with a message."""

    PICTURE = "picture"
    VOICE = "voice"
    DOCUMENT = "document"


FILE_NAMES: dict[Enclosed, str] = {
    Enclosed.PICTURE: "photo.jpg",
    Enclosed.VOICE: "voice.ogg",
    Enclosed.DOCUMENT: "document.pdf",
}
"""Under which name a file is handed out: a sender's own name for it tells too much."""


@dataclass(frozen=True, slots=True)
class Content:
    """What one message says: words, a file, a sentence with its values, or a reply to one.

    `when`: aware UTC, told in the zone of the centre. `to`: the number of the message that
    `reply` answers. `file` may have words with it; what it is, its content says, not its sender.
    """

    words: str = ""
    file: Enclosed | None = None
    sentence: Sentence | None = None
    when: datetime | None = None
    where: Meeting | None = None
    papers: tuple[Paper, ...] = ()
    reply: Reply | None = None
    to: int = 0


def replies_to(content: Content) -> tuple[Reply, ...]:
    """List what answers a message with one press."""
    return SENTENCES[content.sentence].replies if content.sentence else ()


def is_whole(content: Content, by: By, now: datetime) -> bool:
    """Say whether a message says one thing, all of it, and one that this side may say.

    A sentence is the holder's, and no time of it is past or far away; a reply is the person's.
    """
    written = bool(content.words or content.file)
    said = [written, content.sentence is not None, content.reply is not None]
    if said.count(True) != 1 or len(content.words) > LONGEST_WORDS:
        return False
    if content.sentence is not None:
        return by is By.HOLDER and _has_its_parts(content, now)
    bare = content.when is None and content.where is None and not content.papers
    return bare and (content.reply is None or (by is By.PERSON and content.to > 0))


def _has_its_parts(content: Content, now: datetime) -> bool:
    given = {
        Part.WHEN: content.when is not None,
        Part.WHERE: content.where is not None,
        Part.PAPERS: bool(content.papers),
    }
    needed = SENTENCES[content.sentence].parts if content.sentence else ()
    when = content.when
    in_time = when is None or (when.tzinfo is not None and now < when <= now + FURTHEST)
    return in_time and all(is_there == (part in needed) for part, is_there in given.items())


def meetings_at(centre: Centre, referral: Referral, *, discloses: bool) -> tuple[Meeting, ...]:
    """List the places that a sentence about a case may name now (Decisions, Address).

    `discloses`: the writer may give the undisclosed address; that only after acceptance.
    """
    accepted = referral.stands in CONTACT_RELEASED
    open_to_all = centre.address_rule is AddressRule.PUBLIC and bool(centre.address)
    found = {
        Meeting.CENTRE: open_to_all,
        Meeting.MEETING_POINT: bool(centre.meeting_point),
        Meeting.UNDISCLOSED: discloses and accepted,
    }
    return tuple(each for each, may in found.items() if may)


def sentences_with(meetings: Collection[Meeting]) -> tuple[Sentence, ...]:
    """List the sentences that can be said where these places may be named."""
    return tuple(
        each for each, form in SENTENCES.items() if meetings or Part.WHERE not in form.parts
    )
