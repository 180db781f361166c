"""The tables of an HSDS 3.0 package: their columns, as `datapackage.json` describes them.

A line is a table: its file, then its columns in HSDS's order; `!` is needed, `:` gives the type
(a `uuid` is a string of that format), `>` names the table of a foreign key.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

ENUMS: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("service", "status"): ("active", "inactive", "defunct", "temporarily closed"),
    ("location", "location_type"): ("physical", "postal", "virtual"),
    ("address", "address_type"): ("physical", "postal", "virtual"),
    ("schedule", "wkst"): ("MO", "TU", "WE", "TH", "FR", "SA", "SU"),
    ("schedule", "freq"): ("WEEKLY", "MONTHLY"),
}

WRITTEN = """
organization organizations.csv id:uuid! name! alternate_name description! email:email website:uri
    tax_status tax_id year_incorporated:number legal_status logo uri:uri
    parent_organization_id:uuid
service services.csv id:uuid! organization_id:uuid!>organization program_id:uuid name!
    alternate_name description url:uri email:email status! interpretation_services
    application_process fees_description wait_time fees accreditations eligibility_description
    minimum_age:number maximum_age:number assured_date:date assurer_email:email licenses alert
    last_modified:datetime
attribute attributes.csv id:uuid! link_id:uuid! taxonomy_term_id:uuid!>taxonomy_term link_type
    link_entity! value
service_at_location service_at_location.csv id:uuid! service_id:uuid!>service
    location_id:uuid!>location description
location locations.csv id:uuid! location_type! url:uri organization_id:uuid>organization name
    alternate_name description transportation latitude:number longitude:number
    external_identifier external_identifier_type
phone phones.csv id:uuid! location_id:uuid>location service_id:uuid>service
    organization_id:uuid>organization contact_id:uuid
    service_at_location_id:uuid>service_at_location number! extension:number type description
address addresses.csv id:uuid! location_id:uuid>location attention address_1! address_2 city!
    region state_province! postal_code! country! address_type!
schedule schedules.csv id:uuid! service_id:uuid>service location_id:uuid>location
    service_at_location_id:uuid>service_at_location valid_from:date valid_to:date dtstart:date
    timezone:number until:date count:number wkst freq interval:number byday byweekno bymonthday
    byyearday description opens_at:time closes_at:time schedule_link:uri attending_type notes
required_document required_documents.csv id:uuid! service_id:uuid>service document uri:uri
language languages.csv id:uuid! service_id:uuid>service location_id:uuid>location phone_id:uuid
    name code note
accessibility accessibility.csv id:uuid! location_id:uuid>location description details url:uri
taxonomy_term taxonomy_terms.csv id:uuid! code* name! description! parent_id:uuid taxonomy
    language taxonomy_id:uuid>taxonomy term_uri:uri
taxonomy taxonomies.csv id:uuid! name! description! uri:uri version
"""

STRING_FORMATS = frozenset({"uuid", "uri", "email"})


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its type, whether it is needed, whether it is used once, the table it names."""

    name: str
    type: str
    required: bool
    unique: bool
    names: str

    def described(self, table: str) -> dict[str, Any]:
        """Give the column as `datapackage.json` has it."""
        string = self.type in STRING_FORMATS
        constraints: dict[str, Any] = {"required": self.required, "unique": self.unique}
        if (table, self.name) in ENUMS:
            constraints["enum"] = list(ENUMS[table, self.name])
        return {
            "name": self.name,
            "type": "string" if string else self.type,
            **({"format": self.type} if string else {}),
            "constraints": constraints,
        }


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the package."""

    name: str
    file: str
    columns: tuple[Column, ...]

    def described(self, present: Collection[str]) -> dict[str, Any]:
        """Give the table as a resource; `present`: the tables that the package has."""
        keys = [
            {"fields": each.name, "reference": {"resource": each.names, "fields": "id"}}
            for each in self.columns
            if each.names in present
        ]
        return {
            "name": self.name,
            "path": self.file,
            "format": "csv",
            "mediatype": "text/csv",
            "encoding": "utf-8",
            "profile": "tabular-data-resource",
            "schema": {
                "primaryKey": "id",
                "fields": [each.described(self.name) for each in self.columns],
                **({"foreignKeys": keys} if keys else {}),
            },
        }


def _column(text: str) -> Column:
    rest, _, names = text.partition(">")
    name, _, kind = rest.rstrip("!*").partition(":")
    key = name == "id"
    return Column(name, kind or "string", rest.endswith("!"), key or rest.endswith("*"), names)


def _tables(text: str) -> Mapping[str, Table]:
    found = {}
    for line in text.replace("\n    ", " ").strip().splitlines():
        name, file, *columns = line.split()
        found[name] = Table(name, file, tuple(_column(each) for each in columns))
    return found


TABLES = _tables(WRITTEN)
ALWAYS = (
    *("organization", "service", "service_at_location", "location"),
    *("attribute", "taxonomy_term", "taxonomy"),
)


def description(present: Sequence[str]) -> dict[str, Any]:
    """Give `datapackage.json` for a package that has these tables."""
    return {
        "name": "human_services_data",
        "title": "Human Services Data Specification",
        "profile": "tabular-data-package",
        "version": "3.0.0",
        "homepage": "http://docs.openreferral.org",
        "resources": [TABLES[name].described(present) for name in TABLES if name in present],
    }
