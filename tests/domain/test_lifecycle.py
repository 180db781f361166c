"""The life cycle: the table of moves against the one of domain.md, row by row."""

import pytest
from msgspec.structs import replace

from domain.referrals import (
    CONTACT_RELEASED,
    MOVES,
    OPEN,
    Action,
    By,
    DeclineReason,
    Move,
    Outcome,
    Refused,
    State,
    contact_visible_to,
    decide,
)
from tests.domain.builders import AMINA, CASEWORKER, referral
from tests.domain.lifecycle_table import OTHERWISE, printed

A, S = Action, State
PERSON, HOLDER, CASEWORKERS, SUPERVISOR, COORDINATOR, SYSTEM = (
    "person",
    "holder",
    "caseworker",
    "supervisor",
    "coordinator",
    "system",
)
WITHDRAW = {A.WITHDRAW: (PERSON, S.WITHDRAWN)}
REVOKE = {A.REVOKE: (COORDINATOR, S.REVOKED)}
TO_ANOTHER_OWNER = f"{S.AWAITING_CONSENT} or {S.PENDING}"
TAKE_BACK = {A.TAKE_BACK: (COORDINATOR, TO_ANOTHER_OWNER)}
CLOSE: dict[Action, tuple[str, str]] = {A.CLOSE: (SYSTEM, S.CLOSED)}

# The rows of domain.md: state → action → (by whom, leads to).
LAW: dict[State, dict[Action, tuple[str, str]]] = {
    S.PENDING: {
        A.CLAIM: (CASEWORKERS, S.CLAIMED),
        A.OWNER_CHANGES: (SYSTEM, TO_ANOTHER_OWNER),
        **TAKE_BACK,
        **WITHDRAW,
        **REVOKE,
    },
    S.UNROUTABLE: {
        A.ROUTE: (COORDINATOR, f"{S.PENDING} or {S.AWAITING_CONSENT}"),
        A.CLAIM: (COORDINATOR, S.CLAIMED),
        **WITHDRAW,
        **REVOKE,
    },
    S.AWAITING_CONSENT: {
        A.AGREE: (PERSON, f"{S.PENDING} or {S.REDIRECTED}"),
        A.DISAGREE: (f"{PERSON}, {SYSTEM}", S.PENDING),
        **WITHDRAW,
    },
    S.CLAIMED: {
        A.ACCEPT: (HOLDER, S.ACCEPTED),
        A.DECLINE: (HOLDER, S.DECLINED),
        A.ASK: (HOLDER, S.NEEDS_INFO),
        A.PUT_BACK: (f"{HOLDER}, {SYSTEM}", S.PENDING),
        A.REASSIGN: (f"{HOLDER}, {SUPERVISOR}", S.CLAIMED),
        A.OFFER_MOVE: (HOLDER, S.AWAITING_CONSENT),
        A.REDIRECT: (HOLDER, S.AWAITING_CONSENT),
        **TAKE_BACK,
        **WITHDRAW,
        **REVOKE,
    },
    S.NEEDS_INFO: {
        A.ANSWER: (f"{PERSON}, {SYSTEM}", f"{S.CLAIMED} or {S.PENDING}"),
        A.DECLINE: (HOLDER, S.DECLINED),
        A.PUT_BACK: (f"{HOLDER}, {SYSTEM}", S.PENDING),
        A.REASSIGN: (SUPERVISOR, S.NEEDS_INFO),
        A.REDIRECT: (HOLDER, S.AWAITING_CONSENT),
        **TAKE_BACK,
        **WITHDRAW,
        **REVOKE,
    },
    S.ACCEPTED: {
        A.ARRIVED: (HOLDER, S.IN_PROGRESS),
        A.DID_NOT_COME: (HOLDER, S.DONE),
        A.CANNOT_AFTER_ALL: (HOLDER, S.CLAIMED),
        A.REASSIGN: (SUPERVISOR, S.ACCEPTED),
        A.REDIRECT: (HOLDER, S.AWAITING_CONSENT),
        **WITHDRAW,
    },
    S.IN_PROGRESS: {
        A.FINISH: (HOLDER, S.DONE),
        A.REASSIGN: (SUPERVISOR, S.IN_PROGRESS),
        A.REDIRECT: (HOLDER, S.AWAITING_CONSENT),
        **WITHDRAW,
    },
    S.DECLINED: {
        A.SEND_BACK: (SUPERVISOR, S.CLAIMED),
        A.OBJECT: (PERSON, S.PENDING),
        **WITHDRAW,
        **CLOSE,
    },
    S.DONE: {A.REOPEN: (f"{HOLDER}, {PERSON}", S.CLAIMED), **WITHDRAW, **CLOSE},
    S.WITHDRAWN: CLOSE,
    S.REVOKED: CLOSE,
    S.REDIRECTED: CLOSE,
    S.CLOSED: {},
}
EVERYBODY = frozenset(By)
ENDED = {S.WITHDRAWN, S.REVOKED, S.REDIRECTED}


