"""The web: pages with and without a script, against a service that is not the real one."""
