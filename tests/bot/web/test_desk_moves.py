"""A case at the desk: exactly the open moves, what each does, and what is said afterwards."""

from __future__ import annotations

import re
from typing import Any

import pytest
from msgspec.structs import replace

from bot.web.desk_choices import OFFERED
from bot.web.desk_fields import ASKS, LONGEST, Field
from bot.web.desk_moves import COMMANDS, FIELDS, LABELS, OPTIONS, Beside
from bot.web.desk_said import LET_GO, SAID, said_of
from casework.cases import SHOWN_MOVES
from domain.organisations import TeamId
from domain.people import PersonId
from domain.referrals import Action, By, Contact, DeclineReason, Outcome, Reach, State
from domain.requests import Done, DoneOutcome
from domain.requests.afterwards import Merge
from domain.requests.coordinating import OfferMove, RedirectCase, RevokeCase, RouteCase
from domain.requests.team import AddNote, AnswerColleague, PassOn, ReviewDecline
from domain.requests.working import (
    Accept,
    Arrived,
    AskPerson,
    Called,
    CannotAfterAll,
    Decline,
    Finish,
    Note,
    Proposed,
    PutBack,
    Take,
)
from domain.services import ServiceId
from tests.bot.web.fake import FakeParts
from tests.bot.web.town import ITEM, MAY, VIEW
from tests.bot.web.visitor import Visitor

K = "K7M-2QX4"
CASE = f"/desk/case/{K}"
EVIL = "<img src=x onerror=alert(1)>"


@pytest.fixture
async def aminata(visitor: Visitor) -> Visitor:
    await visitor.posts("/desk/enter/once")
    return visitor


async def does(visitor: Visitor, parts: FakeParts, move: str, fields: Any = None) -> None:
    """Send a form as the page has it that shows the case as it is."""
    seen = {"version": str(parts.town.cases[K].item.version)}
    await visitor.posts(f"{CASE}/{move}", (fields or {}) | seen)


def moves_on(page: str) -> list[str]:
    return re.findall(rf'action="{CASE}/(\w+)"', page)


def test_every_move_that_is_shown_has_form_command_and_words():
    moves = SHOWN_MOVES | {Action.OFFER_MOVE, Action.REASSIGN} | set(Beside)
    assert set(FIELDS) == set(COMMANDS) == moves
    assert set(SAID) & set(LABELS) >= moves
    assert set(ASKS) == set(Field) - {Field.NOTHING}
    assert set(ASKS) - set(LONGEST) == set(OPTIONS) | set(OFFERED) | {Field.OTHER}


@pytest.mark.parametrize("state", State)
async def test_a_case_offers_exactly_the_moves_that_are_open(
    aminata: Visitor, parts: FakeParts, state: State
):
    parts.town.put(VIEW, state)
    await aminata.goes(CASE)
    assert moves_on(aminata.page) == [*(action.value for action in MAY.get(state, ())), "note"]
    if state not in MAY:
        assert "There is nothing for you to do here now." in aminata.text


