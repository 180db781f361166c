"""Tests of the catalogs, the languages and rendering."""