def moved(state: State, action: Action, *by: By, before: State | None = None) -> Move:
    move = decide(state, action, frozenset(by) or EVERYBODY, before)
    assert isinstance(move, Move), move
    return move


def as_words(move: Move) -> tuple[str, str]:
    to = str(move.to) if move.otherwise is None else f"{move.to} or {move.otherwise}"
    return ", ".join(sorted(move.by)), to


@pytest.mark.parametrize("state", State)
def test_the_row_of_a_state_is_the_one_of_the_law(state):
    """The life cycle: neither a move more nor one less."""
    assert {action: as_words(move) for action, move in MOVES[state].items()} == LAW[state]


@pytest.mark.parametrize("state", State)
def test_a_move_that_is_not_listed_is_refused_to_everybody(state):
    """The life cycle: unlisted moves are refused."""
    for action in set(Action) - set(MOVES[state]):
        assert isinstance(decide(state, action, EVERYBODY), Refused)


@pytest.mark.parametrize("state", State)
def test_a_listed_move_is_refused_to_all_others(state):
    """The life cycle: who may do it stands in the row."""
    for action, move in MOVES[state].items():
        for by in By:
            assert isinstance(decide(state, action, frozenset({by})), Move) is (by in move.by)
        assert isinstance(decide(state, action, EVERYBODY - move.by), Refused)
        assert isinstance(decide(state, action, frozenset()), Refused)


def test_a_refusal_says_what_was_tried_and_in_which_part():
    """The life cycle: actor, action and state are recorded."""
    refused = decide(S.PENDING, A.ACCEPT, frozenset({By.CASEWORKER}))

    assert refused == Refused(A.ACCEPT, S.PENDING, By.CASEWORKER)
    assert decide(S.PENDING, A.CLAIM, frozenset()) == Refused(A.CLAIM, S.PENDING, None)


def test_only_three_moves_ask_for_a_reason():
    """The life cycle: decline, revoke, and cannot after all."""
    asked = {action for moves in MOVES.values() for action, move in moves.items() if move.reason}

    assert asked == {A.DECLINE, A.REVOKE, A.CANNOT_AFTER_ALL}
    for moves in MOVES.values():
        assert not [a for a, move in moves.items() if (a in asked) is not move.reason]


def test_the_person_may_withdraw_in_every_state_before_the_end():
    """The life cycle: what has ended closes at once by itself."""
    for state in set(State) - ENDED - {S.CLOSED}:
        assert moved(state, A.WITHDRAW, By.PERSON).to is S.WITHDRAWN
    for state in ENDED:
        assert moved(state, A.CLOSE, By.SYSTEM).to is S.CLOSED


def test_every_state_can_be_reached_and_every_action_is_in_the_table():
    """The life cycle: no state and no action without use."""
    reached = {to for moves in MOVES.values() for m in moves.values() for to in (m.to, m.otherwise)}

    assert set(State) - reached == {S.UNROUTABLE}, "which is where what cannot be routed begins"
    assert {action for moves in MOVES.values() for action in moves} == set(Action)


