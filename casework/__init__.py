"""Use cases, each inside its caller's transaction: find, submit, claim, answer, erase."""
