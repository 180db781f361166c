"""Kinds of help from the words of a directory, and what must not be broadcast.

A category that names the kind decides; "protection" says too little, so the service's own name
does. Safety requirement 6: a service for survivors of violence, and a safe house, is confidential.
A service that lists such help among other things stays, as what its own name says, and loses
those words; the list of a mixed service never makes it a shelter.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from casework.directory_files.names import normalised, split_name, tidy
from domain.services import ServiceType

CATEGORIES = {
    "cash": ServiceType.CASH,
    "education": ServiceType.EDUCATION,
    "food": ServiceType.FOOD,
    "food security": ServiceType.FOOD,
    "health": ServiceType.HEALTH,
    "information": ServiceType.INFORMATION,
    "livelihoods": ServiceType.LIVELIHOODS,
    "mhpss": ServiceType.MENTAL_HEALTH,
    "nfi": ServiceType.ITEMS,
    "nutrition": ServiceType.HEALTH,
    "shelter": ServiceType.SHELTER,
    "transport": ServiceType.TRANSPORT,
    "wash": ServiceType.WATER,
}
CATEGORIES |= {str(kind): kind for kind in ServiceType}

# The first that fits wins, so what is narrower stands first.
WORDS = tuple(
    (re.compile(pattern), kind)
    for pattern, kind in (
        (r"safe house|maison sûre", ServiceType.SAFE_HOUSE),
        (r"family tracing|reunification|regroupement familial", ServiceType.FAMILY_TRACING),
        (
            r"child protection|child.friendly|unaccompanied|protection de l.enfance|حماية الطفل",
            ServiceType.CHILD_PROTECTION,
        ),
        (
            r"wom[ae]n.?s? safe|safe spaces? for women|women.?s cent|espaces? pour femmes",
            ServiceType.WOMEN,
        ),
        (
            r"psychosocial|mental health|psycholog|counsell?ing|santé mentale|النفسي",
            ServiceType.MENTAL_HEALTH,
        ),
        (r"legal|lawyer|refugee rights?|documentation|juridique|القانوني", ServiceType.LEGAL),
        (r"registration|enregistrement|تسجيل", ServiceType.REGISTRATION),
        (r"consul|قنصلي", ServiceType.CONSULAR),
        (r"voluntary return|reintegration|retour volontaire|réintégration", ServiceType.RETURN),
        (r"disabilit|rehabilitation cent|handicap", ServiceType.DISABILITY),
        (
            r"shelter|accommodation|housing|hostel|hébergement|logement|\babri|مأوى|إيواء",
            ServiceType.SHELTER,
        ),
        (r"food|meal|nutrition|nourriture|repas|alimentaire|غذا|طعام", ServiceType.FOOD),
        (r"health|medical|clinic|doctor|hospital|santé|médical|صحي|طبي", ServiceType.HEALTH),
        (r"water|hygiene|sanitation|drainage|shower|hygiène|مياه|النظافة", ServiceType.WATER),
        (r"cash|financial assistance|espèces|aide financière|نقد|المالية", ServiceType.CASH),
        (r"\bnfi\b|clothes|clothing|blanket|basic needs|vêtements", ServiceType.ITEMS),
        (r"interpret|translation|traduction|interprét|ترجمة", ServiceType.INTERPRETATION),
        (r"transport|نقل", ServiceType.TRANSPORT),
        (
            r"school|education|learning|teaching|tutoring|école|éducation|تعليم",
            ServiceType.EDUCATION,
        ),
        (r"livelihood|vocational|\bjobs?\b|training|formation|تدريب", ServiceType.LIVELIHOODS),
        (r"information|awareness|advice|معلومات", ServiceType.INFORMATION),
    )
)
VIOLENCE = re.compile(
    r"\bs?gbv\b|\bvbg\b|violen[ct]|عنف|sexual exploitation|surviv[eo]rs?\b|survivant|الناجيات"
    r"|\brape\b|\bviol\b|اغتصاب|safe house|maison sûre|refuge for women|refuge pour femmes"
    r"|victim.{1,12}(trafficking|traite|torture)|\bvot\b"
)
PARTS = re.compile(r"[,;](?![^(]*\))")
NESTED = re.compile(r"\([^()]*\)")
FEW_PARTS = 2


@dataclass(frozen=True, slots=True)
class Kind:
    """The kind of help that a directory's words mean.

    `name`: without words about violence. `confidential`: it is for survivors. `mixed`: words
    about violence were taken out. `guessed`: no word was clear.
    """

    type: ServiceType
    name: str
    confidential: bool = False
    mixed: bool = False
    guessed: bool = False


def kind_of(category: str, name: str, criteria: str = "") -> Kind:
    """Say what kind of help a service is; `criteria`: for whom, as the directory says it."""
    head, inside = split_name(name)
    parts = [part.strip() for part in PARTS.split(inside) if part.strip()]
    kept = [part for part in parts if not is_of_violence(part)]
    if is_of_violence(head) or (parts and not kept):
        return Kind(_type_for_survivors(name), tidy(name), confidential=True)
    mixed = len(kept) < len(parts)
    plain = f"{head} ({', '.join(kept)})" if mixed else tidy(name)
    found = CATEGORIES.get(normalised(category)) or _by_words(head)
    if found is None and not mixed and len(parts) <= FEW_PARTS:
        found = _by_words(NESTED.sub("", inside))
    found = found or _by_words(category)
    kind = found or ServiceType.INFORMATION
    hidden = kind is ServiceType.SAFE_HOUSE or _only_for_survivors(criteria)
    return Kind(kind, plain, hidden, mixed, guessed=found is None)


def is_of_violence(words: str) -> bool:
    """Say whether words tell of help after violence."""
    return VIOLENCE.search(normalised(words)) is not None


def without_violence(criteria: str) -> str:
    """Give criteria without those that tell of violence."""
    return "; ".join(part for part in _criteria(criteria) if not is_of_violence(part))


def in_parts(criteria: str) -> str:
    """Give criteria in their one form, parted by semicolons."""
    return "; ".join(_criteria(criteria))


def _only_for_survivors(criteria: str) -> bool:
    parts = _criteria(criteria)
    return bool(parts) and all(is_of_violence(part) for part in parts)


def _criteria(criteria: str) -> list[str]:
    return [tidy(part) for part in criteria.split(";") if part.strip()]


def _type_for_survivors(name: str) -> ServiceType:
    shelter = re.search(r"shelter|safe house|accommodation|refuge", normalised(name))
    return ServiceType.SAFE_HOUSE if shelter else ServiceType.WOMEN


def _by_words(words: str) -> ServiceType | None:
    plain = normalised(words)
    return next((kind for pattern, kind in WORDS if pattern.search(plain)), None)
