"""IDENTIFY, RESOLVE, MERGE: links in, works out."""
