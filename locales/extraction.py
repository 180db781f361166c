"""Extraction: every text in the sources, with the words that its author wrote for translators.

Python: `t("…")` and `tn("…", "…", n)`. Templates of pages: the same, and `_("…")`; there a
comment is `{# Translators: … #}`.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from tokenize import COMMENT, NAME, NEWLINE, TokenInfo, tokenize

from babel.messages.catalog import Catalog
from babel.messages.extract import extract, extract_python
from jinja2.ext import babel_extract

ROOT = Path(__file__).parent.parent
TAG = "Translators:"
KEYWORDS: Mapping[str, tuple[int, ...] | None] = {"t": None, "tn": (1, 2), "_": None}
PYTHON = ("conversations", "bot", "locales")
PAGES = ("bot/web/templates",)
PAGE_TYPES = (".html", ".txt", ".xml", ".j2", ".jinja")


@dataclass(frozen=True)
class Found:
    """A text in a source file; `comments` are empty where its author wrote none."""

    path: str
    line: int
    message: str | tuple[str, str]
    comments: tuple[str, ...]


def sources(root: Path = ROOT) -> Iterator[Path]:
    """Give the files that may hold texts, in an order that stays."""
    for package in PYTHON:
        yield from sorted((root / package).rglob("*.py"))
    for folder in PAGES:
        for path in sorted((root / folder).rglob("*")):
            if path.suffix in PAGE_TYPES:
                yield path


def texts(root: Path = ROOT) -> Iterator[Found]:
    """Give every text in the sources, in order."""
    for path in sources(root):
        name = path.relative_to(root).as_posix()
        source = path.read_bytes()
        method = _python if path.suffix == ".py" else babel_extract
        options = {"encoding": "utf-8", "silent": "false"}
        for line, message, comments, _ in extract(
            method, BytesIO(source), KEYWORDS, (TAG,), options
        ):
            yield Found(name, line, message, tuple(comments))


def _python(
    file: BytesIO,
    keywords: Mapping[str, object],
    comment_tags: tuple[str, ...],
    options: dict[str, str],
) -> Iterator[tuple[int, str, object, list[str]]]:
    """Extract as Babel does, but take a comment also where the call begins lines below it."""
    said = _comments(file.getvalue())
    for line, name, message, _ in extract_python(file, keywords, comment_tags, options):
        yield line, name, message, said.get(line, [])


def _comments(source: bytes) -> dict[int, list[str]]:
    """Find for each line with a text the comment that was written for it.

    A comment serves the first line with texts that follows it in the same statement.
    """
    found: dict[int, list[str]] = {}
    comment: list[str] = []
    last = served = 0
    for token, following in pairwise(tokenize(BytesIO(source).readline)):
        line = token.start[0]
        words = token.string.lstrip("# ").rstrip()
        if token.type == COMMENT and words.startswith(TAG):
            comment, last, served = [words.removeprefix(TAG).strip()], line, 0
        elif token.type == COMMENT and comment and line == last + 1:
            comment, last = [*comment, words], line
        elif _begins_text(token, following):
            if comment and served in (0, line):
                found[line] = comment
                served = line
        elif token.type == NEWLINE:
            comment = []
    return found


def _begins_text(token: TokenInfo, following: TokenInfo) -> bool:
    return token.type == NAME and token.string in KEYWORDS and following.string == "("


def not_literal(root: Path = ROOT) -> Iterator[tuple[str, int]]:
    """Give file and line of each t(…) whose text stands not there itself: nobody translates it."""
    for path in sources(root):
        if path.suffix != ".py" or path.name == "text.py":
            continue
        tree = ast.parse(path.read_bytes())
        if not _imports_texts(tree):
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and not _literal(node):
                yield path.relative_to(root).as_posix(), node.lineno


def _imports_texts(tree: ast.Module) -> bool:
    return any(
        isinstance(node, ast.ImportFrom) and node.module == "conversations.text"
        for node in ast.walk(tree)
    )


def _literal(call: ast.Call) -> bool:
    if not isinstance(call.func, ast.Name) or call.func.id not in ("t", "tn"):
        return True
    wanted = call.args[: 1 if call.func.id == "t" else 2]
    return bool(wanted) and all(
        isinstance(each, ast.Constant) and isinstance(each.value, str) for each in wanted
    )


def template(root: Path = ROOT) -> Catalog:
    """Gather the texts into one catalog without translations, in the order of the sources."""
    gathered = Catalog()
    for found in texts(root):
        gathered.add(found.message, locations=[(found.path, 0)], auto_comments=list(found.comments))
    return gathered
