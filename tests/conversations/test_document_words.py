"""Which sentences ask for a document, and of which centre; a question of facts is none."""

from __future__ import annotations

import pytest

from conversations.staff.document_words import document_question
from domain.documents import DocumentKind

SOP, TERMS, AGREEMENT = (
    DocumentKind.SOP,
    DocumentKind.TERMS_OF_REFERENCE,
    DocumentKind.AGREEMENT,
)


@pytest.mark.parametrize(
    ("words", "kind", "rest"),
    [
        ("SOP Jean Paul II", SOP, "jean paul ii"),
        ("please send me the SOPs of the Conakry centre", SOP, "conakry"),
        ("Standard operating procedures, Poi Pet", SOP, "poi pet"),
        ("terms of reference Conakry", TERMS, "conakry"),
        ("ToR", TERMS, ""),
        ("the agreement document of Tanger", AGREEMENT, "tanger"),
        ("documents Agadez", None, "agadez"),
        ("accord Tanger document", AGREEMENT, "tanger"),
        ("l'accord d’Oujda en pdf", AGREEMENT, "oujda"),
        ("envoyez-moi les procédures de Conakry svp", SOP, "conakry"),
        ("termes de référence : Niamey", TERMS, "niamey"),
        ("الإجراءات كوناكري", SOP, "كوناكري"),
        ("الشروط المرجعية في طنجة", TERMS, "طنجة"),
        ("نسخة من الاتفاقية كوناكري", AGREEMENT, "كوناكري"),
        ("وثائق كوناكري", None, "كوناكري"),
    ],
)
def test_a_document_is_asked_for(words: str, kind: DocumentKind | None, rest: str) -> None:
    assert document_question(words) == (kind, rest)


@pytest.mark.parametrize(
    "words",
    [
        "Conakry",
        "beds Conakry",
        "qui gère Poi Pet",
        "accord Maroc expire quand",
        "agreement Conakry",
        "Torino",
        "IN92 Guinée",
        "",
    ],
)
def test_a_question_of_facts_is_none(words: str) -> None:
    assert document_question(words) is None
