"""The kinds of question: a choice, words, a number, a place, a phone number."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from conversations.dialogue import (
    Given,
    Json,
    Pressed,
    Problem,
    SharedFile,
    SharedPhone,
    SharedPlace,
    Speak,
    Typed,
    Unreadable,
)
from conversations.messages import Asks, Button, Message, column, rows_of
from conversations.text import Amount, Marked, Text, Words, lines, t
from domain.geography import Point

C = TypeVar("C")
# What a question says, or what works that out: at a replay most questions are not said.
Asked = Words | Callable[[], Words]


class Option(Struct, Generic[C], frozen=True):
    """One possible answer: what it stands for, its code, its words and a sign before them."""

    value: C
    code: str
    label: Words
    sign: str = ""


@dataclass(frozen=True)
class Choice(Generic[C]):
    """A question with a few possible answers: pressed, typed as its number, or typed in words.

    `words` that take some making are given as a function. `a_row`: how many buttons fit in a row.
    """

    key: str
    words: Asked
    options: Sequence[Option[C]]
    a_row: int = 1

    def asked(self) -> Message:
        """Say the question with one button for each option."""
        buttons = tuple(Button(_label(each), each.code) for each in self.options)
        words = self.words() if callable(self.words) else self.words
        return Message(words, rows_of(self.a_row, buttons))

    def parse(self, given: Given, speak: Speak) -> Json | Problem:
        """Take a button, a number in any script, or the option's own words."""
        if isinstance(given, Pressed):
            return given.code if self._known(given.code) else Problem(self._help())
        if isinstance(given, Typed) and not given.forwarded:
            code = self._typed(given.words, speak)
            return Problem(self._help()) if code is None else code
        return Problem(not_this(given) or self._help())

    def read(self, kept: Json) -> C:
        """Find the option; ValueError if it is not offered any more."""
        for option in self.options:
            if option.code == kept:
                return option.value
        raise ValueError(f"{kept} is not an answer to {self.key}")

    def _known(self, code: str) -> bool:
        return any(option.code == code for option in self.options)

    def _typed(self, words: str, speak: Speak) -> str | None:
        number = spoken_number(words)
        if number is not None and 1 <= number <= len(self.options):
            return self.options[number - 1].code
        said = folded(words)
        for option in self.options:
            if said and said == folded(speak(option.label)):
                return option.code
        return None

    def _help(self) -> Words:
        # Translators: answer to words that fit none of the buttons
        return t("Please press one of the buttons, or write its number.")


def _label(option: Option[Any]) -> Words:
    return Marked(option.sign, option.label) if option.sign else option.label


@dataclass(frozen=True)
class FreeText:
    """A question answered in one's own words; `extra`: buttons that answer instead ("no name").

    A pressed extra is kept as {"code": …}, words as {"words": …}; `longest` in characters.
    """

    key: str
    words: Words
    extra: Sequence[Option[str]] = ()
    longest: int = 1000

    def asked(self) -> Message:
        """Say the question with the extra buttons."""
        return Message(self.words, column(*(Button(_label(o), o.code) for o in self.extra)))

    def parse(self, given: Given, speak: Speak) -> Json | Problem:
        """Take words that are not too long, or an extra."""
        choice: Choice[str] = Choice(self.key, self.words, self.extra)
        if isinstance(given, Pressed):
            picked = choice.parse(given, speak)
            return picked if isinstance(picked, Problem) else {"code": picked}
        if not isinstance(given, Typed) or given.forwarded:
            return Problem(not_this(given) or self._help())
        words = cleaned(given.words)
        if not words:
            return Problem(self._help())
        if len(words) > self.longest:
            # Translators: the answer typed was too long; {count} is the allowed number of letters
            return Problem(
                t("That is too long for me: at most {count} letters.", count=self.longest)
            )
        picked = choice._typed(words, speak) if not words.isdecimal() else None
        return {"code": picked} if picked else {"words": words}

    def read(self, kept: Json) -> Said:
        """Give the words, or the extra that was pressed."""
        if "code" in kept:
            Choice(self.key, self.words, self.extra).read(kept["code"])
            return Said(code=str(kept["code"]))
        return Said(words=str(kept["words"]))

    def _help(self) -> Words:
        # Translators: answer to an empty message or a picture where words are awaited
        return t("Please write it in words.")


@dataclass(frozen=True, slots=True)
class Said:
    """An answer in words, or the code of the button pressed instead; `file`: one that came."""

    words: str = ""
    code: str = ""
    file: str = ""


