"""The running service: settings, wiring, Telegram, web, outbox, clockwork, command line."""
