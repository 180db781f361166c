"""Measurements of Passerelle: each module prints a table. Run as `python -m benchmarks.NAME`."""
