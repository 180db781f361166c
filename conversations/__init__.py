"""Everything said and asked, as dialogues without I/O; no language is chosen here."""
