"""Answers changed in small ways and run through their judges: what passes is a hole in a judge."""
