"""The shared Zotero group: what an item should be, what to change, and the changing."""
