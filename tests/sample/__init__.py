"""The sample directory, as it is shipped."""
