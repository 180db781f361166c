"""Tests of what goes out: exports, and what must never be in one."""
