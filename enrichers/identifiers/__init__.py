"""How identifiers and addresses are written, found in text, and brought into one form."""