@dataclass(frozen=True)
class WordsOrFile:
    """A question answered in words, by a file that is passed on, or by a button of `extra`.

    A file is kept as {"file": …, "words": …}. `private`: what is asked must not be forwarded.
    `links`: buttons that lead elsewhere.
    """

    key: str
    words: Words
    extra: Sequence[Option[str]] = ()
    longest: int = 1000
    private: bool = False
    links: tuple[tuple[Button, ...], ...] = ()

    def asked(self) -> Message:
        """Say the question with the extra buttons."""
        asked = self._text.asked()
        return replace(asked, buttons=(*self.links, *asked.buttons), private=self.private)

    def parse(self, given: Given, speak: Speak) -> Json | Problem:
        """Take words that are not too long, a file with some, or an extra."""
        if not isinstance(given, SharedFile) or not given.passed_on:
            return self._text.parse(given, speak)
        words = cleaned(given.words)
        if len(words) > self.longest:
            return self._text.parse(Typed(words), speak)
        return {"file": given.id, "words": words}

    def read(self, kept: Json) -> Said:
        """Give words, file or extra."""
        if "file" in kept:
            return Said(words=str(kept["words"]), file=str(kept["file"]))
        return self._text.read(kept)

    @property
    def _text(self) -> FreeText:
        return FreeText(self.key, self.words, self.extra, self.longest)


@dataclass(frozen=True)
class Number:
    """A question answered by a whole number from `least` to `most`, with buttons for the first."""

    key: str
    words: Words
    least: int = 0
    most: int = 20
    buttons_up_to: int = 6

    def asked(self) -> Message:
        """Say the question with the small numbers as buttons."""
        shown = range(self.least, min(self.most, self.buttons_up_to) + 1)
        return Message(self.words, rows_of(4, tuple(Button(Amount(n), f"n{n}") for n in shown)))

    def parse(self, given: Given, speak: Speak) -> Json | Problem:
        """Take digits of any script, a pressed number or a number word."""
        number = None
        if isinstance(given, Pressed) and given.code[1:].isdecimal():
            number = int(given.code[1:])
        elif isinstance(given, Typed):
            number = spoken_number(given.words)
        if number is None or not self.least <= number <= self.most:
            return Problem(
                not_this(given)
                # Translators: a number was needed, from {least} to {most}
                or t("Please write a number from {least} to {most}.", **self._limits())
            )
        return number

    def _limits(self) -> dict[str, int]:
        return {"least": self.least, "most": self.most}

    def read(self, kept: Json) -> int:
        """Give the number; ValueError outside the limits."""
        if not self.least <= int(kept) <= self.most:
            raise ValueError(f"{kept} is outside {self.least}..{self.most}")
        return int(kept)


@dataclass(frozen=True)
class Where:
    """A question for a place: a shared position, a place in words, or a button.

    Kept as {"point": [lat, lon]}, {"words": …} or {"code": …}.
    """

    key: str
    words: Words
    extra: Sequence[Option[str]] = ()

    def asked(self) -> Message:
        """Say the question with a button that shares the position."""
        # Translators: button that sends where the person is now
        share = Button(Marked("📍", t("Send my location")), "here", Asks.LOCATION)
        return Message(self.words, column(share, *(Button(_label(o), o.code) for o in self.extra)))

    def parse(self, given: Given, speak: Speak) -> Json | Problem:
        """Take a position, words or an extra."""
        if isinstance(given, SharedPlace):
            return {"point": [given.point.latitude, given.point.longitude]}
        if isinstance(given, Pressed) and given.code == "here":
            # Translators: the device could not send a location by itself
            return Problem(t("I could not get your location. Please write the name of the town."))
        text = FreeText(self.key, self.words, self.extra, longest=200)
        return text.parse(given, speak)

    def read(self, kept: Json) -> Point | Said:
        """Give the position, or what was said."""
        if "point" in kept:
            return Point(float(kept["point"][0]), float(kept["point"][1]))
        return FreeText(self.key, self.words, self.extra).read(kept)


@dataclass(frozen=True)
class PhoneNumber:
    """A question for a phone number, typed or shared; kept in digits with a leading + if given."""

    key: str
    words: Words
    extra: Sequence[Option[str]] = ()

    def asked(self) -> Message:
        """Say the question with a button that shares one's own number."""
        # Translators: button that sends the person's own phone number
        share = Button(Marked("📱", t("Send my number")), "phone", Asks.CONTACT)
        return Message(self.words, column(share, *(Button(_label(o), o.code) for o in self.extra)))

    def parse(self, given: Given, speak: Speak) -> Json | Problem:
        """Take a number of 6 to 15 digits in any script, or an extra."""
        if isinstance(given, Pressed):
            return FreeText(self.key, self.words, self.extra).parse(given, speak)
        raw = given.number if isinstance(given, SharedPhone) else ""
        raw = given.words if isinstance(given, Typed) else raw
        number = digits(raw)
        if 6 <= len(number.lstrip("+")) <= 15:
            return {"words": number}
        if isinstance(given, Typed) and raw:
            kept = FreeText(self.key, self.words, self.extra).parse(given, speak)
            if isinstance(kept, dict) and "code" in kept:
                return kept
        # Translators: a phone number was needed
        return Problem(not_this(given) or t("I need a phone number, for example +000 12 34 56 78."))

    def read(self, kept: Json) -> Said:
        """Give the number as words, or the extra that was pressed."""
        return FreeText(self.key, self.words, self.extra).read(kept)


# ---------------------------------------------------------------- reading what people write

