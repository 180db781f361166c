"""Everything said and asked, as dialogues without I/O, before a language is chosen."""