def test_every_referral_can_come_to_its_end():
    """The life cycle: closed is terminal, and no other state is."""
    ends = {S.CLOSED}
    for _ in State:
        ends |= {state for state, moves in MOVES.items() if {m.to for m in moves.values()} & ends}

    assert ends == set(State)
    assert [state for state, moves in MOVES.items() if not moves] == [S.CLOSED]


def test_only_the_holder_acts_on_a_claimed_case():
    """The life cycle: a supervisor may reassign; the coordinator takes back or revokes."""
    parts = frozenset({By.CASEWORKER, By.SUPERVISOR})

    allowed = {a for a in Action if isinstance(decide(S.CLAIMED, a, parts), Move)}

    assert allowed == {A.REASSIGN}


OPEN_STATES = sorted(OPEN - {S.AWAITING_CONSENT})


@pytest.mark.parametrize("before", OPEN_STATES)
def test_a_no_leads_back_to_the_state_before(before):
    """The life cycle, Open referrals: no or no reply, the state and holder before."""
    for by in (By.PERSON, By.SYSTEM):
        assert moved(S.AWAITING_CONSENT, A.DISAGREE, by, before=before).to is before


@pytest.mark.parametrize("before", OPEN_STATES)
def test_while_the_person_is_asked_the_moves_of_the_state_before_stay_open(before):
    """The life cycle, Open referrals: the old owner stays responsible until yes."""
    for action, move in MOVES[before].items():
        assert moved(S.AWAITING_CONSENT, action, before=before) == move
    for action in set(Action) - set(MOVES[before]) - set(MOVES[S.AWAITING_CONSENT]):
        assert isinstance(decide(S.AWAITING_CONSENT, action, EVERYBODY, before), Refused)


def test_the_state_before_matters_only_while_the_person_is_asked():
    """The life cycle: elsewhere the row of the state alone decides."""
    assert isinstance(decide(S.PENDING, A.ACCEPT, EVERYBODY, S.CLAIMED), Refused)


def test_a_yes_to_another_place_ends_this_referral():
    """The life cycle, Open referrals: a redirect makes a linked new one, after consent."""
    assert moved(S.AWAITING_CONSENT, A.AGREE).otherwise is S.REDIRECTED


def test_open_are_those_that_somebody_still_works_on():
    """The life cycle: neither declined nor done nor ended."""
    assert set(State) - OPEN == ENDED | {S.DECLINED, S.DONE, S.CLOSED}


@pytest.mark.parametrize("state", State)
def test_contact_is_visible_to_the_holder_of_an_accepted_case_alone(state):
    """At acceptance, The life cycle: accepted means contact released."""
    case = referral(state, holder=CASEWORKER)

    assert (state in CONTACT_RELEASED) is (state in {S.ACCEPTED, S.IN_PROGRESS})
    assert contact_visible_to(case, CASEWORKER) is (state in CONTACT_RELEASED)
    assert not contact_visible_to(case, AMINA)
    assert not contact_visible_to(replace(case, may_share=False), CASEWORKER)


def test_the_reasons_to_decline_and_the_outcomes_are_those_of_the_law():
    """The life cycle: declined and done."""
    assert set(DeclineReason) == {
        *("full", "not_eligible", "out_of_area", "service_stopped", "unsafe", "duplicate"),
        "other",
    }
    assert set(Outcome) == {"served", "partly", "not_served", "no_show", "unreachable"}


def test_a_move_with_two_ends_says_in_the_documentation_which_is_when():
    """The life cycle: printed into the documentation."""
    for moves in MOVES.values():
        for action, move in moves.items():
            assert move.otherwise is None or action in OTHERWISE


def test_the_documentation_shows_the_table(repository):
    """The life cycle: printed into the documentation."""
    page = repository / "docs" / "lifecycle.md"

    assert page.read_text("utf-8") == printed(), (
        "docs/lifecycle.md is not what the table says: "
        "python -m tests.domain.lifecycle_table > docs/lifecycle.md"
    )
