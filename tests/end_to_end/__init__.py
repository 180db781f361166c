"""The installed program as its own process against an emulated Telegram."""
