"""The rules of the domain, each named by the test that proves it (`rules.py` lists them)."""
