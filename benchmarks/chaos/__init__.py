"""Chaos: people ask for shelter while processes and the database are killed."""
