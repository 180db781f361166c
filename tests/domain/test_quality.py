"""Small numbers: a hidden count may still be anything under 5, whatever else is told."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.quality import SMALLEST_SHOWN, Fate, Part, Untold, safe_parts, safe_row

COUNTS = st.fixed_dictionaries({fate: st.integers(0, 12) for fate in Fate})


def test_large_counts_are_told_with_their_sum():
    """Decisions, Small numbers."""
    row = safe_row({Fate.ACCEPTED: 30, Fate.DECLINED: 7, Fate.WITHDRAWN: 5, Fate.UNANSWERED: 9})
    assert [count for _, count in row.counts] == [30, 7, 5, 9]
    assert row.total == 51


def test_one_small_count_hides_itself_and_the_sum():
    """C4, Small numbers: else the sum less the others would tell it."""
    row = safe_row({Fate.ACCEPTED: 30, Fate.DECLINED: 4, Fate.WITHDRAWN: 5, Fate.UNANSWERED: 9})
    assert dict(row.counts)[Fate.DECLINED] is None
    assert row.total is None


def test_nothing_counted_reads_as_small():
    """Decisions, Small numbers: that there was none is a small number too."""
    assert safe_row({}).total is None
    assert {count for _, count in safe_row({}).counts} == {None}


@given(COUNTS, st.integers(0, SMALLEST_SHOWN - 1), st.sampled_from(list(Fate)))
def test_a_hidden_count_cannot_be_computed(counts, other, fate):
    """Decisions, Small numbers: what is told is the same for every value a hidden one may have."""
    row = safe_row(counts)
    if dict(row.counts)[fate] is None:
        assert safe_row({**counts, fate: other}) == row


@given(COUNTS)
def test_no_number_under_five_is_told(counts):
    """Decisions, Small numbers."""
    row = safe_row(counts)
    assert all(count is None or count >= SMALLEST_SHOWN for _, count in row.counts)


def test_a_negative_count_is_refused():
    """A mistake in counting must not pass."""
    with pytest.raises(ValueError, match="below 0"):
        safe_row({Fate.ACCEPTED: -1})


# ---------------------------------------------------------------- parts of a sum that is told


def fates_that_read_alike(parts, below):
    """Every way in which a sum may fall into parts, by what of it is told."""
    alike: dict[tuple[int, tuple[Part, ...]], list[tuple[int, ...]]] = {}
    for each in itertools.product(range(below), repeat=parts):
        if SMALLEST_SHOWN <= sum(each) < below:
            alike.setdefault((sum(each), safe_parts(each)), []).append(each)
    return alike


@pytest.mark.parametrize(("parts", "below"), [(2, 40), (3, 30), (4, 19)])
def test_nobody_learns_of_a_small_part_from_the_sum(parts, below):
    """Decisions, Small numbers: whoever knows the rule still holds all from 0 to 4 possible."""
    for (_, told), possible in fates_that_read_alike(parts, below).items():
        for place, part in enumerate(told):
            values = {each[place] for each in possible}
            if part is Untold.FEW:
                assert values == set(range(SMALLEST_SHOWN)), told
            elif part is Untold.HIDDEN:
                assert len(values) > 1, told


def test_large_parts_are_told():
    """Decisions, Small numbers: nothing is hidden without need."""
    assert safe_parts([5, 6, 70]) == (5, 6, 70)


def test_the_least_wanted_part_is_hidden_with_a_small_one():
    """Decisions, Small numbers: else the sum less the others would tell the small one."""
    assert safe_parts([20, 9, 2]) == (Untold.HIDDEN, 9, Untold.FEW)


@given(st.lists(st.integers(0, 40), min_size=2, max_size=8))
def test_no_part_under_five_is_told(parts):
    """Decisions, Small numbers."""
    for part, said in zip(parts, safe_parts(parts), strict=True):
        assert isinstance(said, Untold) or said == part >= SMALLEST_SHOWN
        assert said is not Untold.FEW or part < SMALLEST_SHOWN
