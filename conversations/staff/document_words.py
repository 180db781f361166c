"""Words about documents: their kinds, their readers, and questions for one in plain words."""

from __future__ import annotations

import re

from conversations.questions import folded
from conversations.text import (
    Amount,
    Clock,
    Marked,
    Moment,
    Text,
    Verbatim,
    Words,
    beside,
    lines,
    t,
)
from domain.access import Sight
from domain.documents import MEGABYTE, DocumentKind
from domain.requests.files import OneDocument

KINDS: dict[DocumentKind, Text] = {
    # Translators: kind of document: standard operating procedures
    DocumentKind.SOP: t("Procedures (SOP)"),
    # Translators: kind of document
    DocumentKind.TERMS_OF_REFERENCE: t("Terms of reference"),
    # Translators: kind of document
    DocumentKind.AGREEMENT: t("Agreement"),
    # Translators: kind of document: none of the others
    DocumentKind.OTHER: t("Another document"),
}

READERS: dict[Sight, Text] = {
    # Translators: who may read a document
    Sight.FULL: t("IOM, coordinators and administrators only"),
    # Translators: who may read a document: the organisations that run the centre, and IOM
    Sight.PARTY: t("Also the organisations that run this place"),
}

# What stands between words: the folding would join them.
APART = re.compile(r"['’\-–_.,:;?!/()]")

# What staff write for a kind of document: English, French, Arabic.
SPOKEN: dict[DocumentKind, tuple[str, ...]] = {
    DocumentKind.SOP: (
        "standard operating procedures", "standard operating procedure", "sop", "sops",
        "procedures", "procédures", "mode opératoire",
        "procédures opérationnelles standard", "procédures opérationnelles",
        "إجراءات التشغيل الموحدة", "إجراءات التشغيل", "الإجراءات", "إجراءات",
    ),
    DocumentKind.TERMS_OF_REFERENCE: (
        "terms of reference", "tor", "tors",
        "termes de référence", "tdr",
        "الشروط المرجعية", "شروط مرجعية", "الاختصاصات", "اختصاصات",
    ),
    DocumentKind.AGREEMENT: (
        "agreement", "contract", "memorandum", "mou",
        "accord", "contrat", "convention", "protocole",
        "اتفاقية", "الاتفاقية", "اتفاق", "الاتفاق", "عقد", "مذكرة", "مذكرة تفاهم",
    ),
}  # fmt: skip

# That a document is meant, not the facts about an agreement ("when does it end?").
PAPER = (
    "document", "documents", "pdf", "copy",
    "fichier", "fichiers", "copie",
    "وثيقة", "الوثيقة", "وثائق", "الوثائق", "مستند", "مستندات", "نسخة",
)  # fmt: skip
ALONE_MEANS_PAPER = frozenset({DocumentKind.SOP, DocumentKind.TERMS_OF_REFERENCE})

FILLERS = (
    "centre", "center", "centres",
    "of", "the", "a", "an", "for", "in", "at", "please", "send", "me", "show", "give", "get",
    "de", "du", "des", "d", "la", "le", "les", "l", "un", "une", "pour", "à", "au", "en", "svp",
    "envoie", "envoyez", "moi", "montre", "montrez", "donne", "donnez",
    "من", "في", "عن", "ال", "ل", "إلى", "أرسل", "أعطني", "لي", "مركز",
)  # fmt: skip


def document_question(words: str) -> tuple[DocumentKind | None, str] | None:
    """Read "SOP Jean Paul II" as a kind of document and the rest; None if it asks for none.

    A kind of None stands for any. The rest is folded, without words such as "of" and "please";
    it may be empty.
    """
    said = f" {folded(APART.sub(' ', words))} "
    kind: DocumentKind | None = None
    for each, phrases in SPOKEN.items():
        found, said = _taken(said, phrases)
        if found:
            kind = each
            break
    paper, said = _taken(said, PAPER)
    if not paper and kind not in ALONE_MEANS_PAPER:
        return None
    fillers = frozenset(map(folded, FILLERS))
    return kind, " ".join(word for word in said.split() if word not in fillers)


def _taken(said: str, phrases: tuple[str, ...]) -> tuple[bool, str]:
    """Take the longest phrase that is said out of it."""
    for phrase in sorted(map(folded, phrases), key=len, reverse=True):
        if f" {phrase} " in said:
            return True, said.replace(f" {phrase} ", " ")
    return False, said


def document_words(one: OneDocument) -> Words:
    """Tell of a document: name, kind, when and by whom it was added."""
    document = one.document
    added = Moment(document.added, one.centre.zone, Clock.DAY)
    return lines(
        Marked("📄", Verbatim(document.name)),
        beside(KINDS[document.kind], size_words(document.size)),
        # Translators: when a document was attached to a centre, and by which organisation
        t("Added {date} by {organisation}", date=added, organisation=document.organisation),
    )


def size_words(size: int) -> Words:
    """Tell a size in kB or MB."""
    if size >= MEGABYTE:
        # Translators: size of a file in megabytes
        return t("{count} MB", count=Amount(round(size / MEGABYTE)))
    # Translators: size of a file in kilobytes
    return t("{count} kB", count=Amount(max(1, round(size / 1024))))
