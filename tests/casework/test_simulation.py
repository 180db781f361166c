"""The short form of `make simulate`: nobody is left where organisations do not answer."""

from pathlib import Path

import pytest

from benchmarks.simulate import simulate, table


@pytest.mark.timeout(300)
async def test_nobody_is_left_without_an_answer_or_without_a_word(tmp_path: Path):
    rows = await simulate(tmp_path, 12)
    assert len(rows) >= 12
    assert any(row.story.silent for row in rows)
    assert [row for row in rows if not (row.final_answer or row.alternative)] == []
    assert [row for row in rows if not row.heard_in_time] == []
    assert "social stability" in table(rows)
