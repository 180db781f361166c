"""The contract of storage, the same on SQLite and PostgreSQL."""
