"""What docs/faults.md promises: every test that it names is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "faults.md").read_text("utf-8")
NAMED = sorted(
    set(re.findall(r"`((?:end_to_end|storage|bot|casework)/[\w/]+\.py)(?:::(\w+))?`", PAGE))
)


def test_the_page_names_tests():
    assert len(NAMED) > 25


@pytest.mark.parametrize(("file", "test"), NAMED)
def test_what_is_named_is_there(file: str, test: str):
    words = (ROOT / "tests" / file).read_text("utf-8")
    assert re.search(rf"def {test}\(" if test else r"def test_", words)
