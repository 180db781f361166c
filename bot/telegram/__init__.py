"""Telegram: updates in, replies and notices out. It translates, and decides nothing."""
