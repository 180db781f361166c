"""Hours in prose, English, French or Arabic, into OSM opening_hours: all words or nothing.

A text is read only if every word of it is understood; one word more, such as "by appointment" or
"the first Monday", changes what it means. What can be read in two ways raises Doubt:

- "8-5", "1-5 pm": in the morning or in the afternoon?
- "weekdays": from Monday or from Sunday?
- times without days, days without times, a time without another one;
- the same day open and closed, or open twice at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from casework.directory_files.hours_vocabulary import (
    AFTER_NOON,
    BEFORE_NOON,
    DAYS,
    NAMED_TIMES,
    PHRASES,
    Sign,
    folded,
)
from casework.directory_files.hours_written import WEEK, Doubt, Spans, span, written

LONGEST = 500
LATEST_UNSAID = 6 * 60
TIME = re.compile(
    r"(?P<hour>\d{1,2})(?:\s?[h:.](?P<minute>\d{2})(?!\d)(?::\d{2}(?!\d))?"
    r"|\sh\s(?P<apart>\d{2})(?!\d|\s?[h:.])|\s?(?:heures|heure|hrs|h)(?!\w))?"
    rf"(?:\s?(?:(?P<am>{BEFORE_NOON})|(?P<pm>{AFTER_NOON}))(?!\w))?(?![\d/])"
)


@dataclass(frozen=True, slots=True)
class Clock:
    """A time as it was written: `half` is "am", "pm", "24" where it is sure, "" where it is not."""

    minutes: int
    half: str = ""


@dataclass(frozen=True, slots=True)
class Token:
    """A word: for a day its number, for a time the clock."""

    sign: Sign
    day: int = 0
    clock: Clock = Clock(0)


def _table() -> dict[str, Token]:
    table = {
        folded(word): Token(Sign.TIME, clock=Clock(at, "24")) for word, at in NAMED_TIMES.items()
    }
    for sign, words in PHRASES.items():
        table |= {folded(word): Token(sign) for word in words.split("|")}
    for day, names in enumerate(DAYS):
        table |= {folded(name): Token(Sign.DAY, day) for name in names.split("|")}
    return table


TABLE = _table()
LONGEST_FIRST = sorted(TABLE, key=len, reverse=True)
PHRASE = re.compile(
    "|".join(re.escape(p) + (r"(?!\w)" if p[-1].isalnum() else "") for p in LONGEST_FIRST)
)
ALWAYS = re.compile(
    "|".join(re.escape(p) + r"(?!\w)" for p in LONGEST_FIRST if TABLE[p].sign is Sign.ALWAYS
             or (TABLE[p].sign is Sign.EVERY_DAY and p[0].isdigit()))
)  # fmt: skip


def prose(text: str) -> str:
    """Read hours in words; raises Doubt with the reason why they stay words."""
    if len(text) > LONGEST:
        raise Doubt("too long for hours")
    return _Reading(list(_chunks(list(_tokens(folded(text)))))).osm()


def days_in(text: str) -> set[int]:
    """Read days alone, Monday 0; raises Doubt where there is anything else."""
    match list(_chunks(list(_tokens(folded(text))))):
        case [Chunk(sign=Sign.DAY, holidays=False, days=days)]:
            return days
    raise Doubt(f"{text!r} are no days")


def time_in(text: str) -> int:
    """Read one time alone, in minutes after midnight; raises Doubt where there is more."""
    if TIME.search(folded(text)) is None:
        raise Doubt(f"{text!r} is no time")
    match [token for token in _tokens(folded(text)) if token.sign is not Sign.TO]:
        case [Token(sign=Sign.TIME, clock=clock)] if clock.half:
            return clock.minutes
    raise Doubt(f"{text!r} is no time")


def says_always(text: str) -> bool:
    """Say whether a text says nothing but that it is always open."""
    known = TABLE.get(folded(text))
    return known is not None and known.sign is Sign.ALWAYS


# ---------------------------------------------------------------- words


def _tokens(text: str) -> Iterator[Token]:
    at = 0
    while at < len(text):
        if text[at] == " ":
            at += 1
        elif found := ALWAYS.match(text, at):
            yield TABLE[found[0]]
            at = found.end()
        elif found := TIME.match(text, at):
            yield Token(Sign.TIME, clock=_clock(found))
            at = found.end()
        elif (found := PHRASE.match(text, at)) and found[0]:
            yield from _known(TABLE[found[0]], found[0])
            at = found.end()
        elif text[at] == "و" and at + 1 < len(text) and text[at + 1] != " ":
            yield Token(Sign.AND)  # "and" is written as part of the next word
            at += 1
        else:
            word = text[at:].split(" ")[0]
            raise Doubt(f"{word[:30]!r} is more than days and times")


def _known(token: Token, word: str) -> Iterator[Token]:
    if token.sign is Sign.DOUBTFUL:
        raise Doubt(f"{word!r} means other days or times to other people")
    if token.sign is not Sign.FILLER:
        yield token


def _clock(found: re.Match[str]) -> Clock:
    hour, minute = int(found["hour"]), int(found["minute"] or found["apart"] or 0)
    if hour > 24 or minute > 59 or (hour == 24 and minute):
        raise Doubt(f"{found[0].strip()!r} is no time of a day")
    if found["am"] and hour > 12:
        raise Doubt(f"{found[0].strip()!r} is not before noon")
    if (found["am"] and hour == 12) or (found["pm"] and hour == 0):
        raise Doubt(f"{found[0].strip()!r} is neither noon nor midnight for sure")
    if found["pm"] and hour < 12:
        hour += 12
    sure = found["minute"] and (hour > 12 or found["hour"].startswith("0"))
    half = "am" if found["am"] else "pm" if found["pm"] else "24" if hour > 12 or sure else ""
    return Clock(hour * 60 + minute, half)


# ---------------------------------------------------------------- days and times


@dataclass
class Chunk:
    """Days, times, or a word that says what becomes of them."""

    sign: Sign
    days: set[int] = field(default_factory=set)
    spans: list[tuple[int, int]] = field(default_factory=list)
    holidays: bool = False
    named: bool = True


def _chunks(tokens: Sequence[Token]) -> Iterator[Chunk]:
    """Join days that are listed, and times that are listed."""
    chunk: Chunk | None = None
    at = 0
    while at < len(tokens):
        sign = tokens[at].sign
        if sign in (Sign.AND, Sign.TO):
            at += _passed(tokens, at)
            continue
        kind = Sign.DAY if sign in (Sign.DAY, Sign.EVERY_DAY, Sign.HOLIDAYS) else sign
        if chunk is None or chunk.sign is not kind:
            if chunk:
                yield chunk
            chunk = Chunk(kind)
        at += _entered(chunk, tokens, at)
    if chunk:
        yield chunk


def _passed(tokens: Sequence[Token], at: int) -> int:
    """Pass a word between; a dash may stand between days and times, but not before nothing."""
    if tokens[at].sign is Sign.TO and at + 1 == len(tokens):
        raise Doubt("an end is missing")
    if tokens[at].sign is Sign.TO and at == 0:
        raise Doubt("an opening time without a closing time, or the other way round")
    return 1


def _entered(chunk: Chunk, tokens: Sequence[Token], at: int) -> int:
    """Enter a day, a time or a run of them; say how many words that were."""
    token = tokens[at]
    ahead = tokens[at + 1 : at + 3]
    runs = len(ahead) == 2 and ahead[0].sign is Sign.TO and ahead[1].sign is token.sign
    if token.sign is Sign.EVERY_DAY:
        chunk.days |= WEEK
        chunk.named = False
    elif token.sign is Sign.HOLIDAYS:
        chunk.holidays = True
    elif token.sign is Sign.DAY:
        last = ahead[1].day if runs else token.day
        chunk.days |= {(token.day + step) % 7 for step in range((last - token.day) % 7 + 1)}
        return 3 if runs else 1
    elif token.sign is Sign.TIME:
        if not runs:
            raise Doubt("an opening time without a closing time, or the other way round")
        chunk.spans.append(_span(token.clock, ahead[1].clock))
        return 3
    return 1


def _span(opens: Clock, closes: Clock) -> tuple[int, int]:
    """Give the one pair of times that two times can mean."""
    if not opens.half and not closes.half and opens.minutes <= LATEST_UNSAID:
        raise Doubt("in the morning or in the afternoon")
    pairs = {
        (start, end)
        for start in _readings(opens, closes)
        for end in _readings(closes, opens)
        if start < end
    }
    if len(pairs) > 1:
        raise Doubt("in the morning or in the afternoon")
    return span(*(next(iter(pairs)) if pairs else (opens.minutes, closes.minutes)))


def _readings(clock: Clock, other: Clock) -> tuple[int, ...]:
    """Give what a time can mean: half a day later too, where only the other one says which."""
    if not clock.half and other.half in ("am", "pm") and clock.minutes < 12 * 60:
        return clock.minutes, clock.minutes + 12 * 60
    return (clock.minutes,)


# ---------------------------------------------------------------- the whole


@dataclass
class _Reading:
    chunks: list[Chunk]
    week: dict[int, Spans] = field(default_factory=dict)
    named: set[int] = field(default_factory=set)
    closed: set[int] = field(default_factory=set)
    excepted: set[int] = field(default_factory=set)
    holidays_off: bool = False
    dayless: list[tuple[int, int]] = field(default_factory=list)
    always: bool = False

    def osm(self) -> str:
        """Put days, times and what is closed together."""
        self.chunks = [each for each in self.chunks if each.sign is not Sign.OPEN]
        if not self.chunks:
            raise Doubt("days without hours")
        while self.chunks:
            self.next()
        if self.dayless:
            if self.week or not (self.closed or self.excepted):
                raise Doubt("hours without days")
            self.week = dict.fromkeys(WEEK, tuple(self.dayless))
        if self.named & self.closed:
            raise Doubt("the same day open and closed")
        week = {
            day: spans
            for day, spans in self.week.items()
            if day not in self.closed and day not in self.excepted
        }
        if not week:
            raise Doubt("days without hours" if not self.closed else "closed, but never open")
        text = "24/7" if self.always and len(week) == 7 else written(week)
        return f"{text}; PH off" if self.holidays_off else text

    def next(self) -> None:
        """Read the next sentence: days with times, times with days, or what is closed."""
        first = self.chunks.pop(0)
        follows = self.chunks[0].sign if self.chunks else None
        if first.sign is Sign.DAY and follows is Sign.CLOSED:
            self.chunks.pop(0)
            self.close(first, self.closed)
        elif first.sign is Sign.DAY and follows in (Sign.TIME, Sign.ALWAYS):
            self.open(first, self.chunks.pop(0))
        elif first.sign in (Sign.TIME, Sign.ALWAYS) and follows is Sign.DAY:
            self.open(self.chunks.pop(0), first)
        elif first.sign is Sign.TIME:
            self.dayless += first.spans
        elif first.sign is Sign.ALWAYS:
            self.open(Chunk(Sign.DAY, set(WEEK), named=False), first)
        elif first.sign in (Sign.CLOSED, Sign.EXCEPT) and follows is Sign.DAY:
            self.close(
                self.chunks.pop(0), self.closed if first.sign is Sign.CLOSED else self.excepted
            )
            if self.chunks and self.chunks[0].sign in (Sign.TIME, Sign.ALWAYS):
                raise Doubt("open or closed on these days")
        elif first.sign is Sign.DAY and follows is Sign.EXCEPT and not first.named:
            self.chunks.pop(0)
            if not self.chunks or self.chunks[0].sign is not Sign.DAY:
                raise Doubt("except on which days")
            self.close(self.chunks.pop(0), self.excepted)
            self.chunks.insert(0, first)
        else:
            raise Doubt("days without hours" if first.sign is Sign.DAY else "closed on which days")

    def open(self, days: Chunk, times: Chunk) -> None:
        """Enter times for days."""
        if days.holidays:
            raise Doubt("open on public holidays, or only then")
        if times.sign is Sign.ALWAYS:
            if len(days.days) < 7:
                raise Doubt("always open, but not on all days")
            self.always = True
            times.spans = [(0, 1440)]
        if days.named:
            self.named |= days.days
        for day in days.days:
            self.week[day] = (*self.week.get(day, ()), *times.spans)

    def close(self, days: Chunk, among: set[int]) -> None:
        """Enter days on which it is closed."""
        among |= days.days
        self.holidays_off |= days.holidays
