"""The facts of a directory, to compare two: directories themselves are equal only to themselves."""

from dataclasses import fields, replace

from domain.directory import Directory


def facts_of(directory: Directory) -> dict[str, object]:
    """Every tuple of facts by its name, whatever the dataset's name is."""
    plain = replace(
        directory,
        centres=tuple(replace(each, source="") for each in directory.centres),
        services=tuple(replace(each, source="") for each in directory.services),
    )
    return {each.name: getattr(plain, each.name) for each in fields(plain)}
