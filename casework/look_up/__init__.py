"""Looking up: what a question means, and the facts of centres cut to the asker's sight."""
