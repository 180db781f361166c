"""Intents: what a few free words mean when no question is open, and which are urgent.

Fixed rules, no model (Safety 7). Words are folded: case and accents do not count.
"""

from __future__ import annotations

import re

from conversations.questions import folded

URGENT_PHRASES: tuple[str, ...] = tuple(
    folded(phrase)
    for phrase in (
        # English
        "emergency",
        "sos",
        "help me now",
        "in danger",
        "they will kill me",
        "he will kill me",
        "going to kill",
        "kill myself",
        "want to die",
        "being beaten",
        "he beats me",
        "is bleeding",
        "bleeding a lot",
        "cannot breathe",
        "can't breathe",
        "giving birth now",
        "baby is coming",
        "raped",
        "ambulance",
        "call the police",
        # French
        "urgence",
        "au secours",
        "en danger",
        "va me tuer",
        "vont me tuer",
        "me suicider",
        "envie de mourir",
        "je veux mourir",
        "il me frappe",
        "elle saigne",
        "il saigne",
        "je saigne",
        "respire plus",
        "j'accouche",
        "violée",
        "violé",
        "appelez la police",
        # Arabic
        "طوارئ",
        "نجدة",
        "النجدة",
        "الحقوني",
        "في خطر",
        "بخطر",
        "سيقتلني",
        "سيقتلونني",
        "رح يقتلني",
        "اريد ان اموت",
        "أريد أن أموت",
        "انتحار",
        "انتحر",
        "يضربني",
        "انزف",
        "أنزف",
        "لا استطيع التنفس",
        "لا أستطيع التنفس",
        "اغتصاب",
        "اغتصبني",
        "إسعاف",
        "اسعاف",
    )
)

# Urgent where they are all that is said: in a sentence they may tell of something else.
URGENT_ALONE: frozenset[str] = frozenset(
    folded(word) for word in ("danger", "police", "خطر", "الشرطة", "شرطة")
)

WORDS_FOR: dict[str, tuple[str, ...]] = {
    "complain": (
        "complain", "complaint", "treated badly", "how i was treated", "treated me badly",
        "me plaindre", "plainte", "mal traite", "mal traitee",
        "شكوى", "أشتكي", "اشتكي", "عاملوني بسوء",
    ),
    "shelter": (
        "shelter", "sleep", "bed", "roof", "homeless", "nowhere to sleep", "accommodation",
        "abri", "dormir", "hebergement", "lit", "toit", "logement",
        "مأوى", "ماوى", "سرير", "انام", "أنام", "سكن", "مكان للنوم", "ملجأ",
    ),
    "requests": (
        "my request", "my requests", "status", "ma demande", "mes demandes", "طلبي", "طلباتي",
    ),
    "find": (
        "food", "doctor", "hospital", "clinic", "centre", "center", "near", "where",
        "manger", "nourriture", "medecin", "docteur", "hopital", "proche",
        "طعام", "اكل", "طبيب", "مستشفى", "مركز", "اين", "أين", "قريب",
    ),
}  # fmt: skip

URGENT = re.compile(f" (?:{'|'.join(map(re.escape, URGENT_PHRASES))}) ")
_FOLDED = {name: tuple(folded(word) for word in words) for name, words in WORDS_FOR.items()}


def is_urgent(words: str) -> bool:
    """Say whether a text holds an urgent phrase, as whole words; interrupts any dialogue.

    Or whether it is nothing but an urgent word, however often.
    """
    plain = folded(words)
    alone = plain.split()
    if alone and URGENT_ALONE.issuperset(alone):
        return True
    return URGENT.search(f" {plain} ") is not None


def intent_of(words: str) -> str | None:
    """Name the dialogue that a text asks for; None if it says nothing we know."""
    said = f" {folded(words)} "
    for name, phrases in _FOLDED.items():
        if any(f" {phrase} " in said for phrase in phrases):
            return name
    return None
