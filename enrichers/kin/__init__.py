"""What belongs together and is not one work."""
