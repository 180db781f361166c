"""Every rule is named by a test or shown by a transcript.

A test names rules before the colon of its docstring, as in "Routing 2, Dates: …", or, where
they are short, in its own name, as in `test_a1_requests_go_…`.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.domain.rules import RULES, SHOWN

TESTS = Path(__file__).parent.parent
TRANSCRIPTS = TESTS / "conversations" / "transcripts"
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def names_by_test() -> Iterator[set[str]]:
    """The rules that each test names, in small letters."""
    for path in sorted(TESTS.rglob("test_*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, FUNCTIONS) and node.name.startswith("test_"):
                head, colon, _ = (ast.get_docstring(node) or "").partition(":")
                yield {*node.name.split("_"), *(head.lower().split(", ") if colon else ())}


NAMED = frozenset().union(*names_by_test())


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule not in SHOWN])
def test_the_rule_is_named_by_a_test(rule):
    assert rule.lower() in NAMED


@pytest.mark.parametrize("rule", SHOWN)
def test_the_rule_is_shown_by_a_transcript(rule):
    assert rule in RULES
    assert all((TRANSCRIPTS / f"{name}.txt").is_file() for name in SHOWN[rule])


def test_no_rule_is_listed_twice():
    assert len(set(RULES)) == len(RULES)
