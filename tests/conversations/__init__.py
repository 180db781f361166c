"""Dialogue tests: transcripts that are played against the real use cases and a real database."""
