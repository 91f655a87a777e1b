"""READ: documents in, links out; no network."""
