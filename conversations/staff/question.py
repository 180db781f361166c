"""Understanding a question: what it asks, for when, and which words are left as names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TypeVar

from rapidfuzz.distance import DamerauLevenshtein

from conversations.questions import folded
from conversations.staff.question_dates import date_among, date_in
from conversations.staff.question_words import DAYS, MANY, NOISE, SEEKING, SERVICES, TOPICS
from domain.questions import Asked, Topic

Meaning = TypeVar("Meaning")

LONGEST_PHRASE = 5
TYPO_FROM = 6
ELIDED = re.compile(r"[\s'’ʼ,;:?!؟،.]+")
ELISION = re.compile(r"^(?:l|d|qu|j|s|c|n|m|t)['’ʼ]", re.IGNORECASE)
ARABIC_LETTERS = str.maketrans({"ة": "ه", "ى": "ي", "ـ": None, "ؤ": "و", "ئ": "ي"})
ARTICLE = "ال"
ARABIC_PREFIXES = ("وال", "بال", "فال", "كال", "لل", "ال", "و", "ب", "ل", "ف")
MOST_LETTERS = 300


def understood(words: str) -> Asked:
    """Read a question; whatever is no topic, date, day, kind of help or filler is a name."""
    when, words = date_in(words[:MOST_LETTERS])
    tokens = [token for token in re.split(r"[\s,;:?!؟،()«»\"]+", words) if folded(token)]
    plain = [simple(token) for token in tokens]
    if when is None:
        when, taken = date_among(plain)
        tokens = [token for at, token in enumerate(tokens) if at not in taken]
        plain = [simple(token) for token in tokens]
    left = set(range(len(tokens)))
    topics = _taken(TOPIC_WORDS, plain, left)
    kinds = _taken(SERVICE_WORDS, plain, left)
    days = _taken(DAY_WORDS, plain, left)
    many = _taken(MANY_WORDS, plain, left)
    _taken(NOISE_WORDS, plain, left)
    if not topics:
        topics = _mistyped(plain, left)
    return Asked(
        topics=_without_lesser(topics),
        names=" ".join(tokens[at] for at in sorted(left)),
        when=when,
        open_on=days[0] if days else None,
        services=kinds,
        many=bool(many),
    )


def for_a_person(words: str) -> bool:
    """Say whether a member of staff looks for help for a person, rather than for a fact.

    So do who needs something, and who names nothing but the kind of help ("shelter").
    """
    said = f" {' '.join(simple(word) for word in re.split(ELIDED, words))} "
    seeking = any(f" {phrase} " in said for phrase in SEEKING_WORDS)
    asked = understood(words)
    return seeking or not (asked.names or set(asked.topics) - {Topic.BEDS, Topic.HOURS})


def simple(token: str) -> str:
    """Fold a word, also the Arabic letters that people write for one another."""
    return folded(ELISION.sub("", token)).translate(ARABIC_LETTERS)


def forms_of(token: str) -> Iterator[str]:
    """Give a folded word, and for an Arabic one what is left without what is joined before it."""
    yield token
    for prefix in ARABIC_PREFIXES:
        if token.startswith(prefix) and len(token) - len(prefix) >= 3:
            yield token[len(prefix) :]


def _phrases(phrases: Iterable[str]) -> Iterator[str]:
    for phrase in phrases:
        yield " ".join(simple(word) for word in phrase.split())


def _words_of(table: Mapping[Meaning, tuple[str, ...]]) -> dict[str, Meaning]:
    found: dict[str, Meaning] = {}
    for meaning, phrases in table.items():
        for phrase in _phrases(phrases):
            found.setdefault(phrase, meaning)
            if phrase.startswith(ARTICLE) and " " not in phrase:
                found.setdefault(phrase.removeprefix(ARTICLE), meaning)
    return found


TOPIC_WORDS = _words_of(TOPICS)
SERVICE_WORDS = _words_of(SERVICES)
DAY_WORDS = _words_of(DAYS)
MANY_WORDS = _words_of({True: MANY})
SEEKING_WORDS = tuple(_phrases(SEEKING))
NOISE_WORDS = dict.fromkeys(_phrases(NOISE), True)


def _taken(known: Mapping[str, Meaning], plain: list[str], left: set[int]) -> tuple[Meaning, ...]:
    """Take known phrases out of what is left, longest first; give what they mean, in order."""
    found: dict[int, Meaning] = {}
    for size in range(LONGEST_PHRASE, 0, -1):
        for start in range(len(plain) - size + 1):
            places = range(start, start + size)
            if not left.issuperset(places):
                continue
            phrase = " ".join(plain[at] for at in places)
            meaning = known.get(phrase)
            if meaning is None and size == 1:
                meaning = next((known[f] for f in forms_of(phrase) if f in known), None)
            if meaning is not None:
                left.difference_update(places)
                found[start] = meaning
    return tuple(dict.fromkeys(found[start] for start in sorted(found)))


def _mistyped(plain: list[str], left: set[int]) -> tuple[Topic, ...]:
    """Read a word with one typing error as the topic it resembles, if another word is a name."""
    if len(left) < 2:
        return ()
    for at in sorted(left):
        for word, topic in TOPIC_WORDS.items() if len(plain[at]) >= TYPO_FROM - 1 else ():
            near = DamerauLevenshtein.distance(plain[at], word, score_cutoff=1) <= 1
            if near and len(word) >= TYPO_FROM:
                left.discard(at)
                return (topic,)
    return ()


LESSER: dict[Topic, frozenset[Topic]] = {
    # "who manages" of an agreement, "places" in opening hours and the like: the other is meant
    Topic.MANAGER: frozenset({Topic.HANDOVER, Topic.COMMITTEE, Topic.HISTORY}),
    Topic.PARTIES: frozenset({Topic.AGREEMENTS}),
}


def _without_lesser(topics: tuple[Topic, ...]) -> tuple[Topic, ...]:
    """Leave out a topic that only describes another one that is asked."""
    return tuple(t for t in topics if not LESSER.get(t, frozenset()) & set(topics))
