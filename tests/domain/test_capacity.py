"""Places counted, held and free: never below zero, never more than were seen."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.capacity import (
    EFFECTS,
    Count,
    Effect,
    counted,
    group_of,
    holds,
    imported,
    places_now,
)
from domain.people import Company, Gender, Who
from domain.referrals import MOVES, Action, State, moves_in
from domain.services import Capacity, Eligibility, Group, ServiceType
from tests.domain.builders import DAY, NOW, service

SMALL = st.integers(0, 50)


@st.composite
def counts(draw: st.DrawFn) -> Count:
    """A count somebody could have made up to two days ago."""
    free, blocked = draw(SMALL), draw(SMALL)
    age = timedelta(hours=draw(st.integers(0, 48)))
    return counted(free + blocked + draw(SMALL), blocked, free, NOW - age, DAY)


GROUPS = st.none() | st.sampled_from(Group)


@given(
    st.dictionaries(GROUPS, counts(), min_size=1),
    st.dictionaries(GROUPS, SMALL),
)
def test_what_is_free_is_never_below_zero_nor_more_than_was_seen(known, held):
    places = places_now(known, held, NOW)

    assert places is not None
    assert places.numbers is not None
    rows = [(known.get(None), places.numbers), *((known[g], n) for g, n in places.groups)]
    for count, numbers in rows:
        if numbers.free is not None:
            assert 0 <= numbers.free <= numbers.places - numbers.blocked
        if count is not None and numbers.free is not None:
            assert numbers.free >= count.free - numbers.held
            assert numbers.free == 0 or numbers.free == count.free - numbers.held
    assert places.numbers.held == sum(held.values())


@given(st.dictionaries(GROUPS, counts(), min_size=1), st.dictionaries(GROUPS, SMALL), SMALL)
def test_holding_one_more_place_frees_none(known, held, more):
    before = places_now(known, held, NOW)
    after = places_now(known, held | {None: held.get(None, 0) + more}, NOW)

    assert before is not None
    assert after is not None
    assert before.numbers is not None
    assert after.numbers is not None
    if before.numbers.free is not None and after.numbers.free is not None:
        assert before.numbers.free - more <= after.numbers.free <= before.numbers.free


@given(counts(), SMALL, SMALL)
def test_whoever_was_held_for_and_arrives_leaves_as_many_free_as_before(count, held, arriving):
    """The place was promised: taking it changes nothing for the others."""
    held += arriving
    before = places_now({None: count}, {None: held}, NOW)
    after = places_now({None: count.after_arrival(arriving)}, {None: held - arriving}, NOW)

    assert before is not None
    assert after is not None
    if count.free >= held:
        assert before.some_free == after.some_free
        assert before.numbers is not None
        assert after.numbers is not None
        assert before.numbers.free == after.numbers.free


@pytest.mark.parametrize(("late", "free"), [(timedelta(0), None), (-timedelta(seconds=1), 3)])
def test_a_count_is_unknown_from_the_moment_it_expires(late, free):
    places = places_now({None: counted(5, 1, 3, NOW, DAY)}, {}, NOW + DAY + late)

    assert places is not None
    assert places.numbers is not None
    assert places.numbers.free == free
    assert places.some_free is (None if free is None else True)


def test_a_count_is_told_as_long_as_its_service_or_else_its_kind_says():
    beds, house = service(), service(ServiceType.SAFE_HOUSE)
    night = service(counts_hold=timedelta(hours=12))

    assert holds(night) < holds(beds) < holds(house) < holds(service(ServiceType.EDUCATION))
    assert holds(service(ServiceType.SAFE_HOUSE, counts_hold=timedelta(hours=1))) < holds(night)


def test_nothing_is_known_of_what_nobody_counted():
    assert places_now({}, {None: 3}, NOW) is None


def test_a_group_that_has_a_place_tells_it_where_the_whole_has_expired():
    old = counted(80, 0, 31, NOW - DAY, DAY)
    women = counted(10, 0, 2, NOW, DAY)

    told = places_now({None: old, Group.WOMEN: women}, {}, NOW)
    assert told is not None
    assert told.some_free is True

    full = places_now({None: old, Group.WOMEN: women}, {Group.WOMEN: 2}, NOW)
    assert full is not None
    assert full.some_free is None


def test_anyone_learns_whether_and_when_but_never_how_many():
    """Rights of look-up: capacity is for staff."""
    places = places_now(
        {None: counted(5, 0, 3, NOW, DAY), Group.MEN: counted(2, 0, 1, NOW, DAY)}, {}, NOW
    )

    assert places is not None
    shown = places.for_anyone()
    assert (shown.some_free, shown.updated) == (True, NOW)
    assert shown.numbers is None
    assert shown.groups == ()


@pytest.mark.parametrize(
    ("places", "blocked", "free"), [(-1, 0, 0), (5, -1, 0), (5, 0, -1), (5, 3, 3)]
)
def test_numbers_that_cannot_be_are_no_count(places, blocked, free):
    with pytest.raises(ValueError, match="places"):
        counted(places, blocked, free, NOW, DAY)


@given(st.integers(-5, 50), st.integers(-5, 50))
def test_an_imported_figure_is_always_a_count(places, free):
    count = imported(Capacity(places, free, NOW), DAY)

    assert 0 <= count.free <= count.places


def test_for_whom_a_place_is_needed_is_never_guessed():
    women = Eligibility(genders=frozenset({Gender.WOMEN}))

    assert group_of(Company(Who.ALONE), Eligibility()) is None
    assert group_of(Company(Who.SOMEONE_ELSE), Eligibility()) is None
    assert group_of(Company(Who.ALONE), women) is Group.WOMEN
    assert group_of(Company(Who.ALONE), Eligibility(genders=frozenset({Gender.MEN}))) is Group.MEN
    assert group_of(Company(Who.FAMILY, 2, 1), women) is Group.FAMILIES
    assert group_of(Company(Who.CHILD_ALONE), Eligibility()) is Group.CHILDREN_ALONE


# ---------------------------------------------------------------- moves


def test_every_action_has_an_effect_on_the_place():
    assert set(EFFECTS) == set(Action)


@pytest.mark.parametrize("action", MOVES[State.ACCEPTED])
def test_no_way_out_of_an_acceptance_leaves_a_place_held(action):
    """The life cycle: a place is held exactly while a request stands accepted."""
    to = MOVES[State.ACCEPTED][action].to
    if to in (State.ACCEPTED, State.AWAITING_CONSENT):
        assert EFFECTS[action] is Effect.KEEP
    else:
        assert EFFECTS[action] in (Effect.RELEASE, Effect.TAKE)


def test_a_redirect_keeps_the_place_until_the_person_has_answered():
    """The life cycle: a no leads back to the acceptance, a yes to another place."""
    assert EFFECTS[Action.REDIRECT] is EFFECTS[Action.DISAGREE] is Effect.KEEP
    assert EFFECTS[Action.AGREE] is Effect.RELEASE


@given(st.lists(st.sampled_from(Action), max_size=40), st.booleans())
def test_a_place_is_held_exactly_while_a_request_stands_accepted(actions, agreed):
    """The life cycle: also while the person is asked whether to go elsewhere."""
    state, before, held = State.CLAIMED, State.CLAIMED, False
    for action in actions:
        move = moves_in(state, before).get(action)
        if move is None or (action is Action.ACCEPT and state is State.AWAITING_CONSENT):
            continue
        to = move.otherwise if move.otherwise is not None and agreed else move.to
        if to is State.AWAITING_CONSENT and state is not State.AWAITING_CONSENT:
            before = state
        state = to
        held = {Effect.HOLD: True, Effect.KEEP: held}.get(EFFECTS[action], False)
        asked = state is State.AWAITING_CONSENT and before is State.ACCEPTED
        assert held == (state is State.ACCEPTED or asked), action


def test_only_accepting_holds_and_only_arriving_takes():
    holding = [action for action, effect in EFFECTS.items() if effect is Effect.HOLD]
    taking = [action for action, effect in EFFECTS.items() if effect is Effect.TAKE]

    assert holding == [Action.ACCEPT]
    assert taking == [Action.ARRIVED]
