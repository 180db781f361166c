"""What can be wanted of a place, in words: on buttons, as reasons, and as people say it."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import assert_never

from conversations.questions import folded
from conversations.text import Amount, Beside, Language, Listed, Marked, Text, Words, lines, t, tn
from domain.services import Group
from domain.wanted import Filter, Fit, FreePlaces, Reason

FILTERS: dict[Filter, Text] = {
    # Translators: button: only places that are open now
    Filter.OPEN_NOW: t("Open now"),
    # Translators: button: choose if it is for women, men, families or children alone
    Filter.GROUP: t("Who it is for"),
    # Translators: button: only places that speak a language
    Filter.LANGUAGE: t("A language"),
    # Translators: button: only places that take no papers to get help
    Filter.WITHOUT_PAPERS: t("No papers needed"),
    # Translators: button: only places where one can go without an appointment or a request
    Filter.WALK_IN: t("Go without asking first"),
    # Translators: button: only places with a free bed or seat
    Filter.FREE_PLACES: t("Free places"),
    # Translators: button: only places where one gets in with a wheelchair
    Filter.WHEELCHAIR: t("Wheelchair access"),
    # Translators: button: only places that take people of an age
    Filter.AGE: t("An age"),
}

FILTER_SIGNS: dict[Filter, str] = {
    Filter.OPEN_NOW: "🟢",
    Filter.GROUP: "👥",
    Filter.LANGUAGE: "🗣️",
    Filter.WITHOUT_PAPERS: "🪪",
    Filter.WALK_IN: "🚶",
    Filter.FREE_PLACES: "🛏️",
    Filter.WHEELCHAIR: "♿",
    Filter.AGE: "🎂",
}

GROUPS: dict[Group, Text] = {
    # Translators: whom help is looked for
    Group.WOMEN: t("For women"),
    # Translators: whom help is looked for
    Group.MEN: t("For men"),
    # Translators: whom help is looked for
    Group.FAMILIES: t("For families"),
    # Translators: whom help is looked for: under 18, without family
    Group.CHILDREN_ALONE: t("For children alone"),
}

GROUP_SIGNS: dict[Group, str] = {
    Group.WOMEN: "👩",
    Group.MEN: "👨",
    Group.FAMILIES: "👪",
    Group.CHILDREN_ALONE: "🧒",
}

TAKES: dict[Group, Text] = {
    # Translators: why a place fits: whom it takes in
    Group.WOMEN: t("Takes women"),
    # Translators: why a place fits: whom it takes in
    Group.MEN: t("Takes men"),
    # Translators: why a place fits: whom it takes in
    Group.FAMILIES: t("Takes families"),
    # Translators: why a place fits: whom it takes in
    Group.CHILDREN_ALONE: t("Takes children alone"),
}

PERHAPS_TAKES: dict[Group, Text] = {
    # Translators: the directory does not say whom a place takes in
    Group.WOMEN: t("Not known whether it takes women"),
    # Translators: the directory does not say whom a place takes in
    Group.MEN: t("Not known whether it takes men"),
    # Translators: the directory does not say whom a place takes in
    Group.FAMILIES: t("Not known whether it takes families"),
    # Translators: the directory does not say whom a place takes in
    Group.CHILDREN_ALONE: t("Not known whether it takes children alone"),
}


def filter_words(which: Filter, value: object) -> Words:
    """Name a filter that is on, with what was chosen."""
    if which is Filter.GROUP:
        return GROUPS[Group(str(value))]
    if which is Filter.LANGUAGE:
        return Language(str(value))
    if which is Filter.AGE:
        # Translators: filter that is on; {age} in years
        return t("Age {age}", age=Amount(int(str(value))))
    return FILTERS[which]


def why_words(why: tuple[Reason, ...]) -> Words | None:
    """Say why a place fits, and below it what is not known; the hours have their own line."""
    told = [each for each in why if each.filter is not Filter.OPEN_NOW]
    sure = tuple(reason_words(each) for each in told if each.fit is Fit.FITS)
    unsure = tuple(reason_words(each) for each in told if each.fit is Fit.NOT_KNOWN)
    if not told:
        return None
    return lines(
        Marked("✔️", Beside(sure)) if sure else None,
        Marked("❔", Beside(unsure)) if unsure else None,
    )


def reason_words(reason: Reason) -> Words:
    """Say one reason, or that it is not known."""
    known = reason.fit is Fit.FITS
    match reason.filter:
        case Filter.GROUP:
            group = reason.group or Group.FAMILIES
            return TAKES[group] if known else PERHAPS_TAKES[group]
        case Filter.AGE:
            return age_words(reason.age or 0, known=known)
        case Filter.LANGUAGE:
            return language_words(reason, known=known)
        case Filter.WHEELCHAIR:
            return wheelchair_words(known=known, partly=reason.partly)
        case Filter.WITHOUT_PAPERS:
            # Translators: the directory does not say it
            return (
                FILTERS[Filter.WITHOUT_PAPERS]
                if known
                else t("Not known whether papers are needed")
            )
        case Filter.WALK_IN:
            # Translators: why a place fits
            return t("You can go without asking first")
        case Filter.FREE_PLACES:
            return places_words(reason.free)
        case Filter.OPEN_NOW:
            # Translators: the directory does not say the hours of a place
            return FILTERS[Filter.OPEN_NOW] if known else t("Not known whether it is open")
        case _:
            assert_never(reason.filter)


def age_words(age: int, *, known: bool) -> Words:
    """Say whether an age is taken."""
    if known:
        # Translators: why a place fits; {age} in years
        return t("Takes people aged {age}", age=Amount(age))
    # Translators: the directory does not say it; {age} in years
    return t("Not known whether it takes people aged {age}", age=Amount(age))


def language_words(reason: Reason, *, known: bool) -> Words:
    """Say whether a language is spoken, and how."""
    language = Language(reason.language)
    if not known:
        # Translators: the directory does not say which languages are spoken
        return t("Not known whether they speak {language}", language=language)
    if reason.interpreter:
        # Translators: a language is spoken with the help of an interpreter
        return t("With an interpreter for {languages}", languages=Listed((language,)))
    # Translators: languages that people there speak
    return t("They speak {languages}", languages=Listed((language,)))


def wheelchair_words(*, known: bool, partly: bool) -> Words:
    """Say whether one gets in with a wheelchair."""
    if known:
        return FILTERS[Filter.WHEELCHAIR]
    if partly:
        # Translators: one gets in with a wheelchair, but not everywhere or not easily
        return t("Partly accessible with a wheelchair")
    # Translators: the directory does not say it
    return t("Not known whether there is wheelchair access")


def places_words(free: FreePlaces | None) -> Words:
    """Say whether places are free, to staff how many, and how old that figure is."""
    if free is None:
        # Translators: nobody has counted the free places lately
        return t("Not known whether places are free")
    if free.number is None:
        # Translators: there were free places; {ago} is like "2 hours ago"
        return t("There was room, counted {ago}", ago=ago_words(free.ago))
    # Translators: {count} places are free; {ago} is like "2 hours ago"
    return tn(
        "{count} place free, counted {ago}",
        "{count} places free, counted {ago}",
        free.number,
        ago=ago_words(free.ago),
    )


def ago_words(ago: timedelta) -> Words:
    """Say how long ago, in minutes or whole hours."""
    minutes = max(0, int(ago.total_seconds() // 60))
    if minutes < 60:
        # Translators: how long ago something was counted
        return tn("{count} minute ago", "{count} minutes ago", minutes)
    # Translators: how long ago something was counted
    return tn("{count} hour ago", "{count} hours ago", minutes // 60)


# What people write at a list of results, by the filter that they mean: "filter" or "filter:value".
SAID: dict[str, str] = {
    "open_now": "open now, open, ouvert maintenant, ouvert, ouverts, ouverte, ouvertes, "
    "مفتوح الآن, مفتوح, مفتوحة, المفتوحة",
    "group:women": "women, woman, femmes, femme, للنساء, نساء, النساء, للمرأة, امرأة",
    "group:men": "men, man, hommes, homme, للرجال, رجال, الرجال, رجل",
    "group:families": "families, family, children, my child, my kids, familles, famille, enfants, "
    "mon enfant, للعائلات, عائلات, عائلة, للعائلة, عائلتي, للأسر, أطفال, أطفالي, "
    "أولادي, طفلين, طفلي, طفلتي",
    "group:unaccompanied_children": "children alone, child alone, unaccompanied children, "
    "unaccompanied minors, unaccompanied minor, enfants seuls, enfant seul, "
    "mineurs non accompagnés, mineur non accompagné, طفل وحده, أطفال وحدهم, أطفال غير مصحوبين, "
    "قاصر غير مصحوب, للأطفال غير المصحوبين",
    "wheelchair": "wheelchair, fauteuil roulant, كرسي متحرك",
    "without_papers": "without papers, no papers, without documents, no documents, sans papiers, "
    "sans-papiers, sans documents, بدون أوراق, بلا أوراق, بدون وثائق",
    "walk_in": "walk in, walk-in, without appointment, no appointment, sans rendez-vous, "
    "sans rendez vous, بدون موعد, بلا موعد",
    "free_places": "free places, free place, free beds, free bed, places libres, place libre, "
    "lits libres, lit libre, أماكن شاغرة, مكان شاغر, أماكن خالية, سرير شاغر",
    "language:en": "english, anglais, الإنجليزية, إنجليزي",
    "language:fr": "french, français, الفرنسية, فرنسي",
    "language:ar": "arabic, arabe, العربية, عربي",
    "language:es": "spanish, espagnol, español, الإسبانية",
    "language:fa": "farsi, persian, dari, persan, الفارسية, الدرية, فارسی, دری",
    "language:ps": "pashto, pachto, البشتو, پښتو",
    "language:so": "somali, الصومالية, soomaali",
    "language:sw": "swahili, السواحلية, kiswahili",
    "language:am": "amharic, amharique, الأمهرية, አማርኛ",
    "language:ti": "tigrinya, tigrigna, التغرينية, ትግርኛ",
    "language:ur": "urdu, ourdou, الأردية, اردو",
}

AND_IN_ARABIC = re.compile(r" و(?=\w{3})")
PHRASES: tuple[tuple[str, str], ...] = tuple(
    (folded(phrase), code) for code, phrases in SAID.items() for phrase in phrases.split(", ")
)


def understood(words: str) -> tuple[str, ...]:
    """Find the filters that somebody's words name, each once; empty if none is.

    The Arabic "and" is written as one with the word behind it. Of a woman and her children the
    children are found last, and of a child alone that it is alone: the last of a kind counts.
    """
    said = f" {folded(words)} "
    said += AND_IN_ARABIC.sub(" ", said)
    return tuple(dict.fromkeys(code for phrase, code in PHRASES if f" {phrase} " in said))