@pytest.mark.parametrize(
    ("state", "move", "fields", "command", "words"),
    [
        (State.PENDING, "claim", {}, Take(K), "It is yours."),
        (
            State.CLAIMED,
            "accept",
            {"instructions": " Come at 18:00.\r\nBring <b>warm</b> clothes. "},
            Accept(K, "Come at 18:00.\nBring <b>warm</b> clothes."),
            "Accepted. The person is told.",
        ),
        (
            State.CLAIMED,
            "accept",
            {"instructions": "Come", "send_address": "yes"},
            Accept(K, "Come", send_address=True),
            "Accepted.",
        ),
        (State.CLAIMED, "ask", {"question": "How many?"}, AskPerson(K, "How many?"), "Asked."),
        (State.CLAIMED, "decline", {"reason": "full"}, Decline(K, DeclineReason.FULL), "Declined."),
        (State.CLAIMED, "put_back", {}, PutBack(K), "It is back in the queue."),
        (State.ACCEPTED, "arrived", {}, Arrived(K), "Noted: the person arrived."),
        (State.ACCEPTED, "did_not_come", {}, Finish(K, Outcome.NO_SHOW), "did not come."),
        (
            State.ACCEPTED,
            "cannot_after_all",
            {"reason": "unsafe"},
            CannotAfterAll(K, DeclineReason.UNSAFE),
            "The case is still yours",
        ),
        (
            State.IN_PROGRESS,
            "finish",
            {"outcome": "served"},
            Finish(K, Outcome.SERVED),
            "Finished.",
        ),
    ],
)
async def test_each_move_is_done_and_said(
    aminata: Visitor,
    parts: FakeParts,
    state: State,
    move: str,
    fields: dict[str, str],
    command: Any,
    words: str,
):
    parts.town.put(VIEW, state)
    seen = {"version": str(parts.town.cases[K].item.version)}
    await aminata.posts(f"{CASE}/{move}", fields | seen)
    assert parts.town.commands() == [command]
    assert aminata.path == f"{CASE}?said={move}"
    assert words in aminata.text
    assert "notice good" in aminata.page
    # The same form again: nothing happens twice, and the words are the same.
    await aminata.posts(f"{CASE}/{move}", fields | seen)
    assert words in aminata.text
    assert parts.town.commands() == [command]


@pytest.mark.parametrize(
    ("move", "fields"),
    [
        ("accept", {}),
        ("accept", {"instructions": " \u200b "}),
        ("accept", {"instructions": "x" * 2001}),
        ("ask", {"question": ""}),
        ("decline", {}),
        ("decline", {"reason": "because"}),
        ("finish", {"outcome": "no_show"}),
        ("finish", {"outcome": "<b>"}),
    ],
)
async def test_a_form_that_is_not_complete_is_shown_again(
    aminata: Visitor, parts: FakeParts, move: str, fields: dict[str, str]
):
    parts.town.put(VIEW, State.IN_PROGRESS if move == "finish" else State.CLAIMED)
    await aminata.posts(f"{CASE}/{move}", fields)
    assert aminata.status == 400
    assert "Please fill in this field." in aminata.text
    assert not parts.town.commands()
    if "instructions" in fields:
        assert fields["instructions"].strip() in aminata.page


async def test_somebody_else_was_quicker(aminata: Visitor, parts: FakeParts):
    item = replace(ITEM, state=State.CLAIMED, taken=True)
    parts.town.cases[K] = replace(VIEW, item=item, may=())
    await aminata.posts(f"{CASE}/claim")
    assert "Somebody else was quicker." in aminata.text
    assert "notice good" not in aminata.page


async def test_what_is_not_theirs_is_refused(aminata: Visitor, parts: FakeParts):
    parts.town.outcome = DoneOutcome.REFUSED
    await does(aminata, parts, "claim")
    assert "This is not possible for you now." in aminata.text


async def test_another_question_is_not_taken_for_the_one_that_was_asked(
    aminata: Visitor, parts: FakeParts
):
    parts.town.put(VIEW, State.NEEDS_INFO, question="How many?")
    await does(aminata, parts, "ask", {"question": "How old?"})
    assert "This case has changed meanwhile" in aminata.text


@pytest.mark.parametrize("move", ["close", "withdraw", "take_back", "nonsense", "news"])
async def test_other_moves_have_no_page(aminata: Visitor, parts: FakeParts, move: str):
    await aminata.posts(f"{CASE}/{move}")
    assert aminata.status in (404, 405)
    assert not parts.town.commands()


async def test_a_case_that_is_gone_is_not_found(aminata: Visitor, parts: FakeParts):
    parts.town.cases.clear()
    await aminata.posts(f"{CASE}/claim")
    assert aminata.status == 404
    assert "I have no case for you with this reference." in aminata.text


PROPOSED = Proposed(DeclineReason.FULL, Called("Kadiatou", 2), mine=False, may_review=True)
OFFERING = replace(
    VIEW,
    may=(Action.ROUTE, Action.REDIRECT, Action.OFFER_MOVE, Action.REVOKE, Action.REASSIGN),
    item=replace(ITEM, state=State.CLAIMED, mine=True, taken=True),
    similar=("B4T-9WQF",),
    proposed=PROPOSED,
    asked_by=Called("Kadiatou", 2),
)


