"""What an item is that claims no identity: its kind, its name, its description."""
