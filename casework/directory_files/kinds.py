"""Kinds of help from the words of a directory, and what must not be broadcast.

A category that names the kind decides; "protection" says too little, so the service's own name
does. Safety requirement 6: a service for survivors of violence, and a safe house, is confidential.
A service that lists such help among other things stays, as what the rest of it is, and loses
those words; it never turns into shelter.
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
        (r"safe house", ServiceType.SAFE_HOUSE),
        (r"family tracing|reunification", ServiceType.FAMILY_TRACING),
        (r"child protection|child.friendly|unaccompanied", ServiceType.CHILD_PROTECTION),
        (r"women.?s? safe|safe spaces? for women|women.?s cent", ServiceType.WOMEN),
        (r"psychosocial|mental health|psycholog|counsell?ing", ServiceType.MENTAL_HEALTH),
        (r"legal|lawyer|refugee rights?|documentation", ServiceType.LEGAL),
        (r"registration", ServiceType.REGISTRATION),
        (r"consul", ServiceType.CONSULAR),
        (r"voluntary return|reintegration", ServiceType.RETURN),
        (r"disabilit|rehabilitation cent", ServiceType.DISABILITY),
        (r"shelter|accommodation|housing|hostel|night stay", ServiceType.SHELTER),
        (r"food|meal|nutrition", ServiceType.FOOD),
        (r"health|medical|clinic|doctor|hospital", ServiceType.HEALTH),
        (r"water|hygiene|sanitation|drainage|shower", ServiceType.WATER),
        (r"cash|financial assistance", ServiceType.CASH),
        (r"\bnfi\b|clothes|clothing|blanket|basic needs", ServiceType.ITEMS),
        (r"interpret|translation", ServiceType.INTERPRETATION),
        (r"transport", ServiceType.TRANSPORT),
        (r"school|education|learning|teaching|tutoring", ServiceType.EDUCATION),
        (r"livelihood|vocational|job|training", ServiceType.LIVELIHOODS),
        (r"information|awareness|community|advice|protection", ServiceType.INFORMATION),
    )
)
VIOLENCE = re.compile(
    r"\bs?gbv\b|gender.based violence|sexual (violence|exploitation)|survi?v[eo]rs?\b|\brape\b"
    r"|safe house|refuge for women|domestic violence|violence against women"
    r"|victims of (trafficking|violence|torture)|\bvot\b"
)
SURE_BY_WORDS = frozenset(ServiceType) - {ServiceType.INFORMATION}


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
    parts = [part.strip() for part in re.split(r"[,;](?![^(]*\))", inside) if part.strip()]
    kept = [part for part in parts if not is_of_violence(part)]
    if is_of_violence(head) or (parts and not kept) or _only_for_survivors(criteria):
        return Kind(_type_for_survivors(name), tidy(name), confidential=True)
    mixed = len(kept) < len(parts)
    plain = f"{head} ({', '.join(kept)})" if mixed else tidy(name)
    known = CATEGORIES.get(normalised(category))
    if known is not None:
        return Kind(known, plain, known is ServiceType.SAFE_HOUSE, mixed)
    found = _by_words(head) or _by_words(plain) or _by_words(category)
    sure = found is not None and found in SURE_BY_WORDS
    if mixed and found is ServiceType.SHELTER:
        found, sure = ServiceType.INFORMATION, False
    kind = found or ServiceType.INFORMATION
    return Kind(kind, plain, kind is ServiceType.SAFE_HOUSE, mixed, guessed=not sure)


def is_of_violence(words: str) -> bool:
    """Say whether words tell of help after violence."""
    return VIOLENCE.search(normalised(words)) is not None


def without_violence(criteria: str) -> str:
    """Give criteria without those that tell of violence."""
    return "; ".join(part for part in _criteria(criteria) if not is_of_violence(part))


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
