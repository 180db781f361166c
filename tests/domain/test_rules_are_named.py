"""Every rule is named by a test of this folder, or has a reason why not yet.

A test names rules before the colon of its docstring, as in "Routing 2, Dates: …", or, where
they are short, in its own name, as in `test_a1_requests_go_…`.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.domain.rules import LATER, RULES


def names_by_test() -> Iterator[set[str]]:
    """The rules that each test of the folder names, in small letters."""
    for path in Path(__file__).parent.glob("test_*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                head, colon, _ = (ast.get_docstring(node) or "").partition(":")
                yield {*node.name.split("_"), *(head.lower().split(", ") if colon else ())}


NAMED = frozenset().union(*names_by_test())


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule not in LATER])
def test_the_rule_is_named_by_a_test(rule):
    assert rule.lower() in NAMED


@pytest.mark.parametrize("rule", LATER)
def test_what_comes_later_is_a_rule_that_no_test_names_yet(rule):
    assert rule in RULES
    assert LATER[rule]
    assert rule.lower() not in NAMED


def test_no_rule_is_listed_twice():
    assert len(set(RULES)) == len(RULES)
