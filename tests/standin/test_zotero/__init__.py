"""What clients of the Zotero group rely on, point by point."""
