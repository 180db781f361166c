"""Tests of the use cases on a real database of each engine."""
