"""The web: a chat for people without Telegram, the caseworkers' desk, the demonstration, health."""
