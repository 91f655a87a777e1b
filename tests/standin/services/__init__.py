"""One module per service: a request and a shelf of works in, a reply out."""
