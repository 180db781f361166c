"""What a process counts of its own work: bounded, and of the right part of a histogram."""

from __future__ import annotations

from bot.measures import BOUNDS, MOST_STEPS, Measures, Outcome


def test_an_answer_counts_for_its_channel_and_in_the_part_of_its_time() -> None:
    measures = Measures()
    for seconds in (0.0, 0.001, 0.004, 60.0):
        measures.answered("web", "shelter", "where", seconds)
    spread = measures.turns["shelter", "where"]
    assert (spread.counts[0], spread.counts[2], spread.counts[-1]) == (2, 1, 1)
    assert len(spread.counts) == len(BOUNDS) + 1
    assert spread.total == 60.005
    assert measures.updates == {("web", Outcome.ANSWERED): 4}


def test_where_there_is_no_dialogue_or_no_question_yet_it_says_so() -> None:
    measures = Measures()
    measures.answered("web", "", "", 1)
    measures.answered("web", "queue", "", 1)
    assert list(measures.turns) == [("none", "none"), ("queue", "start")]


def test_however_many_steps_there_are_only_so_many_are_told_apart() -> None:
    measures = Measures()
    for number in range(MOST_STEPS + 20):
        measures.answered("web", "shelter", f"step {number}", 1)
    assert len(measures.turns) == MOST_STEPS + 1
    assert sum(measures.turns["other", "other"].counts) == 20
