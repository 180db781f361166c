"""A case's messages at the desk: read and written by its holder, in words and in sentences."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from msgspec.structs import replace

from casework.documents import Opened
from domain.correspondence import SENTENCES, Content, Enclosed, Meeting, Paper, Reply, Sentence
from domain.referrals import By, State
from domain.requests import DoneOutcome
from domain.requests.corresponding import CaseMessage, Correspondence, CorrespondenceOf, Write
from tests.bot.web.fake import FakeParts
from tests.bot.web.town import NOW, VIEW
from tests.bot.web.visitor import Visitor

K = "K7M-2QX4"
CASE = f"/desk/case/{K}"
EVIL = "<img src=x onerror=alert(1)>"
AT = datetime(2026, 11, 25, 18, tzinfo=UTC)
SEEN = Correspondence(
    reference=K,
    me=By.HOLDER,
    organisation="IOM Guinea",
    is_open=True,
    held=True,
    messages=(
        CaseMessage(1, By.PERSON, NOW, Content(words=EVIL, file=Enclosed.PICTURE)),
        CaseMessage(2, By.HOLDER, NOW, Content(sentence=Sentence.CAN_YOU_COME, when=AT)),
        CaseMessage(3, By.PERSON, NOW, Content(reply=Reply.ANOTHER_TIME, to=2)),
    ),
    zone="Africa/Conakry",
    today=date(2026, 11, 24),
    sentences=tuple(SENTENCES),
    meetings=(Meeting.CENTRE,),
)


@pytest.fixture
async def aminata(visitor: Visitor, parts: FakeParts) -> Visitor:
    await visitor.posts("/desk/enter/once")
    parts.town.put(VIEW, State.CLAIMED)
    parts.town.written[K] = SEEN
    return visitor


async def test_the_holder_reads_what_was_written_and_nothing_of_it_is_a_tag(aminata: Visitor):
    await aminata.goes(CASE)
    assert EVIL in aminata.text
    assert EVIL not in aminata.page
    assert "Can you come at this time?" in aminata.text
    assert "Another time" in aminata.text
    assert f'href="{CASE}/file/1"' in aminata.page


async def test_who_does_not_hold_the_case_sees_no_messages_and_is_asked_for_none(
    aminata: Visitor, parts: FakeParts
):
    parts.town.put(VIEW, State.PENDING)
    parts.town.performed.clear()
    await aminata.goes(CASE)
    assert "/write" not in aminata.page
    assert not any(isinstance(asked, CorrespondenceOf) for _, asked in parts.town.performed)


@pytest.mark.parametrize(
    ("fields", "content"),
    [
        ({"words": " Come <b>in</b>.\r\n "}, Content(words="Come <b>in</b>.")),
        (
            {"sentence": "can_you_come", "when": "2026-11-25T18:00", "where": "centre"},
            Content(sentence=Sentence.CAN_YOU_COME, when=AT),
        ),
        (
            {"sentence": "come_to", "when": "2026-11-25T18:00", "where": "centre"},
            Content(sentence=Sentence.COME_TO, when=AT, where=Meeting.CENTRE),
        ),
        (
            {"sentence": "bring", "paper_medical": "yes", "paper_identity": "yes"},
            Content(sentence=Sentence.BRING, papers=(Paper.IDENTITY, Paper.MEDICAL)),
        ),
        ({"sentence": "on_our_way"}, Content(sentence=Sentence.ON_OUR_WAY)),
    ],
)
async def test_a_message_is_passed_on_once_however_often_the_form_is_sent(
    aminata: Visitor, parts: FakeParts, fields: dict[str, str], content: Content
):
    for _ in range(2):
        await aminata.posts(f"{CASE}/write", fields)
        assert aminata.path == f"{CASE}?said=passed"
        assert "Passed on to the person." in aminata.text
        assert "notice good" in aminata.page
    assert parts.town.commands() == [Write(K, content)]


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"words": "  "},
        {"words": "x" * 2001},
        {"sentence": "no_such"},
        {"sentence": "can_you_come"},
        {"sentence": "can_you_come", "when": "teatime"},
        {"sentence": "can_you_come", "when": "2026-11-25T18:00+02:00"},
        {"sentence": "come_to", "when": "2026-11-25T18:00", "where": "elsewhere"},
        {"sentence": "bring"},
    ],
)
async def test_what_is_not_whole_is_not_sent(
    aminata: Visitor, parts: FakeParts, fields: dict[str, str]
):
    await aminata.posts(f"{CASE}/write", fields)
    assert aminata.status == 400
    assert not parts.town.commands()


@pytest.mark.parametrize(
    ("outcome", "words"),
    [
        (DoneOutcome.TOO_LATE, "This case is over."),
        (DoneOutcome.REFUSED, "I did not send it"),
    ],
)
async def test_what_is_not_taken_is_said(
    aminata: Visitor, parts: FakeParts, outcome: DoneOutcome, words: str
):
    parts.town.outcome = outcome
    await aminata.posts(f"{CASE}/write", {"words": "Hello"})
    assert words in aminata.text
    assert "notice good" not in aminata.page


async def test_that_a_person_cannot_be_reached_is_said(aminata: Visitor, parts: FakeParts):
    parts.town.reached = False
    await aminata.posts(f"{CASE}/write", {"words": "Hello"})
    assert "cannot be reached by chat now" in aminata.text


async def test_a_case_that_is_not_the_readers_takes_no_message(aminata: Visitor, parts: FakeParts):
    parts.town.written.clear()
    await aminata.posts(f"{CASE}/write", {"words": "Hello"})
    assert aminata.status == 404
    assert not parts.town.commands()


async def test_another_sites_form_and_a_visitor_without_a_session_write_nothing(
    aminata: Visitor, parts: FakeParts
):
    await aminata.posts(
        f"{CASE}/write", {"words": "Hello"}, headers={"Sec-Fetch-Site": "cross-site"}
    )
    assert aminata.status == 403
    stranger = aminata.another()
    await stranger.posts(f"{CASE}/write", {"words": "Hello"})
    await stranger.goes(f"{CASE}/file/1")
    assert stranger.status == 401
    assert not parts.town.commands()


async def test_a_case_that_is_over_can_be_read_and_not_written_in(
    aminata: Visitor, parts: FakeParts
):
    parts.town.written[K] = replace(SEEN, is_open=False)
    await aminata.goes(CASE)
    assert "Another time" in aminata.text
    assert "/write" not in aminata.page


async def test_an_open_page_hears_of_a_new_message(aminata: Visitor, parts: FakeParts):
    await aminata.goes(f"{CASE}/news?version={parts.town.cases[K].item.version}")
    assert aminata.status == 204
    parts.town.unread = 1
    await aminata.goes(f"{CASE}/news?version={parts.town.cases[K].item.version}")
    assert "This case has changed." in aminata.page


async def test_a_file_is_a_download_and_no_other_number_opens_one(
    aminata: Visitor, parts: FakeParts
):
    parts.town.files[1] = Opened("photo.jpg", "image/jpeg", b"picture")
    await aminata.goes(f"{CASE}/file/1")
    assert aminata.headers["Content-Disposition"] == "attachment; filename*=UTF-8''photo.jpg"
    assert "sandbox" in aminata.headers["Content-Security-Policy"]
    for number in ("2", "x", "1" * 40):
        await aminata.goes(f"{CASE}/file/{number}")
        assert aminata.status == 404