@pytest.mark.parametrize(
    ("move", "fields", "command", "words"),
    [
        ("route", {"team": "ministry"}, RouteCase(K, TeamId("ministry")), "with its new team"),
        (
            "redirect",
            {"place": "labe-shelter"},
            RedirectCase(K, ServiceId("labe-shelter")),
            "I ask the person.",
        ),
        ("offer_move", {}, OfferMove(K), "I ask the person."),
        ("revoke", {"why": "It has closed."}, RevokeCase(K, "It has closed."), "Ended."),
        (
            "reassign",
            {"colleague": "kadiatou"},
            PassOn(K, PersonId("kadiatou")),
            "Both of you and the person are told.",
        ),
        ("take_over", {}, AnswerColleague(K, yes=True), "It is yours now."),
        ("leave", {}, AnswerColleague(K, yes=False), "Your colleague is told."),
        ("note", {"note": "Call first."}, AddNote(K, "Call first."), "Noted."),
        ("merge", {"other": "B4T-9WQF"}, Merge(K, "B4T-9WQF"), "Merged."),
        (
            "agree_to_no",
            {"reason": "full"},
            ReviewDecline(K, DeclineReason.FULL, yes=True),
            "Declined.",
        ),
        (
            "give_back",
            {"reason": "full", "word": "Two are free."},
            ReviewDecline(K, DeclineReason.FULL, yes=False, words="Two are free."),
            "with your words",
        ),
    ],
)
async def test_what_asks_for_more_is_offered_done_and_said(
    aminata: Visitor,
    parts: FakeParts,
    move: str,
    fields: dict[str, str],
    command: Any,
    words: str,
):
    parts.town.cases[K] = OFFERING
    await aminata.goes(CASE)
    for name, value in fields.items():
        if name not in LONGEST:
            assert f'name="{name}" value="{value}"' in aminata.page
    await does(aminata, parts, move, {"nothing": "else"})
    assert (aminata.status == 400) is bool(fields)
    parts.town.cases[K] = OFFERING
    parts.town.performed.clear()
    await does(aminata, parts, move, fields)
    assert parts.town.commands() == [command]
    assert words in aminata.text


async def test_what_a_no_waits_for_and_what_seems_the_same_is_told(
    aminata: Visitor, parts: FakeParts
):
    notes = (Note(ITEM.submitted, By.SUPERVISOR, EVIL),)
    parts.town.cases[K] = replace(OFFERING, perhaps=("C6D-3XQH",), notes=notes)
    await aminata.goes(CASE)
    assert "Kadiatou wants to decline, and somebody else should agree." in aminata.text
    assert "There is no free place now." in aminata.text
    assert "Kadiatou asks you to take it over." in aminata.text
    assert "C6D-3XQH gives the same phone number." in aminata.text
    assert 'href="/desk/case/C6D-3XQH"' in aminata.page
    assert "supervisor:" in aminata.text
    assert EVIL not in aminata.page
    mine = replace(PROPOSED, mine=True, may_review=False)
    parts.town.cases[K] = replace(OFFERING, proposed=mine)
    await aminata.goes(CASE)
    assert "You want to decline. A colleague looks at it first." in aminata.text
    assert not {"agree_to_no", "give_back"} & set(moves_on(aminata.page))


async def test_a_no_that_a_colleague_looks_at_is_not_said_to_be_said(
    aminata: Visitor, parts: FakeParts
):
    proposed = replace(PROPOSED, mine=True, may_review=False)
    parts.town.cases[K] = replace(
        OFFERING, proposed=proposed, item=replace(OFFERING.item, version=2)
    )
    await aminata.posts(f"{CASE}/decline", {"reason": "full", "version": "1"})
    assert "A colleague looks at it first." in aminata.text


async def test_where_there_is_nothing_to_choose_the_page_says_so(
    aminata: Visitor, parts: FakeParts
):
    parts.town.cases[K] = OFFERING
    parts.town.nothing_to_choose = True
    await aminata.goes(CASE)
    assert "I know no colleague who can take this over now." in aminata.text
    assert "I know no other place nearby that could take this request." in aminata.text


