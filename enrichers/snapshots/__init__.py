"""Resolve identities and titles from local copies of what services publish as a whole."""
