"""Beds in a sentence: "/beds Conakry 12 women" and what staff write without a slash."""

from __future__ import annotations

from dataclasses import dataclass

from conversations.questions import folded
from domain.services import Group


def _table(words: str) -> frozenset[str]:
    return frozenset(folded(word) for word in words.split())


BED_WORDS = _table("beds bed places lits lit أسرّة سرير الأسرّة أماكن")
UPDATE_WORDS = _table("update modifier actualiser changer تحديث تعديل حدّث عدّل")
CLOSE_WORDS = _table("close fermer fermeture إغلاق أغلق")
FILLERS = _table("free for pour libres libre disponibles de à beds places lits فارغة شاغرة حرة في")

GROUP_WORDS: dict[str, Group] = {
    folded(word): group
    for group, words in {
        Group.WOMEN: "women woman femmes femme نساء للنساء امرأة",
        Group.MEN: "men man hommes homme رجال للرجال رجل",
        Group.FAMILIES: "families family familles famille عائلات للعائلات عائلة أسر",
        Group.CHILDREN_ALONE: "children child minors enfants mineurs أطفال للأطفال قاصرين",
    }.items()
    for word in words.split()
}
MINUS = "-−–"


@dataclass(frozen=True, slots=True)
class BedsSaid:
    """What a sentence about beds says: the centre's words, the number if one is there, the group.

    `number` may be impossible, like -3: it is answered, not dropped.
    """

    centre: str = ""
    number: int | None = None
    group: Group | None = None


def read_beds(words: str) -> BedsSaid:
    """Read what follows the command; the last number is the count, others belong to the name."""
    centre: list[str] = []
    number: int | None = None
    group: Group | None = None
    for word in reversed(words.split()):
        value, said = whole_number(word), folded(word)
        if number is None and value is not None:
            number = value
        elif group is None and said in GROUP_WORDS:
            group = GROUP_WORDS[said]
        elif said not in FILLERS:
            centre.append(word)
    return BedsSaid(" ".join(reversed(centre)), number, group)


def whole_number(word: str) -> int | None:
    """Read digits of any script, also below zero; None for anything else."""
    bare = word.strip(".,;:!?؟،")
    sign = -1 if bare[:1] in MINUS and len(bare) > 1 else 1
    plain = bare[1:] if sign < 0 else bare
    return sign * int(plain) if plain.isdecimal() and len(plain) <= 9 else None


def update_in(words: str) -> tuple[str, ...] | None:
    """Say which dialogue of updates free words of staff begin, with its arguments.

    "beds Conakry" without a number is a question, not an update.
    """
    first, _, rest = words.strip().partition(" ")
    said = folded(first)
    if said in BED_WORDS and (not rest or read_beds(rest).number is not None):
        return ("beds", rest) if rest else ("beds",)
    if said in UPDATE_WORDS:
        return ("update", rest) if rest else ("update",)
    if said in CLOSE_WORDS and rest:
        return ("update", rest, "close")
    return None
