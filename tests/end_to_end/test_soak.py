"""`make soak`, in short: under a constant load nothing grows, and what grows is seen."""

from __future__ import annotations

from dataclasses import asdict, replace

import pytest

from benchmarks import soak
from benchmarks.soak import Look, grown, soaked
from benchmarks.yardstick.product import Product

FLAT = Look(people=1, rss=100.0, own=80.0, files=20, outbox=3, p50=5.0, p99=20.0)


@pytest.mark.timeout(240)
async def test_files_and_messages_do_not_pile_up(
    monkeypatch: pytest.MonkeyPatch, on_sqlite: Product
) -> None:
    monkeypatch.setattr(soak, "LOOKS", 20)
    looks: list[Look] = []
    assert not await soaked(on_sqlite, 15, 1, looks)
    # How long it takes is the machine's affair, and memory still warms up in so short a time.
    still = [replace(each, rss=FLAT.rss, own=FLAT.own, p50=FLAT.p50) for each in looks]
    assert not grown(still)
    assert looks[-1].rss < 1.15 * looks[len(looks) // 2].rss


def test_what_stays_or_only_warms_up_has_not_grown() -> None:
    warming = [replace(FLAT, rss=60.0 + number) for number in range(10)]
    assert not grown([*warming, *[FLAT] * 50])
    swinging = [replace(FLAT, files=20 + number % 5, p50=5.0 + number % 7) for number in range(60)]
    assert not grown(swinging)


@pytest.mark.parametrize(
    ("name", "a_look"), [("rss", 0.5), ("own", 0.5), ("files", 1), ("outbox", 2), ("p50", 2.0)]
)
def test_what_grows_is_named(name: str, a_look: float) -> None:
    values = asdict(FLAT)
    looks = [Look(**{**values, name: values[name] + a_look * number}) for number in range(60)]
    assert [each.partition(":")[0] for each in grown(looks)] == [name]
