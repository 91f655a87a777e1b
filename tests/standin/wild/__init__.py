"""A made-up web of real titles, as many pages as wanted, and lists that link to it."""
