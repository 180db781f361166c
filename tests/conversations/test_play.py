"""The player itself: a transcript that does not fit fails, and the failure can be read."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conversations.play import NotAsWritten, Player, translated
from tests.conversations.sample import sample_database
from tests.conversations.side import plain, unsigned
from tests.conversations.stage import direct

START = "> /shelter\n"

WRONG = [
    "< How old is the moon?",
    "< How old are you?\n< How old are you?",
    "- How old are you?",
    "[Send it]",
    "-[Under 18]",
    "! Send it",
    "< {{Nobody says this}}",
    "caseworker< How old are you?",
    "% 1 request is recorded",
    "% pigs fly",
    "% the audit has a refused claim by person",
    "% person cannot forward the last message",
    "% person hears nothing",
    "? what",
]


@pytest.mark.parametrize("wrong", WRONG)
async def test_what_does_not_fit_fails(wrong: str, tmp_path: Path) -> None:
    async with sample_database(tmp_path) as database:
        with pytest.raises(NotAsWritten):
            await Player(database, direct=direct).play(START + wrong)


async def test_a_failure_shows_the_line_and_the_conversation_so_far(tmp_path: Path) -> None:
    async with sample_database(tmp_path) as database:
        with pytest.raises(NotAsWritten) as failed:
            await Player(database, direct=direct).play(START + "\n# a note\n< Who needs help?")
    told = str(failed.value).split("\n")
    assert told[:2] == ["line 4: < Who needs help?", "person did not hear this"]
    assert "> /shelter" in told
    assert "    person< How old are you?" in told
    assert "    person [Under 18]" in told


async def test_a_translated_line_stands_for_any_values(tmp_path: Path) -> None:
    story = """
% person's phone speaks fr
> /centre Conakry
< {{This place is run together by {managers}.}}
"""
    async with sample_database(tmp_path) as database:
        await Player(database, direct=direct).play(story)


def test_a_text_that_the_bot_does_not_say_has_no_translation() -> None:
    with pytest.raises(AssertionError):
        translated("Nobody says this", "fr")


def test_a_label_is_read_without_its_sign() -> None:
    assert unsigned("➡️ No, go on") == "No, go on"
    assert unsigned("1. Tanger flats") == "Tanger flats"
    assert unsigned("Only me") == "Only me"
    assert plain("\u2067مأوى\u2069") == "مأوى"
