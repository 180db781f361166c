"""Extraction: every text is found, with the words that its author wrote for translators."""

from pathlib import Path

import pytest

from locales.extraction import Found, not_literal, template, texts


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for folder in ("conversations", "locales", "bot/web/templates"):
        (tmp_path / folder).mkdir(parents=True)
    return tmp_path


def found(root: Path, source: str, path: str = "conversations/a.py") -> list[Found]:
    (root / path).write_text(source)
    return list(texts(root))


def comments(found: list[Found]) -> dict[str, str]:
    return {str(each.message): " ".join(each.comments) for each in found}


def test_texts_and_plurals_are_found(root: Path) -> None:
    source = 't("One " "two", x=1)\ntn("{count} bed", "{count} beds", n, y=t("in"))\nother("x")\n'
    assert [each.message for each in found(root, source)] == [
        "One two",
        ("{count} bed", "{count} beds"),
        "in",
    ]


def test_a_comment_above_the_statement_serves_all_its_texts(root: Path) -> None:
    source = """
# Translators: said at night,
# and only then
words = lines(
    t("a"),
    # Translators: nearer
    t("b"), t("c"),
    t("d"),
)
words = t("e")
"""
    assert comments(found(root, source)) == {
        "a": "said at night, and only then",
        "b": "nearer",
        "c": "nearer",
        "d": "said at night, and only then",
        "e": "",
    }


def test_a_comment_reaches_a_call_that_begins_lines_below(root: Path) -> None:
    source = """
TABLE = {
    # not for translators
    # Translators: one
    KEY: Marked(
        "x",
        t(
            "a"
        ),
    ),
    KEY: t("b"),
}
def f():
    return t(
        # Translators: inside
        "c"
    )
"""
    assert comments(found(root, source)) == {"a": "one", "b": "", "c": "inside"}


def test_templates_of_pages_are_read(root: Path) -> None:
    page = '<p>{# Translators: title #}{{ _("Queue") }}</p>\n{{ t("Hello {name}", name=who) }}\n'
    pages = found(root, page, "bot/web/templates/queue.html")
    assert comments(pages) == {"Queue": "title", "Hello {name}": ""}
    assert pages[0].path == "bot/web/templates/queue.html"


def test_a_text_that_is_not_written_out_is_found(root: Path) -> None:
    (root / "conversations" / "a.py").write_text(
        'from conversations.text import t, tn\nt(words)\nt(f"a {b}")\ntn("a", b, 1)\nt("fine")\n'
    )
    (root / "conversations" / "b.py").write_text("t = 1\nprint(t)\nf(t)\n")
    assert [line for _, line in not_literal(root)] == [2, 3, 4]


def test_the_same_text_in_two_files_is_one_message(root: Path) -> None:
    (root / "locales" / "b.py").write_text('# Translators: two\nt("a")\n')
    found(root, '# Translators: one\nt("a")\n')
    gathered = template(root).get("a")
    assert gathered is not None
    assert gathered.auto_comments == ["one", "two"]
    assert [path for path, _ in gathered.locations] == ["conversations/a.py", "locales/b.py"]
