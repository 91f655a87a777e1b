"""Propose works by the words around a link, and say how sure that is."""
