"""WRITE: works in, what people open out."""
