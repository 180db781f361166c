"""The canary: what people say in any dialogue is in no log, metric, trace, report or parked row.

Stories that lead through every dialogue are played; each message fails once with an error that
quotes all that was said and answered, and one fails every time.
"""

from __future__ import annotations

import logging
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from sqlalchemy import select
from structlog.testing import capture_logs

from bot import turn
from bot.doctor import examine
from bot.measures import Measures
from bot.metrics import Metrics
from bot.settings import Settings
from bot.traces import trace
from conversations.dialogue import Given, Pressed, SharedFile, SharedPhone, Typed
from conversations.exchange import Conversation, Exchange, Setting, exchange
from conversations.flows import FLOWS
from storage.database import Database
from storage.tables import parked_updates
from tests.bot.reports import reports_kept
from tests.conversations.play import Player
from tests.conversations.sample import sample_database
from tests.conversations.stage import direct
from tests.conversations.test_transcripts import STORIES

pytestmark = pytest.mark.timeout(240)

KEY = "dGVzdHMgb25seTogb3BlbnMgbm90aGluZyBhdCBhbGw="
POISON = "Zeinabou Tiguidanke, +224 620 55 44 33, I hide in Matam"
REST = """
> hello
% caseworker is caseworker of gn-social-affairs-conakry
caseworker> /desk
caseworker^ !name
caseworker> Fatoumata Binta
caseworker^ !rota
caseworker> Monday to Friday
caseworker^ !merge/ABC-2345/DEF-6789
"""
TOLD: dict[str, str] = {
    **{name: STORIES[name] for name in (
        "absence_hands_cases_back", "agenda_in_arabic", "beds_of_another_organisation",
        "complaint_answered", "coordinator_takes_back", "decline_is_reviewed",
        "did_the_help_come", "documents_attached_and_fetched", "figures_in_french",
        "forget_me_with_nothing_sent", "handover_of_poi_pet", "joining", "my_requests",
        "not_yours_to_confirm", "note_for_the_team", "passed_to_a_colleague_who_agrees",
        "person_and_caseworker_write", "quiet_hours", "report_a_mistake",
        "supervisor_assigns_what_waits", "topics_of_a_team_in_arabic",
    )},
    "the rest": REST,
}  # fmt: skip


class Quoting(Exception):
    """A failure that repeats what was said, as a library's may."""


class Sabotage:
    """Lets each message fail the first time it is tried, after all is done; POISON always."""

    def __init__(self) -> None:
        self.tries: Counter[int] = Counter()
        self.said: list[Given] = []

    async def __call__(self, before: Conversation, given: Given, setting: Setting) -> Exchange:
        after = await exchange(before, given, setting)
        self.tries[id(given)] += 1
        if self.tries[id(given)] == 1:
            self.said.append(given)  # kept, so that no other gets its id
            raise Quoting(f"{given} {before} {after}")
        if given == Typed(POISON):
            raise Quoting(POISON)
        return after


def planted(said: list[Given], names: str) -> set[str]:
    """Give what people said in their own words; short words, commands and public names are none."""
    words = {each.words for each in said if isinstance(each, Typed)}
    words |= {each.number for each in said if isinstance(each, SharedPhone)}
    words |= {each.name for each in said if isinstance(each, SharedFile)}
    own = {each for each in words if len(each) > 4 and not each.startswith("/")}
    return {each for each in own if each not in names}


async def parked_rows(database: Database) -> list[Any]:
    async with database.transaction() as tx:
        return list(await tx.connection.execute(select(parked_updates)))


async def test_nothing_that_is_said_in_any_dialogue_is_told_elsewhere(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    capsys: pytest.CaptureFixture[str],
) -> None:
    caplog.set_level(logging.DEBUG)
    heard: set[str] = set()
    for name, story in TOLD.items():
        sabotage, measures, spans = Sabotage(), Measures(), InMemorySpanExporter()
        end_traces = trace(measures, "http://collector.invalid", spans)
        monkeypatch.setattr(turn, "exchange", sabotage)
        (tmp_path / name).mkdir()
        async with sample_database(tmp_path / name) as database:
            with reports_kept() as reports, capture_logs([reports.processor]) as logs:
                player = Player(database, direct=direct)
                await played(player, measures, story)
                await player.turns.handle(player.side().says(Typed(POISON)))
            rows = await parked_rows(database)
            text = (await Metrics(player.office).text()).decode()
            url = f"sqlite:///{tmp_path / name / 'passerelle.db'}"
            await examine(Settings(tmp_path, url, (KEY,)))
            names = str([each.name for each in (await directory_of(player)).organisations])

        end_traces()
        heard |= {dialogue for dialogue, _ in measures.turns}
        traces = "\n".join(span.to_json() for span in spans.get_finished_spans())
        found = capsys.readouterr().out
        told = "\n".join([str(logs), caplog.text, text, str(rows), found, traces, reports.text])
        assert "turn failed" in str(logs)
        assert "parked update" in found
        assert '"outcome": "parked"' in traces
        assert "Quoting" in reports.text
        assert len(rows) == 1
        words = {*planted(sabotage.said, names), *POISON.split(", ")}
        codes = {each.code for each in sabotage.said if isinstance(each, Pressed)}
        assert not [each for each in words | codes if each in told], name
    assert set(FLOWS) <= heard


async def played(player: Player, measures: Measures, story: str) -> None:
    """Play a story; it is counted on when the story starts the program anew."""
    begin = player.start

    def start() -> None:
        begin()
        player.office.measures = measures

    player.start = start  # type: ignore[method-assign]
    player.office.measures = measures
    await player.play(story)


async def directory_of(player: Player) -> Any:
    async with player.database.transaction() as tx:
        return await player.office.directory.current(tx)


def test_public_names_short_words_and_commands_are_not_planted() -> None:
    said: list[Given] = [Typed("Zeinabou"), Typed("/case ABC"), Typed("yes"), Typed("IOM Guinea")]
    assert planted(said, "['IOM Guinea']") == {"Zeinabou"}
