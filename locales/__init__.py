"""Catalogs, the list of languages, and rendering a text for its reader."""
