"""One module per metadata service, all of one shape."""
