"""The terms of an export: Passerelle's attributes, and the kinds of help as a list of their own.

Looking for services by kind takes the id of a kind's term.
"""

from __future__ import annotations

from functools import cache

from casework.directory_export.hsds_objects import Taxonomy, TaxonomyTerm
from casework.directory_export.words import KINDS
from casework.directory_files import hsds_attributes
from casework.directory_files.names import stable_id
from domain.services import ServiceType

FACTS = Taxonomy(
    id=hsds_attributes.TAXONOMY_ID,
    name=hsds_attributes.TAXONOMY,
    description="Facts of Passerelle for which HSDS has no field",
)
KINDS_OF_HELP = Taxonomy(
    id=stable_id("taxonomy", "kinds of help"),
    name="passerelle kinds of help",
    description="What a service is, by one of the kinds that migrants ask for",
)
TAXONOMIES = (FACTS, KINDS_OF_HELP)


@cache
def fact_term(code: str) -> TaxonomyTerm:
    """Give the term of an attribute; KeyError for a code that the table does not have."""
    words = hsds_attributes.terms()[code]
    return _term(hsds_attributes.term_id(code), code, words, FACTS)


@cache
def kind_term(kind: ServiceType) -> TaxonomyTerm:
    """Give the term of a kind of help."""
    key = stable_id("taxonomy_term", "kinds of help", kind)
    return _term(key, f"kind.{kind}", KINDS[kind], KINDS_OF_HELP)


def all_terms() -> tuple[TaxonomyTerm, ...]:
    """Give every term, those of attributes first."""
    facts = (fact_term(code) for code in hsds_attributes.terms())
    return (*facts, *(kind_term(kind) for kind in ServiceType))


def _term(key: str, code: str, words: str, of: Taxonomy) -> TaxonomyTerm:
    return TaxonomyTerm(
        id=key, code=code, name=words, description=words, taxonomy=of.name, language="en"
    )
