"""The facts of a directory, to compare two: directories themselves are equal only to themselves."""

from dataclasses import fields

from domain.directory import Directory


def facts_of(directory: Directory) -> dict[str, object]:
    """Every tuple of facts by its name."""
    return {each.name: getattr(directory, each.name) for each in fields(directory)}
