"""How many requests, how much time and memory a long list costs: `make bench`."""
