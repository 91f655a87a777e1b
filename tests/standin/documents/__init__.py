"""Makes the bytes of web pages and PDFs from the rows that describe them."""