NUMBER_WORDS: dict[str, int] = {
    word: number
    for number, words in enumerate(
        (
            "zero none zéro aucun صفر لا",
            "one un une واحد واحدة",
            "two deux اثنان اثنين اتنين",
            "three trois ثلاثة ثلاث تلاتة",
            "four quatre أربعة اربعة اربع",
            "five cinq خمسة خمس",
            "six six ستة ست",
            "seven sept سبعة سبع",
            "eight huit ثمانية تمانية ثمان",
            "nine neuf تسعة تسع",
            "ten dix عشرة عشر",
        )
    )
    for word in words.split()
}


def spoken_number(words: str) -> int | None:
    """Read "3", "٣", "three", "3️⃣" or "3." as 3; None if it is no number by itself."""
    bare = "".join(c for c in words if unicodedata.category(c) not in ("Mn", "Me", "Cf"))
    bare = bare.strip().rstrip(".)").strip()
    if bare.isdecimal() and len(bare) <= 9:
        return int(bare)
    return NUMBER_WORDS.get(bare.casefold())


def digits(words: str) -> str:
    """Read a phone number's digits, of any script, with its leading +; "" if it is none."""
    bare = re.sub(r"[\s().\-/\u200e\u200f\u202a-\u202e\u2066-\u2069]", "", words)
    plus, rest = ("+", bare[1:]) if bare[:1] in ("+", "＋") else ("", bare)
    return plus + "".join(str(int(c)) for c in rest) if rest.isdecimal() else ""


def folded(words: str) -> str:
    """Fold for comparison: case, accents, signs and spaces at the ends do not count."""
    plain = unicodedata.normalize("NFKD", words.casefold())
    kept = (c for c in plain if c.isalnum() or c.isspace())
    return " ".join("".join(kept).split())


CONTROLS = ("Cc", "Cs", "Cf")


def cleaned(words: str) -> str:
    """Take out control characters and blanks at the ends; keep line breaks and joiners."""
    kept = "".join(
        c
        for c in words
        if c in "\n\u200c\u200d" or unicodedata.category(c) not in ("Cc", "Cs", "Cf")
    )
    return kept.strip()


def not_this(given: Given) -> Words | None:
    """Answer kindly to what cannot be an answer: a voice note, a sticker, a forwarded text."""
    if isinstance(given, Typed):
        if given.forwarded:
            return lines(
                # Translators: the person forwarded somebody else's message as an answer
                t("You forwarded a message, so I do not know if these are your own words."),
                # Translators: follows the sentence about a forwarded message
                t("Please write the answer yourself, or press a button."),
            )
        return None
    if isinstance(given, Unreadable):
        return UNREADABLE.get(given.kind, UNREADABLE["other"])
    # Translators: a second file came while another question is open
    return (
        t("This file came too early. Please send it again after this question.")
        if isinstance(given, SharedFile)
        else None
    )


UNREADABLE: dict[str, Text] = {
    # Translators: answer to a voice note
    "voice": t("I cannot listen to voice messages. Please press a button or write a few words."),
    # Translators: answer to a sticker
    "sticker": t("Thank you. I cannot read stickers. Please press a button or write a few words."),
    # Translators: answer to a photo or video
    "photo": t("I cannot look at pictures, and I did not keep it. Please press a button or write."),
    # Translators: answer to a file
    "file": t("I cannot open files, and I did not keep it. Please press a button or write."),
    # Translators: answer to a file that is over the limit
    "big_file": t("This file is too big for me: at most 10 MB. I did not keep it."),
    # Translators: a file could not be fetched from the messenger
    "lost_file": t("I could not get this file. Please send it again."),
    # Translators: a file whose name ends in .pdf is something else
    "no_pdf": t("This file is not a PDF, whatever its name says. I did not keep it."),
    # Translators: a PDF file that has a password
    "locked_pdf": t("This PDF has a password. Please send one without; I did not keep it."),
    # Translators: a PDF file that holds a program or other files
    "active_pdf": t(
        "This PDF holds a program or other files inside. Please send a plain one, for example "
        "printed to PDF; I did not keep it."
    ),
    # Translators: answer to a file that cannot be freed of what it tells of its sender
    "unknown_kind": t(
        "I cannot pass this kind of file on safely. Please send a photo, a voice message "
        "or a PDF. I did not keep it."
    ),
    # Translators: answer to a picture, voice message or PDF that cannot be read
    "broken_file": t(
        "I cannot open this file, so I did not pass it on or keep it. "
        "Please send a photo of it, or write."
    ),
    # Translators: answer to a PDF with too many pages to be passed on
    "too_many_pages": t(
        "This PDF is too long for me: at most 100 pages. Please send only the pages that matter."
    ),
    # Translators: the person changed a message that was already sent
    "edited": t(
        "I saw that you changed an earlier message. I cannot use changes. "
        "Use “Back” to answer again."
    ),
    # Translators: answer to something the bot cannot read
    "other": t("I cannot read this. Please press a button or write a few words."),
}
