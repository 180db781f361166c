"""Metrics: what this process has counted and how the database stands, as Prometheus reads it.

prometheus-client is read in with the first question for them. What each number is stands in
METRICS; docs/operations.md says what to watch.
"""

from __future__ import annotations

import asyncio
import platform
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib.metadata import version
from itertools import accumulate
from time import monotonic
from typing import TYPE_CHECKING

from bot.measures import BOUNDS, Measures
from bot.office import Office
from domain.directory import Directory
from domain.organisations import TeamId
from storage import standing
from storage.database import StorageUnavailable
from storage.promises import Promises, promises
from storage.standing import Parked, Waiting

if TYPE_CHECKING:
    from prometheus_client.core import Metric

KEPT_SECONDS = 15.0
PROMISES_OF = timedelta(hours=24)

# Name → what it counts, and its labels.
METRICS: dict[str, tuple[str, tuple[str, ...]]] = {
    "passerelle_updates": ("Messages by what became of them", ("channel", "outcome")),
    "passerelle_turn_seconds": ("From a message to its commit", ("dialogue", "step")),
    "passerelle_failures": ("Failures of what happens by itself", ("work",)),
    "passerelle_telegram_floods": ("Times that Telegram told to wait (429)", ()),
    "passerelle_outbox_messages": ("Messages that wait to be sent", ("channel",)),
    "passerelle_outbox_age_seconds": ("Age of the oldest of them", ("channel",)),
    "passerelle_queue_referrals": ("Referrals that nobody has taken", ("organisation",)),
    "passerelle_queue_age_seconds": ("How long the oldest of them waits", ("organisation",)),
    "passerelle_parked_updates": ("Messages set aside as they failed", ("channel", "reason")),
    "passerelle_promises_due": ("Answers promised for within the last 24 hours", ()),
    "passerelle_promises_missed": ("Of these, those without any answer by then", ()),
    "passerelle_database_up": ("Whether the database answered: 1 or 0", ()),
    "passerelle_build_info": ("What runs", ("version", "python")),
}
COUNTERS = frozenset({"passerelle_updates", "passerelle_failures", "passerelle_telegram_floods"})

Sample = tuple[tuple[str, ...], float]


@dataclass(frozen=True, slots=True)
class Standing:
    """What was read of the database; `at`: the instant, aware UTC."""

    at: datetime
    directory: Directory
    unsent: tuple[Waiting, ...]
    queues: tuple[Waiting, ...]
    parked: tuple[Parked, ...]
    promises: Promises


class Metrics:
    """Tells the metrics of an office. `floods`: how often Telegram has told to wait.

    The database is asked at most once in KEPT_SECONDS, whoever asks how often.
    """

    def __init__(self, office: Office, floods: Callable[[], int] = lambda: 0) -> None:
        self.office = office
        self.floods = floods
        self._turn = asyncio.Lock()
        self._until = 0.0
        self._known: Standing | None = None

    async def text(self) -> bytes:
        """Word them in Prometheus' text format; without those of a database that is away."""
        from prometheus_client import REGISTRY, generate_latest

        own = _Given([*self._counted(), *_stood(await self._standing())])
        # The registry's own are about the process: memory, files, the collection of garbage.
        return generate_latest(REGISTRY) + generate_latest(own)

    def _counted(self) -> Iterator[Metric]:
        measures = self.office.measures
        yield _family("passerelle_build_info", [((version("passerelle"), _python()), 1)])
        yield _family("passerelle_updates", [(k, n) for k, n in measures.updates.items()])
        failures = [((work,), number) for work, number in measures.failures.items()]
        yield _family("passerelle_failures", failures)
        yield _family("passerelle_telegram_floods", [((), self.floods())])
        yield _turns(measures)

    async def _standing(self) -> Standing | None:
        async with self._turn:
            if monotonic() >= self._until:
                try:
                    self._known = await self._read()
                except StorageUnavailable:
                    self._known = None
                self._until = monotonic() + KEPT_SECONDS
        return self._known

    async def _read(self) -> Standing:
        now = self.office.clock()
        async with self.office.database.transaction() as tx:
            directory = await self.office.directory.current(tx)
            return Standing(
                now,
                directory,
                await standing.unsent(tx, now),
                await standing.queues(tx, [team.id for team in directory.teams]),
                await standing.set_aside(tx),
                await promises(tx, now - PROMISES_OF, now),
            )


class _Given:
    """A collection that is there already, as `generate_latest` takes it."""

    def __init__(self, families: Iterable[Metric]) -> None:
        self._families = families

    def collect(self) -> Iterable[Metric]:
        return self._families


def _python() -> str:
    return platform.python_version()


def _family(name: str, samples: Iterable[Sample]) -> Metric:
    from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily

    words, labels = METRICS[name]
    kind = CounterMetricFamily if name in COUNTERS else GaugeMetricFamily
    family = kind(name, words, labels=labels)
    for values, number in samples:
        family.add_metric(values, number)
    return family


def _turns(measures: Measures) -> Metric:
    from prometheus_client.core import HistogramMetricFamily

    words, labels = METRICS["passerelle_turn_seconds"]
    family = HistogramMetricFamily("passerelle_turn_seconds", words, labels=labels)
    bounds = [*(f"{bound:g}" for bound in BOUNDS), "+Inf"]
    for where, spread in measures.turns.items():
        counts = list(zip(bounds, accumulate(spread.counts), strict=True))
        family.add_metric(where, counts, spread.total)
    return family


def _stood(found: Standing | None) -> Iterator[Metric]:
    yield _family("passerelle_database_up", [((), found is not None)])
    if found is None:
        return
    yield from _waiting("passerelle_outbox", "messages", found.at, found.unsent)
    yield from _waiting("passerelle_queue", "referrals", found.at, by_organisation(found))
    parked = [((each.channel, each.reason), each.number) for each in found.parked]
    yield _family("passerelle_parked_updates", parked)
    yield _family("passerelle_promises_due", [((), found.promises.due)])
    yield _family("passerelle_promises_missed", [((), found.promises.missed)])


def _waiting(queue: str, what: str, at: datetime, waiting: Sequence[Waiting]) -> Iterator[Metric]:
    yield _family(f"{queue}_{what}", [((each.where,), each.number) for each in waiting])
    ages = [((each.where,), (at - each.oldest).total_seconds()) for each in waiting]
    yield _family(f"{queue}_age_seconds", ages)


def by_organisation(found: Standing) -> tuple[Waiting, ...]:
    """Add the queues of an organisation's teams up, under its name."""
    added: dict[str, Waiting] = {}
    for each in found.queues:
        team = found.directory.team(TeamId(each.where))
        name = found.directory.organisation(team.organisation).name
        before = added.get(name, Waiting(name, 0, each.oldest))
        oldest = min(before.oldest, each.oldest)
        added[name] = Waiting(name, before.number + each.number, oldest)
    return tuple(added.values())
