"""Extraction: every text in the sources, with the words that its author wrote for translators.

Python: `t("…")` and `tn("…", "…", n)`. Templates of pages: the same, and `_("…")`; there a
comment is `{# Translators: … #}`.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from tokenize import (
    COMMENT,
    DEDENT,
    ENCODING,
    INDENT,
    NAME,
    NEWLINE,
    NL,
    STRING,
    TokenInfo,
    tokenize,
)
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract, extract_python
from jinja2.ext import babel_extract

ROOT = Path(__file__).parent.parent
TAG = "Translators:"
LAYOUT = (NL, INDENT, DEDENT, ENCODING)
KEYWORDS: Mapping[str, tuple[int, ...] | None] = {"t": None, "tn": (1, 2), "_": None}
PYTHON = ("conversations", "bot", "locales")
PAGES = ("bot/web/templates",)
PAGE_TYPES = (".html", ".txt", ".xml", ".j2", ".jinja")


@dataclass(frozen=True)
class Found:
    """A text in a source file; `comments` are empty where its author wrote none."""

    path: str
    line: int
    message: str | tuple[str, ...]
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
        method: Callable[..., Any] = _python if path.suffix == ".py" else babel_extract
        options = {"encoding": "utf-8", "silent": "false"}
        for line, message, comments, _ in extract(
            method, BytesIO(source), KEYWORDS, (TAG,), options
        ):
            yield Found(name, line, message, tuple(comments))


def _python(file: Any, keywords: Any, comment_tags: Any, options: Any) -> Iterator[Any]:
    """Extract as Babel does, but take a comment also where the call begins lines below it."""
    said = _comments(file.getvalue())
    for line, name, message, _ in extract_python(file, keywords, comment_tags, options):
        yield line, name, message, said.get(line, [])


def _comments(source: bytes) -> dict[int, list[str]]:
    """Find for the line where each text begins the comment that was written for it."""
    reader = _CommentReader()
    for token, following in pairwise(tokenize(BytesIO(source).readline)):
        reader.take(token, following)
    return reader.found


@dataclass
class _CommentReader:
    """A comment above a statement serves all its texts; one inside it, the next line with any."""

    found: dict[int, list[str]] = field(default_factory=dict)
    above: list[str] = field(default_factory=list)
    inside: list[str] = field(default_factory=list)
    latest: list[str] = field(default_factory=list)
    ended: int = 0  # the line of the latest comment
    served: int = 0  # the line that the comment inside has served
    begun: bool = False  # the statement has
    awaiting: bool = False  # the words of a text, whose call has begun
    text: int = 0  # the line that Babel calls theirs: of the first token in the brackets

    def take(self, token: TokenInfo, following: TokenInfo) -> None:
        """Take the next token."""
        if token.type == COMMENT:
            self.text = self.text or token.start[0]
            self.comment(token.string.lstrip("# ").rstrip(), token.start[0])
        elif token.type == NEWLINE:
            self.above, self.inside, self.latest, self.begun = [], [], [], False
        elif token.type not in LAYOUT:
            self.begun = True
            self.code(token, following)

    def comment(self, words: str, line: int) -> None:
        if words.startswith(TAG):
            self.latest = [words.removeprefix(TAG).strip()]
            if self.begun:
                self.inside, self.served = self.latest, 0
            else:
                self.above = self.latest
        elif self.latest and line == self.ended + 1:
            self.latest.append(words)
        self.ended = line

    def code(self, token: TokenInfo, following: TokenInfo) -> None:
        line = token.start[0]
        if token.type == NAME and token.string in KEYWORDS and following.string == "(":
            self.awaiting, self.text = True, 0
        elif token.type == STRING and self.awaiting:
            self.awaiting = False
            if self.served not in (0, line):
                self.inside = []
            self.found[self.text or line] = self.inside or self.above
            self.served = line if self.inside else 0


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
