"""Fetch pages and documents safely, and read what they declare about themselves."""
