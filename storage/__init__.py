"""Tables, transactions, queries, encryption and migrations."""
