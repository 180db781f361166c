"""Ids of an export that are no UUIDs in Passerelle: what was read is called as it is there again.

HSDS wants UUIDs; the attribute `own_id` says what an entry is called here.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

from casework.directory_files.attributes_read import Attributes
from casework.directory_files.hsds_attributes import OWN_ID
from domain.directory import Directory

Id = TypeVar("Id", bound=str)


def with_own_ids(read: Directory, attributes: Attributes) -> Directory:
    """Give organisations, centres and services with their own ids, and the links among them."""
    own = {link: attributes.first(link, OWN_ID) for link in attributes.lines}
    own = {link: key for link, key in own.items() if key}
    if not own:
        return read

    def called(key: Id) -> Id:
        return type(key)(own.get(key, key))

    def perhaps(key: Id | None) -> Id | None:
        return None if key is None else called(key)

    return Directory(
        organisations=tuple(replace(each, id=called(each.id)) for each in read.organisations),
        centres=tuple(
            replace(
                each,
                id=called(each.id),
                authority=perhaps(each.authority),
                verified_by=perhaps(each.verified_by),
            )
            for each in read.centres
        ),
        services=tuple(
            replace(
                each,
                id=called(each.id),
                centre=called(each.centre),
                provider=perhaps(each.provider),
                verified_by=perhaps(each.verified_by),
            )
            for each in read.services
        ),
    )