async def test_what_was_written_on_a_page_that_is_old_stays_and_nothing_is_done(
    aminata: Visitor, parts: FakeParts
):
    parts.town.put(VIEW, State.CLAIMED)
    old = {"version": "1", "instructions": "Come to the gate."}
    await aminata.posts(f"{CASE}/accept", old)
    assert aminata.status == 409
    assert not parts.town.commands()
    assert "This case has changed meanwhile, so nothing was done." in aminata.text
    assert "Come to the gate." in aminata.page
    assert f'name="version" value="{parts.town.cases[K].item.version}"' in aminata.page


async def test_a_case_that_went_to_another_team_is_told_in_the_queue(
    aminata: Visitor, parts: FakeParts
):
    parts.town.cases[K] = OFFERING
    parts.town.forgets_routed = True
    await does(aminata, parts, "route", {"team": "ministry"})
    assert aminata.path == "/desk?said=route"
    assert "It is with its new team." in aminata.text


# ---------------------------------------------------------------- what is shown


async def test_contact_is_shown_when_it_is_given_and_not_otherwise(
    aminata: Visitor, parts: FakeParts
):
    await aminata.goes(CASE)
    assert "How to reach the person" not in aminata.text
    contact = Contact(Reach.PHONE, "+224 620 00 00 00", safe_to_write=False, name=EVIL)
    parts.town.put(VIEW, State.ACCEPTED, contact=contact)
    await aminata.goes(CASE)
    assert "How to reach the person" in aminata.text
    assert "+224 620 00 00 00" in aminata.text
    assert "Not safe: others may read or hear it." in aminata.text
    assert EVIL not in aminata.page


async def test_a_gated_contact_is_explained(aminata: Visitor, parts: FakeParts):
    parts.town.put(VIEW, State.ACCEPTED, may_share=False)
    await aminata.goes(CASE)
    assert "Name and contact may not be shown to your organisation." in aminata.text


async def test_hostile_words_are_words(aminata: Visitor, parts: FakeParts):
    parts.town.put(
        replace(VIEW, address=EVIL),
        State.CLAIMED,
        question=EVIL,
        answer=EVIL,
        instructions=EVIL,
    )
    view = parts.town.cases[K]
    item = replace(view.item, centre=EVIL, city=EVIL, language=EVIL)
    parts.town.cases[K] = replace(view, item=item)
    for path in (CASE, "/desk", "/desk/queue"):
        await aminata.goes(path)
        assert "<img" not in aminata.page
        assert "&lt;img" in aminata.page


async def test_the_address_can_be_sent_only_where_there_is_one(aminata: Visitor, parts: FakeParts):
    parts.town.put(VIEW, State.CLAIMED)
    await aminata.goes(CASE)
    assert "send_address" not in aminata.page
    parts.town.put(replace(VIEW, address="Villa 12"), State.CLAIMED)
    await aminata.goes(CASE)
    assert 'name="send_address"' in aminata.page
    assert "Villa 12" in aminata.text


async def test_a_change_of_an_open_case_is_announced(aminata: Visitor, parts: FakeParts):
    await aminata.goes(CASE)
    news = re.search(rf'hx-get="({CASE}/news[^"]+)"', aminata.page)
    assert news
    await aminata.goes(news[1])
    assert aminata.status == 204
    parts.town.put(VIEW, State.CLAIMED)
    await aminata.goes(news[1])
    assert "This case has changed." in aminata.page
    parts.town.cases.clear()
    await aminata.goes(news[1])
    assert "This case has changed." in aminata.page


@pytest.mark.parametrize(
    ("state", "said"),
    [
        (State.CLAIMED, Action.CANNOT_AFTER_ALL),
        (State.PENDING, LET_GO),
        (State.AWAITING_CONSENT, LET_GO),
    ],
)
def test_a_promise_that_is_taken_back_says_whether_the_case_stays(state: State, said: str):
    assert said_of(Action.CANNOT_AFTER_ALL, Done(DoneOutcome.DONE, state)) == said
