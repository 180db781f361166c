"""What a message may say, by whom, and which places a sentence may name."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from conversations.correspondence_words import ENCLOSED, MEETINGS, PAPERS, REPLIES
from conversations.correspondence_words import SENTENCES as WORDS
from domain.centres import AddressRule
from domain.correspondence import (
    FILE_NAMES,
    FURTHEST,
    LONGEST_WORDS,
    SENTENCES,
    Content,
    Enclosed,
    Meeting,
    Paper,
    Part,
    Reply,
    Sentence,
    is_whole,
    meetings_at,
    replies_to,
    sentences_with,
)
from domain.people import PersonId
from domain.referrals import By, State
from tests.storage.builders import centre, referral

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)
# No zone to the west of its own can tell this time, so whoever reads it would read nothing.
NEVER = datetime(9999, 12, 31, 23, 59, tzinfo=ZoneInfo("America/Bogota"))
VALUES: dict[Part, dict[str, Any]] = {
    Part.WHEN: {"when": LATER},
    Part.WHERE: {"where": Meeting.CENTRE},
    Part.PAPERS: {"papers": (Paper.IDENTITY,)},
}


def whole(sentence: Sentence) -> Content:
    content = Content(sentence=sentence)
    for part in SENTENCES[sentence].parts:
        content = replace(content, **VALUES[part])
    return content


def test_every_code_has_its_row_and_its_words() -> None:
    assert set(SENTENCES) == set(WORDS) == set(Sentence)
    assert (set(REPLIES), set(PAPERS)) == (set(Reply), set(Paper))
    assert set(ENCLOSED) == set(FILE_NAMES) == set(Enclosed)
    assert set(MEETINGS) == set(Meeting)


@pytest.mark.parametrize("sentence", Sentence)
def test_a_sentence_is_the_holders_and_needs_all_its_parts_and_no_other(
    sentence: Sentence,
) -> None:
    content = whole(sentence)
    assert is_whole(content, By.HOLDER, NOW)
    assert not is_whole(content, By.PERSON, NOW)
    for part, value in VALUES.items():
        changed = replace(content, **value)
        assert is_whole(changed, By.HOLDER, NOW) == (part in SENTENCES[sentence].parts)
    for part in SENTENCES[sentence].parts:
        nothing: dict[str, Any] = {part.value: () if part is Part.PAPERS else None}
        assert not is_whole(replace(content, **nothing), By.HOLDER, NOW)
    assert replies_to(content) == SENTENCES[sentence].replies


@pytest.mark.parametrize(
    ("content", "by_person", "by_holder"),
    [
        (Content(words="x" * LONGEST_WORDS), True, True),
        (Content(words="x" * (LONGEST_WORDS + 1)), False, False),
        (Content(), False, False),
        (Content(file=Enclosed.VOICE), True, True),
        (Content(words="see", file=Enclosed.PICTURE), True, True),
        (Content(reply=Reply.YES, to=3), True, False),
        (Content(reply=Reply.YES), False, False),
        (Content(words="yes", reply=Reply.YES, to=3), False, False),
        (Content(words="now", sentence=Sentence.ON_OUR_WAY), False, False),
        (Content(words="come", where=Meeting.UNDISCLOSED), False, False),
        (Content(sentence=Sentence.CAN_YOU_COME, when=NOW), False, False),
        (Content(sentence=Sentence.CAN_YOU_COME, when=NOW + FURTHEST), False, True),
        (Content(sentence=Sentence.CAN_YOU_COME, when=NEVER), False, False),
        (Content(sentence=Sentence.CAN_YOU_COME, when=LATER.replace(tzinfo=None)), False, False),
    ],
)
def test_a_message_says_one_thing(content: Content, by_person: bool, by_holder: bool) -> None:
    assert is_whole(content, By.PERSON, NOW) == by_person
    assert is_whole(content, By.HOLDER, NOW) == by_holder


@pytest.mark.parametrize("state", State)
def test_a_secret_place_is_named_only_after_acceptance_by_one_who_may_tell_it(
    state: State,
) -> None:
    flat = centre(address_rule=AddressRule.AFTER_ACCEPTANCE, address="", meeting_point="the mosque")
    case = referral(PersonId("someone"), state=state)
    accepted = state in (State.ACCEPTED, State.IN_PROGRESS)
    found = meetings_at(flat, case, discloses=True)
    assert found == (Meeting.MEETING_POINT, *((Meeting.UNDISCLOSED,) if accepted else ()))
    assert Meeting.UNDISCLOSED not in meetings_at(flat, case, discloses=False)


@pytest.mark.parametrize("rule", AddressRule)
def test_an_address_is_named_only_where_it_is_public(rule: AddressRule) -> None:
    place = centre(address_rule=rule, address="Rue 1", meeting_point="")
    case = referral(PersonId("someone"), state=State.ACCEPTED)
    public = rule is AddressRule.PUBLIC
    assert meetings_at(place, case, discloses=False) == ((Meeting.CENTRE,) if public else ())


def test_where_no_place_may_be_named_no_sentence_asks_for_one() -> None:
    assert Sentence.COME_TO not in sentences_with(())
    assert set(sentences_with((Meeting.CENTRE,))) == set(Sentence)
