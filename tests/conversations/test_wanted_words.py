"""What can be wanted has its words, its sign and what people say for it."""

import pytest

from conversations.persons.narrow_down import FIELDS, Narrowed
from conversations.persons.wanted_words import (
    FILTER_SIGNS,
    FILTERS,
    GROUP_SIGNS,
    GROUPS,
    PERHAPS_TAKES,
    PHRASES,
    SAID,
    TAKES,
    understood,
)
from domain.services import Group
from domain.wanted import Filter, asked


def test_every_filter_and_group_has_words_and_a_sign():
    assert set(FILTERS) == set(FILTER_SIGNS) == set(FIELDS) == set(Filter)
    assert set(GROUPS) == set(GROUP_SIGNS) == set(TAKES) == set(PERHAPS_TAKES) == set(Group)


@pytest.mark.parametrize("code", SAID)
def test_what_people_say_puts_one_filter_on(code):
    which, _, value = code.partition(":")
    on = Narrowed().put_on(Filter(which), value or True)
    assert asked(on.wanted) == (Filter(which),)


def test_no_phrase_means_two_things():
    phrases = [phrase for phrase, _ in PHRASES]
    assert len(set(phrases)) == len(phrases)
    assert all(phrases)


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        ("Open now!", {"open_now"}),
        ("is it for WOMEN?", {"group:women"}),
        ("Ouverts, pour femmes, sans rendez-vous", {"open_now", "group:women", "walk_in"}),
        ("أُريد مكانًا للنساء مفتوحًا، مفتوح الآن", {"group:women", "open_now"}),
        ("a woman with two children", {"group:women", "group:families"}),
        (
            "une femme avec des enfants, en fauteuil roulant",
            {"group:women", "group:families", "wheelchair"},
        ),
        ("امرأة مع طفلين وكرسي متحرك", {"group:women", "group:families", "wheelchair"}),
        ("children alone", {"group:families", "group:unaccompanied_children"}),
        ("doors that reopen for womenfolk", set()),
        ("", set()),
    ],
)
def test_words_are_found_whole_whatever_their_case_and_accents(words, codes):
    assert set(understood(words)) == codes


@pytest.mark.parametrize(
    ("words", "group"),
    [
        ("a woman with two children", Group.FAMILIES),
        ("children alone", Group.CHILDREN_ALONE),
        ("une femme avec des enfants", Group.FAMILIES),
    ],
)
def test_of_several_groups_the_one_counts_that_includes_the_others(words, group):
    on = Narrowed()
    for code in understood(words):
        which, _, value = code.partition(":")
        on = on.put_on(Filter(which), value or True)
    assert on.wanted.group is group


def test_another_choice_of_the_same_filter_takes_its_place():
    on = Narrowed().put_on(Filter.GROUP, "men").put_on(Filter.AGE, 30)
    assert on.put_on(Filter.GROUP, "women").on == ((Filter.AGE, 30), (Filter.GROUP, "women"))
