"""The tables. Columns named `sealed…` hold personal data, encrypted; `…_index` keyed hashes."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    false,
)

from storage.types import Utc

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# SQLite counts rows by itself only in an INTEGER key.
ROW_NUMBER = BigInteger().with_variant(Integer(), "sqlite")

directory_records = Table(
    "directory_records",
    metadata,
    Column("kind", Text, primary_key=True),
    Column("id", Text, primary_key=True),
    Column("record", Text, nullable=False),
    Column("version", Integer, nullable=False, server_default="0"),
    Index(None, "version"),
)

directory_version = Table(
    "directory_version",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("version", Integer, nullable=False),
)

# Counted up by the database itself whenever `members` or `team_groups` change; no row before.
teams_version = Table(
    "teams_version",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("version", Integer, nullable=False),
)

# The bot that all of this is of, by its number at Telegram: one row, none before its first start.
database_bot = Table(
    "database_bot",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("bot", Text, nullable=False),
    Column("since", Utc, nullable=False),
)

# What the keys need to know of the data: one row. `sealed_index`: the secret of all keyed hashes.
# `settled`: the fingerprint of the key under which everything was found to be, if it ever was.
keyring = Table(
    "keyring",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("sealed_index", Text, nullable=False),
    Column("settled", Text),
)

# Who has the data open, where, and the fingerprints of the keys they know, the sealing one first.
processes = Table(
    "processes",
    metadata,
    Column("id", Text, primary_key=True),
    Column("place", Text, nullable=False),
    Column("keys", Text, nullable=False),
    Column("seen", Utc, nullable=False),
)

undisclosed_addresses = Table(
    "undisclosed_addresses",
    metadata,
    Column("centre", Text, primary_key=True),
    Column("sealed", Text, nullable=False),
)

people = Table(
    "people",
    metadata,
    Column("id", Text, primary_key=True),
    Column("language", Text),
    Column("sealed_last_place", Text),
    Column("unreachable_since", Utc),
    Column("since", Utc, nullable=False),
)

addresses = Table(
    "addresses",
    metadata,
    Column("channel", Text, primary_key=True),
    Column("address_index", Text, primary_key=True),
    Column("sealed_address", Text, nullable=False),
    Column("person", Text, ForeignKey("people.id"), nullable=False),
    Column("used", Utc, nullable=False),
    Index(None, "person", "used"),
)

members = Table(
    "members",
    metadata,
    Column("person", Text, ForeignKey("people.id"), primary_key=True),
    Column("team", Text, primary_key=True),
    Column("role", Text, primary_key=True),
    Column("organisation", Text, nullable=False),
    Column("on_duty", Boolean, nullable=False),
    Column("employed_by_state", Boolean, nullable=False),
    Column("since", Utc, nullable=False),
    Column("revoked", Utc),
    Index(None, "team", "on_duty"),
)

invitations = Table(
    "invitations",
    metadata,
    Column("code_index", Text, primary_key=True),
    Column("team", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("expires", Utc, nullable=False),
    Column("used", Utc),
    Column("employed_by_state", Boolean, nullable=False, server_default=false()),
)

# Half of its pages is left free (migration 0026).
conversations = Table(
    "conversations",
    metadata,
    Column("person", Text, ForeignKey("people.id"), primary_key=True),
    Column("channel", Text, primary_key=True),
    Column("sealed_state", Text, nullable=False),
    Column("updated", Utc, nullable=False),  # to the hour
    Index(None, "updated"),
)

HAS_WORDS = "words_of IS NOT NULL"

updates = Table(
    "updates",
    metadata,
    Column("channel", Text, primary_key=True),
    Column("update_id", Text, primary_key=True),
    Column("person", Text),
    Column("sealed_reply", Text),
    Column("words_of", Text),  # the reference of the case whose words the reply may hold
    Column("handled", Utc),
    Index(None, "handled"),
    Index(None, "person"),
    Index("ix_updates_words_of", "words_of", info={"where": HAS_WORDS}),
)

parked_updates = Table(
    "parked_updates",
    metadata,
    Column("channel", Text, primary_key=True),
    Column("update_id", Text, primary_key=True),
    Column("sealed_raw", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("parked", Utc, nullable=False),
)

referrals = Table(
    "referrals",
    metadata,
    Column("id", Text, primary_key=True),
    Column("reference", Text, nullable=False),
    Column("person", Text, ForeignKey("people.id"), nullable=False),
    Column("service", Text, nullable=False),
    Column("team", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("urgency", Integer, nullable=False),
    Column("holder", Text),
    Column("submitted", Utc, nullable=False),
    Column("version", Integer, nullable=False),
    Column("sealed_record", Text, nullable=False),
    Column("sealed_contact", Text),
    Column("phone_index", Text),  # by which requests that give the same number find each other
    UniqueConstraint("reference"),
    Index(None, "person", "submitted"),
    Index(None, "team", "state", "urgency", "submitted"),
    Index(None, "state", "service"),
    Index(None, "service", "submitted"),
    Index(None, "holder", "state"),
    Index(None, "phone_index"),
)

consents = Table(
    "consents",
    metadata,
    Column("number", ROW_NUMBER, primary_key=True, autoincrement=True),
    Column("referral", Text, ForeignKey("referrals.id"), nullable=False),
    Column("person", Text),
    Column("person_index", Text, nullable=False),
    Column("recipients", Text, nullable=False),
    Column("basis", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("text_version", Text, nullable=False),
    Column("at", Utc, nullable=False),
    Index(None, "referral"),
    Index(None, "person"),
)

referral_events = Table(
    "referral_events",
    metadata,
    Column("number", ROW_NUMBER, primary_key=True, autoincrement=True),
    Column("referral", Text, ForeignKey("referrals.id"), nullable=False),
    Column("at", Utc, nullable=False),
    Column("actor", Text),
    Column("by", Text),
    Column("organisation", Text),
    Column("action", Text, nullable=False),
    Column("before", Text),
    Column("after", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("key", Text),
    Column("team", Text),  # whose queue it is in after the move; empty before this was kept
    UniqueConstraint("referral", "key"),
    Index(None, "referral", "number"),
    Index(None, "team", "at"),
)

UNSENT = "sent IS NULL AND failed IS NULL"

outbox = Table(
    "outbox",
    metadata,
    Column("id", ROW_NUMBER, primary_key=True, autoincrement=True),
    Column("person", Text),
    Column("channel", Text, nullable=False),
    Column("address_index", Text, nullable=False),
    Column("sealed_address", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("sealed_payload", Text, nullable=False),
    Column("subject", Text),
    Column("words_of", Text),  # the reference of the case whose words it may hold
    Column("edits", ROW_NUMBER),
    Column("urgent", Boolean, nullable=False),
    Column("created", Utc, nullable=False),
    Column("due", Utc, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("sent", Utc),
    Column("failed", Utc),
    Column("reason", Text),
    Column("sealed_message_id", Text),
    Index(None, "channel", "address_index", "id"),
    # Of what waits alone (migration 0025): in its turn, and what is urgent. SQLAlchemy's own way to
    # say so would read in the whole dialect of PostgreSQL.
    Index("ix_outbox_waiting", "channel", "due", "id", info={"where": UNSENT}),
    Index("ix_outbox_urgent", "channel", "address_index", info={"where": f"urgent AND {UNSENT}"}),
    Index(None, "subject"),
    Index("ix_outbox_words_of", "words_of", info={"where": HAS_WORDS}),
    Index(None, "person", "created"),
    Index(None, "created"),
    Index(None, "edits"),
    sqlite_autoincrement=True,  # no id comes twice: readers ask for what came after the last one
)

audit = Table(
    "audit",
    metadata,
    Column("number", ROW_NUMBER, primary_key=True, autoincrement=True),
    Column("at", Utc, nullable=False),
    Column("actor", Text),
    Column("action", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("allowed", Boolean, nullable=False),
    Column("details", Text, nullable=False),
    Column("place", ROW_NUMBER),  # in the chain of seals; empty until it has one
    Column("seal", Text),
    Index(None, "subject"),
    Index(None, "actor"),
    Index(None, "place", "number"),
)

# The end of the chain of seals: one row, none before the first. `proof`: that it was ours to write.
audit_head = Table(
    "audit_head",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("place", ROW_NUMBER, nullable=False),
    Column("seal", Text, nullable=False),
    Column("proof", Text, nullable=False),
)

desk_links = Table(
    "desk_links",
    metadata,
    Column("code_index", Text, primary_key=True),
    Column("person", Text, ForeignKey("people.id"), nullable=False),
    Column("expires", Utc, nullable=False),
    Column("used", Utc),
)

desk_sessions = Table(
    "desk_sessions",
    metadata,
    Column("token_index", Text, primary_key=True),
    Column("person", Text, ForeignKey("people.id"), nullable=False),
    Column("expires", Utc, nullable=False),
    Index(None, "person"),
)

capacity_counts = Table(
    "capacity_counts",
    metadata,
    Column("service", Text, primary_key=True),
    Column("group_", Text, primary_key=True),  # "" for places counted without distinction
    Column("places", Integer, nullable=False),
    Column("blocked", Integer, nullable=False),
    Column("free", Integer, nullable=False),
    Column("updated", Utc, nullable=False),
    Column("expires", Utc, nullable=False),
)

# Only what is held now: a row goes when the hold ends, as it tells who is expected.
capacity_holds = Table(
    "capacity_holds",
    metadata,
    Column("referral", Text, ForeignKey("referrals.id"), primary_key=True),
    Column("service", Text, nullable=False),
    Column("group_", Text, nullable=False),
    Column("people", Integer, nullable=False),
    Column("until", Utc, nullable=False),
    Index(None, "service"),
    Index(None, "until"),
)

# Which services' counts or holds changed last: a number grows with every transaction that did it.
capacity_changes = Table(
    "capacity_changes",
    metadata,
    Column("service", Text, primary_key=True),
    Column("number", BigInteger, nullable=False),
    Index(None, "number"),
)

directory_changes = Table(
    "directory_changes",
    metadata,
    Column("number", ROW_NUMBER, primary_key=True, autoincrement=True),
    Column("kind", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("centre", Text, nullable=False),
    Column("before", Text, nullable=False),
    Column("after", Text, nullable=False),
    Column("person", Text),
    Column("at", Utc, nullable=False),
    Column("undone", Utc),
    Index(None, "centre", "at"),
    Index(None, "person"),
)

entry_checks = Table(
    "entry_checks",
    metadata,
    Column("centre", Text, primary_key=True),
    Column("team", Text, primary_key=True),
    Column("asked", Utc, nullable=False),
    Column("times", Integer, nullable=False),
)

entry_reports = Table(
    "entry_reports",
    metadata,
    Column("id", Text, primary_key=True),
    Column("service", Text, nullable=False),
    Column("team", Text, nullable=False),
    Column("person", Text),
    Column("what", Text, nullable=False),
    Column("sealed_words", Text, nullable=False),
    Column("at", Utc, nullable=False),
    Column("outcome", Text),
    Column("answered", Utc),
    Index(None, "outcome", "at"),
    Index(None, "person"),
)

received_files = Table(
    "received_files",
    metadata,
    Column("id", Text, primary_key=True),
    Column("person", Text, ForeignKey("people.id"), nullable=False),
    Column("sealed_name", Text, nullable=False),
    Column("media", Text, nullable=False),
    Column("size", Integer, nullable=False),
    Column("sealed_content", Text, nullable=False),
    Column("received", Utc, nullable=False),
    Column("examined_at_version", Integer),
    Column("sealed_examined", Text),
    Index(None, "person"),
    Index(None, "received"),
)

documents = Table(
    "documents",
    metadata,
    Column("id", Text, primary_key=True),
    Column("centre", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("sealed_name", Text, nullable=False),
    Column("name_index", Text, nullable=False),
    Column("media", Text, nullable=False),
    Column("size", Integer, nullable=False),
    Column("sight", Text, nullable=False),
    Column("organisation", Text, nullable=False),
    Column("added", Utc, nullable=False),
    Column("sealed_content", Text, nullable=False),
    Index(None, "centre"),
)

directory_removals = Table(
    "directory_removals",
    metadata,
    Column("kind", Text, primary_key=True),
    Column("id", Text, primary_key=True),
    Column("version", Integer, nullable=False),
    Index(None, "version"),
)

# When the next step of a referral is due; `due` is empty once it is over.
referral_clocks = Table(
    "referral_clocks",
    metadata,
    Column("referral", Text, ForeignKey("referrals.id"), primary_key=True),
    Column("entered", Utc, nullable=False),
    Column("promised", Utc, nullable=False),
    Column("waits_since", Utc),
    Column("helped_since", Utc),
    Column("paused_since", Utc),
    Column("paused_seconds", Integer, nullable=False),
    Column("done", Text, nullable=False),
    Column("due", Utc),
    Column("late", Boolean, nullable=False),
    Column("watched_by", Text),
    Index(None, "due"),
    Index(None, "promised"),
    Index(None, "watched_by", "late", "entered"),
)

referral_outcomes = Table(
    "referral_outcomes",
    metadata,
    Column("referral", Text, ForeignKey("referrals.id"), primary_key=True),
    Column("team", Text, nullable=False),
    Column("said", Text, nullable=False),
    Column("at", Utc, nullable=False),
    Index(None, "team", "at"),
)

# `person` is empty for an anonymous one, which knows no request either.
complaints = Table(
    "complaints",
    metadata,
    Column("id", Text, primary_key=True),
    Column("team", Text, nullable=False),
    Column("centre", Text),
    Column("about", Text),
    Column("person", Text),
    Column("sealed_words", Text, nullable=False),
    Column("at", Utc, nullable=False),
    Column("read", Utc),
    Column("sealed_answer", Text),
    Column("answered", Utc),
    Index(None, "team", "answered", "at"),
    Index(None, "person"),
)

# What was said of a team, added up at once: no row is one person's (domain/feedback.py).
feedback_counts = Table(
    "feedback_counts",
    metadata,
    Column("team", Text, primary_key=True),
    Column("month", Text, primary_key=True),
    Column("asked", Text, primary_key=True),
    Column("said", Text, primary_key=True),
    Column("number", Integer, nullable=False),
)

# Which questions were put, answered or skipped alike; without a time, which would tell the month.
feedback_asked = Table(
    "feedback_asked",
    metadata,
    Column("referral", Text, ForeignKey("referrals.id"), primary_key=True),
    Column("asked", Text, primary_key=True),
)

# How somebody works: their name for colleagues, absence, weekly rota, quiet hours.
# `due`: when duty turns next by the rota or the end of an absence.
habits = Table(
    "habits",
    metadata,
    Column("person", Text, ForeignKey("people.id"), primary_key=True),
    Column("sealed_name", Text),
    Column("away_until", Utc),
    Column("rota", Text, nullable=False),
    Column("quiet", Text, nullable=False, server_default=""),
    Column("due", Utc),
    Index(None, "due"),
)

# What a member will be told of in one message, with how it stood then; no words.
gathered = Table(
    "gathered",
    metadata,
    Column("number", ROW_NUMBER, primary_key=True, autoincrement=True),
    Column("person", Text, ForeignKey("people.id"), nullable=False),
    Column("referral", Text, ForeignKey("referrals.id"), nullable=False),
    Column("what", Text, nullable=False),
    Column("stands", Text, nullable=False),
    Column("holder", Text),
    Column("at", Utc, nullable=False),
    Column("due", Utc, nullable=False),
    UniqueConstraint("person", "referral", "what"),
    Index(None, "due"),
    Index(None, "referral"),
)

case_notes = Table(
    "case_notes",
    metadata,
    Column("number", ROW_NUMBER, primary_key=True, autoincrement=True),
    Column("referral", Text, ForeignKey("referrals.id"), nullable=False),
    Column("organisation", Text, nullable=False),
    Column("author", Text, ForeignKey("people.id"), nullable=False),
    Column("by", Text, nullable=False),
    Column("at", Utc, nullable=False),
    Column("sealed_words", Text, nullable=False),
    Index(None, "referral"),
)

# What person and holder write to each other; all of it goes when the case is closed.
# `organisation`: whose holder wrote or first read it; empty until somebody has.
case_messages = Table(
    "case_messages",
    metadata,
    Column("number", ROW_NUMBER, primary_key=True, autoincrement=True),
    Column("referral", Text, ForeignKey("referrals.id"), nullable=False),
    Column("by", Text, nullable=False),
    Column("organisation", Text),
    Column("at", Utc, nullable=False),
    Column("sealed_content", Text, nullable=False),
    Column("media", Text),
    Column("sealed_file", Text),
    Index(None, "referral"),
    sqlite_autoincrement=True,  # no number comes twice: a button of a message that is gone is void
)

# What was done about a dated fact when its time came: each step once, whatever was interrupted.
dated_steps = Table(
    "dated_steps",
    metadata,
    Column("subject", Text, primary_key=True),
    Column("step", Text, primary_key=True),
    Column("at", Utc, nullable=False),
)

# A team's group on Telegram: asked for, found, connected, lost.
team_groups = Table(
    "team_groups",
    metadata,
    Column("team", Text, primary_key=True),
    Column("asked_by", Text, ForeignKey("people.id"), nullable=False),
    Column("asked", Utc, nullable=False),
    Column("language", Text, nullable=False),
    Column("chat_index", Text),
    Column("sealed_chat", Text),
    Column("connected", Utc),
    Column("lost", Utc),
    UniqueConstraint("chat_index"),
    Index(None, "asked_by"),
)

# The topic of a referral in its team's group; `thread` is empty until Telegram has made it.
referral_topics = Table(
    "referral_topics",
    metadata,
    Column("number", ROW_NUMBER, primary_key=True, autoincrement=True),
    Column("referral", Text, ForeignKey("referrals.id"), nullable=False),
    Column("team", Text, nullable=False),
    Column("thread", BigInteger),
    Column("ended", Utc),
    Index(None, "referral"),
    Index(None, "team"),
    Index(None, "ended"),
)
