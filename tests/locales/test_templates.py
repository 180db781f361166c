"""Templates: taken apart, or known as broken."""

import pytest

from locales.templates import fits, names, parts


def test_a_template_is_words_and_the_names_behind_them() -> None:
    assert parts("From {a} to {b}.") == (("From ", "a"), (" to ", "b"), (".", None))
    assert parts("100 {{sure}}") == (("100 {", None), ("sure}", None))
    assert names("no value") == frozenset()


@pytest.mark.parametrize(
    "broken", ["{", "}a{", "{}", "{0}", "{a.b}", "{a!r}", "{a:>3}", "{الاسم}", "{a b}", "{a[0]}"]
)
def test_only_plain_names_stand_in_braces(broken: str) -> None:
    assert parts(broken) is None


def test_a_translation_names_the_same_values() -> None:
    assert fits("{a} and {b}", ["{b} et {a}"])
    assert not fits("{a} and {b}", ["{a}"])
    assert not fits("{a}", ["{a} {b}"])
    assert not fits("{a}", ["{a"])


def test_a_plural_form_may_leave_out_the_count_and_nothing_else() -> None:
    plural = "{count} days in {place}"
    assert fits("one day in {place}", ["يوم في {place}", "{count} يومًا في {place}"], plural)
    assert not fits("one day in {place}", ["يوم", "{count} يومًا في {place}"], plural)
