"""Directory files: reading centres and services from files, with a report of every refused row."""
